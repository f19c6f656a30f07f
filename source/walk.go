package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"heed/attention"
	"heed/model"
	"heed/token"
	"heed/trace"
)

// exampleTexts are walked where none is given.
var exampleTexts = [...]string{"money bank", "river bank"}

// keepAll is how many tokens may be walked with every layer kept, so that the
// head can be chosen and shown from one run. Longer texts are run twice: to
// choose, then to keep the chosen layer alone.
const keepAll = 128

// A passage is a text, or a pair of texts, to run.
type passage struct {
	text, pair string
	paired     bool
}

// A ran is a passage after its run.
type ran struct {
	passage
	*model.Run[float32]
	encoding token.Encoding
}

// Walk takes texts through one head of the model. Contexts are run one by
// one, so no text's numbers depend on another's length.
func (m *Model) Walk(ctx context.Context, o Options) (trace.Walk, error) {
	passages, err := passagesOf(o)
	if err != nil {
		return trace.Walk{}, err
	}
	if err := m.CheckHead(o); err != nil {
		return trace.Walk{}, err
	}
	if o.From != nil && !fits(o.From, passages, o) {
		return trace.Walk{}, errors.New("the walk to go on from is of other texts, or of another head")
	}
	if o.Formula {
		return trace.Walk{}, fmt.Errorf("%s is a model, where nothing is pinned; formula is for lessons", m.name)
	}
	words, err := m.studied(passages, o.Word)
	if err != nil {
		return trace.Walk{}, err
	}
	hash := make(chan string, 1)
	go func() { hash <- m.hash() }()
	source, runs, err := m.choose(ctx, o, passages, words)
	if err == nil {
		var traces []trace.Trace
		if traces, err = m.traces(runs, words, source.Layer, source.Head); err == nil {
			source.SHA256 = <-hash
			return trace.Walk{Version: trace.Version, Source: source, Traces: traces, Contrast: contrast(traces)}, nil
		}
	}
	<-hash // it reads the map, which the caller may close
	return trace.Walk{}, err
}

// studied names the word to study in each passage, or the patch.
func (m *Model) studied(passages []passage, word string) ([]string, error) {
	switch {
	case m.readsImages():
		return studiedPatches(passages, word), nil
	case m.learned != nil:
		return studied(passages, word, m.learned.reads)
	}
	return studied(passages, word, readsAll)
}

// contrast compares the contexts where they study the same word.
func contrast(traces []trace.Trace) []trace.Contrast {
	for _, t := range traces {
		if !strings.EqualFold(t.Word, traces[0].Word) {
			return nil
		}
	}
	return attention.Contrasts(traces)
}

func passagesOf(o Options) ([]passage, error) {
	texts := o.Texts
	if len(texts) == 0 {
		texts = exampleTexts[:]
	}
	if len(o.Pairs) > len(texts) {
		return nil, fmt.Errorf("%d second texts of pairs for %d texts; want at most one each", len(o.Pairs), len(texts))
	}
	if err := checkTexts(slices.Concat(texts, o.Pairs)); err != nil {
		return nil, err
	}
	passages := make([]passage, len(texts))
	for i, text := range texts {
		passages[i].text = text
		if i < len(o.Pairs) {
			passages[i].pair, passages[i].paired = o.Pairs[i], true
		}
	}
	return passages, nil
}

// CheckHead reports a layer or head that the model has not.
func (m *Model) CheckHead(o Options) error {
	c := m.config
	if layers := len(c.Blocks); o.Layer < Choose || o.Layer >= layers {
		return fmt.Errorf("%s has layers 0 … %d; got %d", m.name, layers-1, o.Layer)
	}
	if heads := c.Heads(max(o.Layer, 0)); o.Head < Choose || o.Head >= heads {
		return fmt.Errorf("%s has heads 0 … %d in each layer; got %d", m.name, heads-1, o.Head)
	}
	return nil
}

// studied names the word to study in each passage: the one asked for, else the
// longest word that all of several texts have, for short ones are mostly like
// "the", of equals the last in the first text; else each text's last. Words
// that the source cannot read are passed over.
func studied(passages []passage, word string, reads func(word string) bool) ([]string, error) {
	if word == "" && len(passages) > 1 {
		word = sharedWord(passages, reads)
	}
	if word != "" {
		return slices.Repeat([]string{word}, len(passages)), nil
	}
	names := make([]string, len(passages))
	for i, p := range passages {
		words := token.Words(p.text)
		if len(words) == 0 {
			return nil, fmt.Errorf("%q has no words; give a text, and the word with --word", p.text)
		}
		names[i] = words[len(words)-1].Text // where none can be read, the source says so
		for _, w := range slices.Backward(words) {
			if reads(w.Text) {
				names[i] = w.Text
				break
			}
		}
	}
	return names, nil
}

// sharedWord is the longest word that all passages have and the source reads,
// the last of equals; empty where there is none.
func sharedWord(passages []passage, reads func(word string) bool) string {
	longest, length := "", 0
	for _, w := range token.Words(passages[0].text) {
		lacking := slices.ContainsFunc(passages, func(p passage) bool { return len(token.Occurrences(p.text, w.Text)) == 0 })
		if n := utf8.RuneCountInString(w.Text); n >= length && !lacking && reads(w.Text) {
			longest, length = w.Text, n
		}
	}
	return longest
}

// readsAll is for sources that can read any word.
func readsAll(string) bool { return true }

// choose runs the passages and settles on a layer and head: the ones asked
// for, else those of the head with the largest mean, over the texts, of
// ‖projected‖ at the word; ties go to the lowest layer, then head.
func (m *Model) choose(ctx context.Context, o Options, passages []passage, words []string) (trace.Source, []ran, error) {
	source := trace.Source{Name: m.name, Kind: m.config.Family, Tokenizer: m.tokenizerKind(),
		Layer: o.Layer, Head: o.Head, Precision: "float32"}
	if o.Layer != Choose && o.Head != Choose {
		runs, err := m.run(ctx, passages, m.keepLayers(o.Layer, o.Layer+1), o)
		return source, runs, err
	}
	all := short(passages)
	keep := func(name string) bool { return strings.HasSuffix(name, ".head_out") }
	if all {
		keep = m.keepLayers(0, len(m.config.Blocks))
	}
	runs, err := m.run(ctx, passages, keep, o)
	if err != nil {
		return source, nil, err
	}
	if err := m.strongest(&source, runs, words); err != nil {
		return source, nil, err
	}
	if !all {
		runs, err = m.run(ctx, passages, m.keepLayers(source.Layer, source.Layer+1), o)
	}
	return source, runs, err
}

func (m *Model) tokenizerKind() string {
	if m.readsImages() {
		return "patches"
	}
	if m.learned != nil {
		return "words"
	}
	return m.Tokenizer.Kind()
}

// short reports whether the passages have few tokens, of about four bytes each.
func short(passages []passage) bool {
	n := 0
	for _, p := range passages {
		n += len(p.text) + len(p.pair)
	}
	return n <= 4*keepAll
}

// keepLayers keeps what traces of the layers from one up to another need.
func (m *Model) keepLayers(from, to int) func(name string) bool {
	names := map[string]bool{}
	for i := from; i < to; i++ {
		for _, name := range m.Net.ForTrace(i) {
			names[name] = true
		}
	}
	return func(name string) bool { return names[name] }
}

// strongest sets the layer and head that were left to choose, and says why.
func (m *Model) strongest(s *trace.Source, runs []ran, words []string) error {
	mean := make([][]float64, len(m.config.Blocks))
	for i := range mean {
		mean[i] = make([]float64, m.config.Heads(i))
	}
	for r, run := range runs {
		focus, err := focusOf(&trace.Trace{Text: run.text, Pair: run.pair, Tokens: run.tokens()}, words[r])
		if err != nil {
			return err
		}
		norms, err := run.HeadNorms(0, focus)
		if err != nil {
			return err
		}
		for l := range norms {
			for h, x := range norms[l] {
				mean[l][h] += x / float64(len(runs))
			}
		}
	}
	layer, head := s.Layer, s.Head
	best := -1.0
	for l := range mean {
		for h, x := range mean[l] {
			if (layer == Choose || layer == l) && (head == Choose || head == h) && x > best {
				best, s.Layer, s.Head = x, l, h
			}
		}
	}
	among := "of all heads"
	switch {
	case layer != Choose:
		among = fmt.Sprintf("of the heads of layer %d", layer)
	case head != Choose:
		among = fmt.Sprintf("of all layers' head %d", head)
	}
	s.Chosen = chosenAs(s.Layer, s.Head, words[0], among, best, len(runs))
	return nil
}

// chosenAs says why a head is shown.
func chosenAs(layer, head int, word, among string, length float64, texts int) string {
	return fmt.Sprintf("L%d.H%d moves %s most %s: what it adds has length %.4f%s",
		layer, head, word, among, length, map[bool]string{true: " on the mean of the texts"}[texts > 1])
}

// traces makes the trace of one head in every run.
func (m *Model) traces(runs []ran, words []string, layer, head int) ([]trace.Trace, error) {
	var traces []trace.Trace
	for r, run := range runs {
		t, err := run.Trace(0, layer, head)
		if err != nil {
			return nil, err
		}
		t.Text, t.Pair, t.Tokens, t.Residual = run.text, run.pair, run.tokens(), true
		if t.Focus, err = focusOf(&t, words[r]); err != nil {
			return nil, err
		}
		t.Word, _ = token.SplitName(words[r])
		if b, _ := m.config.Block(layer); b.Place != model.Post && b.First != nil {
			t.Notes = append(t.Notes, trace.Note{At: "q", Text: "in this model q, k and v are made of e after a norm (ln1 in a dump)",
				Says: &trace.Saying{Key: "normFirst"}})
		}
		attention.Finish(&t, nil, true)
		traces = append(traces, t)
	}
	return traces, nil
}

// run encodes and runs each passage by itself.
func (m *Model) run(ctx context.Context, passages []passage, keep func(string) bool, o Options) ([]ran, error) {
	var runs []ran
	layers := len(m.config.Blocks)
	for n, p := range passages {
		in, encoding, err := m.read(p)
		if err != nil {
			return nil, err
		}
		run, err := m.Net.Run(ctx, in, model.Options[float32]{Keep: keep, Edit: o.Edit.of(n), Start: m.start(o.From, n),
			AfterLayer: func(layer int) { o.Progress.tell(n*layers+layer+1, len(passages)*layers) }})
		if err != nil {
			return nil, fmt.Errorf("%q: %w", clip(p.text), err)
		}
		runs = append(runs, ran{p, run, encoding})
	}
	return runs, nil
}

// fits reports whether a walk is of these texts, layer and head.
func fits(w *trace.Walk, passages []passage, o Options) bool {
	return w.Source.Layer == o.Layer && w.Source.Head == o.Head &&
		slices.EqualFunc(w.Traces, passages, func(t trace.Trace, p passage) bool { return t.Text == p.text && t.Pair == p.pair })
}

// start is where the run of a text begins that was walked before: what entered
// the layer was float32, so its numbers are the same to the bit.
func (m *Model) start(from *trace.Walk, text int) *model.Start[float32] {
	if from == nil {
		return nil
	}
	embed := from.Traces[text].Embed.Data
	s := &model.Start[float32]{Layer: from.Source.Layer, Stream: make([]float32, len(embed))}
	for i, x := range embed {
		s.Stream[i] = float32(x)
	}
	return s
}

// clip shortens a text for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}
