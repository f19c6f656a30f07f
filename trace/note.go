package trace

import (
	"slices"

	"heed/mat"
)

// A Check is a pin that the formula does not agree with.
type Check struct {
	At      string       `json:"at"`
	Stated  float64      `json:"stated"`
	Formula mat.Number   `json:"formula"`
	Needs   string       `json:"needs"`        // the smallest change that would reconcile the two
	Or      string       `json:"or,omitempty"` // another way to reconcile them
	Ways    List[Saying] `json:"ways"`         // what Needs says, and what Or does
}

// A Note is a claim in words that the numbers do not bear out, or another
// thing the reader should be told.
type Note struct {
	At   string  `json:"at,omitempty"`
	Text string  `json:"text"`
	Says *Saying `json:"says,omitempty"` // what Text says; of a walk's notes
}

// A Saying is what a sentence says apart from its language: the key of a message,
// and what is put in it.
type Saying struct {
	Key     string  `json:"key"`
	Numbers Numbers `json:"numbers,omitempty"`
	Words   Words   `json:"words,omitempty"`  // as they stand
	Places  Words   `json:"places,omitempty"` // "weights[1,0]"
}

// Numbers and Words are what is put in a message, by name.
type (
	Numbers map[string]mat.Number
	Words   map[string]string
)

// A SaidError is an error that readers are told in their own language.
type SaidError struct {
	Text string
	Saying
}

func (e SaidError) Error() string { return e.Text }

// Noted reports whether one of the notes is of this place.
func Noted(notes []Note, at string) bool {
	return slices.ContainsFunc(notes, func(n Note) bool { return n.At == at })
}
