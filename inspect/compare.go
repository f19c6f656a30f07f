package inspect

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"heed/mat"
	"heed/source"
	"heed/trace"
)

// CompareOptions say what is compared: two models on one text or two, or one
// model on two texts.
type CompareOptions struct {
	Texts      []string
	Word       string
	Towards    []string // one target or two; none: the words that tell two texts apart
	AnchorText string   // the sentence of anchors; "" is AnchorText

	Progress source.Progress
}

// Compare puts the same questions to each of two models; or, of one model, to
// each of two texts: which heads move the word, how far in all, and where it
// goes between two anchors. Lengths are in each model's own units: of two models
// compare shares and cosines.
func Compare(ctx context.Context, models []*source.Model, o CompareOptions) (trace.Comparison, error) {
	c := trace.Comparison{Version: trace.Version}
	if len(models) == 1 && len(o.Texts) != 2 {
		return c, fmt.Errorf("one model and %s; want two texts, or two models, to compare", counted(len(o.Texts)))
	}
	if len(models) == 2 && (len(o.Texts) < 1 || len(o.Texts) > 2) {
		return c, fmt.Errorf("two models and %s; want one text or two", counted(len(o.Texts)))
	}
	if len(o.Towards) == 0 {
		if len(o.Texts) != 2 {
			return c, errors.New("one text, and no words to measure by; want one target or two with --towards")
		}
		passages, err := models[0].Read(source.Options{Texts: o.Texts, Word: o.Word})
		if err != nil {
			return c, err
		}
		o.Word = passages[0].Word
		if o.Towards = apart([]subject{{Passage: passages[0]}, {Passage: passages[1]}}, o.Word); o.Towards == nil {
			return c, errors.New("no words tell the texts apart; want one target or two with --towards")
		}
	}
	type column struct {
		name  string
		model *source.Model
		texts []string
	}
	var columns []column
	for _, m := range models {
		columns = append(columns, column{path.Base(strings.ReplaceAll(m.Name(), "\\", "/")), m, o.Texts})
	}
	if len(models) == 1 {
		columns = []column{{o.Texts[0], models[0], o.Texts[:1]}, {o.Texts[1], models[0], o.Texts[1:]}}
	}
	for _, one := range columns {
		asked := source.Options{Texts: one.texts, Word: o.Word, Progress: o.Progress}
		h, err := Heads(ctx, one.model, HeadsOptions{Options: asked, Towards: o.Towards, AnchorText: o.AnchorText})
		if err != nil {
			return c, fmt.Errorf("%s: %w", one.name, err)
		}
		p, err := Path(ctx, one.model, PathOptions{Options: asked, Between: o.Towards, Free: len(o.Towards) < 2, AnchorText: o.AnchorText})
		if err != nil {
			return c, fmt.Errorf("%s: %w", one.name, err)
		}
		c.Word = h.Word
		c.Columns = append(c.Columns, trace.Column{Name: one.name, Heads: h.WithoutVectors(), Path: p})
	}
	c.Questions = questions(c)
	return c, nil
}

// questions are those that both columns can answer.
func questions(c trace.Comparison) []trace.Question {
	var list []trace.Question
	ask := func(asks string, answer func(trace.Column) (trace.Answer, bool)) {
		q := trace.Question{Asks: asks}
		for _, column := range c.Columns {
			a, ok := answer(column)
			if !ok {
				return
			}
			q.Answers = append(q.Answers, a)
		}
		list = append(list, q)
	}
	first := c.Columns[0].Heads
	ask("architecture, layers × heads", func(c trace.Column) (trace.Answer, bool) {
		return words("%s %d × %d", c.Heads.Source.Kind, len(c.Heads.Layers), len(c.Heads.Heads)/len(c.Heads.Layers))
	})
	ask("pieces of "+first.Word, func(c trace.Column) (trace.Answer, bool) {
		t := c.Heads.Texts[0]
		var pieces []string
		for _, i := range t.Focus {
			pieces = append(pieces, t.Tokens[i].Text)
		}
		return words("%s", strings.Join(pieces, " "))
	})
	for rank := 1; rank <= 3; rank++ {
		ask(fmt.Sprintf("head %d by %s", rank, measure(first)), func(c trace.Column) (trace.Answer, bool) { return leading(c.Heads, rank) })
	}
	ask("the head that opposes most", func(c trace.Column) (trace.Answer, bool) { return opposing(c.Heads) })
	ask("fewest heads that together make half of the "+measure(first), func(c trace.Column) (trace.Answer, bool) {
		n, of := half(c.Heads)
		if of == 0 {
			return words(noneMoves)
		}
		return words("%d of the %d that way", n, of)
	})
	if first.Pull != nil {
		ask("pull of all heads", func(c trace.Column) (trace.Answer, bool) { return number(c.Heads.Pull.All, true) })
		ask("… as a share of the pull that way", func(c trace.Column) (trace.Answer, bool) {
			return number(c.Heads.Pull.All/c.Heads.Pull.With, true)
		})
	}
	for k, a := range c.Columns[0].Path.Anchors {
		for n := range c.Columns[0].Path.Texts {
			for _, end := range []string{"first", "last"} {
				ask(fmt.Sprintf("cosine to %s, %s hidden state%s", a.Word, end, inText(c, n)), func(c trace.Column) (trace.Answer, bool) {
					states := c.Path.Texts[n].States
					state := states[0]
					if end == "last" {
						state = states[len(states)-1]
					}
					return number(state.Cosine[k], false)
				})
			}
		}
	}
	if len(c.Columns[0].Path.Texts) == 2 {
		for _, end := range []string{"first", "last"} {
			ask(fmt.Sprintf("cosine of %s in A to %s in B, %s hidden state", first.Word, first.Word, end), func(c trace.Column) (trace.Answer, bool) {
				a, b := c.Path.Texts[0].States, c.Path.Texts[1].States
				at := 0
				if end == "last" {
					at = len(a) - 1
				}
				return number(mat.Number(mat.Cosine(a[at].Vector, b[at].Vector)), false)
			})
		}
	}
	return list
}

// inText names a text where there are two.
func inText(c trace.Comparison, n int) string {
	if len(c.Columns[0].Path.Texts) < 2 {
		return ""
	}
	return ", " + string(rune('A'+n))
}

func measure(h trace.Heads) string {
	switch {
	case h.Pull != nil:
		return "pull towards " + h.Targets[0].Word
	case len(h.Targets) == 2:
		return "way from " + h.Targets[1].Word + " to " + h.Targets[0].Word
	}
	return "way towards " + h.Targets[0].Word
}

func words(format string, args ...any) (trace.Answer, bool) {
	return trace.Answer{Words: fmt.Sprintf(format, args...)}, true
}

func number(x mat.Number, signed bool) (trace.Answer, bool) {
	return trace.Answer{Number: &x, Signed: signed}, true
}

// noneMoves is the answer where no head moves the word towards the target.
const noneMoves = "none moves it that way"

// leading is the head of a rank among those that move the word to the first
// target.
func leading(h trace.Heads, rank int) (trace.Answer, bool) {
	a, ok := byPlace(h, rank)
	switch {
	case !ok || float64(*a.Number) > 0:
		return a, ok
	case rank == 1:
		return words(noneMoves)
	}
	return words("no other")
}

// byPlace is the head of a rank, and its number; false where there are fewer.
func byPlace(h trace.Heads, rank int) (trace.Answer, bool) {
	i := slices.IndexFunc(h.Heads, func(one trace.HeadMove) bool { return one.Rank == rank })
	if i < 0 {
		return trace.Answer{}, false
	}
	x := mat.Number(h.Heads[i].Strength())
	return trace.Answer{Words: fmt.Sprintf("L%d.H%d", h.Heads[i].Layer, h.Heads[i].Head), Number: &x, Signed: true}, true
}

// opposing is the last head, if it moves the word away from the first target.
func opposing(h trace.Heads) (trace.Answer, bool) {
	last, ok := byPlace(h, len(h.Heads))
	if ok && !(float64(*last.Number) < 0) {
		return words("none")
	}
	return last, ok
}

// half is how many heads, the strongest first, make half of what moves the word
// to the first target, and how many move it there at all.
func half(h trace.Heads) (n, of int) {
	all := 0.0
	byRank := make([]float64, len(h.Heads))
	for _, one := range h.Heads {
		byRank[one.Rank-1] = one.Strength()
		if one.Strength() > 0 {
			all += one.Strength()
			of++
		}
	}
	for sum := 0.0; n < of && sum < all/2; n++ {
		sum += byRank[n]
	}
	return n, of
}
