package words

import (
	"cmp"
	"slices"
	"strings"
)

// Spellings returns up to n words that are spelled nearly as a word is: at
// most two letters put in, left out, changed or swapped with the next, of a
// short word one; in any case. The nearest come first, of equals the one that
// stands first in the file.
func (v *Vectors) Spellings(word string, n int) []string {
	type spelling struct{ place, edits int }
	var found []spelling
	letters := []rune(strings.ToLower(word))
	most := 2
	if len(letters) < 5 {
		most = 1
	}
	for i := range v.Len() {
		name := v.names.at(i)
		if len(name) > 4*(len(letters)+most) || 4*len(name) < len(letters)-most { // a letter has up to four bytes
			continue
		}
		if e := edits(letters, []rune(strings.ToLower(string(name))), most); e <= most && e < len(letters) {
			found = append(found, spelling{i, e})
		}
	}
	slices.SortStableFunc(found, func(a, b spelling) int { return cmp.Compare(a.edits, b.edits) })
	var list []string
	for _, s := range found[:min(n, len(found))] {
		list = append(list, v.Word(s.place))
	}
	return list
}

// edits is how many letters must be put in, left out, changed, or swapped with
// the next, to make b of a; where it is more than most, some number above that.
//
// Source: Damerau, A Technique for Computer Detection and Correction of
// Spelling Errors (1964), restricted to edits that do not overlap.
func edits(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var before, last []int // rows of the table for a[:i−2], a[:i−1]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
	}
	return row[len(b)]
}
