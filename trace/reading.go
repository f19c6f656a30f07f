package trace

import "heed/mat"

// A Reading is what one head adds to one word, token by token: the values that
// it reads, each times its weight and after W_O, which sum to the head's output.
type Reading struct {
	Version int           `json:"heed"`
	Source  Origin        `json:"source"`
	Layer   int           `json:"layer"`
	Head    int           `json:"head"`
	Word    string        `json:"word"`
	Targets []Target      `json:"towards"`
	Texts   []ReadingText `json:"texts"`
	Pull    *mat.Number   `json:"pull,omitempty"`
	Rank    int           `json:"rank"`  // among all heads of the model, by pull; see HeadMove
	Of      int           `json:"of"`    // how many heads there are
	Error   mat.Number    `json:"error"` // of the sum: the largest |difference| as a share of the largest |number| of the output
	Notes   List[Note]    `json:"notes"`

	Unit mat.Vector `json:"-"` // the direction that Along is measured in, [D]
}

// A ReadingText is what the head reads in one text.
type ReadingText struct {
	Passage
	Length mat.Number `json:"length"` // ‖output·W_O‖
	Along  mat.Number `json:"along"`  // output·W_O along the line from the second target to the first, or to the one there is
	Reads  []Read     `json:"reads"`  // of each token, in order
	Output mat.Vector `json:"-"`      // output·W_O, [D]
}

// A Read is what one token gives.
type Read struct {
	Token  string     `json:"token"`
	Index  int        `json:"index"`
	Weight mat.Number `json:"weight"` // the mean over the word's tokens
	Length mat.Number `json:"length"` // ‖w·v·W_O‖
	Along  mat.Number `json:"along"`  // w·v·W_O along the same line
	Part   mat.Vector `json:"-"`      // w·v·W_O, [D]
}
