package trace

import "heed/mat"

// An Origin says which model the numbers of an answer come from.
type Origin struct {
	Name      string `json:"name"`
	SHA256    string `json:"sha256,omitempty"` // of the file of weights
	Kind      string `json:"kind"`             // the architecture: "bert"
	Tokenizer string `json:"tokenizer,omitempty"`
	Precision string `json:"precision"`
	Heed      string `json:"version,omitempty"` // heed's own version
}

// Heads is what every head of a model does to one word, in one text or two.
//
// A head adds output·W_O to the word's vector, projected. Where the family
// normalises the attention's sum before adding it (Gemma 2 and 3), projected is
// the head's part of that: see [Layer].
type Heads struct {
	Version int        `json:"heed"`
	Source  Origin     `json:"source"`
	Word    string     `json:"word"`
	Texts   []Passage  `json:"texts"`
	Targets []Target   `json:"towards"`
	Heads   []HeadMove `json:"heads"` // in order of layer, then head
	Layers  []Layer    `json:"layers"`
	Sums    Sums       `json:"sums"` // the largest of all layers and texts
	Pull    *Total     `json:"pull,omitempty"`
	Notes   List[Note] `json:"notes"`
}

// A Passage is one text of an answer.
type Passage struct {
	Text   string  `json:"text"`
	Pair   string  `json:"pair,omitempty"`
	Focus  []int   `json:"focus"` // the tokens of the word under study
	Tokens []Token `json:"tokens"`
}

// A Target is a word that others are measured by: at each layer, what the
// residual stream entering it holds of the word, the mean over its tokens.
type Target struct {
	Word  string `json:"word"`
	Text  *int   `json:"text,omitempty"` // the text that it stands in, by its place in Texts; nil: Own
	Own   string `json:"own,omitempty"`  // the sentence of its own that it was run in
	Index []int  `json:"index"`          // its tokens there
}

// A HeadMove is what one head adds to the word, in each text.
type HeadMove struct {
	Layer int `json:"layer"`
	Head  int `json:"head"`

	Length    []mat.Number   `json:"length"`              // ‖projected‖, of each text
	Towards   [][]mat.Number `json:"towards"`             // of each text and target: projected·(t−e)/‖t−e‖
	Kept      []mat.Number   `json:"kept"`                // of each text: ‖what of it leaves the layer‖, after its norms
	Pull      *mat.Number    `json:"pull,omitempty"`      // (projected_A − projected_B)·(t1−t2)/‖t1−t2‖
	Rank      int            `json:"rank"`                // from 1, by pull; by the way towards the first target where there is none
	Projected []mat.Vector   `json:"projected,omitempty"` // of each text, [D]

	Along []mat.Number `json:"along,omitempty"` // of each text: projected·(t1−t2)/‖t1−t2‖, whose difference is the pull
	Unit  mat.Vector   `json:"-"`               // (t1−t2)/‖t1−t2‖, [D]; t−e of the first text where there is one target
}

// A Layer is how one layer moved the word in each text, taken apart into the
// lengths of what it added up.
//
// In a model that normalises the sum (BERT) a part x of it leaves the norm as
// γ·(x − mean x)/σ, with the mean and σ of the whole: so much of the layer's
// output is due to it, and what the norms add of their own, β, is a part too.
//
// Source: Kobayashi, Kuribayashi, Yokoi and Inui, Incorporating Residual and
// Normalization Layers into Analysis of Masked Language Models (2021), eq. 6–8.
type Layer struct {
	Layer int          `json:"layer"`
	Move  []mat.Number `json:"move"`  // ‖what leaves − what enters‖, of each text
	In    []mat.Number `json:"in"`    // ‖the residual stream's part of what leaves‖
	Heads []mat.Number `json:"heads"` // ‖all heads' part‖
	Bias  []mat.Number `json:"bias"`  // ‖the part of the bias after W_O‖
	MLP   []mat.Number `json:"mlp"`   // ‖the MLP's part‖
	Norms []mat.Number `json:"norms"` // ‖what the norms add of their own‖
	Sums  Sums         `json:"sums"`  // the largest of the texts
}

// Sums says how exact sums of parts are: the largest |difference| from what
// the run has, as a share of the largest |number| there.
type Sums struct {
	Output    mat.Number `json:"output"`    // Σ_j w_ij v_j against each head's output
	Projected mat.Number `json:"projected"` // all heads' output·W_O and the bias against the attention's output
	Y         mat.Number `json:"y"`         // and the residual stream against the stream after attention
	Move      mat.Number `json:"move"`      // all parts, after norms, against what leaves the layer
	Hidden    mat.Number `json:"hidden"`    // what enters and the move against the next hidden state
}

// A Total is what all heads' pulls come to.
type Total struct {
	All  mat.Number `json:"all"`  // the sum over all heads
	With mat.Number `json:"with"` // of those that pull towards the first target
	Back mat.Number `json:"back"` // of those that pull back
}

// Max returns the larger of each error.
func (s Sums) Max(o Sums) Sums {
	return Sums{max(s.Output, o.Output), max(s.Projected, o.Projected), max(s.Y, o.Y), max(s.Move, o.Move), max(s.Hidden, o.Hidden)}
}

// Worst is the largest of the errors.
func (s Sums) Worst() mat.Number { return max(s.Output, s.Projected, s.Y, s.Move, s.Hidden) }

// Strength is what heads are ranked by: the pull; of one text the way along the
// line from the second target to the first, or towards the one there is.
func (h HeadMove) Strength() float64 {
	switch {
	case h.Pull != nil:
		return float64(*h.Pull)
	case h.Along != nil:
		return float64(h.Along[0])
	}
	return float64(h.Towards[0][0])
}

// WithoutVectors leaves each head's vector out.
func (h Heads) WithoutVectors() Heads {
	heads := make([]HeadMove, len(h.Heads))
	copy(heads, h.Heads)
	for i := range heads {
		heads[i].Projected = nil
	}
	h.Heads = heads
	return h
}
