package term

import (
	"fmt"
	"strings"

	"heed/geom"
	"heed/trace"
)

// Head writes what one head reads for a word, token by token, and what that
// comes to. No line is wider than Width.
func Head(r trace.Reading, o Options) string {
	var out strings.Builder
	out.WriteString(answerHeader(r.Source, fmt.Sprintf("%s on “%s”", geom.HeadName(r.Layer, r.Head), Clean(r.Word))))
	const most = 12 // columns of a target's name
	along := "→ " + clip(Clean(r.Targets[0].Word), most)
	if len(r.Targets) == 2 {
		along = clip(Clean(r.Targets[1].Word), most) + " → " + clip(Clean(r.Targets[0].Word), most)
	}
	for n, t := range r.Texts {
		out.WriteString("\n")
		one := t.Passage
		title := "“" + Clean(geom.PassageExcerpt(one, 300)) + "”"
		if len(r.Texts) > 1 {
			title = geom.Letter(n) + "  " + title
		}
		out.WriteString(flow(styled(strings.Fields(title), inkOf(n).Render), " ", ""))
		rows := [][]string{{clip(Clean(r.Word), 20) + " reads", "weight", "length", along}}
		for _, read := range t.Reads {
			rows = append(rows, []string{clip(Clean(geom.CountedName(t.Passage, read.Index)), 24),
				geom.Fixed(float64(read.Weight), o.decimals()), geom.Fixed(float64(read.Length), o.decimals()), geom.Signed(float64(read.Along), o.decimals())})
		}
		rows = append(rows, []string{"output, their sum", "", geom.Fixed(float64(t.Length), o.decimals()), geom.Signed(float64(t.Along), o.decimals())})
		out.WriteString(grid(rows))
		if says := geom.WeightIsNotEffect(r, n); says != "" {
			out.WriteString(wrap("weight is not effect: "+Clean(says), "    "))
		}
	}
	out.WriteString("\n")
	if r.Pull != nil {
		out.WriteString(wrap(fmt.Sprintf("pull %s, %s", geom.Signed(float64(*r.Pull), o.decimals()), geom.RankOf(r.Rank, r.Of)), "    "))
	}
	out.WriteString(wrap(fmt.Sprintf("the parts sum to the output within %s of its largest number", geom.Number(float64(r.Error), 2)), "    "))
	out.WriteString(noteLines(r.Notes))
	return out.String()
}
