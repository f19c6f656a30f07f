package inspect

import (
	"context"
	"errors"
	"strings"

	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// A gauge measures a run by what leaves its last layer.
type gauge struct {
	step string    // what leaves the last layer
	unit []float64 // the line that the word's vector is measured along
}

// of is the measure of one text of a run whose word has the given tokens.
func (g gauge) of(r *model.Run[float32], text int, focus []int) float64 {
	x, _ := r.Tensor(g.step)
	tokens, width := x.Shape[1], x.Shape[2]
	sum := 0.0
	for _, i := range focus {
		for d, v := range x.Data[(text*tokens+i)*width:][:width] {
			sum += float64(v) * g.unit[d]
		}
	}
	return sum / float64(len(focus))
}

// reads is the last token that the measure looks at.
func (g gauge) reads(focus []int) int { return focus[len(focus)-1] }

// scanGauge settles how a scan measures, and writes it down.
func scanGauge(ctx context.Context, m *source.Model, o ScanOptions, s *trace.Scan, subjects []subject) (gauge, error) {
	g := gauge{step: lastState(m)}
	s.Measure = "towards"
	if len(o.Towards) == 0 {
		if o.Towards = apart(subjects, s.Word); o.Towards == nil {
			return g, errors.New("nothing to measure by: the texts have no words that tell them apart; name targets with towards")
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
