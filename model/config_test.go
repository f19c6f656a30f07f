package model_test

import (
	"os"
	"strings"
	"testing"

	"heed/model"
	"heed/tensor"
)

func TestParseConfigTakesPublishedDefaults(t *testing.T) {
	c, err := model.ParseConfig([]byte(`{"model_type": "bert", "layer_norm_eps": null}`))
	if err != nil {
		t.Fatal(err)
	}
	if c.Family != "bert" || c.Layers() != 12 || c.Heads(11) != 12 || c.Width != 768 || c.Vocab != 30522 || c.MaxTokens != 512 || c.Embedding.Types != 2 || !c.Head.Tied {
		t.Errorf("%+v; want bert-base", c)
	}
	if b, _ := c.Block(11); b.Attention.Key != 64 || b.MLP.Inner != 3072 || b.First.Eps != 1e-12 || b.MLP.Activation != tensor.GELU {
		t.Errorf("%+v; want bert-base", c)
	}
}

func TestParseConfigKnowsEverySpellingOfAnActivation(t *testing.T) {
	for name, want := range map[string]tensor.Activation{
		"gelu": tensor.GELU, "gelu_python": tensor.GELU, "gelu_new": tensor.GELUTanh, "gelu_pytorch_tanh": tensor.GELUTanh,
		"relu": tensor.ReLU, "silu": tensor.SiLU, "swish": tensor.SiLU, "tanh": tensor.Tanh,
	} {
		c, err := model.ParseConfig([]byte(`{"model_type": "bert", "hidden_act": "` + name + `"}`))
		if err != nil || c.Blocks[0].MLP.Activation != want {
			t.Errorf("%s: %v; want %v", name, err, want)
		}
	}
}

func TestParseConfigRefuses(t *testing.T) {
	tests := []struct {
		claim, text, want string
	}{
		{"an empty file", ``, "line 1: unexpected end"},
		{"broken JSON, by its line", "{\n\"model_type\": \"bert\",\n}", "line 3: invalid character '}'"},
		{"a list", `[1]`, "not a JSON object"},
		{"no model type", `{}`, `"model_type" is absent`},
		{"another model type", `{"model_type": "clown"}`, `"model_type" is "clown"; heed runs albert, bert, `},
		{"a model type that is a number", `{"model_type": 3}`, `"model_type" is 3; want a string`},
		{"a key that stands twice", `{"model_type": "bert", "hidden_size": 4, "hidden_size": 8}`, `"hidden_size" stands twice`},
		{"an unknown key", `{"model_type": "bert", "rope_theta": 10000, "use_cache": true}`, `"rope_theta": heed does not know`},
		{"an unknown activation", `{"model_type": "bert", "hidden_act": "mish"}`, `"hidden_act" is "mish"; want one of gelu`},
		{"relative positions", `{"model_type": "bert", "position_embedding_type": "relative_key"}`, `"position_embedding_type" is "relative_key"; want "absolute"`},
		{"a decoder", `{"model_type": "bert", "is_decoder": true}`, `"is_decoder" is true; want false`},
		{"cross attention", `{"model_type": "bert", "add_cross_attention": true}`, `"add_cross_attention" is true; want false`},
		{"pruned heads", `{"model_type": "bert", "pruned_heads": {"0": [1]}}`, `"pruned_heads" is {"0": [1]}; want nothing`},
		{"heads that do not divide the width", `{"model_type": "bert", "num_attention_heads": 7}`, `"num_attention_heads" is 7; want a divisor of "hidden_size", 768`},
		{"no heads", `{"model_type": "bert", "num_attention_heads": 0}`, `"num_attention_heads" is 0; want a whole number from 1 up`},
		{"a negative size", `{"model_type": "bert", "hidden_size": -768}`, `"hidden_size" is -768`},
		{"a size that is text", `{"model_type": "bert", "hidden_size": "768"}`, `"hidden_size" is "768"; want a whole number`},
		{"half a layer", `{"model_type": "bert", "num_hidden_layers": 1.5}`, `"num_hidden_layers" is 1.5`},
		{"more layers than any model has", `{"model_type": "bert", "num_hidden_layers": 2000000000}`, `"num_hidden_layers" is 2000000000; want a whole number from 1 to 10000`},
		{"a size beyond any file", `{"model_type": "bert", "vocab_size": 1e18}`, `"vocab_size" is 1e18`},
		{"a negative epsilon", `{"model_type": "bert", "layer_norm_eps": -1}`, `"layer_norm_eps" is -1; want a positive number`},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			_, err := model.ParseConfig([]byte(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v; want one line with %q", err, tt.want)
			}
		})
	}
}

// FuzzParseConfig looks for panics, and opens a real file with each config
// that is taken: a config must not make Open allocate on its word.
func FuzzParseConfig(f *testing.F) {
	text, err := os.ReadFile(tiny + "/config.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add(`{"model_type": "bert"}`)
	f.Add(`{"model_type": "bert", "hidden_size": 2147483647, "num_hidden_layers": 2147483647, "num_attention_heads": 1}`)
	f.Add("{\n]")
	file := tinyFile(f)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := model.ParseConfig([]byte(text))
		if err != nil {
			return
		}
		if _, err := model.Open[float32](c, file); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("error of several lines: %q", err)
		}
	})
}
