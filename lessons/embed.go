// Package lessons holds the lessons that ship with heed.
package lessons

import "embed"

// Files holds a lesson a file, NAME.yaml.
//
//go:embed *.yaml
var Files embed.FS

// Records holds the training of each lesson that was learned, NAME.heed, as
// heed learn records it.
//
//go:embed *.heed
var Records embed.FS

// Default is the lesson that is shown where none is named.
const Default = "money-river"
