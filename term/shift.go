package term

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"heed/geom"
	"heed/mat"
	"heed/trace"

	"charm.land/lipgloss/v2"
)

// shift is step seven's last part: where the word went, as a table.
func (v view) shift() {
	s := v.t.Shift
	v.printf("    shift = y − e, length %s", v.number(float64(s.Length)))
	if v.t.Share != nil {
		v.printf("; this head alone: %s", v.number(float64(v.t.Share.Length)))
	}
	v.printf("\n")
	if len(s.Towards) == 0 {
		return
	}
	v.out.WriteString(table(append([][]string{v.heading()}, v.targets()...)))
	if hidden := len(s.Towards) - len(v.shown()); hidden > 0 {
		v.dim("and " + more(hidden) + "; --json has them all")
	}
}

func more(tokens int) string {
	if tokens == 1 {
		return "1 more token"
	}
	return fmt.Sprintf("%d more tokens", tokens)
}

func (v view) heading() []string {
	if v.t.Share != nil {
		return []string{"towards", "moved", "this head", "distance", "cosine"}
	}
	return []string{"towards", "moved", "distance", "cosine"}
}

// targets are the rows of the table of where the word went; this head's own
// part stands beside a move that other heads share in.
func (v view) targets() [][]string {
	var rows [][]string
	for _, k := range v.shown() {
		to := v.t.Shift.Towards[k]
		row := []string{v.target(to), geom.Fixed(float64(to.Signed), v.decimals)}
		if v.t.Share != nil {
			row = append(row, geom.Fixed(float64(v.t.Share.Towards[k].Signed), v.decimals))
		}
		rows = append(rows, append(row, v.change(to.Distance), v.change(to.Cosine)))
	}
	return rows
}

// table sets rows in columns: the first and the last two flush left, numbers
// between them flush right. Where a line would pass the width, the last two
// cells have one of their own.
func table(rows [][]string) string {
	n := len(rows[0])
	wide := make([]int, n)
	total := len("    ")
	for c := range n {
		for _, row := range rows {
			wide[c] = max(wide[c], lipgloss.Width(row[c]))
		}
		total += wide[c] + 3
	}
	end := "   "
	if total-3 > Width {
		end = "\n      "
	}
	var out strings.Builder
	for _, row := range rows {
		line := "    " + pad(row[0], wide[0])
		for c := 1; c < n-2; c++ {
			line += "  " + left(row[c], wide[c])
		}
		out.WriteString(line + end + pad(row[n-2], wide[n-2]) + "   " + row[n-1] + "\n")
	}
	return out.String()
}

func (v view) change(x [2]mat.Number) string {
	return geom.Fixed(float64(x[0]), v.decimals) + " → " + geom.Fixed(float64(x[1]), v.decimals)
}

// target names a target, with its context where that is another one.
func (v view) target(to trace.Towards) string {
	if to.Context == nil {
		return v.word(to.Index)
	}
	return clip(to.Token, 20) + " (" + geom.Letter(*to.Context) + ")"
}

// shown are the targets to list: all of a few, else those moved to most,
// special tokens left out.
func (v view) shown() []int {
	var all []int
	for k, to := range v.t.Shift.Towards {
		if to.Context != nil || !v.t.Tokens[to.Index].Special {
			all = append(all, k)
		}
	}
	if len(all) <= 8 {
		return all
	}
	signed := func(k int) mat.Number { return v.t.Shift.Towards[k].Signed }
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(signed(b), signed(a)) }) // unknown ones last
	return all[:8]
}
