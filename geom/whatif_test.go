package geom_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"heed/geom"
	"heed/mat"
	"heed/trace"
)

func scanAnswer() trace.Scan {
	s := trace.Scan{What: "heads", Measure: "towards", Word: "bank", Texts: headsAnswer(2).Texts, Targets: headsAnswer(2).Targets, Before: -1, From: 2,
		Effect: mat.Of([]float64{0.5, -0.3}, []float64{0.7, 0.1}, []float64{-0.2, 0.05}), Share: mat.New(3, 2)}
	for h := range 3 {
		s.Rows = append(s.Rows, trace.ScanRow{Name: fmt.Sprintf("L0.H%d", h), Head: &h, Tensor: "L0.head_out"})
	}
	for i, x := range s.Effect.Data {
		s.Share.Data[i] = x / 3
	}
	return s
}

func TestScanIsNotInvented(t *testing.T) {
	for _, share := range []bool{false, true} {
		var entries []nudged[trace.Scan]
		for r := range 3 {
			for i := range 2 {
				entries = append(entries,
					nudged[trace.Scan]{trace.Ref{Tensor: "effect", Index: []int{r, i}}, func(s *trace.Scan) { s.Effect.Row(r)[i] *= 1.03 }},
					nudged[trace.Scan]{trace.Ref{Tensor: "share", Index: []int{r, i}}, func(s *trace.Scan) { s.Share.Row(r)[i] *= 1.03 }})
			}
		}
		nothingInvented(t, scanAnswer, entries, func(s trace.Scan) (geom.Scene, error) { return geom.Scan(s, share) })
	}
}

// TestAScanOfManyHeadsDrawsTheStrongest has more rows than a map holds, and one
// number that is unknown.
func TestAScanOfManyHeadsDrawsTheStrongest(t *testing.T) {
	s := scanAnswer()
	s.Rows, s.Effect, s.Share = nil, mat.New(100, 2), mat.New(100, 2)
	for r := range 100 {
		s.Rows = append(s.Rows, trace.ScanRow{Name: fmt.Sprint("row ", r), Layer: r})
		s.Effect.Row(r)[r%2] = math.Pow(-1, float64(r)) * float64(r)
	}
	s.Share.Row(99)[1] = math.NaN()
	for _, share := range []bool{false, true} {
		scene, err := geom.Scan(s, share)
		if err != nil {
			t.Fatal(err)
		}
		m := scene.Panels[0].Map
		if n := len(m.Rows); n != 72 || m.Rows[0][0].Text != "row 28" || m.Rows[71][0].Text != "row 99" {
			t.Errorf("drew %d rows, from %v", n, m.Rows[0])
		}
		if math.IsNaN(m.Most) || !share && m.Most != 99 {
			t.Errorf("the full colour stands for %v", m.Most)
		}
	}
}

// TestAScanTellsNoneFromSmall: an effect of 0 is an empty cell, which a sample
// explains; where all are, words stand in place of the map.
func TestAScanTellsNoneFromSmall(t *testing.T) {
	drawn := func(s trace.Scan) geom.Scene {
		scene, err := geom.Scan(s, false)
		if err != nil {
			t.Fatal(err)
		}
		return scene
	}
	s := scanAnswer()
	if n := len(drawn(s).Panels[0].Samples); n != 0 {
		t.Errorf("%d samples where every patch has an effect; want none", n)
	}
	s.Effect.Row(1)[0] = 0
	if p := drawn(s).Panels[0]; len(p.Samples) != 1 || !strings.Contains(p.Samples[0].Text[0].Text, "empty: no effect") {
		t.Errorf("the samples %v do not explain the empty cell", p.Samples)
	}
	clear(s.Effect.Data)
	if scene := drawn(s); len(scene.Panels) != 1 || scene.Panels[0].Map != nil || !strings.Contains(scene.Panels[0].Words[0].Text, "None of the 6 patches") {
		t.Errorf("a scan without effects is drawn: %+v", scene.Panels)
	}
}

func headsIf(texts int) trace.WhatIf[trace.Heads] {
	x := trace.WhatIf[trace.Heads]{Before: headsAnswer(texts), After: headsAnswer(texts), Effect: effectAnswer(texts)}
	for k := range x.After.Heads {
		for n := range texts {
			nudge(x.After.Heads[k].Projected[n])
		}
	}
	return x
}

func effectAnswer(texts int) trace.Effect {
	e := trace.Effect{Changes: []string{"--without L0.H0"}, Word: "bank"}
	for n := range texts {
		e.Texts = append(e.Texts, trace.EffectText{Passage: headsAnswer(texts).Texts[n], States: []trace.EffectState{{}}})
	}
	return e
}

func TestHeadsBeforeAndAfterAreNotInvented(t *testing.T) {
	for texts := 1; texts <= 2; texts++ {
		var entries []nudged[trace.WhatIf[trace.Heads]]
		add := func(ref trace.Ref, change func(*trace.WhatIf[trace.Heads])) {
			entries = append(entries, nudged[trace.WhatIf[trace.Heads]]{ref, change})
		}
		for k := range 3 {
			for n := range texts {
				add(trace.Ref{Trace: n, Tensor: "before.heads.projected", Index: []int{k}}, func(x *trace.WhatIf[trace.Heads]) { nudge(x.Before.Heads[k].Projected[n]) })
				add(trace.Ref{Trace: n, Tensor: "after.heads.projected", Index: []int{k}}, func(x *trace.WhatIf[trace.Heads]) { nudge(x.After.Heads[k].Projected[n]) })
			}
			if texts == 2 {
				add(trace.Ref{Tensor: "after.heads.pull", Index: []int{k}}, func(x *trace.WhatIf[trace.Heads]) { *x.After.Heads[k].Pull += 0.03 })
				add(trace.Ref{Tensor: "before.heads.pull", Index: []int{k}}, func(x *trace.WhatIf[trace.Heads]) { *x.Before.Heads[k].Pull += 0.03 })
			}
		}
		nothingInvented(t, func() trace.WhatIf[trace.Heads] { return headsIf(texts) }, entries, geom.HeadsIf)
	}
}

func TestPathsBeforeAndAfterAreNotInvented(t *testing.T) {
	make := func() trace.WhatIf[trace.Path] {
		x := trace.WhatIf[trace.Path]{Before: pathAnswer(t), After: pathAnswer(t), Effect: effectAnswer(2)}
		for n := range x.After.Texts {
			for l := range x.After.Texts[n].States[1:] {
				nudge(x.After.Texts[n].States[l+1].Vector)
			}
		}
		if err := geom.PlacePaths(&x, "anchors"); err != nil {
			t.Fatal(err)
		}
		return x
	}
	var entries []nudged[trace.WhatIf[trace.Path]]
	for l := range 3 {
		for n := range 2 {
			entries = append(entries,
				nudged[trace.WhatIf[trace.Path]]{trace.Ref{Trace: n, Tensor: "states.at", Index: []int{l}}, func(x *trace.WhatIf[trace.Path]) { x.Before.Texts[n].States[l].At[0] += 0.01 }},
				nudged[trace.WhatIf[trace.Path]]{trace.Ref{Trace: 2 + n, Tensor: "states.at", Index: []int{l}}, func(x *trace.WhatIf[trace.Path]) { x.After.Texts[n].States[l].At[0] += 0.01 }})
		}
	}
	nothingInvented(t, make, entries, func(x trace.WhatIf[trace.Path]) (geom.Scene, error) {
		s, err := geom.PathIf(x)
		if err == nil {
			s.Panels[0].Inset = nil // its frame holds all states; see TestPathIsNotInvented
		}
		return s, err
	})
	x := make()
	s, err := geom.PathIf(x)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range s.Panels[0].Marks {
		after := m.Of[0].Trace >= 2
		if dashed := m.Variant == 1; dashed != after || m.Context != m.Of[0].Trace%2 {
			t.Errorf("mark of %v has context %d, variant %d", m.Of, m.Context, m.Variant)
		}
	}
}

func TestReadingsBeforeAndAfterAreNotInvented(t *testing.T) {
	for texts := 1; texts <= 2; texts++ {
		make := func() trace.WhatIf[trace.Reading] {
			x := trace.WhatIf[trace.Reading]{Before: readingAnswer(texts), After: readingAnswer(texts), Effect: effectAnswer(texts)}
			nudge(x.After.Texts[0].Output)
			return x
		}
		var entries []nudged[trace.WhatIf[trace.Reading]]
		add := func(ref trace.Ref, change func(*trace.WhatIf[trace.Reading])) {
			entries = append(entries, nudged[trace.WhatIf[trace.Reading]]{ref, change})
		}
		for n := range texts {
			add(trace.Ref{Trace: n, Tensor: "before.output"}, func(x *trace.WhatIf[trace.Reading]) { nudge(x.Before.Texts[n].Output) })
			add(trace.Ref{Trace: n, Tensor: "after.output"}, func(x *trace.WhatIf[trace.Reading]) { nudge(x.After.Texts[n].Output) })
			for j := range 2 {
				add(trace.Ref{Trace: n, Tensor: "before.reads.weight", Index: []int{j}}, func(x *trace.WhatIf[trace.Reading]) { x.Before.Texts[n].Reads[j].Weight += 0.03 })
				add(trace.Ref{Trace: n, Tensor: "after.reads.part", Index: []int{j}}, func(x *trace.WhatIf[trace.Reading]) { nudge(x.After.Texts[n].Reads[j].Part) })
			}
		}
		if texts == 1 {
			add(trace.Ref{Tensor: "before.unit"}, func(x *trace.WhatIf[trace.Reading]) { nudge(x.Before.Unit) })
		}
		nothingInvented(t, make, entries, geom.HeadIf)
	}
}

// TestWalksBeforeAndAfterAreNotInvented draws a walk over another whose every
// number is not the same.
func TestWalksBeforeAndAfterAreNotInvented(t *testing.T) {
	alone, _, _ := strings.Cut(wide, "contexts:") // in two contexts a word that both have is drawn once
	make := func() trace.WhatIf[trace.Walk] {
		x := trace.WhatIf[trace.Walk]{Before: walkOf(t, "wide", []byte(alone)), After: walkOf(t, "wide", []byte(alone)), Effect: effectAnswer(1)}
		for _, e := range entries(x.After) {
			e.change(&x.After)
		}
		return x
	}
	plane, err := geom.ChoosePlane("", make().Before, nil)
	if err != nil {
		t.Fatal(err)
	}
	var list []nudged[trace.WhatIf[trace.Walk]]
	for _, e := range entries(make().Before) {
		before, after := e.ref, e.ref
		before.Tensor, after.Tensor = "before."+e.ref.Tensor, "after."+e.ref.Tensor
		list = append(list,
			nudged[trace.WhatIf[trace.Walk]]{after, func(x *trace.WhatIf[trace.Walk]) { e.change(&x.After) }},
			nudged[trace.WhatIf[trace.Walk]]{before, func(x *trace.WhatIf[trace.Walk]) {
				e.change(&x.Before)
				e.change(&x.Before) // once is what after has
			}})
	}
	ghosts := 0
	nothingInvented(t, make, list, func(x trace.WhatIf[trace.Walk]) (geom.Scene, error) {
		before, err := geom.Build(x.Before, plane)
		if err != nil {
			return before, err
		}
		after, err := geom.Build(x.After, plane)
		s := geom.Overlaid(before, after, x.Effect)
		for _, p := range s.Panels {
			for _, m := range p.Marks {
				if m.Ghost && m.Of[0].Tensor[:7] == "before." {
					ghosts++
				}
			}
		}
		return s, err
	})
	if ghosts == 0 {
		t.Error("nothing of before is drawn")
	}
}
