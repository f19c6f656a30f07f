package figure_test

import (
	"fmt"
	"math"

	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// words is a text's tokens as a view names them: special ones grey, the word
// under study in ink, others in hues.
func words(list ...string) []geom.Text {
	var names []geom.Text
	next := geom.HueFirst
	for _, w := range list {
		hue := next
		switch w[0] {
		case '[':
			hue = geom.HueSpecial
		case '*':
			hue, w = geom.HueWord, w[1:]
		default:
			next++
		}
		names = append(names, geom.Text{{Text: w, Hue: hue, Context: -1}})
	}
	return names
}

// attention is a softmax of n rows that look at themselves, at the token
// before and at the first; causal leaves out what comes after.
func attention(n int, seed int, causal bool) mat.Matrix {
	m := mat.New(n, n)
	next := sequence(seed)
	for i := range n {
		sum := 0.0
		for j := range n {
			if causal && j > i {
				continue
			}
			m.Row(i)[j] = math.Exp(3*next() - 0.9*math.Abs(float64(i-1-j)))
			sum += m.Row(i)[j]
		}
		for j := range n {
			m.Row(i)[j] /= sum
		}
	}
	return m
}

func numbers(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint(i)
	}
	return list
}

// allHeads is the view of heads: tiles, list and sentence.
func allHeads(layers, heads int) geom.Scene {
	next := sequence(layers)
	tiles := geom.Tiles{Down: "layer", Across: "head", Rows: numbers(layers), Cols: numbers(heads),
		Window: geom.Window{MinX: -1.4, MinY: -0.1, MaxX: 1.4, MaxY: 1.9},
		Tint:   &geom.Tint{Most: 0.69, Says: "pull", Formula: "opacity in proportion to the square root of the number"}}
	bars := geom.Bars{Signed: true, Most: 0.69}
	for l := range layers {
		for h := range heads {
			of := ref(0, "pull", l, h)
			pull := 2*next() - 1
			pull *= math.Abs(pull)
			tile := geom.Tile{Row: l, Col: h, Tint: pull, Of: of, Strong: math.Abs(pull) > 0.6, Chosen: l == layers-1 && h == 7,
				Foot: geom.Text{run(fmt.Sprintf("%+.2f", 0.69*pull), geom.Upright, geom.Other, -1)}}
			for context := range 2 {
				angle, long := math.Pi/2+0.5*(2*float64(context)-1)*next(), 1.7*next()*math.Abs(pull)
				tile.Marks = append(tile.Marks, arrow(geom.Output, context, long*math.Cos(angle), long*math.Sin(angle), ref(context, "projected", l, h), nil))
			}
			tiles.Tiles = append(tiles.Tiles, tile)
			if l == 0 {
				context := 0
				if pull < 0 {
					context = 1
				}
				bars.Rows = append(bars.Rows, geom.Bar{Label: geom.Text{run(fmt.Sprintf("L%d.H%d", l, h), geom.Upright, geom.Other, -1)}, Value: 0.69 * pull,
					Numbers: []string{fmt.Sprintf("%+.2f", 0.69*pull)}, Role: geom.Output, Context: context, Strong: h == 0, Of: of})
			}
		}
	}
	bars.Rows[2] = geom.Bar{Between: true, Label: geom.Text{run("60 heads between", geom.Upright, geom.Other, -1)}}
	alone := func(text string, context int) geom.Sample {
		return geom.Sample{Alone: true, Text: geom.Text{run(text, geom.Upright, geom.Output, context)}}
	}
	sample := func(text string, context int) geom.Sample {
		return geom.Sample{Mark: geom.Arrow, Role: geom.Output, Context: context, Text: geom.Text{run(text, geom.Upright, geom.Other, -1)}}
	}
	return geom.Scene{Title: "all heads", Panels: []geom.Panel{
		{Title: "each tile is the plane of the head's two outputs, so angle and length are true; one scale for all", Tiles: &tiles,
			Samples: []geom.Sample{sample("output in A", 0), sample("output in B", 1), alone("left: river side", 1), alone("right: money side", 0),
				{Length: 1, Text: geom.Text{run("length 1", geom.Upright, geom.Other, -1)}}}},
		{Title: "Pull towards money", Side: true, Bars: &bars},
		{Side: true, Words: geom.Text{run("Four heads make 54%", geom.Heading, geom.Other, -1), run(" of the pull of the 43 that pull this way.", geom.Upright, geom.Other, -1),
			{Style: geom.Break}, run("The other 29 pull back.", geom.Upright, geom.Other, -1)}},
	}}
}

// oneHead is the view of a head: the chain of its parts, each token in its own
// colour, and bars of weights and lengths.
func oneHead() geom.Scene {
	panel := geom.Panel{Title: "what this head adds to bank, one arrow for each word it reads, head to tail", Ticks: true,
		Window: geom.Window{MinX: -0.4, MinY: -1.8, MaxX: 4.9, MaxY: 1.4},
		Ends: geom.Ends{Up: geom.Text{run("↑ money side", geom.Upright, geom.Output, 0)},
			Down: geom.Text{run("↓ river side", geom.Upright, geom.Output, 1)}}}
	scene := geom.Scene{Title: "L5.H7", Plane: geom.Plane{Name: "pca"}}
	for context, tokens := range [][]struct {
		word           string
		hue            geom.Hue
		weight, length float64
		x, y           float64
	}{
		{{"[CLS]", geom.HueSpecial, 0.270, 0.067, 0.01, 0.02}, {"she", geom.HueFirst, 0.005, 0.022, 0.01, 0.03}, {"put", geom.HueFirst + 1, 0.065, 0.312, 0.05, 0.13},
			{"money", geom.HueTarget, 0.114, 0.625, 0.52, 0.43}, {"in", geom.HueFirst + 3, 0.047, 0.163, 0.55, 0.5}, {"bank", geom.HueWord, 0.459, 3.012, 3.48, 1.03}},
		{{"[CLS]", geom.HueSpecial, 0.142, 0.036, -0.01, -0.01}, {"sat", geom.HueFirst + 1, 0.084, 0.427, -0.05, -0.05},
			{"river", geom.HueTarget, 0.263, 1.913, 1.22, -1.15}, {"bank", geom.HueWord, 0.475, 3.382, 4.51, -1.34}},
	} {
		badge := string(rune('A' + context))
		bars := &geom.Bars{Head: geom.Text{run("bank reads", geom.Upright, geom.Other, -1)}, Badge: badge, Context: context, Columns: []string{"weight", "length"}, Most: 0.475}
		at := geom.Point{}
		for j, w := range tokens {
			of := ref(context, "parts", 1, j)
			m := geom.Mark{Kind: geom.Arrow, Role: geom.Value, Context: context, Hue: w.hue, Points: []geom.Point{at, {X: w.x, Y: w.y}}, Of: of, Kept: 0.9}
			if w.length > 0.3 {
				m.Label = geom.Label{Along: true, Of: of, Text: geom.Text{{Text: w.word + " ", Style: geom.Heading, Hue: w.hue, Context: context},
					run(fmt.Sprintf("%.2f", w.weight), geom.Upright, geom.Aside, -1)}}
			}
			panel.Marks = append(panel.Marks, m)
			at = m.Points[1]
			bars.Rows = append(bars.Rows, geom.Bar{Label: geom.Text{{Text: w.word, Hue: w.hue, Context: context}}, Value: w.weight,
				Numbers: []string{fmt.Sprintf("%.3f", w.weight), fmt.Sprintf("%.3f", w.length)}, Hue: w.hue, Context: context, Of: of, Strong: w.length > 1})
		}
		y := arrow(geom.Output, context, at.X, at.Y, ref(context, "projected", 1), geom.Text{run("output", geom.Upright, geom.Output, context)})
		y.Label.Badge = badge
		panel.Marks = append(panel.Marks, y)
		scene.Panels = append(scene.Panels, geom.Panel{Side: true, Bars: bars})
	}
	scene.Panels = append([]geom.Panel{panel}, scene.Panels...)
	scene.Panels = append(scene.Panels, geom.Panel{Side: true, Words: geom.Text{run("Weight is not effect.", geom.Heading, geom.Other, -1),
		run(" In A, [CLS] takes 0.270 of the weight and adds a length of only 0.067.", geom.Upright, geom.Other, -1)}})
	return scene
}

// wordPath is the view of a path: four texts through seven hidden states, the
// side of the axis as a chart, and where the window lies.
func wordPath() geom.Scene {
	ways := [][][2]float64{
		{{-0.078, 0.465}, {-0.1, 0.59}, {-0.046, 0.606}, {-0.075, 0.617}, {-0.075, 0.636}, {-0.043, 0.634}, {-0.09, 0.517}},
		{{-0.08, 0.427}, {-0.09, 0.572}, {-0.114, 0.576}, {-0.121, 0.627}, {-0.107, 0.641}, {-0.103, 0.649}, {-0.128, 0.562}},
		{{-0.078, 0.465}, {-0.007, 0.592}, {0.056, 0.605}, {0.02, 0.614}, {0.016, 0.628}, {0.03, 0.624}, {0.137, 0.574}},
		{{-0.082, 0.416}, {0, 0.53}, {0.056, 0.555}, {0.038, 0.578}, {0.021, 0.592}, {0.024, 0.591}, {0.095, 0.554}},
	}
	texts := []string{"money bank", "she put the money in the bank", "river bank", "they walked along the river bank"}
	window := geom.Window{MinX: -0.2, MinY: 0.39, MaxX: 0.2, MaxY: 0.68}
	main := geom.Panel{Title: "In the plane of money and river, both measured again at every layer", Ticks: true, Window: window}
	end := func(text string, context int) geom.Text {
		return geom.Text{run(text, geom.Heading, geom.Output, context)}
	}
	main.Ends = geom.Ends{Left: end("← money", 0), Right: end("river →", 1)}
	chart := &geom.Chart{Across: "layer", Down: "money below 0, river above", Places: numbers(7), Zero: true}
	var legend []geom.Sample
	var inset, dots []geom.Mark
	for k, way := range ways {
		context, variant := k/2, k%2
		line := geom.Line{Context: context, Variant: variant}
		if variant == 0 {
			line.Label = geom.Text{run([]string{"money", "river"}[context], geom.Upright, geom.Output, context)}
		}
		for l, at := range way {
			p, of := geom.Point{X: at[0], Y: at[1]}, ref(k, "at", l)
			line.Values, line.Of = append(line.Values, at[0]), append(line.Of, of...)
			m := geom.Mark{Role: geom.Output, Context: context, Variant: variant, Kept: 0.6, Of: of}
			if l > 0 {
				step := m
				step.Kind, step.Points = geom.Step, []geom.Point{{X: way[l-1][0], Y: way[l-1][1]}, p}
				step.Of = append(ref(k, "at", l-1), of...)
				if l == len(way)-1 {
					step.Kind = geom.Arrow
					step.Label = geom.Label{Text: geom.Text{run(texts[k], geom.Heading, geom.Output, context)}}
				}
				main.Marks = append(main.Marks, step)
			}
			if l < len(way)-1 {
				m.Kind, m.Points = geom.Dot, []geom.Point{p}
				m.Label = geom.Label{Text: geom.Text{run(fmt.Sprint(l), geom.Upright, geom.Output, context)}}
				dots = append(dots, m)
			} else {
				m.Kind, m.Points = geom.Dot, []geom.Point{p}
				inset = append(inset, m)
			}
		}
		chart.Lines = append(chart.Lines, line)
		legend = append(legend, geom.Sample{Mark: geom.Step, Role: geom.Output, Context: context, Variant: variant, Text: geom.Text{run(texts[k], geom.Upright, geom.Other, -1)}})
	}
	main.Marks = append(main.Marks, dots...)
	money, river := geom.Point{X: -0.6, Y: 0.8}, geom.Point{X: 0.6, Y: 0.8}
	in := geom.Panel{Title: "Where this window is", Window: geom.Window{MinX: -0.8, MinY: -0.05, MaxX: 0.8, MaxY: 1.05},
		Marks: append([]geom.Mark{
			{Kind: geom.Face, Role: geom.Other, Context: -1, Of: ref(0, "at"), Points: []geom.Point{{X: -0.2, Y: 0.39}, {X: 0.2, Y: 0.39}, {X: 0.2, Y: 0.68}, {X: -0.2, Y: 0.68}}},
			{Kind: geom.Bow, Role: geom.Other, Context: -1, Of: ref(0, "anchors", 6), Points: []geom.Point{{}, river, money}},
			arrow(geom.Output, 0, money.X, money.Y, ref(0, "anchors", 0, 6), geom.Text{run("money", geom.Upright, geom.Output, 0)}),
			arrow(geom.Output, 1, river.X, river.Y, ref(0, "anchors", 1, 6), geom.Text{run("river", geom.Upright, geom.Output, 1)}),
		}, inset...),
		Samples: []geom.Sample{{Alone: true, Text: geom.Text{run("on the arc nothing is lost", geom.Upright, geom.Aside, -1)}}}}
	main.Inset = &in
	return geom.Scene{Title: "the path of bank", Panels: []geom.Panel{main,
		{Title: "Sentences", Side: true, Samples: legend}, {Title: "Side of the axis", Side: true, Chart: chart}}}
}

// attentionMaps is the picture that everybody knows: maps of all heads, one
// head large, and lines from word to word.
func attentionMaps(layers, heads int, list ...string) geom.Scene {
	n := len(list)
	names := words(list...)
	tiles := geom.Tiles{Down: "layer", Across: "head", Rows: numbers(layers), Cols: numbers(heads)}
	for l := range layers {
		for h := range heads {
			of := trace.Ref{Tensor: fmt.Sprintf("L%d.weights", l), Index: []int{h}}
			tiles.Tiles = append(tiles.Tiles, geom.Tile{Row: l, Col: h, Of: []trace.Ref{of}, Chosen: l == 1 && h == 2,
				Map: &geom.Map{Values: attention(n, 12*l+h, layers%2 == 1), Most: 1, Says: "weight", Of: of}})
		}
	}
	weights := attention(n, 14, layers%2 == 1)
	of := trace.Ref{Tensor: "L1.weights", Index: []int{2}}
	return geom.Scene{Title: "attention", Panels: []geom.Panel{
		{Title: "all heads", Tiles: &tiles},
		{Title: "L1.H2", Map: &geom.Map{Down: "query", Across: "key", Rows: names, Cols: names, Values: weights, Most: 1, Says: "weight", Of: of, Chosen: [][2]int{{1, 0}}}},
		{Title: "L1.H2", Links: &geom.Links{From: names, To: names, Down: "query", Up: "key", Weights: weights, Of: of, Highlighted: []int{n - 2}}},
	}}
}

// patchScan is a tall map: what patching each head at each position does.
func patchScan(layers, heads int, signed bool) geom.Scene {
	m := &geom.Map{Down: "head", Across: "position", Signed: signed, Most: 0.5, Says: "change of towards", Chosen: [][2]int{{layers*heads - 3, 5}},
		Of: trace.Ref{Tensor: "patch.change"}, Values: mat.New(layers*heads, 12),
		Cols: words("[CLS]", "she", "put", "the", "money", "in", "the", "*bank", "and", "unbelievably", "left", "[SEP]")}
	next := sequence(3)
	for r := range layers * heads {
		m.Rows = append(m.Rows, geom.Text{run(fmt.Sprintf("L%d.H%d", r/heads, r%heads), geom.Upright, geom.Other, -1)})
		for c := range 12 {
			x := next()
			if signed {
				x = 2*x - 1
			}
			m.Values.Row(r)[c] = 0.5 * math.Pow(x, 5)
		}
	}
	m.Values.Row(1)[1] = math.NaN()
	return geom.Scene{Title: "patch scan", Panels: []geom.Panel{{Title: "what each head at each position carries", Map: m}}}
}

// views are scenes of every view that a panel may hold.
func views() map[string]geom.Scene {
	sentence := []string{"[CLS]", "she", "put", "the", "money", "in", "the", "*bank", "[SEP]"}
	var long []string
	for i := range 40 {
		long = append(long, sentence[1+i%6])
	}
	return map[string]geom.Scene{
		"heads": allHeads(6, 12), "heads-many": allHeads(12, 32), "head": oneHead(), "path": wordPath(),
		"attention": attentionMaps(6, 12, sentence...), "attention-long": attentionMaps(3, 4, long...),
		"scan": patchScan(6, 12, true), "scan-large": patchScan(12, 20, false),
	}
}
