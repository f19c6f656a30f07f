package model

import (
	"fmt"
	"slices"
	"strings"

	"heed/tensor"
)

// Changed is changes made ready for the runs of one model and inputs of one
// shape: its Edit is what [Options] take.
type Changed[F tensor.Float] struct {
	model *Model[F]
	spots map[string][]spot // by tensor, in the order of the changes
	from  *Run[F]
	means map[string][]F
	notes []string
}

// A spot is what one change does to one tensor.
type spot struct {
	Change
	shape  []int      // of the tensor
	theirs []int      // of the tensor in the run that Take reads
	spans  [][][2]int // of each text's numbers, or of all where they are alike; of Hide none
	hidden [][]int    // of Hide: the keys in each text, or in all
}

// of returns what belongs to a text, where all may share one.
func of[T any](list []T, text int) T { return list[min(text, len(list)-1)] }

// Change makes changes ready for runs of the inputs. From are the inputs of the
// run that patches take from; nil where there is none. All that is wrong with the
// changes is found here, before any run: a tensor, head or index that is not there,
// lengths that do not fit. Every text of a batch is changed alike.
func (m *Model[F]) Change(in Inputs, changes []Change, from *Inputs) (*Changed[F], error) {
	steps, err := m.Plan(in)
	if err != nil {
		return nil, err
	}
	var theirs []Step
	if from != nil {
		if theirs, err = m.Plan(*from); err != nil {
			return nil, err
		}
	}
	c := &Changed[F]{model: m, spots: map[string][]spot{}}
	for _, change := range changes {
		found, err := m.find(steps, change)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", change.As, err)
		}
		for _, step := range found {
			s := spot{Change: change, shape: step.Shape}
			if change.Do == Take {
				if from == nil {
					return nil, fmt.Errorf("%s: from which text's run? name it with --from", change.As)
				}
				if err := s.fit(step.Name, theirs); err != nil {
					return nil, fmt.Errorf("%s: %w", change.As, err)
				}
			}
			if F(change.Value)-F(change.Value) != 0 {
				return nil, fmt.Errorf("%s: is too large for this float type", change.As)
			}
			if err := m.locate(in, step, &s); err != nil {
				return nil, fmt.Errorf("%s: %w", change.As, err)
			}
			c.add(step.Name, s)
		}
	}
	return c, nil
}

// add puts a change at the end of a step's. What is hidden is hidden at once,
// whatever the order: one by one, a query that sees no other key would keep the
// last that was named.
func (c *Changed[F]) add(name string, s spot) {
	for i, before := range c.spots[name] {
		if s.Do == Hide && before.Do == Hide {
			before.As += " " + s.As
			hidden := make([][]int, max(len(before.hidden), len(s.hidden)))
			for b := range hidden {
				hidden[b] = slices.Concat(of(before.hidden, b), of(s.hidden, b))
			}
			before.hidden = hidden
			c.spots[name][i] = before
			return
		}
	}
	c.spots[name] = append(c.spots[name], s)
}

// locate finds the numbers that a change names in each text. Indices count the
// real tokens of the text, wherever it is padded.
func (m *Model[F]) locate(in Inputs, step Step, s *spot) error {
	rows, columns := m.masksOf(in, step)
	axes, texts := within(step.Shape), 1
	if masks(rows) && len(rows) == step.Shape[0] || masks(columns) && len(columns) == step.Shape[0] {
		texts = step.Shape[0]
	} else {
		rows, columns = nil, nil // no text is padded, or all share the step
	}
	for b := range texts {
		var places [][]int
		if len(axes) > 1 {
			places = append(places, real(rows, b, axes[0]))
		}
		if grid(step.Name) {
			places = append(places, real(columns, b, axes[1]))
		}
		if s.Do == Hide {
			hidden := make([]int, len(s.Index))
			for n, j := range s.Index {
				keys := places[len(places)-1]
				if j < 0 || j >= len(keys) {
					return fmt.Errorf("no token %d; the text has tokens 0 to %d", j, len(keys)-1)
				}
				hidden[n] = keys[j]
			}
			s.hidden = append(s.hidden, hidden)
			continue
		}
		list, err := spans(step, s.Change, places)
		if err != nil {
			return err
		}
		s.spans = append(s.spans, list)
	}
	return nil
}

// grid reports whether a step has a column for each key.
func grid(name string) bool {
	step := name[strings.LastIndexByte(name, '.')+1:]
	return strings.HasPrefix(step, "scores_") || slices.Contains([]string{"weights", "mask", "pos_bias"}, step)
}

// masksOf are the masks of a step's rows, and of its keys.
func (m *Model[F]) masksOf(in Inputs, step Step) (rows, columns [][]int) {
	if d := m.Config.Decoder; d == nil || !strings.HasPrefix(step.Name, d.Prefix) {
		return in.Mask, in.Mask
	}
	switch cross := strings.Contains(step.Name, ".cross."); {
	case cross && (strings.HasSuffix(step.Name, ".k") || strings.HasSuffix(step.Name, ".v")):
		return in.Mask, nil // these are the encoder's tokens
	case cross:
		return in.DecoderMask, in.Mask
	}
	return in.DecoderMask, in.DecoderMask
}

// find returns the steps that a change is made to.
func (m *Model[F]) find(steps []Step, c Change) ([]Step, error) {
	if c.Do == Hide {
		return m.maskedBy(steps), nil
	}
	prefix := m.Config.Prefix
	if strings.ContainsAny(c.Tensor, "*?[") {
		var found []Step
		for _, step := range steps {
			headed, placed := len(step.Shape) == 4, len(step.Shape) > 2
			if (Match([]string{c.Tensor}, step.Name) || Match([]string{c.Tensor}, strings.TrimPrefix(step.Name, prefix))) &&
				(c.Head == EveryHead || headed) && (c.Index == nil || placed) {
				found = append(found, step)
			}
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("matches no tensor; there are %s", strings.Join(summary(namesOf(steps)), ", "))
		}
		return found, nil
	}
	for _, name := range []string{c.Tensor, prefix + c.Tensor} {
		if i := slices.IndexFunc(steps, func(s Step) bool { return s.Name == name }); i >= 0 {
			return steps[i : i+1], nil
		}
	}
	return nil, m.unknown(steps, c.Tensor)
}

// maskedBy are the scores that look at the text's keys.
func (m *Model[F]) maskedBy(steps []Step) []Step {
	var found []Step
	c := m.Config
	for _, step := range steps {
		own := c.Decoder == nil || !strings.HasPrefix(step.Name, c.Decoder.Prefix) || strings.Contains(step.Name, ".cross.")
		if own && strings.HasSuffix(step.Name, ".scores_masked") {
			found = append(found, step)
		}
	}
	return found
}

// unknown says which tensors there are in place of one.
func (m *Model[F]) unknown(steps []Step, name string) error {
	at := name[:strings.LastIndexByte(name, '.')+1]
	var there []string
	for _, own := range []string{at, m.Config.Prefix + at} {
		for _, s := range steps {
			rest, ok := strings.CutPrefix(s.Name, own)
			if ok && at != "" && !strings.Contains(rest, ".") && !slices.Contains(there, rest) {
				there = append(there, rest)
			}
		}
	}
	if len(there) > 0 {
		return fmt.Errorf("no tensor %q; %s has %s", name, strings.TrimSuffix(at, "."), strings.Join(there, ", "))
	}
	if layerOnly(at) && !strings.Contains(at, "dec.") && !strings.Contains(at, "cross") {
		return fmt.Errorf("no layer %s; the model has layers 0 to %d", strings.TrimSuffix(at, "."), len(m.Config.Blocks)-1)
	}
	return fmt.Errorf("no tensor %q; there are %s", name, strings.Join(summary(namesOf(steps)), ", "))
}

func namesOf(steps []Step) []string {
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = s.Name
	}
	return names
}

// within are the axes of a step that a change's indices count along: those within
// one text and, where there are heads, within one of them.
func within(shape []int) []int {
	if len(shape) == 4 {
		return shape[2:]
	}
	return shape[1:]
}

// spans are the numbers of one text that a change names. places are those of its
// real tokens along each axis that counts tokens.
func spans(step Step, c Change, places [][]int) ([][2]int, error) {
	axes, heads := within(step.Shape), 1
	if len(step.Shape) == 4 {
		heads = step.Shape[1]
	}
	switch {
	case c.Head != EveryHead && len(step.Shape) != 4:
		return nil, fmt.Errorf("%s has no heads; its shape within a text is %v", step.Name, axes)
	case c.Head >= heads && heads == 1 && strings.HasSuffix(step.Name, ".mask"):
		return nil, fmt.Errorf("%s is the same for all heads; leave H%d out", step.Name, c.Head)
	case c.Head >= heads:
		return nil, fmt.Errorf("no head %d; %s has heads 0 to %d", c.Head, step.Name, heads-1)
	case len(c.Index) > len(axes):
		return nil, fmt.Errorf("%d indices; %s has shape %v within a text", len(c.Index), step.Name, axes)
	}
	size := Step{Shape: axes}.Len()
	from, length := 0, size
	for k, i := range c.Index {
		if i >= axes[k] || k < len(places) && i >= len(places[k]) {
			shape := slices.Clone(axes)
			for k := range places {
				shape[k] = len(places[k])
			}
			return nil, fmt.Errorf("no index %d; %s has shape %v within a text", i, step.Name, shape)
		}
		if k < len(places) {
			i = places[k][i]
		}
		length /= axes[k]
		from += i * length
	}
	var list [][2]int
	for h := range heads {
		if c.Head == EveryHead || c.Head == h {
			list = append(list, [2]int{h*size + from, h*size + from + length})
		}
	}
	return list, nil
}

// fit compares the shapes of a step in the two runs.
func (s *spot) fit(name string, theirs []Step) error {
	i := slices.IndexFunc(theirs, func(t Step) bool { return t.Name == name })
	if i < 0 {
		return fmt.Errorf("%s: the other text's run has none; want texts of the same kind", name)
	}
	s.theirs = theirs[i].Shape
	own, other := within(s.shape), within(s.theirs)
	switch {
	case s.Index == nil && !slices.Equal(own, other):
		return fmt.Errorf("%s has %d positions in the text and %d in the other; want texts of as many tokens, or one position that both have, such as %s[0]", name, own[0], other[0], strings.TrimPrefix(s.As, "--patch "))
	case s.Index != nil && s.Index[0] >= other[0]:
		return fmt.Errorf("no position %d of %s in the other text, which has positions 0 to %d", s.Index[0], name, other[0]-1)
	case !slices.Equal(own[1:], other[1:]):
		return fmt.Errorf("a row of %s has %d numbers in the text and %d in the other; want texts of as many tokens", name, own[1], other[1])
	}
	return nil
}
