package geom

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/mat"
	"heed/trace"
)

// mostReads is how many tokens of a text are listed beside its chain.
const mostReads = 16

// Head draws what one head adds to the word in each text: the values that it
// reads, each times its weight and after W_O, head to tail in the order of the
// text, ending at their sum. The plane is that of the outputs, as [HeadPlane]
// has it, turned so that what they share runs to the right and the first
// target's side is up.
func Head(r trace.Reading) (Scene, error) {
	if len(r.Texts) == 0 || r.Texts[0].Output == nil {
		return Scene{}, fmt.Errorf("nothing to draw: the answer has no vectors")
	}
	var outputs [][]float64
	for _, t := range r.Texts {
		outputs = append(outputs, t.Output)
	}
	plane := HeadPlane(outputs, r.Unit)
	plane.X, plane.Y = plane.Y, plane.X
	return headIn(r, plane)
}

// headIn draws a reading in a plane.
func headIn(r trace.Reading, plane Plane) (Scene, error) {
	c := chains{r, plane, tokenHues(r)}
	s := Scene{Title: "Layer " + fmt.Sprint(r.Layer) + ", head " + fmt.Sprint(r.Head), Plane: plane, Kept: c.kept(), Caption: c.caption()}
	panel := Panel{Title: fmt.Sprintf("%s: what it adds to “%s”, one arrow for each token that it reads, head to tail", HeadName(r.Layer, r.Head), r.Word),
		Ticks: true, Ends: c.ends()}
	for n := range r.Texts {
		panel.Marks = append(panel.Marks, c.links(n)...)
	}
	for n := range slices.Backward(r.Texts) {
		panel.Marks = append(panel.Marks, c.output(n))
	}
	panel.Window = fit(panel.Marks)
	if err := panel.Window.drawable(); err != nil {
		return Scene{}, err
	}
	s.Panels = []Panel{panel}
	most := 0.0
	for _, t := range r.Texts {
		for _, read := range t.Reads {
			most = max(most, float64(read.Weight))
		}
	}
	for n := range r.Texts {
		s.Panels = append(s.Panels, Panel{Side: true, Bars: c.bars(n, most)})
	}
	s.Panels = append(s.Panels, Panel{Side: true, Words: c.words()})
	return s, nil
}

// chains draws a reading in a plane.
type chains struct {
	r     trace.Reading
	plane Plane
	hues  [][]tokenHue // of each text's tokens
}

// A tokenHue is how a token is coloured.
type tokenHue struct {
	hue     Hue
	context int // of a target
}

func (h tokenHue) run(text string, style Style) Run {
	return Run{Text: text, Style: style, Role: Other, Context: h.context, Hue: h.hue}
}

// tokenHues colours tokens: a target in its side's colour, the word under
// study in ink, special tokens in grey, and the others in order of appearance,
// afresh for each text; a word that both have keeps its colour.
func tokenHues(r trace.Reading) [][]tokenHue {
	hues := make([][]tokenHue, len(r.Texts))
	first := map[string]int{} // of the words of the texts before
	for n, t := range r.Texts {
		own := map[string]int{}
		for _, token := range t.Tokens {
			if place, known := first[strings.ToLower(token.Text)]; known {
				own[strings.ToLower(token.Text)] = place
			}
		}
		for j, token := range t.Tokens {
			name := strings.ToLower(token.Text)
			if known := knownHue(r, n, j); known.hue != ByRole {
				hues[n] = append(hues[n], known)
				continue
			}
			if _, known := own[name]; !known {
				own[name] = free(own)
			}
			hues[n] = append(hues[n], tokenHue{HueFirst + Hue(own[name]), -1})
		}
		for name, place := range own {
			if _, known := first[name]; !known {
				first[name] = place
			}
		}
	}
	return hues
}

// knownHue is the hue of a token that is not one of many.
func knownHue(r trace.Reading, text, j int) tokenHue {
	for k, target := range r.Targets {
		if target.Text != nil && *target.Text == text && slices.Contains(target.Index, j) {
			return tokenHue{HueTarget, k}
		}
	}
	switch t := r.Texts[text]; {
	case slices.Contains(t.Focus, j):
		return tokenHue{HueWord, -1}
	case t.Tokens[j].Special:
		return tokenHue{HueSpecial, -1}
	}
	return tokenHue{}
}

// free is the least place that no word has.
func free(taken map[string]int) int {
	for place := 0; ; place++ {
		used := false
		for _, p := range taken {
			used = used || p == place
		}
		if !used {
			return place
		}
	}
}

func (c chains) badge(n int) string {
	if len(c.r.Texts) == 1 {
		return ""
	}
	return Letter(n)
}

// piece is what a token of a text is called.
func (c chains) piece(n, j int) string {
	return CountedName(c.r.Texts[n].Passage, j)
}

// planeRefs are what the plane itself depends on.
func (c chains) planeRefs() []trace.Ref {
	var of []trace.Ref
	for n := range c.r.Texts {
		of = append(of, trace.Ref{Trace: n, Tensor: "output"})
	}
	if len(c.r.Texts) == 1 {
		of = append(of, trace.Ref{Tensor: "unit"})
	}
	return of
}

// links are the weighted values of a text, head to tail; the longer ones carry
// their word and weight.
func (c chains) links(n int) []Mark {
	of := c.planeRefs()
	var marks []Mark
	at := origin
	for j, read := range c.r.Texts[n].Reads {
		of = append(of, trace.Ref{Trace: n, Tensor: "reads.part", Index: []int{j}})
		step := c.plane.At(read.Part)
		tip := Point{at.X + step.X, at.Y + step.Y}
		marks = append(marks, Mark{Kind: Arrow, Role: Value, Hue: c.hues[n][j].hue, Context: c.hues[n][j].context,
			Points: []Point{at, tip}, Of: slices.Clone(of), Kept: c.plane.KeptOf(read.Part)})
		at = tip
	}
	for _, j := range worthALabel(marks) {
		marks[j].Label = Label{Along: true, Of: []trace.Ref{{Trace: n, Tensor: "reads.weight", Index: []int{j}}}, Text: Text{
			c.hues[n][j].run(c.piece(n, j), Heading),
			{Text: " " + Fixed(float64(c.r.Texts[n].Reads[j].Weight), 2), Role: Aside, Context: -1}}}
	}
	return marks
}

// output is the sum of a text's chain.
func (c chains) output(n int) Mark {
	t := c.r.Texts[n]
	return Mark{Kind: Arrow, Role: Output, Context: n, Points: []Point{origin, c.plane.At(t.Output)}, Of: c.planeRefs(), Kept: c.plane.KeptOf(t.Output),
		Label: Label{Text: Text{{Text: "output", Role: Output, Context: n}}, Badge: c.badge(n)}}
}

// ends say whose side is up, and whose down.
func (c chains) ends() Ends {
	end := func(text string, context int) Text {
		return Text{{Text: text, Style: Heading, Role: Output, Context: context}}
	}
	if len(c.r.Targets) == 1 {
		return Ends{Up: end("↑ towards "+c.r.Targets[0].Word, 0)}
	}
	return Ends{Up: end("↑ "+c.r.Targets[0].Word+" side", 0), Down: end("↓ "+c.r.Targets[1].Word+" side", 1)}
}

// kept is how much of the outputs the plane keeps, and of what the targets
// give.
func (c chains) kept() []Kept {
	var list []Kept
	for n, t := range c.r.Texts {
		list = append(list, Kept{Label: Text{{Text: strings.TrimSpace(c.badge(n) + " output"), Role: Output, Context: n}}, Role: Output, Context: n,
			Share: c.plane.KeptOf(t.Output), Of: c.planeRefs()})
	}
	for n, t := range c.r.Texts {
		for j, read := range t.Reads {
			if h := c.hues[n][j]; h.hue == HueTarget {
				list = append(list, Kept{Label: Text{{Text: c.piece(n, j), Role: Output, Context: h.context}}, Role: Output, Context: h.context,
					Share: c.plane.KeptOf(read.Part), Of: append(c.planeRefs(), trace.Ref{Trace: n, Tensor: "reads.part", Index: []int{j}})})
			}
		}
	}
	return list
}

// bars lists what a text's tokens give: weight, and length.
func (c chains) bars(n int, most float64) *Bars {
	t := c.r.Texts[n]
	bars := &Bars{Head: Text{{Text: c.r.Word + " reads", Style: Heading, Role: Other, Context: -1}}, Badge: c.badge(n), Context: n, Columns: []string{"weight", "length"}, Most: most}
	shown := c.most(n)
	rest := 1.0
	for j, read := range t.Reads {
		if !shown[j] {
			continue
		}
		rest -= float64(read.Weight)
		h := c.hues[n][j]
		bars.Rows = append(bars.Rows, Bar{Label: Text{h.run(c.piece(n, j), Upright)}, Value: float64(read.Weight),
			Numbers: []string{Fixed(float64(read.Weight), 3), Fixed(float64(read.Length), 3)}, Role: Other, Hue: h.hue, Context: h.context,
			Strong: h.hue == HueTarget || h.hue == HueWord,
			Of:     []trace.Ref{{Trace: n, Tensor: "reads.weight", Index: []int{j}}, {Trace: n, Tensor: "reads.length", Index: []int{j}}}})
	}
	if more := len(t.Reads) - len(shown); more > 0 {
		bars.Rows = append(bars.Rows, Bar{Between: true, Context: -1, Label: plainText(fmt.Sprintf("%s, %s together", count(more, "more token", "more tokens"), Number(max(0, rest), 3)))})
	}
	return bars
}

// most are the tokens of a text that are listed: all of a few, else those that
// give most.
func (c chains) most(n int) map[int]bool {
	reads := c.r.Texts[n].Reads
	order := make([]int, len(reads))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(reads[b].Length, reads[a].Length) })
	shown := map[int]bool{}
	for _, j := range order[:min(mostReads, len(order))] {
		shown[j] = true
	}
	return shown
}

// words says what the reading comes to.
func (c chains) words() Text {
	w := &writer{}
	if len(c.r.Targets) == 2 {
		w.text("Along the line from %s to %s ", c.r.Targets[1].Word, c.r.Targets[0].Word)
	} else {
		w.text("Towards %s ", c.r.Targets[0].Word)
	}
	for n, t := range c.r.Texts {
		if n > 0 {
			w.text(", ")
		}
		w.text("%s reads ", cmp.Or(c.badge(n), "the head"))
		w.colour(Fixed(float64(t.Along), 3), n)
	}
	if c.r.Pull != nil {
		w.text(". The difference, ")
		w.run(Fixed(float64(*c.r.Pull), 3), Heading)
		w.text(", is this head's pull, %s. ", RankOf(c.r.Rank, c.r.Of))
	} else {
		w.text(", %s. ", RankOf(c.r.Rank, c.r.Of))
	}
	for n := range c.r.Texts {
		if says := WeightIsNotEffect(c.r, n); says != "" {
			w.out = append(w.out, Run{Style: Break, Context: -1})
			w.run("Weight is not effect. ", Heading)
			w.text("%s", says)
			break
		}
	}
	return trimmed(w.out)
}

// colour writes a word in a context's colour, in bold.
func (w *writer) colour(s string, context int) {
	w.out = append(w.out, Run{Text: s, Style: Heading, Role: Output, Context: context})
}

// RankOf says where a head stands among all: "the largest of 72".
func RankOf(rank, of int) string {
	switch {
	case rank == 1:
		return fmt.Sprintf("the largest of %d", of)
	case rank == of:
		return fmt.Sprintf("the last of %d", of)
	}
	return fmt.Sprintf("number %d of %d", rank, of)
}

// WeightIsNotEffect says of text n which token takes much weight and adds
// little, and which takes less and adds more; nothing where weights and lengths
// tell the same story. Of all such pairs it is the one in which the two ratios
// together are the largest, if both are above 1.5.
func WeightIsNotEffect(r trace.Reading, n int) string {
	const least = 1.5
	t := r.Texts[n]
	best, a, b := 0.0, -1, -1
	for i, x := range t.Reads {
		for j, y := range t.Reads {
			weight, length := float64(x.Weight/y.Weight), float64(y.Length/x.Length)
			if weight < least || length < least || math.IsInf(weight, 0) || math.IsInf(length, 0) || math.IsNaN(weight*length) {
				continue
			}
			if score := math.Min(weight, 10) * math.Min(length, 10) * float64(x.Weight) * float64(y.Length); score > best {
				best, a, b = score, i, j
			}
		}
	}
	if a < 0 {
		return ""
	}
	in := ""
	if len(r.Texts) > 1 {
		in = "In " + Letter(n) + ", "
	}
	name := func(j int) string { return CountedName(t.Passage, j) }
	return fmt.Sprintf("%s%s takes %s of the weight and adds a length of only %s; %s takes %s and adds %s.", in, name(a),
		Fixed(float64(t.Reads[a].Weight), 3), Fixed(float64(t.Reads[a].Length), 3), name(b), Fixed(float64(t.Reads[b].Weight), 3), Fixed(float64(t.Reads[b].Length), 3))
}

func (c chains) caption() Text {
	w := &writer{}
	w.run(fmt.Sprintf("%s, %s on “%s”. ", shortName(c.r.Source.Name), HeadName(c.r.Layer, c.r.Head), c.r.Word), Heading)
	for n, t := range c.r.Texts {
		if badge := c.badge(n); badge != "" {
			w.text("%s ", badge)
		}
		w.text("“%s”: length %s. ", PassageExcerpt(t.Passage, 90), Number(mat.Norm(t.Output), 4))
	}
	w.text("Arrows are weight · value after ")
	w.name("W", "O", Symbol)
	w.text("; they sum to the output within %s of its largest number. ", Number(float64(c.r.Error), 4))
	w.notes(c.r.Notes)
	return trimmed(w.out)
}
