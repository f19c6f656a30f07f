// Package lesson reads lesson files, in which every vector, map and stated
// number of a worked example is given by hand, and walks them.
//
// A lesson file is YAML; Schema describes it, and every error names its line
// and column. The shipped lessons lie in package heed/lessons.
package lesson

import (
	"fmt"
	"slices"
	"strings"

	"heed/attention"
	"heed/mat"
	"heed/token/plain"
	"heed/trace"
)

// MaxWords bounds a lesson's text: each stage keeps a number for every pair
// of words. MaxDim bounds its vectors: each map has a number for every pair
// of their numbers.
const (
	MaxWords = 512
	MaxDim   = 1024
)

// A Lesson is a worked example: vectors for some words, one head, and texts
// with what is stated of them.
type Lesson struct {
	Name     string // the file's name, or "lesson:money-bank"
	Title    string
	Embed    map[string][]float64 // [D] a word
	Chosen   []string             // words whose vectors are the author's choice, not the example's
	Contexts []Context            // the lesson's own text first

	head      attention.Head // maps, biases, flags; no pins
	scoreBias map[string]float64
	order     []string // of the words of Embed, as written
}

// A Context is one text of a lesson.
type Context struct {
	Text   string
	Focus  string // the word under study; "bank:2" is the second of its kind
	Pins   []trace.Pin
	Claims []Claim

	words []plain.Word
	embed map[string][]float64 // the context's own vectors, over the lesson's
}

// lessonKeys and contextKeys are in the order of the schema.
func lessonKeys() []string {
	return []string{"heed", "title", "text", "focus", "embed", "chosen", "maps", "bias", "score_bias", "residual", "exclude_self", "pins", "claims", "contexts"}
}

func contextKeys() []string {
	return []string{"text", "focus", "embed", "borrow", "pins", "claims"}
}

// Read reads a lesson from its document; name is how messages call it. Errors
// are one line with line, column, what was found and what was wanted.
func Read(name string, document *Node) (*Lesson, error) {
	r, root := &reader{name: name}, document
	fields := r.fields(root, "a lesson", lessonKeys()...)
	r.version(root, fields["heed"])
	l := &Lesson{Name: name, Embed: map[string][]float64{}}
	if n := fields["title"]; n != nil {
		l.Title = r.text(n, "title")
	}
	if fields["embed"] == nil || fields["text"] == nil {
		r.fail(root, "a lesson needs text and embed: the words and their vectors")
	}
	if r.err == nil {
		l.readEmbed(r, fields["embed"])
		delete(fields, "embed") // what is left of the keys reads as a context too
	}
	var solve *Node
	if r.err == nil {
		solve = l.readHead(r, fields)
	}
	if r.err == nil {
		l.readContexts(r, fields)
	}
	if solve != nil && r.err == nil {
		l.solve(r, solve)
	}
	if r.err != nil {
		return nil, r.err
	}
	return l, nil
}

func (r *reader) version(root, n *Node) {
	if n == nil {
		r.fail(root, "no \"heed: 1\"; a lesson states the version of its form")
		return
	}
	if v := r.number(n, "heed"); v != trace.Version {
		r.fail(n, "version %v of the lesson form; this heed reads %d", v, trace.Version)
	}
}

// Dim is D, the width of the lesson's vectors.
func (l *Lesson) Dim() int { return len(l.Embed[l.order[0]]) }

// Words are the words that have vectors, in the order of the file.
func (l *Lesson) Words() []string { return slices.Clone(l.order) }

func (l *Lesson) readEmbed(r *reader, n *Node) {
	for _, e := range r.mapping(n, "embed") {
		dim := 0
		if len(l.order) > 0 {
			dim = l.Dim()
		}
		l.addWord(r, l.Embed, e, dim)
		l.order = append(l.order, e.key)
	}
	if len(l.order) == 0 {
		r.fail(n, "embed is empty; want a vector a word")
	}
}

// addWord reads one word's vector into a table.
func (l *Lesson) addWord(r *reader, table map[string][]float64, e entry, dim int) {
	if _, twice := table[e.key]; twice {
		r.fail(e.at, "%q has two vectors", e.key)
	}
	v := r.vector(e.value, fmt.Sprintf("%q", e.key), dim)
	if len(v) > MaxDim {
		r.fail(e.value, "%q has %d numbers; want at most %d", e.key, len(v), MaxDim)
	}
	table[e.key] = v
}

// readHead reads maps, biases and flags; solve is the node that asks for Q to
// be solved, nil if none does.
func (l *Lesson) readHead(r *reader, fields map[string]*Node) (solve *Node) {
	if n := fields["chosen"]; n != nil {
		for _, node := range r.sequence(n, "chosen") {
			l.Chosen = append(l.Chosen, r.text(node, "a chosen word"))
		}
	}
	if n := fields["maps"]; n != nil {
		l.head.Maps, solve = l.readMaps(r, n)
	}
	if n := fields["bias"]; n != nil && r.err == nil {
		l.head.Bias = l.readBias(r, n)
	}
	if n := fields["score_bias"]; n != nil {
		l.scoreBias = map[string]float64{}
		for _, e := range r.mapping(n, "score_bias") {
			if _, twice := l.scoreBias[e.key]; twice {
				r.fail(e.at, "%q has two score biases", e.key)
			}
			l.scoreBias[e.key] = r.number(e.value, "score_bias of "+e.key)
		}
	}
	if n := fields["residual"]; n != nil {
		l.head.Residual = r.truth(n, "residual")
	}
	if n := fields["exclude_self"]; n != nil {
		l.head.ExcludeSelf = r.truth(n, "exclude_self")
	}
	return solve
}

func (l *Lesson) readContexts(r *reader, fields map[string]*Node) {
	first := l.readContext(r, fields, "")
	l.Contexts = append(l.Contexts, first)
	if n := fields["contexts"]; n != nil && r.err == nil {
		for _, node := range r.sequence(n, "contexts") {
			own := r.fields(node, "a context", contextKeys()...)
			if own["text"] == nil {
				r.fail(node, "a context needs a text")
				return
			}
			l.Contexts = append(l.Contexts, l.readContext(r, own, first.Focus))
		}
	}
	if n := fields["chosen"]; n != nil {
		for _, node := range r.sequence(n, "chosen") {
			l.checkWord(r, node, "chosen", r.text(node, "a chosen word"))
		}
	}
	if n := fields["score_bias"]; n != nil {
		for _, e := range r.mapping(n, "score_bias") {
			l.checkWord(r, e.at, "score_bias", e.key)
		}
	}
}

// checkWord makes sure that a word named by a key has a vector somewhere.
func (l *Lesson) checkWord(r *reader, at *Node, key, word string) {
	for _, c := range l.Contexts {
		if l.vector(c, word) != nil {
			return
		}
	}
	r.fail(at, "%s names %q, which has no vector; words with one are %s", key, word, strings.Join(l.known(), ", "))
}

// readContext reads a text with its focus, vectors, pins and claims. focus is
// the lesson's, for contexts that name none.
func (l *Lesson) readContext(r *reader, fields map[string]*Node, focus string) Context {
	c := Context{Focus: focus, embed: map[string][]float64{}}
	c.Text = r.text(fields["text"], "text")
	c.words = plain.Words(c.Text)
	if fields["embed"] != nil {
		for _, e := range r.mapping(fields["embed"], "embed") {
			l.addWord(r, c.embed, e, l.Dim())
		}
	}
	switch {
	case r.err != nil:
		return c
	case len(c.words) == 0:
		r.fail(fields["text"], "the text has no words")
		return c
	case len(c.words) > MaxWords:
		r.fail(fields["text"], "the text has %d words; want at most %d", len(c.words), MaxWords)
		return c
	}
	for _, w := range c.words {
		if l.vector(c, w.Text) == nil {
			r.fail(fields["text"], "no vector for %q; give it one under embed", w.Text)
		}
	}
	l.readFocus(r, fields, &c)
	var list []stated
	if n := fields["borrow"]; n != nil && r.err == nil {
		list = l.borrow(r, n, c)
	}
	if n := fields["pins"]; n != nil && r.err == nil {
		list = append(list, l.readPins(r, n, c)...)
	}
	if r.err == nil {
		c.Pins = r.settle(list, len(c.words))
	}
	if n := fields["claims"]; n != nil && r.err == nil {
		c.Claims = r.claims(n, len(c.words))
	}
	return c
}

func (l *Lesson) readFocus(r *reader, fields map[string]*Node, c *Context) {
	at := fields["text"]
	if n := fields["focus"]; n != nil {
		c.Focus, at = r.text(n, "focus"), n
	} else if c.Focus == "" {
		c.Focus = c.words[len(c.words)-1].Text
	}
	if _, err := c.index(c.Focus); err != nil && r.err == nil {
		r.fail(at, "focus: %v", err)
	}
}

// vector is e of a word in a context, nil if it has none. A word at the start
// of a sentence may be written with a capital.
func (l *Lesson) vector(c Context, word string) []float64 {
	for _, name := range []string{word, strings.ToLower(word)} {
		for _, table := range []map[string][]float64{c.embed, l.Embed} {
			if v := table[name]; v != nil {
				return v
			}
		}
	}
	return nil
}

// index finds a word of the context by name: "bank" is its first, "bank:2"
// its second.
func (c Context) index(name string) (int, error) {
	word, nth := plain.SplitName(name)
	seen := 0
	for i, w := range c.words {
		if strings.EqualFold(w.Text, word) {
			if seen++; seen == nth {
				return i, nil
			}
		}
	}
	return 0, trace.SaidError{Text: plain.NotFound(c.Text, name, seen).Error(),
		Saying: trace.Saying{Key: "notInText", Words: trace.Words{"word": name, "text": c.Text}}}
}

// embedding is the matrix of the context's vectors, [T D].
func (l *Lesson) embedding(c Context) mat.Matrix {
	rows := make([][]float64, len(c.words))
	for i, w := range c.words {
		rows[i] = l.vector(c, w.Text)
	}
	return mat.Of(rows...)
}
