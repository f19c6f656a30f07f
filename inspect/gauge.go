package inspect

import (
	"context"
	"errors"
	"slices"
	"strings"

	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// A gauge measures runs by what leaves the last layer: the word's vector along a
// line, or logits at one token.
type gauge struct {
	m    *source.Model
	step string    // what leaves the last layer
	unit []float64 // the line
	ids  []int     // the words whose logits are read, the first less the second; nil: the line is
	at   int       // the token whose logits these are
}

// of measures each of so many texts of a run, in which the word has the given
// tokens.
func (g gauge) of(r *model.Run[float32], texts int, focus []int) ([]float64, error) {
	x, _ := r.Tensor(g.step)
	tokens, width := x.Shape[1], x.Shape[2]
	row := func(text, i int) []float32 { return x.Data[(text*tokens+i)*width:][:width] }
	measures := make([]float64, texts)
	if g.ids == nil {
		for text := range measures {
			for _, i := range focus {
				for d, v := range row(text, i) {
					measures[text] += float64(v) * g.unit[d] / float64(len(focus))
				}
			}
		}
		return measures, nil
	}
	for text := range measures {
		for k, id := range g.ids {
			logit, err := g.m.Net.Logit(row(text, g.at), id)
			if err != nil {
				return nil, err
			}
			measures[text] += []float64{1, -1}[k] * logit
		}
	}
	return measures, nil
}

// reads is the last token that the measure looks at.
func (g gauge) reads(focus []int) int {
	if g.ids != nil {
		return g.at
	}
	return slices.Max(focus)
}

// scanGauge settles how a scan measures, and writes it down.
func scanGauge(ctx context.Context, m *source.Model, o ScanOptions, s *trace.Scan, subjects []subject) (gauge, error) {
	g := gauge{m: m, step: lastState(m)}
	if len(o.TowardsLogit) > 0 {
		return g, g.logits(o, s, subjects[0])
	}
	s.Measure = "towards"
	if len(o.Towards) == 0 {
		if o.Towards = apart(subjects, s.Word); o.Towards == nil {
			return g, errors.New("nothing to measure by: the texts have no words that tell them apart; name targets with --towards")
		}
		notes := notes{}
		notes.add("towards", "measured by %s: the longest words that tell the texts apart", strings.Join(o.Towards, " and "))
		s.Notes = notes.list
	}
	aims, err := targets(ctx, m, subjects, o.Towards, o.AnchorText, func(name string) bool { return name == g.step })
	if err != nil {
		return g, err
	}
	for _, t := range aims {
		s.Targets = append(s.Targets, t.Target)
	}
	to := mean(subjects[0].Run, g.step, subjects[0].Focus)
	if len(aims) == 2 {
		to = aims[1].at(g.step)
	}
	g.unit = unitOf(mat.Sub(aims[0].at(g.step), to))
	return g, nil
}

// logits lets the gauge read the logits that are asked for.
func (g *gauge) logits(o ScanOptions, s *trace.Scan, a subject) error {
	s.Measure = "logit"
	var err error
	if g.ids, err = logitTargets(g.m, o.TowardsLogit); err != nil {
		return err
	}
	_, positions := predicted(g.m, a, AttentionOptions{Options: o.Options})
	g.at = positions[0]
	s.Position = &g.at
	states, err := a.States(0, g.at)
	if err != nil {
		return err
	}
	logits, err := g.m.Net.Logits(states)
	if err != nil {
		return err
	}
	s.Logits = candidates(g.m, logProbs(logits.Row(logits.Rows-1)), g.ids)
	return nil
}
