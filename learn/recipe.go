package learn

// A Recipe says how a model was made, so that it can be made again.
type Recipe struct {
	Heed     string             `json:"version,omitempty"` // heed's version
	Words    Input              `json:"words"`             // the vectors' file
	Text     []Input            `json:"text"`
	Seed     uint64             `json:"seed"`
	Heads    int                `json:"heads"`
	KeyWidth int                `json:"key_width"`
	Steps    int                `json:"steps"`
	Made     int                `json:"steps_made"` // fewer where it stopped early
	Rate     float64            `json:"rate"`
	Batch    int                `json:"batch"`
	Patience int                `json:"patience"`
	Loss     float64            `json:"loss"`
	HeldOut  float64            `json:"held_out"`
	Contrast Contrasts          `json:"contrast"`
	Scores   map[string]float64 `json:"scores,omitempty"` // as measured by heed eval
}

// An Input is a file that a recipe used.
type Input struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}
