package trace

import "heed/mat"

// An Attention is what all heads of a model attend to in one text or several,
// what follows from that, and what the model predicts.
type Attention struct {
	Version int                 `json:"heed"`
	Source  Origin              `json:"source"`
	Method  string              `json:"method"`          // what maps show: "weights", "norms" or "rollout"
	Layer   *int                `json:"layer,omitempty"` // the layer asked for; absent: all
	Head    *int                `json:"head,omitempty"`  // the head asked for; absent: all
	Texts   List[AttentionText] `json:"texts"`
}

// An AttentionText is the answer for one text, T tokens long, of a model of L
// layers and H heads. Matrices that were not asked for are empty: the places of
// the others stay as they are.
type AttentionText struct {
	Passage
	Word string `json:"word"` // under study

	Heads       List[HeadAttention]  `json:"heads"`             // L0.H0, L0.H1 …
	Strongest   List[StrongestHead]  `json:"strongest"`         // kind by kind, strongest first
	Weights     [][]mat.Matrix       `json:"weights,omitempty"` // [L H] of [T T]
	Rollout     []mat.Matrix         `json:"rollout,omitempty"` // [L] of [T T]
	Norms       []AttentionNorms     `json:"norms,omitempty"`   // [L]
	Predictions List[Prediction]     `json:"predictions"`       // none where the model has no head
	Logits      List[LogitPartition] `json:"logits"`            // one for each target and position
	Notes       List[Note]           `json:"notes"`
}

// HeadAttention sums one head up: means over the text's queries. What no query
// of the text can show is null.
type HeadAttention struct {
	Layer     int        `json:"layer"`
	Head      int        `json:"head"`
	Entropy   mat.Number `json:"entropy"`   // −Σ_j w ln w, in nats
	Distance  mat.Number `json:"distance"`  // Σ_j w |i−j|, in tokens
	Previous  mat.Number `json:"previous"`  // weight on the token before
	First     mat.Number `json:"first"`     // on the first token
	Self      mat.Number `json:"self"`      // on itself
	Same      mat.Number `json:"same"`      // on the other tokens with the same id
	Induction mat.Number `json:"induction"` // on the tokens after an earlier one with the same id
}

// Kinds lists the kinds of heads by name, in the order of their columns.
func Kinds() []string { return []string{"previous", "first", "self", "same", "induction"} }

// Kind is the head's number for a kind by name.
func (h HeadAttention) Kind(name string) mat.Number {
	return map[string]mat.Number{"previous": h.Previous, "first": h.First, "self": h.Self, "same": h.Same, "induction": h.Induction}[name]
}

// A StrongestHead is one of the heads that are most of a kind.
type StrongestHead struct {
	Kind  string     `json:"kind"`
	Layer int        `json:"layer"`
	Head  int        `json:"head"`
	Value mat.Number `json:"value"`
}

// AttentionNorms are norm-based weights of one layer: how long the vectors are
// that it mixes, of query i from key j.
type AttentionNorms struct {
	Heads     []mat.Matrix `json:"attn_n_heads,omitempty"`  // [H] of [T T]: ‖α f(x)‖
	Attn      mat.Matrix   `json:"attn_n"`                  // [T T]: summed over the heads
	Res       mat.Matrix   `json:"attnres_n"`               // with the residual stream
	ResLN     mat.Matrix   `json:"attnresln_n,omitzero"`    // and the norm that follows, where one does
	MixAttn   mat.Vector   `json:"mix_attn"`                // [T]: ‖others‖ / (‖others‖ + ‖self‖)
	MixRes    mat.Vector   `json:"mix_attnres"`             //
	MixResLN  mat.Vector   `json:"mix_attnresln,omitempty"` //
	SumsError mat.Number   `json:"error"`                   // of Σ_j of the vectors and the biases against the run, over max(1, the row's largest)
}

// A Prediction is what the model makes of one token's last state, and of what
// that token holds on the way there.
type Prediction struct {
	Position int             `json:"position"` // of the token
	Token    string          `json:"token"`
	Kind     string          `json:"kind"` // "next", "mask", "word" (which the model sees), "class"
	Top      List[Candidate] `json:"top"`  // the 10 most probable
	Lens     List[LensLayer] `json:"lens"` // layers 0 … L: what enters layer 0 … what leaves the last
}

// A Candidate is one word of the vocabulary, or a class, as a prediction.
type Candidate struct {
	ID          int        `json:"id"`
	Token       string     `json:"token"` // the piece, as the vocabulary writes it
	Text        string     `json:"text"`  // as a reader would: " money"
	LogProb     mat.Number `json:"logprob"`
	Probability mat.Number `json:"probability"`
}

// A LensLayer is the logit lens at one layer: the residual stream there, read as
// if it left the last layer.
type LensLayer struct {
	Layer   int             `json:"layer"`
	Top     List[Candidate] `json:"top"`     // the 5 most probable
	Rank    int             `json:"rank"`    // of the final prediction's first: 0 is the top
	KL      mat.Number      `json:"kl"`      // Σ p ln(p/q), p final, q here, in nats
	Entropy mat.Number      `json:"entropy"` // of q, in nats
}

// A LogitPartition is one logit taken apart: each part's direct share. They sum
// to the logit, before a cap where the model has one.
type LogitPartition struct {
	Position int        `json:"position"`
	Token    string     `json:"token"` // at the position
	Target   Candidate  `json:"target"`
	Rank     int        `json:"rank"`  // of the target: 0 is the top
	Logit    mat.Number `json:"logit"` // the model's own
	Sum      mat.Number `json:"sum"`   // of the parts, after the cap where there is one
	Error    mat.Number `json:"error"` // |sum − logit|, over max(1, |logit|)
	Embed    mat.Number `json:"embed"`
	Heads    mat.Matrix `json:"heads"`           // [L H]
	MLPs     mat.Vector `json:"mlps"`            // [L]
	Biases   mat.Vector `json:"biases"`          // [L]: of attention's output, and of norms on the way
	Bias     mat.Number `json:"bias"`            // of the final norm and the head
	Gated    bool       `json:"gated,omitempty"` // the head has an activation, held as a factor
}

// Chosen reports whether a layer and a head are among those asked for.
func (a Attention) Chosen(layer, head int) bool {
	return (a.Layer == nil || *a.Layer == layer) && (a.Head == nil || *a.Head == head)
}

// WithoutMaps leaves out the [T T] matrices of heads that were not asked for by
// layer or head; where neither was, of all heads.
func (a Attention) WithoutMaps() Attention {
	all := a.Layer == nil && a.Head == nil
	keep := func(layer int, heads []mat.Matrix) []mat.Matrix {
		if all {
			return nil
		}
		kept := make([]mat.Matrix, len(heads))
		for head := range heads {
			if a.Chosen(layer, head) {
				kept[head] = heads[head]
			}
		}
		return kept
	}
	texts := make(List[AttentionText], len(a.Texts))
	for n, t := range a.Texts {
		weights, norms := make([][]mat.Matrix, len(t.Weights)), make([]AttentionNorms, len(t.Norms))
		for layer := range weights {
			weights[layer] = keep(layer, t.Weights[layer])
		}
		for layer, x := range t.Norms {
			x.Heads = keep(layer, x.Heads)
			norms[layer] = x
		}
		t.Weights, t.Norms = weights, norms
		if all {
			t.Weights = nil
		}
		texts[n] = t
	}
	a.Texts = texts
	return a
}
