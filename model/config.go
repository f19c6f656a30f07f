package model

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// families are the model types that heed runs, each with the reader of its
// config.
func families() map[string]func(*keys) Config {
	return map[string]func(*keys) Config{
		"albert":      albertConfig,
		"bert":        bertConfig,
		"distilbert":  distilbertConfig,
		"electra":     electraConfig,
		"gemma":       gemmaConfig,
		"gemma2":      gemma2Config,
		"gemma3":      gemma3TextConfig,
		"gemma3_text": gemma3Config,
		"gpt2":        gpt2Config,
		"gpt_neo":     gptNeoConfig,
		"gpt_neox":    gptNeoXConfig,
		"llama":       llamaConfig,
		"mistral":     mistralConfig,
		"modernbert":  modernbertConfig,
		"mpnet":       mpnetConfig,
		"opt":         optConfig,
		"phi":         phiConfig,
		"qwen2":       qwen2Config,
		"qwen3":       qwen3Config,
		"roberta":     robertaConfig,
		"t5":          t5Config,
		"vit":         vitConfig,
		"xlm-roberta": xlmRobertaConfig,
	}
}

// Families lists the model types that heed runs, as config.json spells them.
func Families() []string {
	var names []string
	for name := range families() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// ParseConfig reads a config.json of transformers 4 or 5. An absent key takes
// the default that transformers publishes for the model type. A key that is
// not known, or a value that heed does not compute, is an error that names
// it; the caller adds the file's name.
func ParseConfig(text []byte) (Config, error) {
	k, err := readKeys(text)
	if err != nil {
		return Config{}, err
	}
	family := k.text("model_type", "")
	read, ok := families()[family]
	switch {
	case *k.err != nil:
		return Config{}, *k.err
	case family == "":
		return Config{}, errors.New(`"model_type" is absent; want one of ` + strings.Join(Families(), ", "))
	case !ok:
		return Config{}, fmt.Errorf(`"model_type" is %q; heed runs %s`, family, strings.Join(Families(), ", "))
	}
	c := read(k)
	c.Family = family
	return c, k.finish()
}

// rootOf returns 1/√n, by which most models scale their scores.
func rootOf(n int) float64 { return 1 / math.Sqrt(float64(n)) }

func itoa(i int) string { return strconv.Itoa(i) }
