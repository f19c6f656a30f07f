package learn

import (
	"encoding/json"
	"fmt"
	"io"

	"heed/tensor"
)

// A checkpoint is a safetensors file with the weights and Adam's means and
// squares, F32, and in its metadata, as JSON, the recipe and these:
type checkpoint struct {
	Step    int        `json:"step"`
	Loss    float64    `json:"loss"`
	HeldOut float64    `json:"held_out"`
	Best    float64    `json:"best"`
	BestAt  int        `json:"best_at"`
	Shots   []Snapshot `json:"snapshots"`
}

const checkpointKind = "attention skip-gram, checkpoint"

// Write writes a state from which training by recipe can go on.
func (s *State) Write(w io.Writer, recipe Recipe) error {
	made, err := json.Marshal(recipe)
	if err != nil {
		return err
	}
	at, err := json.Marshal(checkpoint{s.Step, s.Loss, s.HeldOut, s.Best, s.BestAt, s.Record.Snapshots})
	if err != nil {
		return err
	}
	n := []int{len(s.weights.all)}
	return tensor.Write(w, map[string]string{"heed": "1", "kind": checkpointKind, "recipe": string(made), "state": string(at)},
		[]tensor.Entry{tensor.Of("weights", n, s.weights.all), tensor.Of("mean", n, s.adam.mean), tensor.Of("square", n, s.adam.square)})
}

// ParseState reads a state back. It is an error if it was written under
// another recipe than the one given: to go on from it would make neither.
func ParseState(data []byte, m *Model, recipe Recipe, o Options) (*State, error) {
	file, err := tensor.Parse(data)
	if err != nil {
		return nil, err
	}
	if got := file.Metadata["kind"]; got != checkpointKind {
		return nil, fmt.Errorf("the file says its kind is %q; want %q", got, checkpointKind)
	}
	want, err := json.Marshal(recipe)
	if err != nil {
		return nil, err
	}
	if got := file.Metadata["recipe"]; got != string(want) {
		return nil, fmt.Errorf("the checkpoint is of another training: its recipe is %s; want %s; give the same flags and files, or start anew without --resume", got, want)
	}
	var c checkpoint
	if err := json.Unmarshal([]byte(file.Metadata["state"]), &c); err != nil {
		return nil, fmt.Errorf("the state in the metadata: %w", err)
	}
	if c.Step < 1 || c.BestAt < 0 || c.BestAt > c.Step {
		return nil, fmt.Errorf("the state in the metadata is after %d steps, at its best after %d; want 1 or more", c.Step, c.BestAt)
	}
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	s := &State{Step: c.Step, Loss: c.Loss, HeldOut: c.HeldOut, Best: c.Best, BestAt: c.BestAt,
		weights: newWeights(Shape{m.Dim, o.Heads, o.KeyWidth}), Record: newRecord(m, o.Probes)}
	for _, shot := range c.Shots {
		if len(shot.Phrases) != len(s.Record.Phrases) {
			return nil, fmt.Errorf("the snapshot of step %d has %d phrases; want %d", shot.Step, len(shot.Phrases), len(s.Record.Phrases))
		}
	}
	s.Record.Snapshots = c.Shots
	r, n := reader{file: file}, len(s.weights.all)
	s.adam = &adam[float32]{step: c.Step, mean: append([]float32(nil), r.floats("mean", n)...), square: append([]float32(nil), r.floats("square", n)...)}
	copy(s.weights.all, r.floats("weights", n))
	return s, r.err
}
