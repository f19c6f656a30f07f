package learn

// A Recipe says how a model was made, so that it can be made again.
type Recipe struct {
	Words    Input   `json:"words"` // the vectors' file
	Most     int     `json:"most"`  // how many of its words were taken, from the first
	Text     []Input `json:"text"`
	Seed     uint64  `json:"seed"`
	Heads    int     `json:"heads"`
	KeyWidth int     `json:"dim_k"`
	Steps    int     `json:"steps"`
	Rate     float64 `json:"rate"`
	Batch    int     `json:"batch"`
	Hide     float64 `json:"hide"`
	Patience int     `json:"patience"`
	Result   Result  `json:"result,omitzero"`
}

// An Input is a file that a recipe used.
type Input struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// A Result is what came of a recipe.
type Result struct {
	Steps    int       `json:"steps"` // fewer than the recipe's where it stopped early
	Loss     float64   `json:"loss"`  // running mean over the last steps
	HeldOut  float64   `json:"held_out"`
	Contrast Contrasts `json:"contrast"` // of the phrases that were watched
}

// Recipe is the options' part of a recipe.
func (o Options) Recipe() Recipe {
	o = o.withDefaults()
	return Recipe{Seed: o.Seed, Heads: o.Heads, KeyWidth: o.KeyWidth, Steps: o.Steps, Rate: o.Rate, Batch: o.Batch, Hide: o.Hide, Patience: o.Patience}
}

// Result is what a training has come to.
func (s *State) Result() Result {
	r := Result{Steps: s.Step, Loss: s.Loss, HeldOut: s.HeldOut}
	if n := len(s.Record.Snapshots); n > 0 {
		r.Contrast = s.Record.Snapshots[n-1].Contrast
	}
	return r
}
