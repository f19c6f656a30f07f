package source

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"heed/model"
	"heed/tensor"
)

// A Verification is what a model's numbers were found to be worth.
type Verification struct {
	Source  string        `json:"source"`
	SHA256  string        `json:"sha256"`
	Inputs  string        `json:"inputs"` // what was run
	Checks  []model.Check `json:"checks"`
	Goldens []Golden      `json:"goldens,omitempty"` // the agreement with recorded runs
}

// A Golden is the agreement with one recorded run.
type Golden struct {
	File  string      `json:"file"`
	Float string      `json:"float"` // "float32" or "float64"
	Check model.Check `json:"check"`
}

// OK reports whether every check is within its limit.
func (v Verification) OK() bool {
	bad := func(c model.Check) bool { return !c.OK() }
	return !slices.ContainsFunc(v.Checks, bad) && !slices.ContainsFunc(v.Goldens, func(g Golden) bool { return bad(g.Check) })
}

// Verify runs a text, or an image's file, one of its own where it is empty, and measures the run against what
// must hold of it and against the same run in float64; and, where goldens names
// a folder of recorded runs, against each of those. The folder "golden" in the
// model's own is looked at where none is named.
func (m *Model) Verify(ctx context.Context, text, goldens string, told Progress) (Verification, error) {
	v := Verification{Source: m.name, SHA256: m.hash()}
	in, err := m.verifyInputs(&v, text)
	if err != nil {
		return v, err
	}
	if m.config.Decoder != nil && m.Net.Config.Decoder != nil {
		in.DecoderIDs = in.IDs // a decoder must read something, and anything will do
	}
	files, err := m.goldenFiles(goldens)
	if err != nil {
		return v, err
	}
	steps := 2 + len(files)
	narrow, err := m.Net.Run(ctx, in, model.Options[float32]{})
	if err != nil {
		return v, err
	}
	told.tell(1, steps)
	v.Checks = narrow.Checks()
	net, err := m.Net64()
	if err != nil {
		return v, err
	}
	wide, err := net.Run(ctx, in, model.Options[float64]{})
	if err != nil {
		return v, err
	}
	told.tell(2, steps)
	v.Checks = append(v.Checks, model.Against("float32 agrees with float64", 1e-3, narrow, func(name string) ([]float64, bool) {
		t, ok := wide.Tensor(name)
		return t.Data, ok
	}))
	for i, file := range files {
		g, err := m.golden(ctx, net, file)
		if err != nil {
			return v, fmt.Errorf("%s: %w", file, err)
		}
		v.Goldens = append(v.Goldens, g)
		told.tell(3+i, steps)
	}
	return v, nil
}

// verifyInputs reads the text, or the image's file; where none is named, words
// or, if there is no tokenizer to read them, ids.
func (m *Model) verifyInputs(v *Verification, text string) (model.Inputs, error) {
	switch {
	case text == "" && m.readsImages():
		return model.Inputs{}, fmt.Errorf("%s reads images; name a PNG or JPEG file", m.name)
	case text == "" && m.untold != nil:
		v.Inputs = "token ids 1 … 8, for there is no tokenizer"
		return model.Inputs{IDs: [][]int{{1, 2, 3, 4, 5, 6, 7, 8}}}, nil
	case text == "":
		text = "The bank by the river lent money to 3 fishermen."
	}
	v.Inputs = text
	in, _, err := m.read(passage{text: text})
	return in, err
}

// goldenFiles lists the recorded runs in a folder, or in the model's own.
func (m *Model) goldenFiles(folder string) ([]string, error) {
	named := folder != ""
	if !named {
		if m.weights == nil {
			return nil, nil // a learned model has no folder of its own
		}
		folder = filepath.Join(filepath.Dir(m.weights.path), "golden")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.safetensors"))
	if err == nil && named && len(files) == 0 {
		err = fmt.Errorf("%s: no recorded runs in it; want .safetensors files with in.* tensors and what a run of them gives", folder)
	}
	return files, err
}

// golden runs the inputs of a recorded run and compares.
func (m *Model) golden(ctx context.Context, net *model.Model[float64], path string) (Golden, error) {
	file, err := mapFile(path, "a recorded run")
	if err != nil {
		return Golden{}, err
	}
	defer file.close()
	recorded, err := tensor.Parse(file.data)
	if err != nil {
		return Golden{}, err
	}
	in, err := model.ReadInputs(recorded)
	if err != nil {
		return Golden{}, err
	}
	want := func(name string) ([]float64, bool) {
		e, ok := recorded.Entry(name)
		if !ok {
			return nil, false
		}
		floats, err := tensor.Floats[float64](e)
		return floats, err == nil
	}
	g := Golden{File: filepath.Base(path), Float: "float32"}
	if isFloat64(recorded) {
		g.Float = "float64"
		run, err := net.Run(ctx, in, model.Options[float64]{})
		if err != nil {
			return g, err
		}
		g.Check = model.Against("agrees with "+g.File, 1e-11, run, want)
		return g, nil
	}
	run, err := m.Net.Run(ctx, in, model.Options[float32]{})
	if err != nil {
		return g, err
	}
	g.Check = model.Against("agrees with "+g.File, 1e-4, run, want)
	return g, nil
}

// isFloat64 reports whether a run was recorded in float64.
func isFloat64(file *tensor.File) bool {
	return slices.ContainsFunc(file.Entries(), func(e tensor.Entry) bool {
		return e.Type == tensor.F64 && !strings.HasPrefix(e.Name, "in.")
	})
}
