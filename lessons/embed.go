// Package lessons holds the lessons that ship with heed.
package lessons

import "embed"

// Files holds a lesson a file, NAME.yaml.
//
//go:embed *.yaml
var Files embed.FS

// Records holds the training of each lesson that was learned, NAME.heed.gz, as
// heed learn records it.
//
//go:embed *.heed.gz
var Records embed.FS

// Probes are phrases to watch in the record of each lesson that was learned,
// besides its own, NAME.tsv; see learn.ReadProbes.
//
//go:embed *.tsv
var Probes embed.FS

// Default is the lesson that is shown where none is named.
const Default = "money-river"
