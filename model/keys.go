package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"heed/tensor"
)

// keys reads a config's keys, each once. The first error is kept, so that a
// family's file reads like its config; finish reports it.
type keys struct {
	values map[string]json.RawMessage
	order  []string
	read   map[string]bool
	within string // of an object in the config: "rope_scaling."
	err    *error // shared with the objects within
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
	k := &keys{values: map[string]json.RawMessage{}, read: map[string]bool{}, err: new(error)}
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
	if *k.err == nil {
		*k.err = fmt.Errorf("%q is %.60s; want %s", k.within+name, got, want)
	}
}

// has reports whether a key is there and not null.
func (k *keys) has(name string) bool {
	raw, ok := k.values[name]
	return ok && string(raw) != "null"
}

// count reads a whole number from 1 up.
func (k *keys) count(name string, absent int) int { return k.upTo(name, absent, math.MaxInt32) }

// layers reads a number of layers: a description of each is made before the
// file is looked at.
func (k *keys) layers(name string, absent int) int { return k.upTo(name, absent, 10_000) }

func (k *keys) upTo(name string, absent, most int) int {
	want := "a whole number from 1 up"
	if most < math.MaxInt32 {
		want = fmt.Sprintf("a whole number from 1 to %d", most)
	}
	n := absent
	if k.value(name, &n, want) && (n < 1 || n > most) {
		k.fail(name, k.values[name], want)
	}
	return min(max(n, 1), most)
}

// id reads a token id, which may be null in a file that has none; -1 then.
func (k *keys) id(name string, absent int) int {
	k.read[name] = true
	if raw, ok := k.values[name]; ok && string(raw) == "null" {
		return -1
	}
	n := absent
	k.value(name, &n, "a token id or null")
	return n
}

// divisor reads a count that must divide another.
func (k *keys) divisor(name string, absent int, of string, whole int) int {
	n := k.count(name, absent)
	if whole%n != 0 && *k.err == nil {
		*k.err = fmt.Errorf("%q is %d; want a divisor of %q, %d", k.within+name, n, of, whole)
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

// list reads a list of numbers; nil where the key is absent.
func (k *keys) list(name string) []float64 {
	var list []float64
	k.value(name, &list, "a list of numbers")
	return list
}

// texts reads a list of strings; nil where the key is absent.
func (k *keys) texts(name string) []string {
	var list []string
	k.value(name, &list, "a list of strings")
	return list
}

// object reads an object, whose keys must all be read; nil where the key is
// absent.
func (k *keys) object(name string) *keys {
	k.read[name] = true
	if !k.has(name) {
		return nil
	}
	o, err := readKeys(k.values[name])
	if err != nil {
		k.fail(name, k.values[name], "an object")
		return nil
	}
	o.within, o.err = k.within+name+".", k.err
	return o
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
	a, known := activations()[k.text(name, absent)]
	if !known {
		k.fail(name, k.values[name], "one of "+strings.Join(slices.Sorted(maps.Keys(activations())), ", "))
	}
	return a
}

// activations are the spellings of each activation.
func activations() map[string]tensor.Activation {
	return map[string]tensor.Activation{
		"gelu": tensor.GELU, "gelu_python": tensor.GELU,
		"gelu_new": tensor.GELUTanh, "gelu_pytorch_tanh": tensor.GELUTanh,
		"relu": tensor.ReLU,
		"silu": tensor.SiLU, "swish": tensor.SiLU,
		"tanh": tensor.Tanh,
	}
}

// absent gives a key the value that its absence means in this family, before
// another family's reader reads it.
func (k *keys) absent(name string, means int) {
	if !k.has(name) {
		k.values[name] = []byte(itoa(means))
	}
}

// ignore marks keys that change no number of this family's forward pass.
func (k *keys) ignore(names ...string) {
	for _, name := range names {
		k.read[name] = true
	}
}

// finish returns the first error, a key that nobody read being one.
func (k *keys) finish() error {
	if *k.err != nil {
		return *k.err
	}
	var unknown []string
	for _, name := range k.order {
		if !k.read[name] && !harmless(name) && !(switchedOff(string(k.values[name])) && general(name)) {
			unknown = append(unknown, fmt.Sprintf("%q", k.within+name))
		}
	}
	if len(unknown) > 0 {
		return fmt.Errorf("%s: heed does not know what this changes; remove it if it changes no number of a forward pass", strings.Join(unknown, ", "))
	}
	return nil
}

// general reports whether any config of transformers may have a key, most with
// what its family makes of it anyway.
func general(name string) bool {
	return slices.Contains([]string{"is_decoder", "is_encoder_decoder", "add_cross_attention", "tie_encoder_decoder", "cross_attention_hidden_size", "pruned_heads", "rope_scaling"}, name)
}

func switchedOff(value string) bool {
	return slices.Contains([]string{"false", "null", "{}", "[]"}, value)
}

// harmless reports whether a key of transformers changes no number of a
// forward pass in evaluation: bookkeeping, training, generation, the labels of
// heads that heed does not run.
func harmless(name string) bool {
	return slices.Contains([]string{
		"_name_or_path", "name_or_path", "_commit_hash", "_attn_implementation", "_attn_implementation_autoset", "_attn_implementation_internal",
		"architectures", "auto_map", "model_name", "tokenizer_class", "transformers_version", "transformers.js_config", "language",
		"torch_dtype", "dtype", "torchscript", "use_bfloat16", "return_dict", "use_return_dict", "output_past", "xla_device", "output_attentions", "output_hidden_states", "use_cache", "chunk_size_feed_forward", "gradient_checkpointing",
		"attention_probs_dropout_prob", "hidden_dropout_prob", "classifier_dropout", "classifier_dropout_prob", "attention_dropout", "hidden_dropout", "dropout", "dropout_rate", "layerdrop", "activation_dropout",
		"attn_pdrop", "embd_pdrop", "resid_pdrop", "resid_dropout", "embed_dropout", "embedding_dropout", "mlp_dropout", "qa_dropout", "seq_classif_dropout",
		"initializer_range", "initializer_factor", "initializer_cutoff_factor", "init_std",
		"summary_activation", "summary_first_dropout", "summary_last_dropout", "summary_proj_to_labels", "summary_type", "summary_use_proj", // of heads that are not run
		"finetuning_task", "id2label", "label2id", "num_labels", "problem_type", "task_specific_params", "sentence_transformers",
		"pad_token_id", "bos_token_id", "eos_token_id", "sep_token_id", "cls_token_id", "mask_token_id", "unk_token_id", "decoder_start_token_id", "directionality",
		"pooler_fc_size", "pooler_num_attention_heads", "pooler_num_fc_layers", "pooler_size_per_head", "pooler_type", // of Google's checkpoints; no code reads them
		"bad_words_ids", "begin_suppress_tokens", "diversity_penalty", "do_sample", "early_stopping", "encoder_no_repeat_ngram_size", "exponential_decay_length_penalty",
		"forced_bos_token_id", "forced_eos_token_id", "length_penalty", "max_length", "min_length", "no_repeat_ngram_size", "num_beam_groups", "num_beams", "num_return_sequences",
		"output_scores", "remove_invalid_values", "repetition_penalty", "return_dict_in_generate", "suppress_tokens", "temperature", "tf_legacy_loss", "top_k", "top_p", "typical_p", "prefix",
	}, name)
}
