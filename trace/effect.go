package trace

import "heed/mat"

// A WhatIf is an answer about runs as the model makes them, the same about runs
// that were changed, and what the changes did.
type WhatIf[T any] struct {
	Version int    `json:"heed"`
	Source  Origin `json:"source"`
	Before  T      `json:"before"`
	After   T      `json:"after"`
	Effect  Effect `json:"effect"`
}

// An Effect is what changes to the runs of texts did to a word. Targets are
// measured in the runs that nothing changed, so that before and after have one
// yardstick.
type Effect struct {
	Version int          `json:"heed"`
	Source  Origin       `json:"source"`
	Changes []string     `json:"changes"` // in the order in which they were made: "--without L5.H7"
	From    string       `json:"from,omitempty"`
	Mean    *MeanOf      `json:"mean,omitempty"`
	Word    string       `json:"word"`
	Targets List[Target] `json:"towards"`
	Texts   []EffectText `json:"texts"`
	Pull    *[2]Total    `json:"pull,omitempty"` // before and after; of two texts and two targets
	Notes   List[Note]   `json:"notes"`
}

// A MeanOf says which texts' mean stands in place of what was knocked out.
type MeanOf struct {
	Texts  []string `json:"texts"`
	Tokens int      `json:"tokens"` // of all of them
}

// An EffectText is what the changes did in one text. Towards has one entry for
// each target t, of the word's last hidden state h:
//
//	signed = (h_after − h_before)·(t − h_before)/‖t − h_before‖
//
// with distance and cosine to t, before and after.
type EffectText struct {
	Passage
	States     []EffectState `json:"states"` // [L+1]
	Towards    List[Towards] `json:"towards"`
	Prediction *Swing        `json:"prediction,omitempty"` // where the model has a head for it
}

// An EffectState is one hidden state of the word before and after: 0 is what
// enters layer 0, l what leaves layer l − 1.
type EffectState struct {
	Layer  int           `json:"layer"`
	Moved  mat.Number    `json:"moved"`  // ‖after − before‖
	Length [2]mat.Number `json:"length"` // before, after
	Cosine mat.Number    `json:"cosine"` // of before and after
	Before mat.Vector    `json:"before"` // [D]
	After  mat.Vector    `json:"after"`  // [D]
}

// A Swing is what the model predicts at one token, before and after.
type Swing struct {
	Position int                `json:"position"`
	Token    string             `json:"token"`
	Kind     string             `json:"kind"`  // as a Prediction's
	Words    List[SwingingWord] `json:"words"` // the 10 most probable before, then those of after that are not among them
	KL       mat.Number         `json:"kl"`    // Σ p ln(p/q), p before, q after, in nats
}

// A SwingingWord is a candidate of a prediction before and after.
type SwingingWord struct {
	ID          int           `json:"id"`
	Token       string        `json:"token"`
	Text        string        `json:"text"`
	Logit       [2]mat.Number `json:"logit"`
	Probability [2]mat.Number `json:"probability"`
	Rank        [2]int        `json:"rank"` // 0 is the top
}
