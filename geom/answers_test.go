package geom_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// A drawn is anything in a scene that stands for entries of an answer, and how
// it looks.
type drawn struct {
	what string
	of   []trace.Ref
	look any
}

// drawnIn lists all that a scene draws of an answer.
func drawnIn(s geom.Scene) []drawn {
	var list []drawn
	marks := func(what string, marks []geom.Mark) {
		for i, m := range marks {
			list = append(list, drawn{fmt.Sprintf("%s mark %d", what, i), slices.Concat(m.Of, m.Label.Of), []any{m.Points, m.Label.Text, m.Covered}})
		}
	}
	cells := func(what string, m mat.Matrix, of trace.Ref) {
		for i := range m.Rows {
			for j, x := range m.Row(i) {
				at := trace.Ref{Trace: of.Trace, Tensor: of.Tensor, Index: append(slices.Clone(of.Index), i, j)}
				list = append(list, drawn{fmt.Sprintf("%s cell %d,%d", what, i, j), []trace.Ref{at}, x})
			}
		}
	}
	for i, p := range s.Panels {
		name := fmt.Sprintf("panel %d", i)
		marks(name, p.Marks)
		if p.Map != nil {
			cells(name, p.Map.Values, p.Map.Of)
		}
		if p.Links != nil {
			cells(name, p.Links.Weights, p.Links.Of)
		}
		if p.Inset != nil {
			marks(name+" inset", p.Inset.Marks)
		}
		if p.Tiles != nil {
			for k, t := range p.Tiles.Tiles {
				marks(fmt.Sprintf("%s tile %d", name, k), t.Marks)
				if t.Map != nil {
					cells(fmt.Sprintf("%s tile %d", name, k), t.Map.Values, t.Map.Of)
					continue
				}
				list = append(list, drawn{fmt.Sprintf("%s foot %d", name, k), t.Of, t.Foot})
			}
		}
		if p.Bars != nil {
			for k, b := range p.Bars.Rows {
				if !b.Between {
					list = append(list, drawn{fmt.Sprintf("%s bar %d", name, k), b.Of, []any{b.Value, b.Numbers}})
				}
			}
		}
		if p.Chart != nil {
			for k, line := range p.Chart.Lines {
				for l := range line.Values {
					list = append(list, drawn{fmt.Sprintf("%s line %d place %d", name, k, l), line.Of[l : l+1], line.Values[l]})
				}
			}
		}
	}
	return list
}

// A nudged is one entry of an answer, and what changes it.
type nudged[A any] struct {
	ref    trace.Ref
	change func(*A)
}

// nothingInvented changes each entry of an answer, one at a time, and requires
// that exactly what names it looks otherwise.
func nothingInvented[A any](t *testing.T, make func() A, entries []nudged[A], scene func(A) (geom.Scene, error)) {
	t.Helper()
	look := func(a A) []drawn {
		s, err := scene(a)
		if err != nil {
			t.Fatal(err)
		}
		return drawnIn(s)
	}
	before := look(make())
	if len(before) == 0 {
		t.Fatal("nothing is drawn")
	}
	for _, d := range before {
		if len(d.of) == 0 {
			t.Errorf("%s has no tensor behind it", d.what)
		}
	}
	for _, e := range entries {
		a := make()
		e.change(&a)
		after := look(a)
		if len(after) != len(before) {
			t.Fatalf("%v: %d things drawn became %d", e.ref, len(before), len(after))
		}
		for i, d := range before {
			moved := !reflect.DeepEqual(d.look, after[i].look)
			named := slices.ContainsFunc(d.of, func(r trace.Ref) bool { return r.String() == e.ref.String() })
			if moved != named {
				t.Errorf("%v changed: %s looks otherwise: %v, names it: %v (of %v)", e.ref, d.what, moved, named, d.of)
			}
		}
	}
}

func headsAnswer(texts int) trace.Heads {
	h := trace.Heads{Word: "bank", Layers: []trace.Layer{{Layer: 0}}}
	names := []string{"money", "river"}
	for n := range texts {
		h.Texts = append(h.Texts, trace.Passage{Text: names[n] + " bank", Focus: []int{1}, Tokens: []trace.Token{{Text: names[n], End: 5}, {Text: "bank", Start: 6, End: 10}}})
		h.Targets = append(h.Targets, trace.Target{Word: names[n], Text: &n, Index: []int{0}})
	}
	for k, v := range [][][]float64{{{1, 2, 0.5}, {0.3, 1, -2}}, {{-1, 0.5, 2}, {2, 1, 1}}, {{0.1, -0.2, 0.3}, {0.7, 0.1, 0.2}}} {
		one := trace.HeadMove{Head: k, Rank: k + 1, Unit: mat.Vector{0.6, 0, 0.8}}
		for n := range texts {
			one.Projected = append(one.Projected, v[n])
			if texts == 2 {
				one.Along = append(one.Along, mat.Number(mat.Dot(v[n], one.Unit)))
			}
			one.Towards = append(one.Towards, []mat.Number{mat.Number(0.9 - 0.5*float64(k)), 0.2}[:texts])
		}
		if texts == 2 {
			pull := mat.Number(0.9 - 0.7*float64(k))
			one.Pull = &pull
			h.Pull = &trace.Total{All: 1, With: 1.1, Back: -0.5}
		}
		h.Heads = append(h.Heads, one)
	}
	return h
}

func TestHeadsAreNotInvented(t *testing.T) {
	for texts := 1; texts <= 2; texts++ {
		t.Run(fmt.Sprint(texts, " texts"), func(t *testing.T) {
			var entries []nudged[trace.Heads]
			for k := range headsAnswer(texts).Heads {
				for n := range texts {
					entries = append(entries, nudged[trace.Heads]{trace.Ref{Trace: n, Tensor: "heads.projected", Index: []int{k}},
						func(h *trace.Heads) { nudge(h.Heads[k].Projected[n]) }})
				}
				entries = append(entries, nudged[trace.Heads]{trace.Ref{Tensor: "heads.pull", Index: []int{k}}, func(h *trace.Heads) {
					if h.Heads[k].Pull != nil {
						*h.Heads[k].Pull += 0.03
					}
				}})
				if texts == 1 {
					entries = append(entries,
						nudged[trace.Heads]{trace.Ref{Tensor: "heads.towards", Index: []int{k, 0, 0}}, func(h *trace.Heads) { h.Heads[k].Towards[0][0] += 0.03 }},
						nudged[trace.Heads]{trace.Ref{Tensor: "heads.unit", Index: []int{k}}, func(h *trace.Heads) { nudge(h.Heads[k].Unit) }})
				}
			}
			nothingInvented(t, func() trace.Heads { return headsAnswer(texts) }, entries, geom.Heads)
		})
	}
}

func TestTheTitleOfHeadsNamesTheirPlane(t *testing.T) {
	two := headsAnswer(1)
	two.Targets = append(two.Targets, trace.Target{Word: "river", Own: "This is about river."})
	tests := []struct {
		name  string
		heads trace.Heads
		want  string
	}{
		{"two texts", headsAnswer(2), "the plane of the head's two outputs"},
		{"one text and one target", headsAnswer(1), "the plane of the head's output and the way to money"},
		{"one text and two targets", two, "the plane of the head's output and the line from river to money"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := geom.Heads(tt.heads)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Panels[0].Title; !strings.Contains(got, tt.want) {
				t.Errorf("%q does not say %q", got, tt.want)
			}
		})
	}
}

func TestNoHeadIsFirstWhereNothingIsMeasured(t *testing.T) {
	h := headsAnswer(1)
	for k := range h.Heads {
		h.Heads[k].Towards[0][0] = mat.Number(math.NaN())
	}
	s, err := geom.Heads(h)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Panels {
		if p.Bars != nil && p.Bars.Most != 0 {
			t.Errorf("bars end at %v", p.Bars.Most)
		}
	}
	for _, tile := range s.Panels[0].Tiles.Tiles {
		if tile.Chosen {
			t.Errorf("head %d is chosen", tile.Col)
		}
	}
}

// TestOneTextBetweenTwoTargets: all that a tile says is along the line between
// the two.
func TestOneTextBetweenTwoTargets(t *testing.T) {
	between := func() trace.Heads {
		h := headsAnswer(1)
		h.Targets = append(h.Targets, trace.Target{Word: "river", Own: "This is about river."})
		for k := range h.Heads {
			h.Heads[k].Towards[0] = append(h.Heads[k].Towards[0], 0.1)
			h.Heads[k].Along = []mat.Number{mat.Number(0.7 - 0.6*float64(k))}
		}
		return h
	}
	var entries []nudged[trace.Heads]
	for k := range between().Heads {
		entries = append(entries,
			nudged[trace.Heads]{trace.Ref{Tensor: "heads.along", Index: []int{k, 0}}, func(h *trace.Heads) { h.Heads[k].Along[0] += 0.03 }},
			nudged[trace.Heads]{trace.Ref{Tensor: "heads.towards", Index: []int{k, 0, 0}}, func(h *trace.Heads) { h.Heads[k].Towards[0][0] += 0.03 }})
	}
	nothingInvented(t, between, entries, geom.Heads)
}

func readingAnswer(texts int) trace.Reading {
	h := headsAnswer(texts)
	r := trace.Reading{Word: "bank", Targets: h.Targets, Rank: 1, Of: 3, Unit: mat.Vector{0.6, 0, 0.8}}
	for n := range texts {
		t := trace.ReadingText{Passage: h.Texts[n], Output: mat.Vector{1 + float64(n), 2, 0.5 - 3*float64(n)}}
		for j, part := range []mat.Vector{{0.4, 1.1, 0.3 - float64(n)}, {0.6 + float64(n), 0.9, 0.2 - 2*float64(n)}} {
			t.Reads = append(t.Reads, trace.Read{Index: j, Part: part, Weight: mat.Number(0.3 + 0.4*float64(j)), Length: mat.Number(mat.Norm(part))})
		}
		r.Texts = append(r.Texts, t)
	}
	return r
}

func TestReadingIsNotInvented(t *testing.T) {
	for texts := 1; texts <= 2; texts++ {
		t.Run(fmt.Sprint(texts, " texts"), func(t *testing.T) {
			var entries []nudged[trace.Reading]
			add := func(ref trace.Ref, change func(*trace.Reading)) {
				entries = append(entries, nudged[trace.Reading]{ref, change})
			}
			for n := range texts {
				add(trace.Ref{Trace: n, Tensor: "output"}, func(r *trace.Reading) { nudge(r.Texts[n].Output) })
				for j := range 2 {
					add(trace.Ref{Trace: n, Tensor: "reads.part", Index: []int{j}}, func(r *trace.Reading) { nudge(r.Texts[n].Reads[j].Part) })
					add(trace.Ref{Trace: n, Tensor: "reads.weight", Index: []int{j}}, func(r *trace.Reading) { r.Texts[n].Reads[j].Weight += 0.03 })
					add(trace.Ref{Trace: n, Tensor: "reads.length", Index: []int{j}}, func(r *trace.Reading) { r.Texts[n].Reads[j].Length += 0.03 })
				}
			}
			if texts == 1 {
				add(trace.Ref{Tensor: "unit"}, func(r *trace.Reading) { nudge(r.Unit) })
			}
			nothingInvented(t, func() trace.Reading { return readingAnswer(texts) }, entries, geom.Head)
		})
	}
}

func pathAnswer(t *testing.T) trace.Path {
	p := trace.Path{Word: "bank", Anchors: []trace.Anchor{
		{Target: trace.Target{Word: "money"}, States: []mat.Vector{{1, 0.2, 0.1}, {1, 0.4, 0.3}, {0.8, 0.1, 1}}},
		{Target: trace.Target{Word: "river"}, States: []mat.Vector{{0.3, 1, 0.2}, {0.1, 1, 0.7}, {-0.2, 1, 0.4}}}}}
	for n, states := range [][]mat.Vector{{{0.7, 0.6, 1}, {0.9, 0.5, 0.2}, {1, 0.1, 0.3}}, {{0.6, 0.9, 0.8}, {0.2, 0.9, 0.4}, {0, 1, 0.6}}} {
		w := trace.Way{Passage: headsAnswer(2).Texts[n], Side: &n}
		for l, h := range states {
			w.States = append(w.States, trace.PathState{Layer: l, Vector: h})
		}
		p.Texts = append(p.Texts, w)
	}
	if err := geom.PlacePath(&p, "anchors"); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPathIsNotInvented(t *testing.T) {
	var entries []nudged[trace.Path]
	for l := range 3 {
		for n := range 2 {
			entries = append(entries, nudged[trace.Path]{trace.Ref{Trace: n, Tensor: "states.at", Index: []int{l}},
				func(p *trace.Path) { p.Texts[n].States[l].At[0] += 0.31; p.Texts[n].States[l].At[1] += 0.33 }})
			entries = append(entries, nudged[trace.Path]{trace.Ref{Tensor: "anchors.at", Index: []int{n, l}},
				func(p *trace.Path) { p.Anchors[n].At[l][0] += 0.01 }})
		}
	}
	// The frame in the inset holds all states with a margin: a state within it
	// may move without it. Every state is an end of it here or is looked at apart.
	scene := func(p trace.Path) (geom.Scene, error) {
		s, err := geom.Path(p)
		if err == nil {
			s.Panels[0].Inset.Marks = slices.DeleteFunc(s.Panels[0].Inset.Marks, func(m geom.Mark) bool { return m.Kind == geom.Face })
		}
		return s, err
	}
	nothingInvented(t, func() trace.Path { return pathAnswer(t) }, entries, scene)
}

// TestPathBetweenAnchors compares places with the definition.
func TestPathBetweenAnchors(t *testing.T) {
	p := pathAnswer(t)
	for l := range 3 {
		a, b := unitOf(p.Anchors[0].States[l]), unitOf(p.Anchors[1].States[l])
		for _, w := range p.Texts {
			u := unitOf(w.States[l].Vector)
			x, y := mat.Dot(u, unitOf(mat.Sub(b, a))), mat.Dot(u, unitOf(mat.Add(a, b)))
			if got := w.States[l].At; !near(float64(got[0]), x) || !near(float64(got[1]), y) {
				t.Errorf("state %d is at %v; want (%v, %v)", l, got, x, y)
			}
			if x*x+y*y > 1+1e-12 {
				t.Errorf("state %d lies outside the circle of radius 1", l)
			}
		}
		for k, anchor := range p.Anchors {
			at := anchor.At[l]
			if !near(float64(at[0]*at[0]+at[1]*at[1]), 1) || (at[0] > 0) != (k == 1) {
				t.Errorf("anchor %d at state %d is at %v; want on the circle, the first on the left", k, l, at)
			}
		}
	}
}

func unitOf(v []float64) []float64 { return mat.Scale(1/mat.Norm(v), v) }

func near(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }

// TestHeadPlaneKeepsTheOutputs draws outputs whole, with the target's side on the
// right, also where they span no plane of their own.
func TestHeadPlaneKeepsTheOutputs(t *testing.T) {
	unit := []float64{0, 0.6, 0.8}
	for _, outputs := range [][][]float64{
		{{1, 2, 3}, {3, -1, 0}},
		{{1, 2, 3}, {2, 4, 6}},
		{{1, 2, 3}, {-1, -2, -3}},
		{{1, 2, 3}, {0, 0, 0}},
		{{0, 0, 0}, {0, 0, 0}},
		{{0, 0.6, 0.8}, {0, 1.2, 1.6}},
		{{0, 0.6, 0.8}},
		{{1, 2, 3}},
		{{0, 0, 0}},
	} {
		p := geom.HeadPlane(outputs, unit)
		if !near(mat.Norm(p.X), 1) || !near(mat.Norm(p.Y), 1) || !near(mat.Dot(p.X, p.Y), 0) {
			t.Errorf("%v: X %v and Y %v are not two directions at right angles", outputs, p.X, p.Y)
		}
		if mat.Dot(p.X, unit) < 0 {
			t.Errorf("%v: the target's side is on the left", outputs)
		}
		for _, v := range outputs {
			if kept := p.KeptOf(v); !near(kept, 1) {
				t.Errorf("%v: the plane keeps %v of %v", outputs, kept, v)
			}
		}
	}
}
