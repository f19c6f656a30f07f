package lesson

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"heed/attention"
	"heed/mat"
	"heed/token/plain"
	"heed/trace"
)

// Options say what of a lesson to walk.
type Options struct {
	Texts   []string // texts to walk; none: the lesson's own
	Word    string   // the word under study, in the texts given or those of the lesson that have it; "": the lesson's focus
	Formula bool     // leave every pin out
}

// Walk takes each text through the lesson's head; see attention.Walk for the
// equations. A text that the lesson has is walked with its pins, another one
// by the formula. A trace's targets are the other words of its text and the
// words of the other texts.
func (l *Lesson) Walk(o Options) (trace.Walk, error) {
	contexts, err := l.contexts(o)
	if err != nil {
		return trace.Walk{}, err
	}
	w := trace.Walk{Version: trace.Version, Source: trace.Source{Name: l.Name, Kind: "lesson", Title: l.Title,
		Tokenizer: "words", Precision: "float64", Formula: o.Formula}}
	for _, c := range contexts {
		t, err := l.trace(c, o)
		if err != nil {
			return trace.Walk{}, err
		}
		w.Traces = append(w.Traces, t)
	}
	for a := range w.Traces {
		attention.Finish(&w.Traces[a], attention.Others(w.Traces, a), l.head.Residual)
		w.Traces[a].Notes = append(w.Traces[a].Notes, l.notes(contexts[a], w.Traces[a])...)
	}
	w.Contrast = attention.Contrasts(w.Traces)
	return w, nil
}

// contexts are what the options ask for.
func (l *Lesson) contexts(o Options) ([]Context, error) {
	contexts := slices.Clone(l.Contexts)
	if len(o.Texts) > 0 {
		contexts = nil
		for _, text := range o.Texts {
			c, err := l.context(text)
			if err != nil {
				return nil, err
			}
			contexts = append(contexts, c)
		}
	}
	if o.Word == "" {
		return contexts, nil
	}
	return study(contexts, o.Word, len(o.Texts) > 0)
}

// study turns contexts to another word. Where all is true each must have it;
// else those that lack it are left out, but not the whole lesson.
func study(contexts []Context, word string, all bool) ([]Context, error) {
	var with []Context
	var missing error
	for _, c := range contexts {
		c.Focus = word
		_, err := c.index(word)
		switch {
		case err == nil:
			with = append(with, c)
		case missing == nil:
			missing = err
		}
	}
	if missing != nil && (all || with == nil) {
		return nil, missing
	}
	return with, nil
}

// context is the lesson's context of that text, or a new one without pins.
func (l *Lesson) context(text string) (Context, error) {
	c := Context{Text: text, words: plain.Words(text), embed: map[string][]float64{}}
	same := func(a, b plain.Word) bool { return strings.EqualFold(a.Text, b.Text) }
	for _, own := range l.Contexts {
		if slices.EqualFunc(own.words, c.words, same) {
			return own, nil
		}
		for word, e := range own.embed {
			c.embed[word] = e
		}
	}
	if len(c.words) == 0 || len(c.words) > MaxWords {
		return Context{}, fmt.Errorf("%q has %s; want 1 … %d", text, count(len(c.words), "word"), MaxWords)
	}
	for _, w := range c.words {
		if l.vector(c, w.Text) == nil {
			return Context{}, fmt.Errorf("%s has no vector for %q; it has %s", l.Name, w.Text, strings.Join(l.known(), ", "))
		}
	}
	c.Focus = l.Contexts[0].Focus
	if _, err := c.index(c.Focus); err != nil {
		c.Focus = c.words[len(c.words)-1].Text
	}
	return c, nil
}

// known are all words with a vector, the contexts' own among them.
func (l *Lesson) known() []string {
	words := l.Words()
	for _, c := range l.Contexts {
		for _, word := range slices.Sorted(maps.Keys(c.embed)) {
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	return words
}

func (l *Lesson) trace(c Context, o Options) (trace.Trace, error) {
	h := l.head
	if !o.Formula {
		h.Pins = c.Pins
	}
	h.ScoreBias = l.biases(c)
	t := attention.Walk(l.embedding(c), h)
	t.Text = c.Text
	for _, w := range c.words {
		t.Tokens = append(t.Tokens, trace.Token{Text: w.Text, Start: w.Start, End: w.End})
	}
	focus, _ := c.index(c.Focus) // contexts has seen to it
	t.Word, t.Focus = c.words[focus].Text, []int{focus}
	return t, l.determined(t, focus)
}

// biases are what is added to the scores of each of a context's words, nil if
// none of them has a bias.
func (l *Lesson) biases(c Context) []float64 {
	var biases []float64
	for j, w := range c.words {
		x, ok := l.scoreBias[w.Text]
		if !ok {
			x, ok = l.scoreBias[strings.ToLower(w.Text)]
		}
		if ok && biases == nil {
			biases = make([]float64, len(c.words))
		}
		if ok {
			biases[j] = x
		}
	}
	return biases
}

// determined makes sure that the word's y came out, and says what is missing
// where it did not.
func (l *Lesson) determined(t trace.Trace, focus int) error {
	switch {
	case finite(t.Y.Row(focus)):
		return nil
	case slices.ContainsFunc(t.V.Data, math.IsNaN) && l.head.Maps.V.Absent():
		return trace.SaidError{Text: fmt.Sprintf("%s: y of %q is open, for nothing gives every value vector; give maps.V, or pin v or output", l.Name, t.Word),
			Saying: trace.Saying{Key: "openValues", Words: trace.Words{"word": t.Word}}}
	case slices.ContainsFunc(t.Scores.Row(focus), math.IsNaN) && (l.head.Maps.Q.Absent() || l.head.Maps.K.Absent()):
		return trace.SaidError{Text: fmt.Sprintf("%s: y of %q is open, for nothing gives all of its weights; give maps.Q and maps.K, or pin its scores or weights", l.Name, t.Word),
			Saying: trace.Saying{Key: "openWeights", Words: trace.Words{"word": t.Word}}}
	}
	return trace.SaidError{Text: fmt.Sprintf("%s: y of %q is beyond float64's range; smaller vectors or maps keep it finite", l.Name, t.Word),
		Saying: trace.Saying{Key: "beyondRange", Words: trace.Words{"word": t.Word}}}
}

func finite(v []float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// notes are the claims that do not hold and the vectors that the author chose.
func (l *Lesson) notes(c Context, t trace.Trace) []trace.Note {
	var notes []trace.Note
	for _, claim := range c.Claims {
		if note, ok := claim.note(t); ok {
			notes = append(notes, note)
		}
	}
	for i, token := range t.Tokens {
		if slices.Contains(l.Chosen, token.Text) || slices.Contains(l.Chosen, strings.ToLower(token.Text)) {
			notes = append(notes, trace.Note{At: trace.At("embed", i),
				Text: fmt.Sprintf("the vector of “%s” is the author’s choice, not the example’s", token.Text),
				Says: &trace.Saying{Key: "authors", Words: trace.Words{"word": token.Text}}})
		}
	}
	return notes
}

// Vectors returns the embedding of every word that the lesson knows, by word.
func (l *Lesson) Vectors() map[string]mat.Vector {
	all := map[string]mat.Vector{}
	for _, c := range append([]Context{{embed: l.Embed}}, l.Contexts...) {
		for word, e := range c.embed {
			if all[word] == nil {
				all[word] = e
			}
		}
	}
	return all
}
