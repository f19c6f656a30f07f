package model_test

import (
	"path/filepath"
	"slices"
	"testing"

	"heed/model"
)

func TestSpell(t *testing.T) {
	bert, llama := open[float32](t, tiny), open[float32](t, "testdata/llama-bias")
	t5 := open[float32](t, "testdata/t5-gated")
	tests := []struct {
		m        *model.Model[float32]
		name     string
		tl, hugs string
	}{
		{bert, "embed", "embed", "hidden_states.0"},
		{bert, "L1.weights", "blocks.1.attn.hook_pattern", "attentions.1"},
		{bert, "L1.q", "blocks.1.attn.hook_q", "L1.q"},
		{bert, "L1.resid_out", "blocks.1.hook_resid_post", "hidden_states.2"},
		{bert, "final_hidden", "final_hidden", "last_hidden_state"},
		{llama, "L0.q", "blocks.0.attn.hook_rot_q", "L0.q"},
		{llama, "L0.q_pre", "blocks.0.attn.hook_q", "L0.q_pre"},
		{llama, "L1.resid_out", "blocks.1.hook_resid_post", "L1.resid_out"},
		{llama, "final_hidden", "ln_final.hook_normalized", "hidden_states.2"},
		{llama, "logits", "logits", "logits"},
		{t5, "enc.L1.weights", "enc.L1.weights", "encoder_attentions.1"},
		{t5, "dec.L0.cross.weights", "dec.L0.cross.weights", "cross_attentions.0"},
		{t5, "dec.L0.resid_out", "dec.L0.resid_out", "decoder_hidden_states.1"},
		{bert, "in.input_ids", "in.input_ids", "in.input_ids"},
	}
	for _, tt := range tests {
		if got := tt.m.Spell(model.TransformerLens, tt.name); got != tt.tl {
			t.Errorf("%s for TransformerLens is %s; want %s", tt.name, got, tt.tl)
		}
		if got := tt.m.Spell(model.HuggingFace, tt.name); got != tt.hugs {
			t.Errorf("%s for Hugging Face is %s; want %s", tt.name, got, tt.hugs)
		}
		if got := tt.m.Spell(model.Heed, tt.name); got != tt.name {
			t.Errorf("%s is %s in heed's own spelling", tt.name, got)
		}
	}
	if _, err := model.ParseSpelling("clown"); err == nil {
		t.Error("an unknown spelling was taken")
	}
}

// TestNoTwoStepsAreSpelledAlike goes through all names of every tiny model.
func TestNoTwoStepsAreSpelledAlike(t *testing.T) {
	folders, err := filepath.Glob("testdata/*/config.json")
	if err != nil || len(folders) == 0 {
		t.Fatal(folders, err)
	}
	for _, config := range folders {
		m := open[float32](t, filepath.Dir(config))
		for _, s := range []model.Spelling{model.TransformerLens, model.HuggingFace} {
			names := m.Names()
			for i, name := range names {
				names[i] = m.Spell(s, name)
			}
			slices.Sort(names)
			for i := range names[1:] {
				if names[i] == names[i+1] {
					t.Errorf("%s, %s: two steps are called %s", filepath.Dir(config), s, names[i])
				}
			}
		}
	}
}

func TestKeepTakesOtherSpellings(t *testing.T) {
	m := open[float32](t, tiny)
	keep, err := m.Keep(model.TransformerLens, "*.hook_pattern", "L0.q")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"L0.weights": true, "L1.weights": true, "L0.q": true, "L1.q": false} {
		if keep(name) != want {
			t.Errorf("keeps %s: %t", name, !want)
		}
	}
	if _, err := m.Keep(model.HuggingFace, "*.hook_pattern"); err == nil {
		t.Error("a name of another spelling was taken")
	}
}

func TestBatchPadsAtTheRight(t *testing.T) {
	in := model.Batch([]model.Inputs{{IDs: [][]int{{2, 3}}, Types: [][]int{{0, 1}}}, {IDs: [][]int{{2, 418, 3}}, Types: [][]int{{0, 0, 0}}}})
	if !slices.Equal(in.IDs[0], []int{2, 3, 0}) || !slices.Equal(in.Mask[0], []int{1, 1, 0}) || !slices.Equal(in.Types[0], []int{0, 1, 0}) || !slices.Equal(in.Mask[1], []int{1, 1, 1}) {
		t.Errorf("%+v", in)
	}
}
