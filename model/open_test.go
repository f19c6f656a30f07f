package model_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"heed/internal/golden"
	"heed/model"
	"heed/tensor"
)

// tinyFile reads the tiny model's tensors.
func tinyFile(t testing.TB) *tensor.File {
	t.Helper()
	return golden.File(t, tiny+"/model.safetensors")
}

// tinyConfig reads the tiny model's config, with some of its text replaced.
func tinyConfig(t testing.TB, replace ...string) model.Config {
	t.Helper()
	text, err := os.ReadFile(tiny + "/config.json")
	if err != nil {
		t.Fatal(err)
	}
	c, err := model.ParseConfig([]byte(strings.NewReplacer(replace...).Replace(string(text))))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// changed returns the tiny model's file after change was made to each tensor;
// one that change clears the name of is left out.
func changed(t testing.TB, change func(e *tensor.Entry), more ...tensor.Entry) *tensor.File {
	t.Helper()
	var entries []tensor.Entry
	for _, e := range tinyFile(t).Entries() {
		if change(&e); e.Name != "" {
			entries = append(entries, e)
		}
	}
	var file bytes.Buffer
	if err := tensor.Write(&file, nil, append(entries, more...)); err != nil {
		t.Fatal(err)
	}
	f, err := tensor.Parse(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// same leaves a tensor as it is.
func same(*tensor.Entry) {}

// logits runs "money bank" through a model of the tiny config.
func logits[F tensor.Float](t *testing.T, file *tensor.File, c model.Config) []F {
	t.Helper()
	m, err := model.Open[F](c, file)
	if err != nil {
		t.Fatal(err)
	}
	x, ok := run(t, m, moneyBank(), "logits").Tensor("logits")
	if !ok {
		t.Fatal("no logits")
	}
	return x.Data
}

func TestOpenKnowsEverySpelling(t *testing.T) {
	c := tinyConfig(t)
	want := logits[float32](t, tinyFile(t), c)
	words, _ := tinyFile(t).Entry("bert.embeddings.word_embeddings.weight")
	words.Name = "cls.predictions.decoder.weight"
	tests := []struct {
		claim string
		file  *tensor.File
		c     model.Config
	}{
		{"without the prefix", changed(t, func(e *tensor.Entry) { e.Name = strings.TrimPrefix(e.Name, "bert.") }), c},
		{"norms as gamma and beta", changed(t, func(e *tensor.Entry) {
			e.Name = strings.ReplaceAll(strings.ReplaceAll(e.Name, "LayerNorm.weight", "LayerNorm.gamma"), "LayerNorm.bias", "LayerNorm.beta")
		}), c},
		{"with the buffer of positions", changed(t, same, tensor.Of("bert.embeddings.position_ids", []int{1, 2}, []int64{0, 1})), c},
		{"with a decoder of its own", changed(t, same, words), tinyConfig(t, `"tie_word_embeddings": true`, `"tie_word_embeddings": false`)},
		{"with the decoder's bias under its other name", changed(t, func(e *tensor.Entry) {
			if e.Name == "cls.predictions.bias" {
				e.Name = "cls.predictions.decoder.bias"
			}
		}), c},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			if got := logits[float32](t, tt.file, tt.c); !slices.Equal(got, want) {
				t.Error("other logits")
			}
		})
	}
}

// TestGemma3WithImagesIsItsText wraps a Gemma 3 as one that reads images is, in
// both spellings, and expects the same numbers.
func TestGemma3WithImagesIsItsText(t *testing.T) {
	const folder = "testdata/gemma3-a"
	plain := open[float32](t, folder)
	text, err := os.ReadFile(folder + "/config.json")
	if err != nil {
		t.Fatal(err)
	}
	c, err := model.ParseConfig([]byte(`{"model_type": "gemma3", "mm_tokens_per_image": 256, "vision_config": {}, "text_config": ` + string(text) + "}"))
	if err != nil {
		t.Fatal(err)
	}
	in := model.Inputs{IDs: [][]int{{5, 6, 7, 8, 9}}}
	want, _ := run(t, plain, in, "logits").Tensor("logits")
	for _, prefix := range []string{"language_model.model.", "model.language_model."} {
		entries := []tensor.Entry{tensor.Of("vision_tower.embed", []int{1}, []float32{1})}
		for _, e := range golden.File(t, folder+"/model.safetensors").Entries() {
			e.Name = prefix + strings.TrimPrefix(e.Name, "model.")
			entries = append(entries, e)
		}
		var file bytes.Buffer
		if err := tensor.Write(&file, nil, entries); err != nil {
			t.Fatal(err)
		}
		f, err := tensor.Parse(file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		m, err := model.Open[float32](c, f)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := run(t, m, in, "logits").Tensor("logits"); !slices.Equal(got.Data, want.Data) || !slices.Equal(m.Unused, []string{"vision_tower.embed"}) {
			t.Errorf("%s: other logits, or unused %q", prefix, m.Unused)
		}
	}
}

func TestOpenConvertsOtherFloats(t *testing.T) {
	want := logits[float64](t, tinyFile(t), tinyConfig(t))
	double := changed(t, func(e *tensor.Entry) {
		numbers, err := tensor.Floats[float64](*e)
		if err != nil {
			t.Fatal(err)
		}
		*e = tensor.Of(e.Name, e.Shape, numbers)
	})
	if got := logits[float64](t, double, tinyConfig(t)); !slices.Equal(got, want) {
		t.Error("F64 weights give other logits than the same numbers as F32")
	}
	short := changed(t, func(e *tensor.Entry) {
		var data []byte
		for i := 0; i < len(e.Data); i += 4 { // a BF16 is the upper half of an F32
			data = append(data, e.Data[i+2:i+4]...)
		}
		e.Type, e.Data = tensor.BF16, data
	})
	cut := changed(t, func(e *tensor.Entry) {
		for i := 0; i < len(e.Data); i += 4 {
			clear(e.Data[i : i+2])
		}
	})
	if !slices.Equal(logits[float32](t, short, tinyConfig(t)), logits[float32](t, cut, tinyConfig(t))) {
		t.Error("BF16 weights give other logits than the same numbers as F32")
	}
}

func TestOpenRunsThePoolerWhereThereIsOne(t *testing.T) {
	m := open[float32](t, tiny)
	if slices.Contains(m.Names(), "pooler") || !slices.Contains(m.Names(), "logits") {
		t.Errorf("names %q; want logits and no pooler", m.Names())
	}
	identity := make([]float32, 48*48)
	for i := range 48 {
		identity[i*48+i] = 1
	}
	file := changed(t, func(e *tensor.Entry) {
		if strings.HasPrefix(e.Name, "cls.") {
			e.Name = ""
		}
	}, tensor.Of("bert.pooler.dense.weight", []int{48, 48}, identity), tensor.Of("bert.pooler.dense.bias", []int{48}, make([]float32, 48)))
	m, err := model.Open[float32](tinyConfig(t), file)
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, m, batch(), "pooler", "final_hidden")
	pooler, _ := r.Tensor("pooler")
	final, _ := r.Tensor("final_hidden")
	if !slices.Equal(pooler.Shape, []int{3, 48}) || slices.Contains(m.Names(), "logits") {
		t.Fatalf("pooler %v, names %q", pooler.Shape, m.Names())
	}
	for b := range 3 {
		for d := range 48 {
			near(t, "pooler", []float64{float64(pooler.Data[b*48+d])}, []float64{math.Tanh(float64(final.Data[b*6*48+d]))}, 1e-6)
		}
	}
}

func TestOpenListsOtherHeads(t *testing.T) {
	file := changed(t, same, tensor.Of("cls.seq_relationship.weight", []int{2, 48}, make([]float32, 96)), tensor.Of("classifier.bias", []int{2}, make([]float32, 2)))
	m, err := model.Open[float32](tinyConfig(t), file)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Unused, []string{"classifier.bias", "cls.seq_relationship.weight"}) {
		t.Errorf("unused %q", m.Unused)
	}
}

func TestOpenRefuses(t *testing.T) {
	rename := func(from, to string) func(*tensor.Entry) {
		return func(e *tensor.Entry) {
			if e.Name == from {
				e.Name = to
			}
		}
	}
	const query = "bert.encoder.layer.1.attention.self.query.weight"
	tests := []struct {
		claim string
		file  *tensor.File
		c     model.Config
		want  string
	}{
		{"a file of something else", changed(t, func(e *tensor.Entry) { e.Name = "x." + e.Name }), tinyConfig(t), `tensor "embeddings.word_embeddings.weight": missing, with and without "bert."`},
		{"a missing tensor", changed(t, rename(query, "")), tinyConfig(t), `tensor "` + query + `": missing; want [48 48]`},
		{"a shape that the config does not say", tinyFile(t), tinyConfig(t, `"intermediate_size": 96`, `"intermediate_size": 97`), `tensor "bert.encoder.layer.0.intermediate.dense.weight": has shape [96 48]; want [97 48]`},
		{"a vocabulary that the config does not say", tinyFile(t), tinyConfig(t, `"vocab_size": 500`, `"vocab_size": 501`), `has shape [500 48]; want [501 48] (vocabulary × width of the embeddings by the config)`},
		{"more layers than the file has", tinyFile(t), tinyConfig(t, `"num_hidden_layers": 2`, `"num_hidden_layers": 9999`), `tensor "bert.encoder.layer.2.attention.output.dense.weight": missing`},
		{"fewer layers than the file has", tinyFile(t), tinyConfig(t, `"num_hidden_layers": 2`, `"num_hidden_layers": 1`), `tensor "bert.encoder.layer.1.attention.output.LayerNorm.bias": has no place in a bert of 1 layers`},
		{"integers for weights", changed(t, func(e *tensor.Entry) {
			if e.Name == query {
				e.Type = tensor.I32
			}
		}), tinyConfig(t), `tensor "` + query + `" holds I32; want F64, F32, F16 or BF16`},
		{"half a masked-word head", changed(t, rename("cls.predictions.transform.dense.bias", "")), tinyConfig(t), `tensor "cls.predictions.transform.dense.bias": missing`},
		{"no decoder, and none tied", tinyFile(t), tinyConfig(t, `"tie_word_embeddings": true`, `"tie_word_embeddings": false`), `tensor "cls.predictions.decoder.weight": missing`},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			_, err := model.Open[float32](tt.c, tt.file)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v; want one line with %q", err, tt.want)
			}
		})
	}
}

func TestRunRefusesBrokenWeights(t *testing.T) {
	file := changed(t, func(e *tensor.Entry) {
		if e.Name == "bert.encoder.layer.0.output.dense.bias" {
			e.Data = slices.Clone(e.Data)
			binary.LittleEndian.PutUint32(e.Data, math.Float32bits(float32(math.NaN())))
		}
	})
	m, err := model.Open[float32](tinyConfig(t), file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Run(context.Background(), moneyBank(), model.Options[float32]{})
	if err == nil || !strings.Contains(err.Error(), "L0.resid_out[0,0,0] is NaN") {
		t.Errorf("error %v; want one that names L0.resid_out", err)
	}
}

func TestRunRefusesInputs(t *testing.T) {
	m := open[float32](t, tiny)
	one := [][]int{{2, 418, 3}}
	tests := []struct {
		claim string
		in    model.Inputs
		want  string
	}{
		{"no texts", model.Inputs{}, "no tokens"},
		{"a text of no tokens", model.Inputs{IDs: [][]int{{}}}, "no tokens"},
		{"a text longer than the model takes", model.Inputs{IDs: [][]int{make([]int, 513)}}, "has 513 tokens; the model takes at most 512"},
		{"rows of different length", model.Inputs{IDs: [][]int{{2, 3}, {2, 418, 3}}}, "in.input_ids[1]: has 3 tokens; want 2"},
		{"an id beyond the vocabulary", model.Inputs{IDs: [][]int{{2, 500, 3}}}, "in.input_ids[0,1]: is 500; want 0 to 499"},
		{"a negative id", model.Inputs{IDs: [][]int{{-1}}}, "in.input_ids[0,0]: is -1"},
		{"a type that the model lacks", model.Inputs{IDs: one, Types: [][]int{{0, 0, 2}}}, "in.token_type_ids[0,2]: is 2; want 0 to 1"},
		{"a position that the model lacks", model.Inputs{IDs: one, Positions: [][]int{{0, 1, 512}}}, "in.position_ids[0,2]: is 512; want 0 to 511"},
		{"a mask of other numbers than 0 and 1", model.Inputs{IDs: one, Mask: [][]int{{1, 2, 1}}}, "in.attention_mask[0,1]: is 2; want 0 to 1"},
		{"a mask of another length", model.Inputs{IDs: one, Mask: [][]int{{1, 1}}}, "in.attention_mask[0]: has 2 tokens; want 3"},
		{"a mask of more texts", model.Inputs{IDs: one, Mask: [][]int{{1, 1, 1}, {1, 1, 1}}}, "in.attention_mask: has 2 rows; want 1"},
		{"a text that is all padding", model.Inputs{IDs: one, Mask: [][]int{{0, 0, 0}}}, "in.attention_mask[0]: is all 0"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			_, err := m.Run(context.Background(), tt.in, model.Options[float32]{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want %q", err, tt.want)
			}
		})
	}
}

// TestReadInputsCopies looks for numbers that share the file's memory, which a
// caller may unmap.
func TestReadInputsCopies(t *testing.T) {
	var buffer bytes.Buffer
	if err := tensor.Write(&buffer, nil, []tensor.Entry{tensor.Of("in.pixel_values", []int{1, 1, 1, 2}, []float64{1, 2})}); err != nil {
		t.Fatal(err)
	}
	f, err := tensor.Parse(buffer.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	in, err := model.ReadInputs(f)
	if err != nil {
		t.Fatal(err)
	}
	clear(buffer.Bytes())
	if !slices.Equal(in.Pixels.Data, []float64{1, 2}) {
		t.Errorf("pixels are %v after the file is gone; want 1, 2", in.Pixels.Data)
	}
}

func TestReadInputsRefuses(t *testing.T) {
	ids := tensor.Of("in.input_ids", []int{1, 2}, []int64{2, 3})
	tests := []struct {
		claim   string
		entries []tensor.Entry
		want    string
	}{
		{"a file without ids", []tensor.Entry{tensor.Of("embed", []int{1}, []float32{1})}, `tensor "in.input_ids": missing`},
		{"an input that it does not know", []tensor.Entry{ids, tensor.Of("in.clown", []int{1, 1}, []int64{1})}, `tensor "in.clown": unknown input; want in.input_ids, `},
		{"ids without a batch", []tensor.Entry{tensor.Of("in.input_ids", []int{2}, []int64{2, 3})}, `tensor "in.input_ids": has shape [2]; want [texts, tokens]`},
		{"ids that are floats", []tensor.Entry{tensor.Of("in.input_ids", []int{1, 2}, []float32{2, 3})}, `tensor "in.input_ids" holds F32`},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			var buffer bytes.Buffer
			if err := tensor.Write(&buffer, nil, tt.entries); err != nil {
				t.Fatal(err)
			}
			f, err := tensor.Parse(buffer.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			if _, err = model.ReadInputs(f); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want %q", err, tt.want)
			}
		})
	}
}
