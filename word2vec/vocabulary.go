package word2vec

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"heed/corpus"
)

// A Vocabulary is the words that are learned, the most frequent first, words
// of equal count in the order of their bytes.
type Vocabulary struct {
	Words  []string
	Counts []uint64
	Tokens uint64 // words of the corpus, known or not
	Known  uint64 // of them in the vocabulary

	notes   []string
	index   map[string]uint32
	phrases []phrases
}

// Notes say what of the corpus was not counted exactly.
func (v *Vocabulary) Notes() []string { return v.notes }

// Count reads the corpus, once, and once more for each pass that joins
// phrases, and counts its words, in memory that o.MaxWords bounds. It is an
// error if fewer than two words are left to learn.
func Count(ctx context.Context, c *corpus.Corpus, o Options) (*Vocabulary, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	v := &Vocabulary{}
	for pass := range o.Phrases {
		p, err := findPhrases(ctx, c, o, v, pass)
		if err != nil {
			return nil, err
		}
		v.phrases = append(v.phrases, p)
	}
	words := newTally(o.MaxWords)
	tokens, err := v.pass(ctx, c, o, o.Phrases, func(s *sentences) {
		for i := range s.ends {
			words.add(s.word(i))
		}
	})
	if err != nil {
		return nil, err
	}
	v.note(words.dropped, "words", "vocabulary")
	v.Tokens = tokens
	v.keep(words, o.MinCount)
	return v, v.check(words, o.MinCount)
}

// pass reads the corpus through the phrases found so far, tells o how far it
// is, and returns the number of words. It is pass n of those that count.
func (v *Vocabulary) pass(ctx context.Context, c *corpus.Corpus, o Options, n int, see func(*sentences)) (tokens uint64, err error) {
	s := newSentences(c, o.Lower)
	defer s.lines.Close()
	for sentence := 0; s.next(); sentence++ {
		v.join(s)
		tokens += uint64(len(s.ends))
		see(s)
		if sentence%256 == 0 {
			if err := ctx.Err(); err != nil {
				return tokens, err
			}
			o.told(Progress{Counting: true, Done: int64(n)*c.Size() + s.lines.At(), Of: int64(o.Phrases+1) * c.Size()})
		}
	}
	return tokens, s.lines.Err()
}

// join joins the phrases of a sentence.
func (v *Vocabulary) join(s *sentences) {
	for _, p := range v.phrases {
		p.join(s)
	}
}

// keep takes the words that occur often enough.
func (v *Vocabulary) keep(words *tally, least int) {
	order := make([]int, 0, len(words.words))
	for i, n := range words.counts {
		if n >= uint64(least) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(words.counts[b], words.counts[a]), cmp.Compare(words.words[a], words.words[b]))
	})
	v.index = make(map[string]uint32, len(order))
	for id, i := range order {
		v.Words = append(v.Words, words.words[i])
		v.Counts = append(v.Counts, words.counts[i])
		v.index[words.words[i]] = uint32(id)
		v.Known += words.counts[i]
	}
}

// check refuses a vocabulary from which nothing can be learned.
func (v *Vocabulary) check(words *tally, least int) error {
	switch {
	case v.Tokens == 0:
		return errors.New("the corpus has no words")
	case len(v.Words) == 0:
		i := 0
		for j, n := range words.counts {
			if n > words.counts[i] {
				i = j
			}
		}
		return fmt.Errorf("no word of the %d occurs %d times, as min-count wants; the most frequent, %q, does %s", v.Tokens, least, words.words[i], times(words.counts[i]))
	case len(v.Words) == 1:
		return fmt.Errorf("only one word, %q, occurs %d times, as min-count wants; want two words or more to learn from", v.Words[0], least)
	}
	return nil
}

func times(n uint64) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// note says that a count had to be bounded.
func (v *Vocabulary) note(dropped uint64, what, of string) {
	if dropped > 0 {
		v.notes = append(v.notes, fmt.Sprintf("more different %s than max-words allows: those met %s or less by then were dropped, so some rare ones are missing from the %s",
			what, times(dropped), of))
	}
}

// sum is a hash of the words and counts: of two runs that may be one.
func (v *Vocabulary) sum() string {
	h := sha256.New()
	for i, word := range v.Words {
		fmt.Fprintf(h, "%s %d\n", word, v.Counts[i])
	}
	fmt.Fprintf(h, "%d\n", v.Tokens)
	return fmt.Sprintf("%x", h.Sum(nil))
}
