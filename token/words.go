package token

import "heed/token/plain"

// A Word is a word of a text; Start and End count code points, End exclusive.
type Word = plain.Word

// Words splits a text into its words, as [plain.Words] does.
func Words(text string) []Word { return plain.Words(text) }

// SplitName takes the name of a word apart, as [plain.SplitName] does.
func SplitName(name string) (word string, nth int) { return plain.SplitName(name) }

// NotFound is the error for a word that a text does not have, or not as often
// as its name wants; found is how often it does.
func NotFound(text, name string, found int) error { return plain.NotFound(text, name, found) }

// Occurrences returns the code points [start, end) of every place where word
// stands in text, as [plain.Occurrences] does.
func Occurrences(text, word string) [][2]int { return plain.Occurrences(text, word) }
