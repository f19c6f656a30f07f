package trace

import "heed/mat"

// A Comparison puts the same questions to two models, or to two texts of one
// model, a column each.
type Comparison struct {
	Version   int        `json:"heed"`
	Word      string     `json:"word"`
	Columns   []Column   `json:"columns"`
	Questions []Question `json:"questions"`
}

// A Column is one of the two, with its whole answers.
type Column struct {
	Name  string `json:"name"`
	Heads Heads  `json:"heads"`
	Path  Path   `json:"path"`
}

// A Question is asked of every column.
type Question struct {
	Asks    string   `json:"asks"`
	Answers []Answer `json:"answers"` // of each column
}

// An Answer is a number, or words, or both: a head and its pull.
type Answer struct {
	Words  string      `json:"words,omitempty"`
	Number *mat.Number `json:"number,omitempty"`
	Signed bool        `json:"-"` // the number is written with its sign
}
