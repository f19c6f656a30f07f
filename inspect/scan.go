package inspect

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// ScanOptions say what a scan patches, and how it measures.
type ScanOptions struct {
	source.Options          // Texts: the one that is patched; Pairs, Word; Progress is told how many patches are done
	From           string   // the text that is patched from, of as many tokens
	FromPair       string   // its second text, where the first has one
	What           string   // ScanHeads, ScanAttention, ScanMLP or ScanStream; "" is ScanHeads
	Towards        []string // one word or two; none: those that tell the texts apart
	TowardsLogit   []string // one word of the vocabulary or two, whose logits are measured in place of the word's vector
	AnchorText     string   // the sentence of a target that no text has; "" is AnchorText
}

// What a scan can patch, at one token at a time.
const (
	ScanHeads     = "heads" // each head's head_out
	ScanAttention = "attn"  // attn_proj: all heads, and W_O's bias
	ScanMLP       = "mlp"   // mlp_out
	ScanStream    = "resid" // resid_in: the residual stream entering a layer
)

// ScanKinds lists what a scan can patch.
func ScanKinds() []string { return []string{ScanHeads, ScanAttention, ScanMLP, ScanStream} }

// PatchScan runs a text once more for each head of a model and each of its
// tokens, with that head's output at that token taken from another text's run,
// and says what each does to the measure; see [trace.Scan]. Every number is that
// of a whole run with that one patch: the runs go on from the layer of the patch,
// several tokens' as one batch, to the bit. (A text of few tokens is run as part of
// a batch, whose sums the kernels make in another order than one short text's.) The layers are those of the encoder, or
// of the only stack.
func PatchScan(ctx context.Context, m *source.Model, o ScanOptions) (trace.Scan, error) {
	if o.What == "" {
		o.What = ScanHeads
	}
	if !slices.Contains(ScanKinds(), o.What) {
		return trace.Scan{}, fmt.Errorf("scan of %q: want %s", o.What, strings.Join(ScanKinds(), ", "))
	}
	if len(o.Texts) != 1 {
		return trace.Scan{}, fmt.Errorf("%d texts; want one, and the other with from", len(o.Texts))
	}
	if n := max(len(o.Towards), len(o.TowardsLogit)); n > 2 {
		return trace.Scan{}, fmt.Errorf("%d targets; want one, or two to measure between", n)
	}
	if len(o.Towards) > 0 && len(o.TowardsLogit) > 0 {
		return trace.Scan{}, errors.New("targets of two kinds; want words with --towards, or logits with --towards-logit")
	}
	origin := originOf(m)
	s, err := patchScan(ctx, m, o)
	s.Source = origin()
	return s, err
}

func patchScan(ctx context.Context, m *source.Model, o ScanOptions) (trace.Scan, error) {
	s := trace.Scan{Version: trace.Version, What: o.What, Rows: scanRows(m, o.What)}
	subjects, err := scanned(ctx, m, o, s.Rows)
	if err != nil {
		return s, err
	}
	a, b := subjects[0], subjects[1]
	s.Word = a.Word
	s.Texts = []trace.Passage{a.Passage.Passage, b.Passage.Passage}
	g, err := scanGauge(ctx, m, o, &s, subjects)
	if err != nil {
		return s, err
	}
	for _, x := range []struct {
		to *mat.Number
		of subject
	}{{&s.Before, a}, {&s.From, b}} {
		measure, err := g.of(x.of.Run, 1, x.of.Focus)
		if err != nil {
			return s, err
		}
		*x.to = mat.Number(measure[0])
	}
	c := scan{m: m, a: a, b: b, gauge: g, rows: s.Rows, told: o.Progress}
	if s.Effect, err = c.all(ctx); err != nil {
		return s, err
	}
	s.Share = mat.New(s.Effect.Rows, s.Effect.Cols)
	whole := float64(s.From - s.Before)
	for i, x := range s.Effect.Data {
		s.Effect.Data[i] = x - float64(s.Before)
		s.Share.Data[i] = s.Effect.Data[i] / whole
		if math.IsInf(s.Share.Data[i], 0) {
			s.Share.Data[i] = math.NaN()
		}
	}
	s.Notes = append(s.Notes, scanNotes(m, subjects, s, g)...)
	return s, nil
}

// scanRows lists what is patched, a row each.
func scanRows(m *source.Model, what string) []trace.ScanRow {
	var rows []trace.ScanRow
	c := m.Net.Config
	step := map[string]string{ScanHeads: "head_out", ScanAttention: "attn_proj", ScanMLP: "mlp_out", ScanStream: "resid_in"}[what]
	for layer, b := range c.Blocks {
		one := trace.ScanRow{Name: fmt.Sprintf("L%d.%s", layer, what), Layer: layer, Tensor: fmt.Sprintf("%sL%d.%s", c.Prefix, layer, step)}
		if what != ScanHeads {
			rows = append(rows, one)
			continue
		}
		for head := range b.Attention.Heads {
			one.Name, one.Head = fmt.Sprintf("L%d.H%d", layer, head), &head
			rows = append(rows, one)
		}
	}
	return rows
}

// scanned runs the two texts, and keeps of them what is patched, what enters
// each layer, and what leaves the last.
func scanned(ctx context.Context, m *source.Model, o ScanOptions, rows []trace.ScanRow) ([]subject, error) {
	if o.From == "" {
		return nil, errors.New("no text to patch from; name it with from")
	}
	both := o.Options
	both.Texts, both.Progress = []string{o.Texts[0], o.From}, nil
	if len(o.Pairs) > 0 {
		both.Pairs = []string{o.Pairs[0], o.FromPair}
	}
	passages, err := m.Read(both)
	if err != nil {
		return nil, err
	}
	if a, b := passages[0], passages[1]; len(a.Tokens) != len(b.Tokens) {
		return nil, fmt.Errorf("“%s” has %d tokens and “%s” %d; a scan patches token by token: want texts of as many tokens", a.Text, len(a.Tokens), b.Text, len(b.Tokens))
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.Tensor, streamInto(m, r.Layer))
	}
	keep := keeping(names, m.Net.ForHidden())
	subjects := make([]subject, len(passages))
	for n, p := range passages {
		run, err := m.Run(ctx, source.Passage{Passage: p.Passage, Inputs: copies(p.Inputs, alike(len(p.Tokens)))}, model.Options[float32]{Keep: keep})
		if err != nil {
			return nil, err
		}
		subjects[n] = subject{p, run}
	}
	return subjects, nil
}

// alike is how many copies of a text a batch needs for its sums to be made in the
// order of larger batches': for few rows the kernels take another, whose rounding
// would look like an effect.
func alike(tokens int) int {
	const rows = 32
	return (rows + tokens - 1) / tokens
}

// streamInto names what enters a layer.
func streamInto(m *source.Model, layer int) string {
	return fmt.Sprintf("%sL%d.resid_in", m.Net.Config.Prefix, layer)
}

// lastState names what leaves the last layer.
func lastState(m *source.Model) string {
	states := m.Net.ForHidden()
	return states[len(states)-1]
}

// scanNotes tells what a reader should know of the map.
func scanNotes(m *source.Model, subjects []subject, s trace.Scan, g gauge) trace.List[trace.Note] {
	notes := notes{}
	for i, one := range subjects {
		notes.text(m, one, i, s.Word)
	}
	if a, b := s.Texts[0].Focus, s.Texts[1].Focus; s.Measure == "towards" && !slices.Equal(a, b) {
		notes.add("texts", "%s stands at token %d of the text and at token %d of the other: patches go from token to token of the same place", s.Word, a[0], b[0])
	}
	notes.targets(s.Targets)
	if last := g.reads(s.Texts[0].Focus); causal(m) && last < len(s.Texts[0].Tokens)-1 {
		notes.add("effect", "this model reads from left to right: what is patched after token %d cannot reach it", last)
	}
	if whole := float64(s.From - s.Before); whole == 0 {
		notes.add("share", "the two runs do not differ in what is measured, so there is nothing to take a share of")
	}
	return notes.list
}
