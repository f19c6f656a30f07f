package model

import (
	"fmt"
	"path"
	"strings"
)

// Names lists every tensor that a run of the model can hold, in the order in
// which they are computed. A given run lacks the inputs that it was not given
// and, where no text is padded, the masks.
func (m *Model[F]) Names() []string {
	return append([]string{inIDs, inMask, inTypes, inPositions}, m.steps()...)
}

// steps lists what is computed, in order.
func (m *Model[F]) steps() []string {
	names := []string{"embed"}
	for i := range m.Config.Layers {
		for _, step := range layerSteps() {
			names = append(names, at(i, step))
		}
	}
	return append(names, m.lastSteps()...)
}

// layerSteps lists what each layer computes, in order.
func layerSteps() []string {
	return []string{
		"resid_in", "q_pre", "k_pre", "v_pre", "q", "k", "v",
		"scores_raw", "scores_scaled", "mask", "scores_masked", "weights", "head_out", "attn_proj",
		"resid_mid_prenorm", "resid_mid", "mlp_out", "resid_out_prenorm", "resid_out",
	}
}

// lastSteps lists what stands after the layers.
func (m *Model[F]) lastSteps() []string {
	names := []string{"final_hidden"}
	if m.weights.pooler != nil {
		names = append(names, "pooler")
	}
	if m.weights.head != nil {
		names = append(names, "logits")
	}
	return names
}

// at names a layer's tensor: "L3.weights".
func at(layer int, step string) string { return fmt.Sprintf("L%d.%s", layer, step) }

// Keep returns the function that [Model.Run] asks what to keep: every tensor
// that one of the patterns matches (see [Match]). A pattern that matches no
// tensor of the model is an error that lists the names there are.
func (m *Model[F]) Keep(patterns ...string) (func(name string) bool, error) {
	for _, pattern := range patterns {
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, fmt.Errorf("pattern %q: %w; want something like L3.* or *.weights", pattern, err)
		}
		found := false
		for _, name := range m.Names() {
			found = found || Match([]string{pattern}, name)
		}
		if !found {
			return nil, fmt.Errorf("pattern %q matches no tensor; there are in.{input_ids,attention_mask,token_type_ids,position_ids}, embed, L{0…%d}.{%s}, %s",
				pattern, m.Config.Layers-1, strings.Join(layerSteps(), ","), strings.Join(m.lastSteps(), ", "))
		}
	}
	return func(name string) bool { return Match(patterns, name) }, nil
}

// Match reports whether any of the patterns is name, "*" standing for any
// letters, "?" for one and "[0-2]" for one of several. A pattern that is not
// well-formed matches nothing.
func Match(patterns []string, name string) bool {
	for _, pattern := range patterns {
		if ok, err := path.Match(pattern, name); err == nil && ok {
			return true
		}
	}
	return false
}
