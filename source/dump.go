package source

import (
	"context"
	"fmt"
	"io"

	"heed/model"
	"heed/tensor"
)

// DumpOptions say what to run and what of it to keep.
type DumpOptions struct {
	Text, Pair string
	Paired     bool     // Pair is given, though it may be empty
	Inputs     string   // a safetensors file with in.* tensors, in place of a text
	Only       []string // patterns of names to keep; none keeps all
	Float64    bool     // run in float64, by the plain kernels
	Progress   Progress // told after each layer; may be nil
}

// Dump runs the model and returns a function that writes the tensors that were
// kept, and the inputs, as a safetensors file.
func (m *Model) Dump(ctx context.Context, o DumpOptions) (write func(io.Writer) error, err error) {
	in, err := m.inputs(o)
	if err != nil {
		return nil, err
	}
	if o.Float64 {
		net, err := m.Net64()
		if err != nil {
			return nil, err
		}
		return dump(ctx, net, in, o)
	}
	return dump(ctx, m.Net, in, o)
}

// inputs are the ids of the text, or of the file of inputs.
func (m *Model) inputs(o DumpOptions) (model.Inputs, error) {
	if o.Inputs == "" {
		if err := checkTexts([]string{o.Text, o.Pair}); err != nil {
			return model.Inputs{}, err
		}
		e, err := m.encode(passage{o.Text, o.Pair, o.Paired})
		return m.inputsOf(e), err
	}
	file, err := mapFile(o.Inputs, "a safetensors file with in.* tensors")
	if err != nil {
		return model.Inputs{}, err
	}
	defer file.close()
	parsed, err := tensor.Parse(file.data)
	if err != nil {
		return model.Inputs{}, fmt.Errorf("%s: %w", o.Inputs, err)
	}
	in, err := model.ReadInputs(parsed)
	if err != nil {
		return in, fmt.Errorf("%s: %w", o.Inputs, err)
	}
	return in, nil
}

func dump[F tensor.Float](ctx context.Context, net *model.Model[F], in model.Inputs, o DumpOptions) (func(io.Writer) error, error) {
	options := model.Options[F]{AfterLayer: func(layer int) { o.Progress.tell(layer+1, net.Config.Layers()) }}
	if len(o.Only) > 0 {
		var err error
		if options.Keep, err = net.Keep(o.Only...); err != nil {
			return nil, err
		}
	}
	run, err := net.Run(ctx, in, options)
	switch {
	case err != nil && o.Inputs != "":
		return nil, fmt.Errorf("%s: %w", o.Inputs, err)
	case err != nil:
		return nil, err
	}
	return func(w io.Writer) error { return tensor.Write(w, nil, run.Entries()) }, nil
}

func (p Progress) tell(done, of int) {
	if p != nil {
		p(done, of)
	}
}
