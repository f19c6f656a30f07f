package trace

import "heed/mat"

// A Path is a word's way through the hidden states of a model, in one context
// or several. Hidden state 0 is the embedding's, state l what leaves layer l−1.
//
// Each state h is drawn as its direction, u = h/‖h‖, at (u·X, u·Y): X and Y are
// directions at right angles, of length 1. Between two anchor words they are
// measured again at each layer,
//
//	X = unit(b − a),  Y = unit(a + b)
//
// for the anchors' own directions a and b there; otherwise they are the same
// at all.
type Path struct {
	Version int          `json:"heed"`
	Source  Origin       `json:"source"`
	Word    string       `json:"word"`
	Plane   string       `json:"plane"` // "anchors:money,river", "pca", "axes:0,3"
	Anchors List[Anchor] `json:"anchors"`
	Texts   []Way        `json:"texts"`
	Notes   List[Note]   `json:"notes"`
}

// An Anchor is a word that a path is measured by.
type Anchor struct {
	Target
	States []mat.Vector    `json:"-"`            // [L+1] of [D]
	At     [][2]mat.Number `json:"at,omitempty"` // [L+1] its direction's place, on the circle around 0
}

// A Way is the word's path in one text.
type Way struct {
	Passage
	Side   *int        `json:"side,omitempty"` // the anchor that its text has, 0 or 1
	States []PathState `json:"states"`         // [L+1]

	Changed bool `json:"changed,omitempty"` // its run was
}

// A PathState is one hidden state of the word.
type PathState struct {
	Layer  int              `json:"layer"`  // of the hidden state, 0 … L
	Length mat.Number       `json:"length"` // ‖h‖
	At     [2]mat.Number    `json:"at"`     // (u·X, u·Y)
	Kept   mat.Number       `json:"kept"`   // ‖(u·X, u·Y)‖, of 1
	Cosine List[mat.Number] `json:"cosine"` // to each anchor's vector
	Vector mat.Vector       `json:"-"`      // h, [D]
}
