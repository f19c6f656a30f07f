package model_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"heed/internal/golden"
	"heed/model"
	"heed/tensor"
)

// openGGUF reads a model from a GGUF file.
func openGGUF[F tensor.Float](t testing.TB, file string) *model.Model[F] {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	g, err := tensor.ParseGGUF(data)
	if err != nil {
		t.Fatal(err)
	}
	c, err := model.GGUFConfig(g)
	if err != nil {
		t.Fatal(err)
	}
	m, err := model.Open[F](c, g)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestGGUFAgreesWithPyTorch compares models that testdata/gguf/make.py wrote as
// llama.cpp's converter does with the goldens of the folders that it read.
func TestGGUFAgreesWithPyTorch(t *testing.T) {
	// GGUF keeps in float32 what the goldens have in float64: Gemma's norms with
	// their 1 added, a scale, Llama 3's factors.
	rounded := golden.Close{Row: 1e-6, Weights: 1e-6}
	double := golden.Float64()
	tests := []struct {
		name string // of the file, and of the folder with its golden
		near golden.Close
	}{
		{"gemma-a", rounded},
		{"gemma2-caps", rounded},
		{"gemma3-a", rounded},
		{"gemma3-old", rounded},
		{"gpt2-plain", double},
		{"llama-linear", double},
		{"llama-llama3", rounded},
		{"llama-yarn", double},
		{"mistral-global", double},
		{"phi-a", double},
		{"phi-fused", double},
		{"qwen2-window", double},
		{"qwen3-bias", double},
		{"smollm-a", double},
		{"quantised", double},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, folder := filepath.Join("testdata/gguf", tt.name+".gguf"), filepath.Join("testdata", tt.name, "golden")
			switch tt.name {
			case "phi-fused":
				folder = "testdata/phi-a/golden"
			case "quantised":
				file, folder = "testdata/gguf/quantised/model.gguf", "testdata/gguf/quantised/golden"
			}
			t.Run("float32", func(t *testing.T) {
				compare(t, openGGUF[float32](t, file), folder, false, golden.Tiny())
			})
			t.Run("float64", func(t *testing.T) {
				compare(t, openGGUF[float64](t, file), folder, true, tt.near)
			})
		})
	}
	if files, err := filepath.Glob("testdata/gguf/*.gguf"); err != nil || len(files) != len(tests)-1 {
		t.Errorf("%d files, %d tests, %v: a file that is not compared", len(files), len(tests), err)
	}
}

// A change sets a value of metadata, or takes it away where value is nil.
type change struct {
	key   string
	value any
}

// changedGGUF returns a file of testdata/gguf with other metadata.
func changedGGUF(t testing.TB, name string, changes ...change) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata/gguf", name+".gguf"))
	if err != nil {
		t.Fatal(err)
	}
	var added []byte
	n := binary.LittleEndian.Uint64(data[16:])
	for _, c := range changes {
		data = renamed(data, c.key, "~"+c.key[1:])
		if c.value != nil {
			added, n = append(appendText(added, c.key), encoded(c.value)...), n+1
		}
	}
	// The tensors' places are counted from a multiple of 32.
	pad := 32 - (len(added)+8+1+4+8)%32
	added, n = append(appendText(added, "p"), encoded(strings.Repeat("-", pad))...), n+1
	whole := slices.Concat(data[:24], added, data[24:])
	binary.LittleEndian.PutUint64(whole[16:], n)
	return whole
}

// renamed gives a value or a tensor another name, of the same length.
func renamed(data []byte, from, to string) []byte {
	return bytes.ReplaceAll(data, appendText(nil, from), appendText(nil, to))
}

func appendText(data []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint64(data, uint64(len(s))), s...)
}

// encoded is a value of metadata with its type before it.
func encoded(value any) []byte {
	of := func(kind uint32) []byte { return binary.LittleEndian.AppendUint32(nil, kind) }
	switch x := value.(type) {
	case []byte: // as it is
		return x
	case int:
		return binary.LittleEndian.AppendUint32(of(4), uint32(x))
	case float64:
		return binary.LittleEndian.AppendUint32(of(6), math.Float32bits(float32(x)))
	case string:
		return appendText(of(8), x)
	case bool:
		return append(of(7), encoded([]bool{x})[16])
	case []bool:
		b := binary.LittleEndian.AppendUint64(append(of(9), of(7)...), uint64(len(x)))
		for _, x := range x {
			b = append(b, map[bool]byte{true: 1}[x])
		}
		return b
	case []int:
		b := binary.LittleEndian.AppendUint64(append(of(9), of(4)...), uint64(len(x)))
		for _, x := range x {
			b = binary.LittleEndian.AppendUint32(b, uint32(x))
		}
		return b
	}
	panic(value)
}

// configGGUF reads a config, and looks for every tensor that it asks for.
func configGGUF(data []byte) (model.Config, *model.Model[float32], error) {
	g, err := tensor.ParseGGUF(data)
	if err != nil {
		return model.Config{}, nil, err
	}
	c, err := model.GGUFConfig(g)
	if err != nil {
		return c, nil, err
	}
	m, err := model.Open[float32](c, g)
	return c, m, err
}

func TestGGUFConfigHonours(t *testing.T) {
	windows := func(c model.Config) (w []int) {
		for _, b := range c.Blocks {
			w = append(w, b.Attention.Window)
		}
		return w
	}
	first := func(c model.Config) model.Attention { return c.Blocks[0].Attention }
	const eps = 1e-7 // of float32
	near := func(a, b float64) bool { return math.Abs(a-b) <= eps*math.Abs(b) }
	tests := []struct {
		claim   string
		file    string
		changes []change
		holds   func(c model.Config) bool
	}{
		{"values that change no number", "llama-linear", []change{{"llama.pooling_type", 3}, {"llama.rope.scaling.finetuned", true}, {"llama.expert_count", 0},
			{"llama.tensor_data_layout", "Meta AI original pth"}, {"llama.attention.layer_norm_epsilon", 1e-5}, {"general.type", nil}, {"split.count", 1}},
			func(c model.Config) bool { return c.FinalNorm.RMS && near(c.FinalNorm.Eps, 1e-6) }},
		{"one number a layer, the same for all", "llama-linear", []change{{"llama.feed_forward_length", []int{40, 40}}, {"llama.attention.head_count_kv", []int{2, 2}}},
			func(c model.Config) bool { return c.Blocks[1].MLP.Inner == 40 && first(c).KVHeads == 2 }},
		{"texts are not causal", "qwen3-bias", []change{{"qwen3.attention.causal", false}},
			func(c model.Config) bool { return !first(c).Causal }},
		{"a scale of scores", "llama-linear", []change{{"llama.attention.scale", 0.5}},
			func(c model.Config) bool { return first(c).Scale == 0.5 }},
		{"a scale of 0 is the usual one", "llama-linear", []change{{"llama.attention.scale", 0.0}},
			func(c model.Config) bool { return near(first(c).Scale, 1/math.Sqrt(8)) }},
		{"Mistral's window is of all layers", "mistral-global", []change{{"llama.attention.sliding_window", 7}},
			func(c model.Config) bool { return slices.Equal(windows(c), []int{7, 7}) }},
		{"Gemma 2 without a window has its own", "gemma2-caps", []change{{"gemma2.attention.sliding_window", nil}},
			func(c model.Config) bool { return slices.Equal(windows(c), []int{4096, 0, 4096}) }},
		{"Gemma 2's caps where none is stated", "gemma2-caps", []change{{"gemma2.attn_logit_softcapping", nil}, {"gemma2.final_logit_softcapping", nil}},
			func(c model.Config) bool { return first(c).Cap == 50 && c.Head.Cap == 30 }},
		{"Gemma 3 without a window has none", "gemma3-a", []change{{"gemma3.attention.sliding_window", nil}},
			func(c model.Config) bool {
				return slices.Equal(windows(c), []int{0, 0, 0}) && first(c).Rope.Base == 1e6
			}},
		{"of Gemma 3's layers each sixth sees all", "gemma3-a", []change{{"gemma3.attention.sliding_window_pattern", nil}},
			func(c model.Config) bool { return slices.Equal(windows(c), []int{6, 6, 6}) }},
		{"a list of layers with windows", "gemma3-a", []change{{"gemma3.attention.sliding_window_pattern", []bool{false, true, true}}},
			func(c model.Config) bool { return slices.Equal(windows(c), []int{0, 6, 6}) }},
		{"Gemma 3's local base where none is stated", "gemma3-old", []change{{"gemma3.rope.freq_base_swa", nil}},
			func(c model.Config) bool { return first(c).Rope.Base == 10_000 && first(c).Rope.Kind == "default" }},
		{"a factor without a type is linear", "llama-linear", []change{{"llama.rope.scaling.type", nil}},
			func(c model.Config) bool { return first(c).Rope.Kind == "linear" && first(c).Rope.Factor == 4 }},
		{"the old name of a factor", "mistral-global", []change{{"llama.rope.scale_linear", 2.0}},
			func(c model.Config) bool { return first(c).Rope.Kind == "linear" && first(c).Rope.Factor == 2 }},
		{"a factor of the type none is no factor", "llama-linear", []change{{"llama.rope.scaling.type", "none"}},
			func(c model.Config) bool { return first(c).Rope.Kind == "default" }},
		{"yarn's scale is transformers' attention_factor", "llama-yarn", []change{{"llama.rope.scaling.yarn_attn_factor", 1.5}, {"llama.rope.scaling.yarn_ext_factor", 1.0}},
			func(c model.Config) bool { return first(c).Rope.Scale == 1.5 }},
		{"attn_factor multiplies yarn's own scale", "llama-yarn", []change{{"llama.rope.scaling.attn_factor", 2.0}},
			func(c model.Config) bool { return near(first(c).Rope.Scale, 2*(0.1*math.Log(4)+1)) }},
		{"a factor beside Llama 3's own stretches them", "llama-llama3", []change{{"llama.rope.scaling.factor", 2.0}},
			func(c model.Config) bool { return first(c).Rope.Short[3] == 16 }},
		{"rotation of a part of the head", "phi-a", []change{{"phi2.rope.dimension_count", 2}},
			func(c model.Config) bool { return first(c).Rope.Dim == 2 }},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			c, _, err := configGGUF(changedGGUF(t, tt.file, tt.changes...))
			if err != nil {
				t.Fatal(err)
			}
			if !tt.holds(c) {
				t.Errorf("windows %v, attention %+v, rope %+v, head %+v", windows(c), first(c), first(c).Rope, c.Head)
			}
		})
	}
}

func TestGGUFConfigRefuses(t *testing.T) {
	one := func(key string, value any) []change { return []change{{key, value}} }
	tests := []struct {
		file    string
		changes []change
		want    string
	}{
		{"llama-linear", one("general.architecture", "mamba"), `"general.architecture" is "mamba"; heed runs llama, qwen2, qwen3, gemma, gemma2, gemma3, phi2 and gpt2`},
		{"llama-linear", one("general.architecture", "gemma-embedding"), `is "gemma-embedding"; heed runs`},
		{"llama-linear", one("general.architecture", nil), `metadata "general.architecture": missing`},
		{"llama-linear", one("general.type", "adapter"), `"general.type": is "adapter"; want a model`},
		{"llama-linear", one("split.count", 3), `one of 3 parts; want a whole model: join them`},
		{"llama-linear", one("llama.block_count", 10_000), `tensor "blk.2.attn_norm.weight": missing; want 10000 layers`},
		{"llama-linear", one("llama.block_count", 1_000_000), `"llama.block_count": is 1000000; want 1 to 10000`},
		{"llama-linear", one("llama.block_count", 1), `tensor "blk.1.attn_k.weight": has no place in a llama of 1 layers`},
		{"llama-linear", one("llama.block_count", nil), `"llama.block_count": missing`},
		{"llama-linear", one("llama.embedding_length", 25), `tensor "token_embd.weight": has shape [48 24]; want [48 25]`},
		{"llama-linear", one("llama.attention.head_count", 0), `"llama.attention.head_count": is 0; want 1 to`},
		{"llama-linear", one("llama.attention.head_count_kv", 3), `"llama.attention.head_count_kv": is 3; want a divisor of 4`},
		{"llama-linear", one("llama.feed_forward_length", []int{40, 41}), `"llama.feed_forward_length": differs from layer to layer`},
		{"llama-linear", one("llama.attention.value_length", 4), `"llama.attention.value_length": is 4; want 8`},
		{"llama-linear", one("llama.rope.dimension_count", 4), `"llama.rope.dimension_count": is 4; want`},
		{"llama-linear", one("llama.attention.layer_norm_rms_epsilon", nil), `"llama.attention.layer_norm_rms_epsilon": missing`},
		{"llama-linear", one("llama.attention.layer_norm_rms_epsilon", math.NaN()), `"llama.attention.layer_norm_rms_epsilon": is NaN`},
		{"llama-linear", one("llama.expert_count", 8), `"llama.expert_count": is 8; heed runs models without`},
		{"llama-linear", one("llama.logit_scale", 8.0), `"llama.logit_scale": heed does not know what this changes`},
		{"llama-linear", one("llama.embedding_scale", 12.0), `"llama.embedding_scale"`},
		{"llama-linear", one("llama.residual_scale", 0.2), `"llama.residual_scale"`},
		{"llama-linear", one("llama.attention.max_alibi_bias", 8.0), `"llama.attention.max_alibi_bias"`},
		{"llama-linear", one("llama.attention.clamp_kqv", 8.0), `"llama.attention.clamp_kqv"`},
		{"llama-linear", one("llama.final_logit_softcapping", 30.0), `"llama.final_logit_softcapping"`},
		{"llama-linear", one("llama.rope.scaling.type", "longrope"), `"llama.rope.scaling.type": is "longrope"; want none, linear or yarn`},
		{"llama-linear", one("llama.rope.scaling.attn_factor", 1.2), `"llama.rope.scaling.attn_factor": is 1.2`},
		{"llama-linear", one("llama.rope.scaling.yarn_beta_fast", 8.0), `"llama.rope.scaling.yarn_beta_fast": heed does not know`},
		{"llama-yarn", one("llama.rope.scaling.factor", nil), `"llama.rope.scaling.factor": missing; yarn wants it`},
		{"llama-yarn", one("llama.rope.scaling.yarn_ext_factor", 0.5), `"llama.rope.scaling.yarn_ext_factor": is 0.5; want 1`},
		{"llama-llama3", []change{{"llama.rope.scaling.type", "yarn"}, {"llama.rope.scaling.factor", 4.0}}, `tensor "rope_freqs.weight": has 4 numbers; want 4, half of what is rotated, in a llama without yarn`},
		{"qwen2-window", one("qwen2.attention.sliding_window_pattern", nil), `"qwen2.attention.sliding_window": of which layers is not said`},
		{"qwen2-window", one("qwen2.attention.sliding_window_pattern", []bool{true}), `"qwen2.attention.sliding_window_pattern": has 1 values; want 3`},
		{"qwen2-window", one("qwen2.attention.sliding_window_pattern", []int{0, 1, 1}), `"qwen2.attention.sliding_window_pattern": is an array of 3 UINT32`},
		{"qwen2-window", one("qwen2.rope.dimension_sections", []int{2, 1, 1, 0}), `"qwen2.rope.dimension_sections"`},
		{"gemma3-a", one("gemma3.attention.key_length_swa", 16), `"gemma3.attention.key_length_swa": is 16; want 8`},
		{"gemma3-a", one("gemma3.rope.dimension_count_swa", 4), `"gemma3.rope.dimension_count_swa": is 4; want 8`},
		{"gemma-a", one("gemma.attention.sliding_window", 4), `"gemma.attention.sliding_window": heed does not know`},
		{"phi-a", one("phi2.rope.dimension_count", 3), `"phi2.rope.dimension_count": is 3; want an even number`},
		{"gpt2-plain", one("gpt2.context_length", 32), `tensor "position_embd.weight": has shape [64 24]; want [32 24]`},
		{"gpt2-plain", one("gpt2.rope.freq_base", 1e4), `"gpt2.rope.freq_base": heed does not know`},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.file, " ", tt.changes[0].key, "=", tt.changes[0].value), func(t *testing.T) {
			_, _, err := configGGUF(changedGGUF(t, tt.file, tt.changes...))
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v; want %q", err, tt.want)
			}
		})
	}
}

func TestOpenOfGGUFRefuses(t *testing.T) {
	tests := []struct {
		claim, file string
		from, to    string
		want        string
	}{
		{"Qwen 3 needs its norms", "qwen3-bias", "blk.0.attn_q_norm.weight", "blk.0.attn_q_nurm.weight", `tensor "blk.0.attn_q_norm.weight": missing`},
		{"Llama's heads may not be fused", "llama-linear", "blk.0.ffn_down.weight", "blk.0.attn_qkv.weight", `tensor "blk.0.attn_qkv.weight": in a llama the order of its rows is not known`},
		{"factors of frequencies are Llama's", "qwen3-bias", "blk.0.attn_q.bias", "rope_freqs.weight", `tensor "rope_freqs.weight": has 32 numbers; want 4, half of what is rotated, in a llama`},
		{"words are needed", "phi-a", "token_embd.weight", "token_ambd.weight", `tensor "token_embd.weight": missing`},
		{"Gemma 2 needs its norms after", "gemma2-caps", "blk.0.post_ffw_norm.weight", "blk.0.post_ffw_nurm.weight", `tensor "blk.0.post_ffw_norm.weight": missing`},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			_, _, err := configGGUF(renamed(changedGGUF(t, tt.file), tt.from, tt.to))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want %q", err, tt.want)
			}
		})
	}
}

// FuzzGGUFConfig sets one value of one of the files to anything: no panic, not
// in a run either, and no memory on that value's word.
func FuzzGGUFConfig(f *testing.F) {
	files, err := filepath.Glob("testdata/gguf/*.gguf")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for i, file := range files {
		arch, _, _ := strings.Cut(filepath.Base(file), "-")
		arch = strings.NewReplacer("mistral", "llama", "smollm", "llama", "phi", "phi2").Replace(arch)
		for key, value := range map[string]any{
			"block_count": 10_000, "context_length": math.MaxInt32, "embedding_length": math.MaxInt32, "feed_forward_length": []int{-1, -1, -1},
			"attention.head_count": math.MaxInt32, "attention.head_count_kv": math.MaxInt32, "attention.key_length": math.MaxInt32,
			"attention.sliding_window": 1, "attention.sliding_window_pattern": []bool{true, false, true}, "attention.scale": math.Inf(1),
			"rope.dimension_count": 0, "rope.freq_base": 1e-30, "rope.scaling.type": "yarn", "rope.scaling.factor": 1e30,
			"rope.scaling.original_context_length": 1, "rope.freq_base_swa": 1e30, "final_logit_softcapping": -1.0,
		} {
			f.Add(uint8(i), arch+"."+key, encoded(value))
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, key string, value []byte) {
		if key == "" {
			return
		}
		name := strings.TrimSuffix(filepath.Base(files[int(i)%len(files)]), ".gguf")
		data := changedGGUF(t, name, change{key, value})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, m, err := configGGUF(data)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20+8*uint64(len(data)) {
			t.Errorf("%d bytes allocated for a file of %d", used, len(data))
		}
		if err != nil {
			return
		}
		// A value may be too large for sums that are finite; that is an error too.
		m.Run(context.Background(), model.Inputs{IDs: [][]int{{1, 2, 3}}}, model.Options[float32]{})
	})
}
