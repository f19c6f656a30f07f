package geom

import (
	"fmt"
	"slices"
	"strings"

	"heed/trace"
)

// Compare draws the columns one after the other: where the word goes between
// the anchors, and the heads that do most. The paths must have been placed, as
// [PlacePath] does, where they have two anchors.
func Compare(c trace.Comparison) (Scene, error) {
	s := Scene{Title: fmt.Sprintf("“%s”, compared", c.Word), Caption: compareCaption(c)}
	add := func(title string, p Panel) {
		p.Name, p.Title = fmt.Sprintf("(%c)", 'a'+len(s.Panels)), title
		s.Panels = append(s.Panels, p)
	}
	for k, column := range c.Columns {
		if between(column.Path) {
			chart := sideChart(column.Path, pathHues(column.Path))
			for i := range chart.Lines {
				chart.Lines[i].Of = ofColumn(chart.Lines[i].Of, k)
			}
			add(column.Name, Panel{Chart: chart})
		}
	}
	most := 0.0
	for _, column := range c.Columns {
		most = max(most, headBars(column.Heads).Most)
	}
	oneModel := len(c.Columns) == 2 && c.Columns[0].Heads.Source.Name == c.Columns[1].Heads.Source.Name
	for k, column := range c.Columns {
		bars := headBars(column.Heads)
		if oneModel { // in the same units
			bars.Most = most
		}
		for i := range bars.Rows {
			bars.Rows[i].Of = ofColumn(bars.Rows[i].Of, k)
		}
		add(column.Name+": "+headsMeasure(column.Heads), Panel{Bars: bars})
	}
	return s, nil
}

// ofColumn says of which column's answer entries are.
func ofColumn(of []trace.Ref, k int) []trace.Ref {
	list := make([]trace.Ref, len(of))
	for i, r := range of {
		r.Tensor = fmt.Sprintf("columns[%d].%s", k, r.Tensor)
		list[i] = r
	}
	return list
}

func compareCaption(c trace.Comparison) Text {
	w := &writer{}
	w.run(fmt.Sprintf("“%s”, compared. ", c.Word), Heading)
	for n, t := range c.Columns[0].Heads.Texts {
		if len(c.Columns[0].Heads.Texts) > 1 {
			w.text("%s “%s”. ", Letter(n), PassageExcerpt(t, 90))
		}
	}
	for _, q := range c.Questions {
		if !slices.ContainsFunc(q.Answers, func(a trace.Answer) bool { return a.Words == "" }) {
			continue // what words say is drawn, or in the table
		}
		w.text("%s: ", capital(strings.TrimPrefix(q.Asks, "… ")))
		for k, a := range q.Answers {
			if k > 0 {
				w.text(" against ")
			}
			w.text("%s", AnswerText(a, 4))
		}
		w.text(". ")
	}
	var notes []trace.Note
	for _, column := range c.Columns {
		notes = append(notes, DrawnNotes(column.Heads.Notes)...)
	}
	w.notes(notes)
	return trimmed(w.out)
}

// AnswerText is an answer in words: a head and its pull, "L5.H7 +0.6927".
func AnswerText(a trace.Answer, decimals int) string {
	if a.Number == nil {
		return a.Words
	}
	x := Fixed(float64(*a.Number), decimals)
	if a.Signed {
		x = Signed(float64(*a.Number), decimals)
	}
	if a.Words == "" {
		return x
	}
	return a.Words + " " + x
}
