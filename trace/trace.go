package trace

import "heed/mat"

// Version of the JSON form; readers accept this and older ones.
const Version = 1

// A Walk is what one call shows: the same head on one or more texts, and how
// the word's contexts differ.
type Walk struct {
	Version  int            `json:"heed"`
	Source   Source         `json:"source"`
	Traces   []Trace        `json:"traces"`
	Contrast List[Contrast] `json:"contrast"`
}

// A Source says where the numbers come from.
type Source struct {
	Name      string `json:"name"`
	SHA256    string `json:"sha256,omitempty"`    // of the file that holds the numbers
	Kind      string `json:"kind"`                // "lesson", or the model's architecture: "bert"
	Title     string `json:"title,omitempty"`     // of a lesson
	Tokenizer string `json:"tokenizer,omitempty"` // "words", "WordPiece"
	Layer     int    `json:"layer"`
	Head      int    `json:"head"`
	Chosen    string `json:"chosen,omitempty"` // why this layer and head, where the reader named none
	Precision string `json:"precision"`        // "float64" or "float32": of the computation
	Formula   bool   `json:"formula,omitempty"`
	Heed      string `json:"version,omitempty"` // heed's own version
}

// A Trace is all that one head did to one text, T tokens long.
type Trace struct {
	Text   string  `json:"text"`
	Pair   string  `json:"pair,omitempty"`
	Word   string  `json:"word"`  // the word under study
	Focus  []int   `json:"focus"` // its tokens, ascending
	Tokens []Token `json:"tokens"`

	Embed     mat.Matrix   `json:"embed,omitzero"`     // [T D]
	Q         mat.Matrix   `json:"q,omitzero"`         // [T K]
	K         mat.Matrix   `json:"k,omitzero"`         // [T K]
	V         mat.Matrix   `json:"v,omitzero"`         // [T W]
	Scores    mat.Matrix   `json:"scores,omitzero"`    // [T T]
	Scaled    mat.Matrix   `json:"scaled,omitzero"`    // [T T]
	Masked    mat.Matrix   `json:"masked,omitzero"`    // [T T], absent where nothing was added
	Weights   mat.Matrix   `json:"weights,omitzero"`   // [T T], rows sum to 1
	Parts     []mat.Matrix `json:"parts,omitempty"`    // [len(Focus)] of [T W]: row j is w_ij·v_j
	Output    mat.Matrix   `json:"output,omitzero"`    // [T W]
	Projected mat.Matrix   `json:"projected,omitzero"` // [T D]
	Y         mat.Matrix   `json:"y,omitzero"`         // [T D]

	Residual bool `json:"residual,omitempty"` // y holds e too

	Maps *Maps `json:"maps,omitempty"`
	Bias *Bias `json:"bias,omitempty"`

	Shift  Shift       `json:"shift,omitzero"`
	Share  *Shift      `json:"share,omitempty"` // for e + projected of this head alone, where y holds more
	Pins   List[Pin]   `json:"pins"`
	Checks List[Check] `json:"checks"`
	Notes  List[Note]  `json:"notes"`
}

// SoftmaxInput is what the softmax sees, [T T]: Masked where something was
// added to the scaled scores, else Scaled.
func (t Trace) SoftmaxInput() mat.Matrix {
	if t.Masked.Absent() {
		return t.Scaled
	}
	return t.Masked
}

// Part is what token j gives to the word under study, after W_O, [D]:
//
//	mean over the word's tokens i of  w_ij · v_j · W_O
//
// The parts of all tokens sum to the word's mean Projected. Parts must be
// there; an absent O is the identity.
func (t Trace) Part(j int) []float64 {
	part := make([]float64, t.Parts[0].Cols)
	for _, p := range t.Parts {
		mat.AddScaled(part, 1/float64(len(t.Parts)), p.Row(j))
	}
	if t.Maps == nil || t.Maps.O.Absent() {
		return part
	}
	return mat.Mul(mat.Of(part), t.Maps.O).Row(0)
}

// A Token is one piece of the text. Start and End count code points of the
// token's own text, End exclusive; special tokens have 0, 0.
type Token struct {
	Text     string `json:"text"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Special  bool   `json:"special,omitempty"`
	Sequence *int   `json:"sequence,omitempty"` // 0 or 1, in a pair only
}

// Maps are the head's matrices; one that was not given is absent. An absent O
// is the identity.
type Maps struct {
	Q mat.Matrix `json:"q,omitzero"` // [D K]
	K mat.Matrix `json:"k,omitzero"` // [D K]
	V mat.Matrix `json:"v,omitzero"` // [D W]
	O mat.Matrix `json:"o,omitzero"` // [W D]

	Solved bool `json:"solved,omitempty"` // Q was found from stated scores
}

// Bias holds what is added after each map; nil where there is none.
type Bias struct {
	Q mat.Vector `json:"q,omitempty"` // [K]
	K mat.Vector `json:"k,omitempty"` // [K]
	V mat.Vector `json:"v,omitempty"` // [W]
	O mat.Vector `json:"o,omitempty"` // [D], shared by all heads of the layer
}

// A Shift is how the word's vector moved, e → y. Where the word has several
// tokens, From and To are means over them.
type Shift struct {
	From    mat.Vector    `json:"from"`   // [D]
	To      mat.Vector    `json:"to"`     // [D]
	Length  mat.Number    `json:"length"` // ‖to − from‖
	Towards List[Towards] `json:"towards"`
}

// Towards says how a shift stands to one target t:
//
//	signed = (y−e)·(t−e)/‖t−e‖
//
// positive towards the target, negative away from it.
type Towards struct {
	Token    string        `json:"token"`
	Index    int           `json:"index"`             // of the token in its text
	Context  *int          `json:"context,omitempty"` // the other trace whose token it is; nil: this one
	Signed   mat.Number    `json:"signed"`            // in the vectors' own units
	Distance [2]mat.Number `json:"distance"`          // ‖e−t‖, ‖y−t‖
	Cosine   [2]mat.Number `json:"cosine"`            // cos(e,t), cos(y,t)
	Target   []float64     `json:"-"`                 // t, [D]
}

// A Pin is a stated number that the walk's values flow through.
type Pin struct {
	At       string  `json:"at"` // "weights[1,0]"
	Value    float64 `json:"value"`
	Borrowed bool    `json:"borrowed,omitempty"` // from another context of the lesson
}

// A Contrast compares the word in text A with the word in text B, for a
// target t of A, at one layer: cos(y_A, t_A) − cos(y_B, t_A).
type Contrast struct {
	A     int        `json:"a"`
	B     int        `json:"b"`
	Token string     `json:"token"`
	Index int        `json:"index"` // of the token in A
	Value mat.Number `json:"value"`
}
