package words

// Spellings returns up to n words that are spelled nearly as word is.
func (v *Vectors) Spellings(word string, n int) []string { return nil }
