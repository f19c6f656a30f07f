// Package lessons holds the lessons that ship with heed.
package lessons

import "embed"

// Files holds a lesson a file, NAME.yaml, and of one that was learned the
// record of its training, NAME.heed.
//
//go:embed *.yaml *.heed
var Files embed.FS

// Default is the lesson that is shown where none is named.
const Default = "money-river"
