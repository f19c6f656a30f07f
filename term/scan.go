package term

import (
	"fmt"
	"math"
	"strings"

	"heed/geom"
	"heed/trace"
)

// scanFirst is how many patches the table of a scan lists.
const scanFirst = 15

// Scan writes which patches alone do most, their effect, and its share of the way
// between the two runs. No line is wider than Width.
func Scan(s trace.Scan, o Options) string {
	var out strings.Builder
	out.WriteString(answerHeader(s.Source, geom.ScanWhat(s)+", one patch at a time"))
	passages(&out, s.Texts)
	out.WriteString(wrap(Clean(geom.ScanMeasure(s)), "    ") + "\n")
	if geom.ScanIdle(s) {
		out.WriteString(wrap(geom.ScanIdleSays(s), "    "))
		out.WriteString(noteLines(s.Notes))
		return out.String()
	}
	rows := [][]string{{"patch from B", "token", "effect", "share"}}
	listed := 0
	for _, c := range s.Strongest() {
		x := s.Effect.At(c.Row, c.Token)
		if x == 0 || math.IsNaN(x) || listed == scanFirst {
			break
		}
		listed++
		share := "–"
		if v := s.Share.At(c.Row, c.Token); !math.IsNaN(v) {
			share = geom.Signed(100*v, 1) + " %"
		}
		rows = append(rows, []string{s.Rows[c.Row].Name, fmt.Sprintf("%s %d", clip(Clean(geom.CountedName(s.Texts[0], c.Token)), 16), c.Token), geom.Signed(x, o.decimals()), share})
	}
	if rest := len(s.Effect.Data) - listed; rest > 0 {
		rows = append(rows, []string{fmt.Sprintf("… %d patches that do less; --json has them all", rest)})
	}
	out.WriteString(grid(rows))
	out.WriteString(noteLines(s.Notes))
	return out.String()
}
