package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Spelling is a way to name the tensors of a run.
type Spelling string

// The spellings. Shapes are heed's in all of them.
const (
	Heed             Spelling = ""   // the names of the package's doc
	TransformerLens  Spelling = "tl" // "blocks.3.attn.hook_pattern"
	HuggingFace      Spelling = "hf" // "attentions.3", "hidden_states.4"
	spellingsToKnow           = "tl for TransformerLens, hf for Hugging Face"
	transformerBlock          = "blocks.%d."
)

// ParseSpelling reads the name of a spelling.
func ParseSpelling(name string) (Spelling, error) {
	if s := Spelling(name); slices.Contains([]Spelling{Heed, TransformerLens, HuggingFace}, s) {
		return s, nil
	}
	return "", fmt.Errorf("names %q: want %s", name, spellingsToKnow)
}

// hooks are TransformerLens's names of a layer's steps. Its hook_q, hook_k are
// before a rotation and hook_rot_q, hook_rot_k after it; its hook_attn_scores is
// scaled and masked already.
func hooks(rotated bool) map[string]string {
	h := map[string]string{
		"resid_in": "hook_resid_pre", "resid_mid": "hook_resid_mid", "resid_out": "hook_resid_post",
		"ln1": "ln1.hook_normalized", "ln2": "ln2.hook_normalized",
		"q": "attn.hook_q", "k": "attn.hook_k", "v": "attn.hook_v",
		"scores_masked": "attn.hook_attn_scores", "weights": "attn.hook_pattern", "head_out": "attn.hook_z",
		"attn_proj": "hook_attn_out", "mlp_out": "hook_mlp_out",
	}
	if rotated {
		h["q"], h["k"], h["q_pre"], h["k_pre"] = "attn.hook_rot_q", "attn.hook_rot_k", "attn.hook_q", "attn.hook_k"
	}
	return h
}

// Spell returns a tensor's name in a spelling; its own where that has none for
// it.
func (m *Model[F]) Spell(s Spelling, name string) string {
	switch s {
	case TransformerLens:
		return m.spellTransformerLens(name)
	case HuggingFace:
		return m.spellHuggingFace(name)
	}
	return name
}

// spellTransformerLens knows models of one stack: TransformerLens's names for
// the encoder of a pair are other ones.
func (m *Model[F]) spellTransformerLens(name string) string {
	_, step, l, ok := m.place(name)
	if m.Config.Prefix != "" {
		return name
	}
	if !ok {
		if name == "final_hidden" && m.Config.FinalNorm != nil {
			return "ln_final.hook_normalized"
		}
		return name
	}
	if hook := hooks(l.Attention.Rope != nil)[step]; hook != "" {
		return fmt.Sprintf(transformerBlock, l.index) + hook
	}
	return name
}

// spellHuggingFace knows what models give when asked for hidden states and
// attentions. The last of the hidden states is after the norm that follows the
// layers, where there is one.
func (m *Model[F]) spellHuggingFace(name string) string {
	c := m.Config
	side, stack := "", c.Stack
	if c.Decoder != nil {
		side = "encoder_"
		if strings.HasPrefix(name, c.Decoder.Prefix) {
			side, stack = "decoder_", *c.Decoder
		}
	}
	hidden := func(i int) string { return fmt.Sprintf("%shidden_states.%d", side, i) }
	switch name {
	case stack.Prefix + "embed":
		return hidden(0)
	case stack.Prefix + "final_hidden":
		if stack.FinalNorm != nil && c.Embedding.Image == nil {
			return hidden(len(stack.Blocks))
		}
		return side + "last_hidden_state"
	case "pooler":
		return "pooler_output"
	}
	at, step, l, ok := m.place(name)
	if !ok {
		return name
	}
	layer := l.index
	if side == "decoder_" {
		layer -= len(c.Blocks)
	}
	last := layer == len(stack.Blocks)-1 && stack.FinalNorm != nil && c.Embedding.Image == nil
	switch {
	case step == "weights" && strings.HasSuffix(at, "cross."):
		return fmt.Sprintf("cross_attentions.%d", layer)
	case step == "weights":
		return fmt.Sprintf("%sattentions.%d", side, layer)
	case step == "resid_out" && !last:
		return hidden(layer + 1)
	}
	return name
}
