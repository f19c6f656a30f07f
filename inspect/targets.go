package inspect

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/token"
	"heed/trace"
)

// AnchorText is the sentence that a target is run in which no text has. The
// word is not its first: the first token of a causal model sees only itself.
const AnchorText = "This is about WORD."

// anchorWord is what stands for the word in an anchor's sentence.
const anchorWord = "WORD"

// A target is a word that others are measured by, and the run that has it.
type target struct {
	trace.Target
	run    *model.Run[float32]
	tokens []trace.Token
}

// at is what the residual stream holds of the target in a step, [D].
func (t target) at(step string) []float64 { return mean(t.run, step, t.Index) }

// mean is the mean of a step's rows at some tokens of a run's only text.
func mean(r *model.Run[float32], step string, tokens []int) []float64 {
	x, ok := r.Tensor(step)
	if !ok {
		panic("inspect: " + step + " was not kept")
	}
	width := x.Shape[len(x.Shape)-1]
	sum := make([]float64, width)
	for _, i := range tokens {
		for d, v := range x.Data[i*width : (i+1)*width] {
			sum[d] += float64(v) / float64(len(tokens))
		}
	}
	return sum
}

// targets finds each word where it stands: in the first of the texts that has
// it, else in a sentence of its own.
func targets(ctx context.Context, m *source.Model, subjects []subject, words []string, anchorText string, keep func(string) bool) ([]target, error) {
	var list []target
	for _, word := range words {
		t, ok := standing(subjects, word)
		if !ok {
			var err error
			if t, err = anchored(ctx, m, word, anchorText, keep); err != nil {
				return nil, anotherWord(err, "--towards")
			}
		}
		list = append(list, t)
	}
	return list, nil
}

// standing finds a word in the texts.
func standing(subjects []subject, word string) (target, bool) {
	for i, s := range subjects {
		if rows, err := s.Find(word); err == nil {
			return target{trace.Target{Word: word, Text: &i, Index: rows}, s.Run, s.Tokens}, true
		}
	}
	return target{}, false
}

// CheckAnchorText refuses a sentence for targets in which WORD does not stand once.
func CheckAnchorText(text string) error {
	if strings.Count(text, anchorWord) != 1 {
		return fmt.Errorf("anchor text %q: want %s in it once, where the word is to stand, as in %q", text, anchorWord, AnchorText)
	}
	return nil
}

// anotherWord says by which flag a target without a vector is named.
func anotherWord(err error, flag string) error {
	var unknown source.UnknownWord
	if errors.As(err, &unknown) {
		return fmt.Errorf("%w; name another with %s", unknown, flag)
	}
	return err
}

// anchored runs a word in a sentence of its own; "" is AnchorText.
func anchored(ctx context.Context, m *source.Model, word, text string, keep func(string) bool) (target, error) {
	if text == "" {
		text = AnchorText
	}
	if m.Net.Config.Embedding.Image != nil {
		return target{}, fmt.Errorf("%q is no patch of the images; they are named by row and column, r0c0, and [CLS]", word)
	}
	if err := CheckAnchorText(text); err != nil {
		return target{}, err
	}
	own := strings.Replace(text, anchorWord, word, 1)
	opening := text[:strings.Index(text, anchorWord)]
	before := token.Words(opening)
	nth := 1
	for _, span := range token.Occurrences(own, word) {
		if span[0] < utf8.RuneCountInString(opening) {
			nth++
		}
	}
	passages, err := m.Read(source.Options{Texts: []string{own}, Word: fmt.Sprintf("%s:%d", word, nth)})
	if err != nil {
		return target{}, fmt.Errorf("target %q: %w", word, err)
	}
	p := passages[0]
	if len(before) == 0 && causal(m) {
		return target{}, fmt.Errorf("anchor text %q begins with %s: in a model that reads from left to right the first token sees only itself; want other words before it, as in %q", text, anchorWord, AnchorText)
	}
	run, err := m.Run(ctx, p, model.Options[float32]{Keep: keep})
	if err != nil {
		return target{}, err
	}
	return target{trace.Target{Word: word, Own: own, Index: p.Focus}, run, p.Tokens}, nil
}

// apart are the words that tell two texts apart: of each the longest that the
// other lacks, the last of equals. Of one text it is the longest word that is
// not the one under study. None where there are none, and of images, whose texts
// are the names of files.
func apart(subjects []subject, word string) []string {
	if subjects[0].Passage.Inputs.Pixels != nil {
		return nil
	}
	if len(subjects) == 1 {
		if longest := longestWord(subjects[0].Text, word); longest != "" {
			return []string{longest}
		}
		return nil
	}
	var words []string
	for i, s := range subjects {
		if longest := longestWord(s.Text, word+" "+subjects[1-i].Text); longest != "" {
			words = append(words, longest)
		}
	}
	if len(words) < 2 {
		return nil
	}
	return words
}

// longestWord is the longest word of a text that another lacks, the last of
// equals.
func longestWord(text, lacks string) string {
	longest, length := "", 0
	for _, w := range token.Words(text) {
		if n := utf8.RuneCountInString(w.Text); n >= length && len(token.Occurrences(lacks, w.Text)) == 0 {
			longest, length = w.Text, n
		}
	}
	return longest
}

// unitOf is v at length 1; NaN of a zero vector, which has no direction.
func unitOf(v []float64) []float64 {
	unit := make([]float64, len(v))
	n := mat.Norm(v)
	for d := range v {
		unit[d] = v[d] / n
	}
	return unit
}
