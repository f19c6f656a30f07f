package term

import (
	"fmt"
	"strings"

	"heed/geom"
	"heed/trace"
)

// Path writes a word's way through the hidden states: for each text where it
// is at each, and how much of it the plane keeps. No line is wider than Width.
func Path(p trace.Path, o Options) string {
	var out strings.Builder
	out.WriteString(answerHeader(p.Source, "the path of “"+Clean(p.Word)+"”"))
	texts := make([]trace.Passage, len(p.Texts))
	for i, t := range p.Texts {
		texts[i] = t.Passage
	}
	passages(&out, texts)
	var aims []string
	for _, a := range p.Anchors {
		aims = append(aims, Clean(a.Word))
		out.WriteString(inkDim.Render(fmt.Sprintf("%s as in “%s”", Clean(a.Word), Clean(a.Own))) + "\n")
	}
	for i, t := range p.Texts {
		head := []string{"state", "x", "y", "kept", "length"}
		if len(p.Anchors) == 2 {
			head[1] = aims[0] + " ← x → " + aims[1]
		}
		for _, aim := range aims {
			head = append(head, "cos "+clip(aim, 12))
		}
		rows := [][]string{head}
		for _, s := range t.States {
			row := []string{fmt.Sprint(s.Layer), geom.Signed(float64(s.At[0]), o.decimals()), geom.Fixed(float64(s.At[1]), o.decimals()),
				fmt.Sprintf("%.0f%%", 100*float64(s.Kept)), geom.Fixed(float64(s.Length), o.decimals())}
			for _, x := range s.Cosine {
				row = append(row, geom.Fixed(float64(x), o.decimals()))
			}
			rows = append(rows, row)
		}
		out.WriteString("\n" + inkOf(i).Render(strings.TrimSpace(letterOf(texts, i)+" ")) + "\n" + grid(rows))
	}
	out.WriteString(noteLines(p.Notes))
	return out.String()
}
