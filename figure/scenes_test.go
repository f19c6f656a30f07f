package figure_test

import (
	"math"

	"heed/geom"
	"heed/trace"
)

// ref names a tensor's row of a context.
func ref(context int, tensor string, index ...int) []trace.Ref {
	return []trace.Ref{{Trace: context, Tensor: tensor, Index: index}}
}

// run is text in a style and colour.
func run(text string, style geom.Style, role geom.Role, context int) geom.Run {
	return geom.Run{Text: text, Style: style, Role: role, Context: context}
}

// name is a symbol with a word as its subscript.
func name(letter, word string, role geom.Role) geom.Text {
	return geom.Text{run(letter, geom.Symbol, role, -1), run(word, geom.Sub, role, -1)}
}

func arrow(role geom.Role, context int, x, y float64, of []trace.Ref, text geom.Text) geom.Mark {
	return geom.Mark{Kind: geom.Arrow, Role: role, Context: context, Points: []geom.Point{{}, {X: x, Y: y}},
		Of: of, Kept: 1, Label: geom.Label{Text: text, Of: of}}
}

// workedExample is the lesson that heed exists to show, "money bank" beside
// "river bank", with the numbers of its source.
func workedExample() geom.Scene {
	money, bank, river := geom.Point{X: 2, Y: 7}, geom.Point{X: 9, Y: 3}, geom.Point{X: 4, Y: -3}
	yA, yB := geom.Point{X: 7.6, Y: 3.8}, geom.Point{X: 8, Y: 1.8}
	origin := geom.Point{}
	e := func(word string, p geom.Point, context, i int, ghost bool) geom.Mark {
		m := arrow(geom.Embed, -1, p.X, p.Y, ref(context, "embed", i), name("e", word, geom.Embed))
		m.Ghost = ghost
		return m
	}
	y := func(sub string, p geom.Point, context int) geom.Mark {
		return arrow(geom.Output, context, p.X, p.Y, ref(context, "y", 1),
			geom.Text{run("y", geom.Strong, geom.Output, context), run(sub, geom.Sub, geom.Output, context)})
	}
	part := func(weight, word string, x, y float64, j int) geom.Mark {
		m := arrow(geom.Value, 0, x, y, ref(0, "parts", 1, j),
			append(geom.Text{run(weight+" ", geom.Upright, geom.Value, -1)}, name("v", word, geom.Value)...))
		m.Label.Along = true
		return m
	}
	shift := func(context int, to geom.Point, text string) geom.Mark {
		m := geom.Mark{Kind: geom.Displacement, Role: geom.Output, Context: context, Points: []geom.Point{bank, to},
			Of: append(ref(context, "embed", 1), ref(context, "y", 1)...), Kept: 1}
		if text != "" {
			m.Label = geom.Label{Text: geom.Text{run(text, geom.Upright, geom.Output, context)}, Of: ref(context, "shift.towards", 0)}
		}
		return m
	}
	angle := func(context int, p, q geom.Point, text string) geom.Mark {
		return geom.Mark{Kind: geom.Angle, Role: geom.Output, Context: context, Points: []geom.Point{origin, p, q},
			Of: append(ref(context, "embed", 0), ref(context, "y", 1)...), Kept: 1,
			Label: geom.Label{Text: geom.Text{run(text, geom.Upright, geom.Output, context)}, Of: ref(context, "shift.towards", 0)}}
	}
	equal := func(m geom.Mark, word string) geom.Mark {
		m.Label.Text = append(m.Label.Text, geom.Run{Style: geom.Break}, run("= ", geom.Upright, geom.Value, -1))
		m.Label.Text = append(m.Label.Text, name("v", word, geom.Value)...)
		return m
	}
	side := func(x, y float64) geom.Mark {
		return geom.Mark{Kind: geom.Side, Role: geom.Value, Points: []geom.Point{{X: x, Y: y}, yA}, Of: ref(0, "parts", 1), Kept: 1}
	}
	small := geom.Window{MinX: -0.5, MinY: -3.6, MaxX: 10.4, MaxY: 7.6}
	caption := geom.Text{run("Figure 1.", geom.Heading, geom.Other, -1),
		run(" (a) “money bank”: values scaled by the stated weights 0.2 and 0.8 (", geom.Upright, geom.Other, -1),
		run("W", geom.Symbol, geom.Other, -1), run("V", geom.Sub, geom.Other, -1), run(" = I) add to ", geom.Upright, geom.Other, -1),
		run("y", geom.Symbol, geom.Other, -1), run("bank", geom.Sub, geom.Other, -1),
		run(" = (7.6, 3.8), 1.6125 nearer to ", geom.Upright, geom.Other, -1),
		run("e", geom.Symbol, geom.Other, -1), run("money", geom.Sub, geom.Other, -1),
		run(". (b) Cosines before. (c) After: A “money bank”, B “river bank”, ", geom.Upright, geom.Other, -1),
		run("e", geom.Symbol, geom.Other, -1), run("river", geom.Sub, geom.Other, -1),
		run(" = (4, −3) chosen by us. The softmax of the stated scores gives 1.7537 × 10", geom.Upright, geom.Other, -1),
		run("−7", geom.Sup, geom.Other, -1), run(" in place of 0.2.", geom.Upright, geom.Other, -1)}
	return geom.Scene{
		Title: "money bank, as told",
		Plane: geom.Plane{Name: "identity", X: []float64{1, 0}, Y: []float64{0, 1}},
		Panels: []geom.Panel{
			{Name: "(a)", Ticks: true, Window: geom.Window{MinX: -0.6, MinY: -0.6, MaxX: 10.6, MaxY: 7.6}, Marks: []geom.Mark{
				{Kind: geom.Dotted, Role: geom.Output, Points: []geom.Point{yA, money}, Of: append(ref(0, "y", 1), ref(0, "embed", 0)...), Kept: 1},
				{Kind: geom.Face, Role: geom.Output, Points: []geom.Point{origin, {X: 0.4, Y: 1.4}, yA, {X: 7.2, Y: 2.4}}, Of: ref(0, "parts", 1), Kept: 1},
				equal(e("money", money, 0, 0, false), "money"),
				equal(e("bank", bank, 0, 1, true), "bank"),
				side(0.4, 1.4), side(7.2, 2.4),
				part("0.2", "money", 0.4, 1.4, 0), part("0.8", "bank", 7.2, 2.4, 1),
				y("bank", yA, 0), shift(0, yA, "1.6125"),
			}},
			{Name: "(b)", Window: small, Marks: []geom.Mark{
				angle(0, money, bank, "0.5647"), angle(1, bank, river, "0.5692"),
				e("money", money, 0, 0, false), e("bank", bank, 0, 1, false), e("river", river, 1, 0, false),
			}},
			{Name: "(c)", Window: small, Marks: []geom.Mark{
				angle(0, money, yA, "0.6757"), angle(1, yB, river, "0.6488"),
				e("money", money, 0, 0, true), e("river", river, 1, 0, true),
				{Kind: geom.Place, Context: -1, Points: []geom.Point{bank}, Of: ref(0, "embed", 1), Kept: 1},
				y("B", yB, 1), y("A", yA, 0), shift(0, yA, ""), shift(1, yB, ""),
			}},
		},
		Kept:    []geom.Kept{{Label: name("e", "bank", geom.Embed), Share: 1, Of: ref(0, "embed", 1)}},
		Caption: caption,
	}
}

// wordAnalogies are word vectors of three dimensions as dots, two analogies
// between them, and words that nearly meet.
func wordAnalogies() geom.Scene {
	s := geom.WordSet{Title: "vectors.bin", Analogies: []geom.WordAnalogy{{A: 0, B: 1, C: 2, D: 3, Cosine: 0.8524}, {A: 0, B: 1, C: 4, D: 5, Cosine: 0.71}}}
	for i, w := range []struct {
		text string
		at   []float64
	}{
		{"man", []float64{2.1, -1.2, 0.1}}, {"king", []float64{-2.9, -1.4, 0}}, {"woman", []float64{2.7, 0.8, 0.3}}, {"queen", []float64{-1.9, 1.8, -0.2}},
		{"boy", []float64{3, -2, 0.5}}, {"prince", []float64{-2.2, -2.4, 0.4}}, {"monarch", []float64{-2.8, -1.35, 1}}, {"the", []float64{0, 0, -2}},
	} {
		s.Words = append(s.Words, geom.WordVector{Text: w.text, Vector: w.at, Of: trace.Ref{Tensor: "embed", Index: []int{i}}})
	}
	plane, err := s.Plane("axes:0,1")
	if err != nil {
		panic(err)
	}
	scene, err := s.Scene(plane)
	if err != nil {
		panic(err)
	}
	return scene
}

// sequence is a fixed run of numbers in [0, 1): the golden ratio's multiples,
// which spread evenly.
func sequence(seed int) func() float64 {
	x := math.Mod(float64(seed)*0.7548776662466927, 1)
	return func() float64 {
		x = math.Mod(x+0.6180339887498949, 1)
		return x
	}
}

// manyWords is a crowded scene: n words in a ring and their labels.
func manyWords(n, seed int) geom.Scene {
	words := []string{"money", "bank", "river", "shore", "deposit", "the", "of", "account", "stream", "loan", "sat", "water", "by", "interest", "fish"}
	next := sequence(seed)
	var marks []geom.Mark
	for i := range n {
		angle, r := 2*math.Pi*next(), 2+7*next()
		m := arrow(geom.Embed, -1, r*math.Cos(angle), r*math.Sin(angle), ref(0, "embed", i), name("e", words[i%len(words)], geom.Embed))
		m.Ghost = i%5 == 4
		marks = append(marks, m)
	}
	return geom.Scene{Panels: []geom.Panel{{Ticks: true, Window: geom.Window{MinX: -10, MinY: -10, MaxX: 10, MaxY: 10}, Marks: marks}}}
}

// modelHead is a head of a model in two sentences: its weighted values head to
// tail, and what the plane keeps of them.
func modelHead() geom.Scene {
	word := func(context int, x0, y0, x1, y1 float64, text, weight string) geom.Mark {
		of := ref(context, "parts", 1, len(text))
		return geom.Mark{Kind: geom.Arrow, Role: geom.Value, Context: context, Points: []geom.Point{{X: x0, Y: y0}, {X: x1, Y: y1}}, Of: of, Kept: 0.9,
			Label: geom.Label{Along: true, Of: of, Text: geom.Text{run(text+" "+weight, geom.Upright, geom.Value, -1)}}}
	}
	y := func(context int, x, y float64, badge string) geom.Mark {
		m := arrow(geom.Output, context, x, y, ref(context, "projected", 1),
			geom.Text{run("Σ ", geom.Upright, geom.Output, context), run("w v", geom.Symbol, geom.Output, context)})
		m.Label.Badge = badge
		return m
	}
	kept := func(text string, role geom.Role, context int, share float64) geom.Kept {
		return geom.Kept{Label: geom.Text{run(text, geom.Upright, role, context)}, Role: role, Context: context, Share: share, Of: ref(context, "parts", 1)}
	}
	short := word(0, 0, 0, 0.0004, 0.0003, "the", "0.01")
	short.Label = geom.Label{}
	return geom.Scene{
		Title: "Layer 5, head 7",
		Plane: geom.Plane{Name: "pca", AxisX: "first principal direction", AxisY: "second"},
		Panels: []geom.Panel{{Title: "what this head adds to bank, one arrow for each word it reads", Ticks: true,
			Window: geom.Window{MinX: -0.4, MinY: -1.8, MaxX: 4.9, MaxY: 1.4}, Marks: []geom.Mark{
				short,
				word(0, 0, 0, 0.05, 0.13, "put", "0.06"), word(0, 0.05, 0.13, 0.52, 0.43, "money", "0.11"),
				word(0, 0.52, 0.43, 0.55, 0.5, "in", "0.05"), word(0, 0.55, 0.5, 3.48, 1.03, "bank", "0.46"),
				word(1, 0, 0, -0.05, -0.05, "sat", "0.08"), word(1, -0.05, -0.05, 1.22, -1.15, "river", "0.26"),
				word(1, 1.22, -1.15, 4.51, -1.34, "bank", "0.48"),
				y(1, 4.51, -1.34, "B"), y(0, 3.48, 1.03, "A"),
			}}},
		Kept: []geom.Kept{kept("A output", geom.Output, 0, 0.9991), kept("B output", geom.Output, 1, 0.9999),
			kept("money", geom.Value, 0, 0.87), kept("river", geom.Value, 1, 0.88), kept("the", geom.Value, 1, 0.21)},
		Caption: geom.Text{run("MiniLM-L6, layer 5, head 7.", geom.Heading, geom.Other, -1),
			run(" A “she put the money in the bank”, B “she sat by the river bank” (", geom.Upright, geom.Other, -1),
			run("銀行", geom.Upright, geom.Other, -1), run(").", geom.Upright, geom.Other, -1)},
	}
}
