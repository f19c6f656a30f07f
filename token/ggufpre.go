package token

import (
	"fmt"
	"slices"
	"strings"
)

// A ggufPre is how the tokenizers of one family cut words.
type ggufPre struct {
	names    string
	patterns []string // cut one after the other
	whole    bool     // words that are pieces stay whole
	bos      bool     // texts begin with a token of their own
	composed bool     // texts are brought to the normal form C first
}

// ggufPres are the families that heed knows, by the names of llama.cpp.
func ggufPres() []ggufPre {
	return []ggufPre{
		{names: "gpt-2 phi-2 mpt olmo jais jina-es jina-de jina-v2-es jina-v2-de jina-v2-code roberta-bpe gigachat",
			patterns: []string{gpt2Words}},
		{names: "smollm starcoder refact command-r codeshell exaone minerva-7b",
			patterns: []string{`\p{N}`, gpt2Words}},
		{names: "llama-bpe llama3 llama-v3 falcon3 pixtral",
			patterns: []string{llama3}, whole: true, bos: true},
		{names: "dbrx smaug-bpe chatglm-bpe",
			patterns: []string{llama3}},
		{names: "qwen2 deepseek-r1-qwen megrez",
			patterns: []string{qwen2}, composed: true},
		{names: "stablelm2 hunyuan",
			patterns: []string{qwen2}},
		{names: "gpt-4o llama4",
			patterns: []string{o200k}},
		{names: "falcon",
			patterns: []string{"[\\p{P}\\$\\+<=>\\^~\\|`]+", gpt2Words, `[0-9][0-9][0-9]`}},
		{names: "default",
			patterns: []string{`[\p{P}\$\+<=>\^~\|]+`, gpt2Words, `\p{N}+`, `[0-9][0-9][0-9]`}},
	}
}

// A wordCutting is a family, ready for use.
type wordCutting struct {
	ggufPre
	words preTokenizers
}

// preOf gives the family of a name; files without one are older than the
// names, and "default".
func preOf(name string) (wordCutting, error) {
	if name == "" {
		name = "default"
	}
	var known []string
	for _, family := range ggufPres() {
		names := strings.Fields(family.names)
		known = append(known, names...)
		if !slices.Contains(names, name) {
			continue
		}
		cutting := wordCutting{ggufPre: family}
		for _, expression := range family.patterns {
			var p pattern
			p, ok := published(expression)
			if !ok {
				var err error
				if p, err = newRegex(expression); err != nil {
					return wordCutting{}, err
				}
			}
			cutting.words = append(cutting.words, splitAt{pattern: p, join: apart})
		}
		return cutting, nil
	}
	slices.Sort(known)
	return wordCutting{}, fmt.Errorf("tokenizer.ggml.pre: %q is not known; known: %s", name, strings.Join(known, ", "))
}
