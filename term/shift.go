package term

import (
	"fmt"
	"math"
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
	v.printf("    shift = y − e, length %s\n", v.number(float64(s.Length)))
	if v.t.Share != nil {
		v.printf("    this head alone moves %s by %s\n", v.t.Word, v.number(float64(v.t.Share.Length)))
	}
	if len(s.Towards) == 0 {
		return
	}
	v.out.WriteString(table(append([][]string{{"towards", "moved", "distance", "cosine"}}, v.targets()...)))
	if hidden := len(s.Towards) - len(v.shown()); hidden > 0 {
		v.printf("    %s\n", inkDim.Render(fmt.Sprintf("and %s; --json has them all", more(hidden))))
	}
}

func more(tokens int) string {
	if tokens == 1 {
		return "1 more token"
	}
	return fmt.Sprintf("%d more tokens", tokens)
}

// targets are the rows of the table of where the word went.
func (v view) targets() [][]string {
	var rows [][]string
	for _, k := range v.shown() {
		to := v.t.Shift.Towards[k]
		rows = append(rows, []string{v.target(to), geom.Fixed(float64(to.Signed), v.decimals), v.change(to.Distance), v.change(to.Cosine)})
	}
	return rows
}

// table sets rows of four cells in columns, the second flush right. Where they
// would pass the width, the last cell of each row has a line of its own.
func table(rows [][]string) string {
	wide := [4]int{}
	for _, row := range rows {
		for c, cell := range row {
			wide[c] = max(wide[c], lipgloss.Width(cell))
		}
	}
	last := "   "
	if len("    ")+wide[0]+2+wide[1]+3+wide[2]+3+wide[3] > Width {
		last = "\n      "
	}
	var out strings.Builder
	for _, row := range rows {
		third := pad(row[2], wide[2])
		if last != "   " {
			third = row[2]
		}
		fmt.Fprintf(&out, "    %s  %s   %s%s%s\n", pad(row[0], wide[0]), left(row[1], wide[1]), third, last, row[3])
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
	signed := func(k int) float64 {
		x := float64(v.t.Shift.Towards[k].Signed)
		if math.IsNaN(x) {
			return math.Inf(-1)
		}
		return x
	}
	slices.SortStableFunc(all, func(a, b int) int {
		switch {
		case signed(a) > signed(b):
			return -1
		case signed(a) < signed(b):
			return 1
		}
		return 0
	})
	return all[:8]
}
