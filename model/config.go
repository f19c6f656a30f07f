package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/tensor"
)

// A Config is what a config.json says of a model, as far as it changes the
// numbers.
type Config struct {
	Family     string            // "bert": model_type
	Layers     int               // L
	Heads      int               // H
	Width      int               // D; each head has K = D/H
	Inner      int               // width of the MLP between its two layers
	Vocab      int               // V
	MaxTokens  int               // positions the model has
	Types      int               // token types it has: 2 tell the texts of a pair apart
	Eps        float64           // added to the variance in each norm
	Activation tensor.Activation // of the MLP, and of the masked-word head
	Tied       bool              // the masked-word head multiplies by the word embeddings

	names layout // of the tensors in the file
}

// HeadWidth returns K, the width of one head's queries, keys and values.
func (c Config) HeadWidth() int { return c.Width / c.Heads }

// ParseConfig reads a config.json of transformers 4 or 5. An absent key takes
// the default that transformers publishes for the model type. A key that is
// not known, or a value that heed does not compute, is an error that names
// it; the caller adds the file's name.
func ParseConfig(text []byte) (Config, error) {
	k, err := readKeys(text)
	if err != nil {
		return Config{}, err
	}
	var c Config
	switch family := k.text("model_type", ""); family {
	case "bert":
		c = bertConfig(k)
	case "":
		return c, errors.New(`"model_type" is absent; want "bert"`)
	default:
		return c, fmt.Errorf(`"model_type" is %q; heed runs "bert"`, family)
	}
	if err := k.finish(); err != nil {
		return c, err
	}
	if c.Width%c.Heads != 0 {
		return c, fmt.Errorf(`"num_attention_heads" is %d; want a divisor of "hidden_size", %d`, c.Heads, c.Width)
	}
	return c, nil
}

// keys reads a config's keys, each once. The first error is kept, so that a
// family's file reads like its config; finish reports it.
type keys struct {
	values map[string]json.RawMessage
	order  []string
	read   map[string]bool
	err    error
}

// readKeys takes a JSON object apart. A key that stands twice is an error.
func readKeys(text []byte) (*keys, error) {
	var anything any
	if err := json.Unmarshal(text, &anything); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			before := text[:min(int(syntax.Offset), len(text))]
			return nil, fmt.Errorf("line %d: %w", 1+bytes.Count(before, []byte("\n")), err)
		}
		return nil, err
	}
	if _, ok := anything.(map[string]any); !ok {
		return nil, errors.New("not a JSON object; want a model's config.json")
	}
	k := &keys{values: map[string]json.RawMessage{}, read: map[string]bool{}}
	dec := json.NewDecoder(bytes.NewReader(text))
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name := token.(string) // a valid object's members begin with a string
		if _, twice := k.values[name]; twice {
			return nil, fmt.Errorf("%q stands twice", name)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		k.values[name], k.order = value, append(k.order, name)
	}
	return k, nil
}

// value decodes a key into to; false where the key is absent or null, which
// transformers takes for absent.
func (k *keys) value(name string, to any, want string) bool {
	k.read[name] = true
	raw, ok := k.values[name]
	if !ok || string(raw) == "null" {
		return false
	}
	if err := json.Unmarshal(raw, to); err != nil {
		k.fail(name, raw, want)
		return false
	}
	return true
}

// fail keeps the first error: a key, what it is, what it should be.
func (k *keys) fail(name string, got json.RawMessage, want string) {
	if k.err == nil {
		k.err = fmt.Errorf("%q is %.60s; want %s", name, got, want)
	}
}

// count reads a whole number from 1 up.
func (k *keys) count(name string, absent int) int {
	const want = "a whole number from 1 up"
	n := absent
	if k.value(name, &n, want) && (n < 1 || n > math.MaxInt32) {
		k.fail(name, k.values[name], want)
	}
	return n
}

// number reads a positive number.
func (k *keys) number(name string, absent float64) float64 {
	const want = "a positive number"
	x := absent
	if k.value(name, &x, want) && x <= 0 {
		k.fail(name, k.values[name], want)
	}
	return x
}

// text reads a string.
func (k *keys) text(name, absent string) string {
	s := absent
	k.value(name, &s, "a string")
	return s
}

// flag reads true or false.
func (k *keys) flag(name string, absent bool) bool {
	b := absent
	k.value(name, &b, "true or false")
	return b
}

// only refuses a flag whose other value heed does not compute.
func (k *keys) only(name string, want bool) {
	if k.flag(name, want) != want {
		k.fail(name, k.values[name], fmt.Sprintf("%t: heed computes nothing else here", want))
	}
}

// none refuses a list or an object that holds anything.
func (k *keys) none(name string) {
	k.read[name] = true
	if raw, ok := k.values[name]; ok && !slices.Contains([]string{"null", "{}", "[]"}, string(raw)) {
		k.fail(name, raw, "nothing: heed does not compute this")
	}
}

// activation reads the name of an activation, in any spelling that
// transformers has for it.
func (k *keys) activation(name, absent string) tensor.Activation {
	switch k.text(name, absent) {
	case "gelu", "gelu_python":
		return tensor.GELU
	case "gelu_new", "gelu_pytorch_tanh":
		return tensor.GELUTanh
	case "relu":
		return tensor.ReLU
	case "silu", "swish":
		return tensor.SiLU
	case "tanh":
		return tensor.Tanh
	}
	k.fail(name, k.values[name], "gelu, gelu_new, gelu_pytorch_tanh, relu, silu or tanh")
	return 0
}

// finish returns the first error, a key that nobody read being one.
func (k *keys) finish() error {
	if k.err != nil {
		return k.err
	}
	var unknown []string
	for _, name := range k.order {
		if !k.read[name] && !harmless(name) {
			unknown = append(unknown, fmt.Sprintf("%q", name))
		}
	}
	if len(unknown) > 0 {
		return fmt.Errorf("%s: heed does not know what this changes; remove it if it changes no number of a forward pass", strings.Join(unknown, ", "))
	}
	return nil
}

// harmless reports whether a key of transformers changes no number of a
// forward pass in evaluation: bookkeeping, training, generation, the labels of
// heads that heed does not run.
func harmless(name string) bool {
	return slices.Contains([]string{
		"_name_or_path", "name_or_path", "_commit_hash", "_attn_implementation", "_attn_implementation_autoset", "_attn_implementation_internal",
		"architectures", "auto_map", "model_name", "tokenizer_class", "transformers_version", "transformers.js_config", "language",
		"torch_dtype", "dtype", "torchscript", "use_bfloat16", "return_dict", "use_return_dict", "output_past", "xla_device", "output_attentions", "output_hidden_states", "use_cache", "chunk_size_feed_forward", "gradient_checkpointing",
		"attention_probs_dropout_prob", "hidden_dropout_prob", "classifier_dropout", "initializer_range",
		"finetuning_task", "id2label", "label2id", "num_labels", "problem_type", "task_specific_params", "sentence_transformers",
		"pad_token_id", "bos_token_id", "eos_token_id", "sep_token_id", "cls_token_id", "mask_token_id", "unk_token_id", "decoder_start_token_id", "directionality",
		"pooler_fc_size", "pooler_num_attention_heads", "pooler_num_fc_layers", "pooler_size_per_head", "pooler_type", // of Google's checkpoints; no code reads them
		"bad_words_ids", "begin_suppress_tokens", "diversity_penalty", "do_sample", "early_stopping", "encoder_no_repeat_ngram_size", "exponential_decay_length_penalty",
		"forced_bos_token_id", "forced_eos_token_id", "length_penalty", "max_length", "min_length", "no_repeat_ngram_size", "num_beam_groups", "num_beams", "num_return_sequences",
		"output_scores", "remove_invalid_values", "repetition_penalty", "return_dict_in_generate", "suppress_tokens", "temperature", "tf_legacy_loss", "top_k", "top_p", "typical_p", "prefix",
	}, name)
}
