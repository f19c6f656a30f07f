package term_test

import (
	"strings"
	"testing"

	"heed/mat"
	"heed/term"
	"heed/trace"

	"charm.land/lipgloss/v2"
)

// TestAnswersWithLongNamesFit asks of a word as long as any, in a model far down
// a tree of folders.
func TestAnswersWithLongNamesFit(t *testing.T) {
	const long = "pneumonoultramicroscopicsilicovolcanoconiosis"
	number := mat.Number(-0.1234)
	source := trace.Origin{Name: "/home/reader/.cache/heed/models/minilm-l6-of-last-year", Kind: "bert"}
	passage := trace.Passage{Text: "a bank", Focus: []int{1}, Tokens: []trace.Token{{Text: "a", End: 1}, {Text: "bank", Start: 2, End: 6}}}
	targets := trace.List[trace.Target]{{Word: long}, {Word: long}}
	head := trace.Reading{Source: source, Word: "bank", Targets: targets, Texts: trace.List[trace.ReadingText]{{Passage: passage,
		Reads: trace.List[trace.Read]{{Index: 0, Weight: 0.5, Length: 1, Along: number}}}}}
	column := trace.Column{Name: long, Heads: trace.Heads{Source: source, Word: "bank", Texts: trace.List[trace.Passage]{passage}}}
	answer := trace.Answer{Words: "L5.H10", Number: &number, Signed: true}
	compared := trace.Comparison{Word: "bank", Columns: trace.List[trace.Column]{column, column},
		Questions: trace.List[trace.Question]{{Asks: "cosine to " + long + ", first hidden state", Answers: trace.List[trace.Answer]{answer, answer}}}}
	scan := trace.Scan{Source: source, What: "heads", Measure: "towards", Word: "bank", Texts: trace.List[trace.Passage]{passage, passage}, Targets: targets}
	for name, text := range map[string]string{
		"head":    term.Head(head, term.Options{}),
		"compare": term.Compare(compared, term.Options{}),
		"scan":    term.Scan(scan, term.Options{}),
	} {
		for line := range strings.Lines(text) {
			if n := lipgloss.Width(strings.TrimSuffix(line, "\n")); n > term.Width {
				t.Errorf("%s: %d columns: %s", name, n, line)
			}
		}
	}
}

// TestQuestionsAreWhole: a long question, and a long text over a column, go on in
// the next line.
func TestQuestionsAreWhole(t *testing.T) {
	passage := trace.Passage{Text: "bank", Focus: []int{0}, Tokens: []trace.Token{{Text: "bank", End: 4}}}
	column := func(name string) trace.Column {
		return trace.Column{Name: name, Heads: trace.Heads{Word: "bank", Texts: trace.List[trace.Passage]{passage}}}
	}
	const asks = "fewest heads that together make half of the way towards moneylenders, all counted"
	got := term.Compare(trace.Comparison{Word: "bank", Columns: trace.List[trace.Column]{column("she put the money in the bank"), column("b")},
		Questions: trace.List[trace.Question]{{Asks: asks, Answers: trace.List[trace.Answer]{{Words: "4 of the 43 that way"}, {Words: "none moves it that way"}}}}}, term.Options{})
	for _, word := range strings.Fields(asks + " she put the money in the bank 4 of the 43 that way none moves it that way") {
		if !strings.Contains(got, word) {
			t.Errorf("%q is missing:\n%s", word, got)
		}
	}
	if strings.Contains(got, "…") {
		t.Errorf("something is cut:\n%s", got)
	}
}

// TestManyDecimalsFit: all numbers are told, in lines of at most the width.
func TestManyDecimalsFit(t *testing.T) {
	passage := trace.Passage{Text: "bank", Focus: []int{0}, Tokens: []trace.Token{{Text: "bank", End: 4}}}
	pull := mat.Number(-0.125)
	row := []mat.Number{0.0625, -0.03125}
	h := trace.Heads{Word: "bank", Texts: trace.List[trace.Passage]{passage, passage}, Targets: trace.List[trace.Target]{{Word: "money"}, {Word: "river"}},
		Heads:  []trace.HeadMove{{Rank: 1, Pull: &pull, Length: []mat.Number{1.5, 2.5}, Towards: [][]mat.Number{row, row}}},
		Layers: []trace.Layer{{Move: row, In: row, Heads: row, Bias: row, MLP: row, Norms: row}},
		Pull:   &trace.Total{}}
	for _, precision := range []int{1, 6, 7, 15} {
		got := term.Heads(h, term.Options{Precision: precision})
		for line := range strings.Lines(got) {
			if n := lipgloss.Width(strings.TrimSuffix(line, "\n")); n > term.Width {
				t.Errorf("--precision %d: %d columns: %s", precision, n, line)
			}
		}
		for _, want := range []string{"A → money", "B → river", "B length", "norms"} {
			if strings.Count(got, want) != 1 {
				t.Errorf("--precision %d: %d columns %q; want one", precision, strings.Count(got, want), want)
			}
		}
		if precision == 15 && !strings.Contains(got, "−0.031250000000000") {
			t.Errorf("no number has 15 decimals:\n%s", got)
		}
	}
}
