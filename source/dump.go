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
	Texts   []string // several are one batch, padded at the right; of a model of images, their files
	Pair    string
	Paired  bool           // Pair is given, though it may be empty
	IDs     []int          // in place of texts
	Decoder string         // text for an encoder-decoder's decoder
	Inputs  string         // a safetensors file with in.* tensors, in place of all the above
	Only    []string       // patterns of names to keep; none keeps all
	Names   model.Spelling // of the tensors
	Float64 bool           // run in float64, by the plain kernels
	Changes []model.Change // to the run, in order; what follows from them is written
	From    string         // the text whose run changes take from
	Mean    []string       // texts whose mean stands for what is knocked out; none: 0

	Progress Progress // told after each layer; may be nil
}

// Dump returns a function that runs the model and writes the tensors that are
// kept, and the inputs, as a safetensors file, layer by layer: the file may be
// larger than memory. What is wrong with the inputs or the patterns is found
// before it is called.
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
		return dump(ctx, m, net, in, o)
	}
	return dump(ctx, m, m.Net, in, o)
}

// inputs are the ids of the texts, or of the file of inputs.
func (m *Model) inputs(o DumpOptions) (model.Inputs, error) {
	switch {
	case o.Inputs != "":
		return readInputs(o.Inputs)
	case o.IDs != nil:
		return model.Inputs{IDs: [][]int{o.IDs}}, nil
	}
	if err := checkTexts(append([]string{o.Pair}, o.Texts...)); err != nil {
		return model.Inputs{}, err
	}
	var batch []model.Inputs
	for _, text := range o.Texts {
		in, _, err := m.read(passage{text, o.Pair, o.Paired})
		if err != nil {
			return in, err
		}
		batch = append(batch, in)
	}
	in := model.Batch(batch)
	if o.Decoder != "" {
		e, err := m.encode(passage{text: o.Decoder})
		if err != nil {
			return in, err
		}
		ids := append([]int{m.config.DecoderStart}, e.IDs()...)
		if n := len(ids); n > 1 && e[n-2].Special {
			ids = ids[:n-1] // the end, which a decoder is to find
		}
		for range in.IDs {
			in.DecoderIDs = append(in.DecoderIDs, ids)
		}
	}
	return in, nil
}

func readInputs(path string) (model.Inputs, error) {
	file, err := mapFile(path, "a safetensors file with in.* tensors")
	if err != nil {
		return model.Inputs{}, err
	}
	defer file.close()
	parsed, err := tensor.Parse(file.data)
	if err != nil {
		return model.Inputs{}, fmt.Errorf("%s: %w", path, err)
	}
	in, err := model.ReadInputs(parsed)
	if err != nil {
		return in, fmt.Errorf("%s: %w", path, err)
	}
	return in, nil
}

func dump[F tensor.Float](ctx context.Context, m *Model, net *model.Model[F], in model.Inputs, o DumpOptions) (func(io.Writer) error, error) {
	options := model.Options[F]{AfterLayer: func(layer int) { o.Progress.tell(layer+1, net.Config.Layers()) }}
	if len(o.Only) > 0 {
		var err error
		if options.Keep, err = net.Keep(o.Names, o.Only...); err != nil {
			return nil, err
		}
	}
	steps, err := net.Plan(in)
	if err != nil && o.Inputs != "" {
		err = fmt.Errorf("%s: %w", o.Inputs, err)
	}
	if err != nil {
		return nil, err
	}
	if options.Edit, err = edit(ctx, m, net, in, o); err != nil {
		return nil, err
	}
	layout := model.InputEntries[F](in)
	inputs := len(layout)
	for _, step := range steps {
		if options.Keep == nil || options.Keep(step.Name) {
			layout = append(layout, tensor.Entry{Name: net.Spell(o.Names, step.Name), Type: floatType[F](), Shape: step.Shape})
		}
	}
	return func(w io.Writer) error {
		out, err := tensor.NewWriter(w, nil, layout)
		if err != nil {
			return err
		}
		for _, e := range layout[:inputs] {
			if err := out.Write(e); err != nil {
				return err
			}
		}
		options.Stream = func(t model.Tensor[F]) error {
			e := t.Entry()
			e.Name = net.Spell(o.Names, e.Name)
			return out.Write(e)
		}
		if _, err := net.Run(ctx, in, options); err != nil {
			return err
		}
		return out.Close()
	}, nil
}

// edit makes the changes ready for the run, and runs the texts that they are made
// with; nil where there are none.
func edit[F tensor.Float](ctx context.Context, m *Model, net *model.Model[F], in model.Inputs, o DumpOptions) (func(model.Tensor[F]), error) {
	if len(o.Changes) == 0 {
		return nil, nil
	}
	read := func(text string) (model.Inputs, error) {
		if err := checkTexts([]string{text}); err != nil {
			return model.Inputs{}, err
		}
		in, _, err := m.read(passage{text: text})
		return in, err
	}
	var from *model.Inputs
	if o.From != "" {
		other, err := read(o.From)
		if err != nil {
			return nil, err
		}
		from = &other
	}
	changed, err := net.Change(in, o.Changes, from)
	if err != nil {
		return nil, err
	}
	if from != nil {
		run, err := net.Run(ctx, *from, model.Options[F]{Keep: changed.FromKeep})
		if err != nil {
			return nil, fmt.Errorf("%q: %w", clip(o.From), err)
		}
		changed.From(run)
	}
	var others []*model.Run[F]
	for _, text := range o.Mean {
		other, err := read(text)
		if err != nil {
			return nil, err
		}
		run, err := net.Run(ctx, other, model.Options[F]{Keep: changed.MeanKeep})
		if err != nil {
			return nil, fmt.Errorf("%q: %w", clip(text), err)
		}
		others = append(others, run)
	}
	if len(others) > 0 {
		changed.Average(others)
	}
	return changed.Edit, nil
}

func floatType[F tensor.Float]() tensor.Type {
	if _, ok := any(F(0)).(float64); ok {
		return tensor.F64
	}
	return tensor.F32
}

func (p Progress) tell(done, of int) {
	if p != nil {
		p(done, of)
	}
}
