package trace

import (
	"encoding/json"
	"fmt"
	"math"

	"heed/mat"
)

// Parse reads the JSON form of a Walk and validates it. null is NaN, except
// in masked over a number of scaled: there −∞ was added, and −Inf it becomes.
// What JSON leaves out, the targets' vectors, is found again in the traces.
func Parse(data []byte) (Walk, error) {
	var w Walk
	if err := json.Unmarshal(data, &w); err != nil {
		return Walk{}, fmt.Errorf("not a walk: %w", err)
	}
	if w.Version < 1 || w.Version > Version {
		return Walk{}, fmt.Errorf("\"heed\" is %d; want the version of the form, 1 … %d", w.Version, Version)
	}
	if err := w.Validate(); err != nil {
		return Walk{}, err
	}
	for n := range w.Traces {
		t := &w.Traces[n]
		for c, x := range t.Masked.Data {
			if math.IsNaN(x) && !t.Scaled.Absent() && !math.IsNaN(t.Scaled.Data[c]) {
				t.Masked.Data[c] = math.Inf(-1)
			}
		}
		w.findTargets(n, t.Shift.Towards)
		if t.Share != nil {
			w.findTargets(n, t.Share.Towards)
		}
	}
	return w, nil
}

// findTargets gives each target of trace n its vector.
func (w Walk) findTargets(n int, towards []Towards) {
	for i, t := range towards {
		of := n
		if t.Context != nil {
			of = *t.Context
		}
		if embed := w.Traces[of].Embed; !embed.Absent() {
			towards[i].Target = embed.Row(t.Index)
		}
	}
}

// Validate makes sure that what a walk holds fits together: the shapes of
// every trace, and every index into a text or a tensor. The error names the
// place, what stands there and what would fit.
func (w Walk) Validate() error {
	for n, t := range w.Traces {
		if err := t.validate(w); err != nil {
			return fmt.Errorf("traces[%d]: %w", n, err)
		}
	}
	for n, c := range w.Contrast {
		switch {
		case c.A < 0 || c.A >= len(w.Traces) || c.B < 0 || c.B >= len(w.Traces):
			return fmt.Errorf("contrast[%d]: traces %d and %d; want two of %d", n, c.A, c.B, len(w.Traces))
		case !w.Traces[c.A].hasToken(c.Index):
			return fmt.Errorf("contrast[%d]: token %d; want one of %d", n, c.Index, len(w.Traces[c.A].Tokens))
		}
	}
	return nil
}

func (t Trace) hasToken(i int) bool { return 0 <= i && i < len(t.Tokens) }

func (t Trace) validate(w Walk) error {
	for n, i := range t.Focus {
		if !t.hasToken(i) || n > 0 && i <= t.Focus[n-1] {
			return fmt.Errorf("focus is %v; want ascending tokens of %d", t.Focus, len(t.Tokens))
		}
	}
	if n := len(t.Parts); n != 0 && n != len(t.Focus) {
		return fmt.Errorf("parts has %d matrices; want one for each of the focus's %d tokens", n, len(t.Focus))
	}
	if err := t.validateShapes(); err != nil {
		return err
	}
	shifts := []Shift{t.Shift}
	if t.Share != nil {
		shifts = append(shifts, *t.Share)
	}
	for _, s := range shifts {
		for n, target := range s.Towards {
			text := t
			if c := target.Context; c != nil {
				if *c < 0 || *c >= len(w.Traces) {
					return fmt.Errorf("towards[%d]: context %d; want one of %d traces", n, *c, len(w.Traces))
				}
				text = w.Traces[*c]
			}
			if !text.hasToken(target.Index) {
				return fmt.Errorf("towards[%d]: token %d; want one of %d", n, target.Index, len(text.Tokens))
			}
		}
	}
	return t.validatePlaces()
}

// validateShapes holds every tensor against the letters of its axes: T is the
// number of tokens, and D, K and W are what the first tensor that has such an
// axis says.
func (t Trace) validateShapes() error {
	sizes := map[byte]int{'T': len(t.Tokens)}
	var err error
	fit := func(name, letters string, shape ...int) {
		for axis, n := range shape {
			if _, known := sizes[letters[axis]]; !known {
				sizes[letters[axis]] = n
			}
			if want := sizes[letters[axis]]; n != want && err == nil {
				err = fmt.Errorf("%s is %v; want %d along %c", name, shape, want, letters[axis])
			}
		}
	}
	matrix := func(name, letters string, m mat.Matrix) {
		if !m.Absent() {
			fit(name, letters, m.Rows, m.Cols)
		}
	}
	vector := func(name, letters string, v mat.Vector) {
		if v != nil {
			fit(name, letters, len(v))
		}
	}
	matrix("embed", "TD", t.Embed)
	matrix("q", "TK", t.Q)
	matrix("k", "TK", t.K)
	matrix("v", "TW", t.V)
	matrix("scores", "TT", t.Scores)
	matrix("scaled", "TT", t.Scaled)
	matrix("masked", "TT", t.Masked)
	matrix("weights", "TT", t.Weights)
	for f, p := range t.Parts {
		fit(At("parts", t.Focus[f]), "TW", p.Rows, p.Cols)
	}
	matrix("output", "TW", t.Output)
	matrix("projected", "TD", t.Projected)
	matrix("y", "TD", t.Y)
	vector("shift.from", "D", t.Shift.From)
	vector("shift.to", "D", t.Shift.To)
	if s := t.Share; s != nil {
		vector("share.from", "D", s.From)
		vector("share.to", "D", s.To)
	}
	if m := t.Maps; m != nil {
		matrix("maps.q", "DK", m.Q)
		matrix("maps.k", "DK", m.K)
		matrix("maps.v", "DW", m.V)
		matrix("maps.o", "WD", m.O)
	}
	if b := t.Bias; b != nil {
		vector("bias.q", "K", b.Q)
		vector("bias.k", "K", b.K)
		vector("bias.v", "W", b.V)
		vector("bias.o", "D", b.O)
	}
	return err
}

// validatePlaces makes sure that pins and checks stand at numbers that are
// there.
func (t Trace) validatePlaces() error {
	shapes := map[string][]int{}
	for _, tensor := range t.Tensors() {
		shapes[tensor.Name] = tensor.Shape
	}
	var places []string
	for _, p := range t.Pins {
		places = append(places, p.At)
	}
	for _, c := range t.Checks {
		places = append(places, c.At)
	}
	for _, at := range places {
		name, index, err := ParseAt(at)
		if err != nil {
			return err
		}
		shape := shapes[name]
		if len(index) == 0 || len(shape) != len(index) {
			return fmt.Errorf("%s is no number of %s, which has shape %v", at, name, shape)
		}
		for axis, i := range index {
			if i >= shape[axis] {
				return fmt.Errorf("%s is beyond %s, which has shape %v", at, name, shape)
			}
		}
	}
	return nil
}
