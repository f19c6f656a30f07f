// Package english holds a small model of English: GloVe's vectors of the
// 40 000 most frequent words, and attention learned over them. `make english`
// makes it again; the file carries its recipe.
package english

import _ "embed"

// Name is how a source is called that is this model.
const Name = "english"

// File is the model, as heed learn writes it.
//
//go:embed english.heed
var File []byte

// Probes are the phrases that are watched while attention is learned, unless
// others are given; see learn.ReadProbes.
//
//go:embed probes.tsv
var Probes string

// Record is the record of its training, as heed learn writes it; see
// learn.ParseRecord.
//
//go:embed training.heed
var Record []byte
