package geom

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"heed/mat"
	"heed/trace"
)

// namedMap is how long a text may be for its words to stand beside its map.
const namedMap = 64

// Attention draws what the answer's method says of each text: the weights of
// each head, or the lengths of what they carry, as small maps, layers down and
// heads across, on one scale. Where one layer and head are asked for, or of rollout
// one layer, it draws that map large, with the words, and as lines between the
// words; of rollout to the last layer, where none is asked for, and beside it
// that to each. What the model predicts, the logit lens, and the parts of logits stand
// beside it.
func Attention(a trace.Attention) (Scene, error) {
	if len(a.Texts) == 0 {
		return Scene{}, fmt.Errorf("nothing to draw: the answer has no texts")
	}
	var texts []trace.ReadingText
	for _, t := range a.Texts {
		texts = append(texts, trace.ReadingText{Passage: t.Passage})
	}
	v := attentionView{answer: a, hues: tokenHues(trace.Reading{Texts: texts})}
	for n := range a.Texts {
		grids := v.grids(n)
		if len(grids) == 0 {
			return Scene{}, fmt.Errorf("nothing to draw: the answer has no maps of %s", a.Method)
		}
		v.most = max(v.most, mostOf(grids))
	}
	s := Scene{Title: v.title(), Caption: v.caption()}
	for n := range a.Texts {
		s.Panels = append(s.Panels, v.panels(n)...)
	}
	for n := range a.Texts {
		s.Panels = append(s.Panels, predictionPanels(a, n)...)
	}
	return s, nil
}

// An attentionView draws one answer.
type attentionView struct {
	answer trace.Attention
	hues   [][]tokenHue // of each text's tokens
	most   float64      // the number with the full colour, in all texts
}

// A grid is one map of an answer, and its place among the tiles.
type grid struct {
	row, col int
	values   mat.Matrix
	of       trace.Ref
}

// grids are the maps of text n that are asked for.
func (v attentionView) grids(n int) []grid {
	a, t := v.answer, v.answer.Texts[n]
	var list []grid
	if a.Method == "rollout" {
		for l, m := range t.Rollout {
			if a.Layer == nil || *a.Layer == l {
				list = append(list, grid{0, l, m, trace.Ref{Trace: n, Tensor: "rollout", Index: []int{l}}})
			}
		}
		return list
	}
	tensor, heads := "weights", t.Weights
	if a.Method == "norms" {
		tensor, heads = "norms.attn_n_heads", nil
		for _, x := range t.Norms {
			heads = append(heads, x.Heads)
		}
	}
	for l := range heads {
		for h, m := range heads[l] {
			if a.Chosen(l, h) && !m.Absent() {
				list = append(list, grid{l, h, m, trace.Ref{Trace: n, Tensor: tensor, Index: []int{l, h}}})
			}
		}
	}
	return list
}

// mostOf is the largest number of maps.
func mostOf(grids []grid) float64 {
	most := 0.0
	for _, g := range grids {
		for _, x := range g.values.Data {
			if x > most && !math.IsInf(x, 0) {
				most = x
			}
		}
	}
	return most
}

// says is what the numbers of a map are.
func (v attentionView) says() string {
	return map[string]string{"weights": "weight", "norms": "length of weight · value", "rollout": "share by rollout"}[v.answer.Method]
}

// paleMap is the largest number of maps below which they have the full colour at
// that, not at 1: of a long text all weights may be small.
const paleMap = 0.5

// heat is a map of one grid. Weights and shares run to 1 where one of them comes
// near it, else to the largest, as lengths do.
func (v attentionView) heat(g grid) *Map {
	m := &Map{Values: g.values, Context: -1, Most: 1, Says: v.says(), Of: g.of}
	switch {
	case v.answer.Method == "norms":
		m.Most = v.most
	case v.most > 0 && v.most < paleMap:
		m.Most, m.Says = v.most, v.says()+", full colour at the largest"
	}
	return m
}

// panels are the views of text n.
func (v attentionView) panels(n int) []Panel {
	grids := v.grids(n)
	switch {
	case len(grids) == 1:
		return v.large(n, grids[0])
	case v.answer.Method == "rollout":
		return append(v.large(n, grids[len(grids)-1]), Panel{Name: v.name(n), Title: "Rollout to each layer", Tiles: v.tiles(grids)})
	}
	title := fmt.Sprintf("“%s”: rows are the words that read, columns those that are read", PassageExcerpt(v.answer.Texts[n].Passage, 60))
	return []Panel{{Name: v.name(n), Title: title, Tiles: v.tiles(grids)}}
}

// name is a text's letter, where there are several.
func (v attentionView) name(n int) string {
	if len(v.answer.Texts) == 1 {
		return ""
	}
	return Letter(n)
}

// tiles puts maps in rows and columns.
func (v attentionView) tiles(grids []grid) *Tiles {
	t := &Tiles{Down: "layer", Across: "head"}
	if v.answer.Method == "rollout" {
		t.Down, t.Across = "", "layer"
	}
	var rows, cols []int
	for _, g := range grids {
		rows, cols = append(rows, g.row), append(cols, g.col)
	}
	slices.Sort(rows)
	slices.Sort(cols)
	rows, cols = slices.Compact(rows), slices.Compact(cols)
	for _, r := range rows {
		t.Rows = append(t.Rows, strconv.Itoa(r))
	}
	for _, c := range cols {
		t.Cols = append(t.Cols, strconv.Itoa(c))
	}
	if v.answer.Method == "rollout" {
		t.Rows = []string{""}
	}
	for _, g := range grids {
		t.Tiles = append(t.Tiles, Tile{Row: slices.Index(rows, g.row), Col: slices.Index(cols, g.col), Map: v.heat(g), Of: []trace.Ref{g.of}})
	}
	return t
}

// large draws one map with its words, and as lines.
func (v attentionView) large(n int, g grid) []Panel {
	t := v.answer.Texts[n]
	m := v.heat(g)
	m.Down, m.Across = "reads", "is read"
	words := make([]Text, len(t.Tokens))
	for j := range t.Tokens {
		words[j] = Text{v.hues[n][j].run(TokenName(t.Passage, j), Upright)}
	}
	if len(words) <= namedMap {
		m.Rows, m.Cols = words, words
	}
	title := fmt.Sprintf("%s: %s, in “%s”", v.which(g), v.says(), PassageExcerpt(t.Passage, 60))
	panels := []Panel{{Name: v.name(n), Title: title, Map: m}}
	if len(words) > namedMap || v.answer.Method == "norms" { // lines are as strong as weights, from 0 to 1
		return panels
	}
	links := &Links{From: words, To: words, Down: "reads", Up: "is read", Weights: g.values, Of: g.of}
	return append(panels, Panel{Name: v.name(n), Title: fmt.Sprintf("%s: the same as lines", v.which(g)), Side: true, Links: links})
}

// which names a map: "L5.H7", "rollout to L5".
func (v attentionView) which(g grid) string {
	if v.answer.Method == "rollout" {
		return fmt.Sprintf("Rollout to L%d", g.col)
	}
	return HeadName(g.row, g.col)
}

func (v attentionView) title() string {
	return map[string]string{"weights": "What each head attends to", "norms": "How much each head carries", "rollout": "Where each token comes from, by rollout"}[v.answer.Method]
}

// caption tells what is drawn, on which scale, and the notes.
func (v attentionView) caption() Text {
	a := v.answer
	w := &writer{}
	w.run(shortName(a.Source.Name)+". ", Heading)
	for n, t := range a.Texts {
		if name := v.name(n); name != "" {
			w.text("%s ", name)
		}
		w.text("“%s”. ", PassageExcerpt(t.Passage, 90))
	}
	switch a.Method {
	case "weights":
		if sumToOne(a) {
			w.text("Each row holds the weights of one token, which sum to 1. ")
		} else {
			w.text("Each row holds the weights of one token. ")
		}
	case "norms":
		w.text("Length of weight · value after ")
		w.name("W", "O", Symbol)
		w.text(", without the output bias (Kobayashi et al. 2020), one scale for all. ")
	case "rollout":
		w.text("Product of 0.5 · mean weights + 0.5 · I of all layers so far (Abnar and Zuidema 2020); each row sums to 1. ")
	}
	var notes []trace.Note
	for n, t := range a.Texts {
		for _, p := range t.Logits {
			w.text("The parts of the logit of %s sum to it within %s. ", Quoted(p.Target), Number(float64(p.Error), 4))
		}
		for _, note := range t.Notes {
			if note.At == "heads" && n == 0 || note.At == "norms" && a.Method == "norms" || note.At == "logits" {
				notes = append(notes, note)
			}
		}
	}
	w.notes(notes)
	return trimmed(w.out)
}

// sumToOne reports whether every row of weights does: one that was set may not.
func sumToOne(a trace.Attention) bool {
	const close = 1e-5 // float32 weights sum to 1 within so much
	for _, t := range a.Texts {
		for _, heads := range t.Weights {
			for _, weights := range heads {
				for i := range weights.Rows {
					sum := 0.0
					for _, x := range weights.Row(i) {
						sum += x
					}
					if !(math.Abs(sum-1) <= close) {
						return false
					}
				}
			}
		}
	}
	return true
}

// CountedName is a token as its reader wrote it, with its count where the text
// has the same before: "the:2".
func CountedName(p trace.Passage, j int) string {
	name, before := TokenName(p, j), 1
	for i := range j {
		if strings.EqualFold(TokenName(p, i), name) {
			before++
		}
	}
	if before > 1 {
		return fmt.Sprintf("%s:%d", name, before)
	}
	return name
}

// TokenName is a token of a passage as its reader wrote it: the characters that
// it stands for, else what the vocabulary calls it.
func TokenName(p trace.Passage, j int) string {
	t := p.Tokens[j]
	text := []rune(p.Text)
	if t.Sequence != nil && *t.Sequence == 1 {
		text = []rune(p.Pair)
	}
	if t.Special || t.Start < 0 || t.End > len(text) || t.Start >= t.End {
		return t.Text
	}
	written := string(text[t.Start:t.End])
	return cmp.Or(strings.TrimSpace(written), written) // a space alone is one too
}
