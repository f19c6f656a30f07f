package token

import (
	"fmt"
	"math"
)

// unigram cuts a word so that the scores of its pieces, their logarithms of
// probability, have the largest sum. A code point that no piece of its own
// covers scores ten less than the worst piece.
//
// Source: Kudo, Subword Regularization (2018), section 3.2; Viterbi's search
// as in SentencePiece.
type unigram struct {
	vocabulary *vocabulary
	scores     []float64 // by id
	trie       *trie     // of the pieces
	unknown    int32     // −1: every word must be made of pieces
	penalty    float64   // score of an unknown code point
	bytes      [256]int32
	single     bool // scores are added in single precision, as SentencePiece does
}

// unknownPenalty is how much worse than the worst piece an unknown code point
// is: kUnkPenalty of SentencePiece.
const unknownPenalty = 10

func (m *unigram) vocab() *vocabulary { return m.vocabulary }
func (m *unigram) kind() string       { return "Unigram" }

// newUnigram makes a model of pieces whose ids count from 0, as scores do;
// searched says which of them are looked for in words.
func newUnigram(v *vocabulary, scores []float64, unknown int32, searched func(id int) bool) *unigram {
	m := &unigram{vocabulary: v, scores: scores, trie: newTrie(), unknown: unknown, penalty: math.Inf(1)}
	for id, e := range v.entries {
		if e.text != "" && searched(id) {
			m.trie.add(e.text, id)
		}
		m.penalty = min(m.penalty, scores[id])
	}
	m.penalty -= unknownPenalty
	m.bytes = bytePieces(v, false)
	return m
}

// unigramOf reads the fields of the model, but for the vocabulary.
func unigramOf(f *fields, v *vocabulary, scores []float64) model {
	unknown := int32(-1)
	if id := f.optional("unk_id"); id.data != nil {
		n := f.asID("unk_id", id)
		if n >= len(scores) {
			f.fail("unk_id", "got %d; want an id of the %d pieces of model.vocab", n, len(scores))
		}
		unknown = int32(n)
	}
	m := newUnigram(v, scores, unknown, func(int) bool { return true })
	m.bytes = bytePieces(v, f.optionalBool("byte_fallback", false))
	return m
}

func (m *unigram) cutter() cutter {
	s := unigramSearch{model: m}
	return s.cut
}

// A unigramSearch holds the working space for one text.
type unigramSearch struct {
	model *unigram
	best  []ending
	path  []ending // of the word, from its end
	steps int      // edges of the trie that were followed so far
}

// An ending is the best way to cut a word up to code point to: id is its last
// piece, which begins at from.
type ending struct {
	score    float64
	id       int32
	from, to int
}

func (s *unigramSearch) cut(word text, emit func(p entry, from, to int)) error {
	s.search(word)
	m := s.model
	s.path = s.path[:0]
	for to := len(word); to > 0; {
		e := s.best[to]
		if m.unknown < 0 && e.id < 0 {
			return fmt.Errorf("text: %q has no piece, and the tokenizer no unknown one; leave it out", word[e.from:e.to].String())
		}
		to = e.from
		// Neighbouring unknowns are one piece.
		if last := len(s.path) - 1; e.id == m.unknown && last >= 0 && s.path[last].id == m.unknown {
			s.path[last].from = e.from
			continue
		}
		s.path = append(s.path, e)
	}
	for i := len(s.path) - 1; i >= 0; i-- {
		e := s.path[i]
		if e.id != m.unknown {
			emit(m.vocabulary.entries[e.id], e.from, e.to)
			continue
		}
		s.emitUnknown(word, e, emit)
	}
	return nil
}

// search fills best, from left to right. Each code point takes at most as many
// steps as the longest piece has.
func (s *unigramSearch) search(word text) {
	m := s.model
	s.best = append(s.best[:0], make([]ending, len(word)+1)...)
	for i := range s.best {
		s.best[i].from = -1 // nothing ends here yet
	}
	reach := func(from, to int, id int32, score float64) {
		score += s.best[from].score
		if m.single {
			score = float64(float32(score))
		}
		if e := &s.best[to]; e.from < 0 || score > e.score {
			*e = ending{score, id, from, to}
		}
	}
	for from := range word {
		node, alone := int32(0), false
		for to := from; to < len(word); to++ {
			s.steps++
			if node = m.trie.step(node, word[to].r); node == 0 {
				break
			}
			if id := m.trie.ids[node]; id >= 0 {
				reach(from, to+1, id, m.scores[id])
				alone = alone || to == from
			}
		}
		if !alone {
			reach(from, from+1, m.unknown, m.penalty)
		}
	}
}

// emitUnknown writes code points without a piece as their bytes, where all of
// them have one, or as unknown: a token of their own text.
func (s *unigramSearch) emitUnknown(word text, e ending, emit func(p entry, from, to int)) {
	m := s.model
	t := word[e.from:e.to].String()
	if known, ok := find(m.vocabulary, hashOf(emptyHash, t), t); ok {
		emit(known, e.from, e.to)
		return
	}
	if !allHave(&m.bytes, t) {
		emit(entry{t, m.unknown}, e.from, e.to)
		return
	}
	for i := range len(t) {
		emit(m.vocabulary.entries[m.bytes[t[i]]], e.from, e.to)
	}
}

// scored reads the list of pieces and scores that r stands at; ids count from
// 0.
func (r *reader) scored(path string) (entries []entry, scores []float64, err error) {
	entries = make([]entry, 0, (len(r.src)-r.at)/24)
	scores = []float64{} // a list, if an empty one
	err = r.items(func() error {
		at, n := r.at, 0
		var piece string
		var score float64
		err := r.items(func() error {
			n++
			if n == 1 {
				var err error
				piece, err = r.string()
				return err
			}
			v, err := r.value(maxDepth)
			if err == nil {
				var ok bool
				if score, ok = parseFloat(v.data); !ok {
					err = r.errorf(at, "%s: the score of %q is %s; want a number", path, piece, v)
				}
			}
			return err
		})
		if err == nil && n != 2 {
			err = r.errorf(at, `%s: got %d values; want a piece and its score, ["a", -3.5]`, path, n)
		}
		entries = append(entries, entry{piece, int32(len(entries))})
		scores = append(scores, score)
		return err
	})
	return entries, scores, err
}
