package lesson_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"heed/lesson"
	"heed/mat"
)

func TestWalkOptions(t *testing.T) {
	l := shipped(t, "money-river")
	tests := []struct {
		name    string
		options lesson.Options
		texts   string // of the traces, with word and focus
		pins    int    // of all of them
	}{
		{"none: the lesson's own texts", lesson.Options{}, "money bank|bank|[1] river bank|bank|[1]", 8},
		{"a text of the lesson keeps its pins", lesson.Options{Texts: []string{"river bank"}}, "river bank|bank|[1]", 2},
		{"however it is written", lesson.Options{Texts: []string{"River bank!"}}, "river bank|bank|[1]", 2},
		{"another text goes by the formula", lesson.Options{Texts: []string{"Bank, river bank"}}, "Bank, river bank|Bank|[0]", 0},
		{"a text without the focus shows its last word", lesson.Options{Texts: []string{"river money"}}, "river money|money|[1]", 0},
		{"a word by its number", lesson.Options{Texts: []string{"bank money bank"}, Word: "bank:2"}, "bank money bank|bank|[2]", 0},
		{"a word in any case", lesson.Options{Texts: []string{"money bank"}, Word: "MONEY"}, "money bank|money|[0]", 6},
		{"by the formula", lesson.Options{Formula: true}, "money bank|bank|[1] river bank|bank|[1]", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var texts []string
			pins := 0
			for _, tr := range walk(t, l, tt.options).Traces {
				texts = append(texts, tr.Text+"|"+tr.Word+"|"+fmt.Sprint(tr.Focus))
				pins += len(tr.Pins)
			}
			if got := strings.Join(texts, " "); got != tt.texts || pins != tt.pins {
				t.Errorf("%s with %d pins; want %s with %d", got, pins, tt.texts, tt.pins)
			}
		})
	}
}

func TestWalkErrors(t *testing.T) {
	open := base[:strings.Index(base, "maps")]
	tests := []struct {
		name, file string
		options    lesson.Options
		want       string
	}{
		{"an unknown word in a text", base, lesson.Options{Texts: []string{"river vault"}}, `x.yaml has no vector for "vault"; it has river, bank`},
		{"an unknown word, beside the words of a context", base + "contexts: [{text: money bank, embed: {money: [2, 7], Gold: [1, 1]}}]\n", lesson.Options{Texts: []string{"gold vault"}}, `x.yaml has no vector for "gold"; it has river, bank, Gold, money`},
		{"a text without words", base, lesson.Options{Texts: []string{"…"}}, `"…" has 0 words; want 1 … 512`},
		{"a text of 513 words", base, lesson.Options{Texts: []string{strings.Repeat("a ", 513)}}, `" has 513 words; want 1 … 512`},
		{"a word that no text has", base, lesson.Options{Word: "vault"}, `"vault" is not in "river bank"; its words are river, bank`},
		{"a word that a given text has not", base, lesson.Options{Word: "river", Texts: []string{"river bank", "bank"}}, `"river" is not in "bank"; its words are bank`},
		{"a word that is not there so often", base, lesson.Options{Word: "bank:3"}, `"bank" occurs once in "river bank"; want number 3`},
		{"no values", open, lesson.Options{}, `x.yaml: y of "bank" is open, for nothing gives every value vector; give maps.V, or pin v or output`},
		{"no weights", open + "maps: {V: identity}\n", lesson.Options{}, `x.yaml: y of "bank" is open, for nothing gives all of its weights; give maps.Q and maps.K, or pin its scores or weights`},
		{"half the weights", open + "maps: {V: identity}\npins: {weights: {bank: {bank: 0.5}}}\n", lesson.Options{}, `x.yaml: y of "bank" is open, for nothing gives all of its weights; give maps.Q and maps.K, or pin its scores or weights`},
		{"scores beyond float64", strings.Replace(base, "[9, 3]", "[1e200, 1e200]", 1), lesson.Options{}, `x.yaml: y of "bank" is beyond float64's range; smaller vectors or maps keep it finite`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse(t, "x.yaml", tt.file).Walk(tt.options)
			if err == nil || !strings.HasSuffix(err.Error(), tt.want) {
				t.Errorf("\n got %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestWhatIsStatedSuffices(t *testing.T) {
	open := base[:strings.Index(base, "maps")]
	tests := []struct {
		name, rest string
		y          []float64
	}{
		{"values and weights of the word", "pins: {v: {river: [4, -3], bank: [9, 3]}, weights: {bank: [0.2, 0.8]}}\n", []float64{8, 1.8}},
		{"its output", "pins: {output: {bank: [1, 2]}}\n", []float64{1, 2}},
		{"scores of the word", "maps: {V: identity}\npins: {scores: {bank: [5, 5]}}\n", []float64{6.5, 0}},
		{"queries and keys", "maps: {V: identity}\npins: {q: {bank: [0, 0]}, k: {river: [1, 2], bank: [3, 4]}}\n", []float64{6.5, 0}},
		{"an output and a map O", "maps: {O: [[1, 0], [0, 2], [1, 1]]}\npins: {output: {bank: [1, 2, 3]}}\n", []float64{4, 7}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := walk(t, parse(t, "x.yaml", open+tt.rest), lesson.Options{}).Traces[0]
			near(t, "y", tr.Shift.To, tt.y, 1e-14, false)
			if len(tr.Checks) != 0 {
				t.Errorf("checks %v; want none, for nothing can be computed", tr.Checks)
			}
		})
	}
}

func TestAWordThatOccursTwiceIsNumbered(t *testing.T) {
	for _, pins := range []string{
		"{bank: {bank: 0.1, river: 0.2, bank:2: 0.7}, bank:2: {river: 1/4, bank:1: 3/4, bank:2: 0}}",
		`{"bank:1": {"bank:1": 0.1, "river": 0.2, "bank:2": 0.7}, "bank:2": {"river": 0.25, "bank": 0.75, "bank:2": 0}}`,
		"\n    bank: [0.1, 0.2, 0.7]\n    bank:2:\n      river: 1 / 4\n      bank: .75\n      bank:2: 0",
	} {
		l := parse(t, "x.yaml", strings.Replace(base, "river bank", "bank river bank", 1)+"focus: bank:2\npins:\n  weights: "+pins+"\n")
		tr := walk(t, l, lesson.Options{}).Traces[0]
		near(t, "bank's weights", tr.Weights.Row(0), []float64{.1, .2, .7}, 0, false)
		near(t, "bank:2's weights", tr.Weights.Row(2), []float64{.75, .25, 0}, 0, false)
		if !slices.Equal(tr.Focus, []int{2}) {
			t.Errorf("focus %v; want the second bank", tr.Focus)
		}
		// The other bank is a target too, but e itself has no direction.
		if first := tr.Shift.Towards[0]; first.Token != "bank" || !math.IsNaN(float64(first.Signed)) {
			t.Errorf("target %+v; want the first bank, with no direction", first)
		}
	}
}

func TestStatedTwiceAlikeIsStatedOnce(t *testing.T) {
	l := parse(t, "x.yaml", base+"pins: {weights: {bank: {river: 0.2, bank: 0.8, bank:1: 4/5}}}\ncontexts:\n  - {text: river bank, borrow: [weights, weights], pins: {weights: {bank: [0.2, ~]}}}\n")
	for _, tr := range walk(t, l, lesson.Options{}).Traces {
		if len(tr.Pins) != 2 {
			t.Errorf("pins %v; want two", tr.Pins)
		}
	}
}

func TestTextIsTakenAsItIsWritten(t *testing.T) {
	l := parse(t, "x.yaml", "\ufeffheed: 1\r\ntitle: 2026\r\ntext: \"1984 null Résumé:\\n true\"\r\nembed: {1984: [1], null: [2], résumé: [3], true: [4]}\r\nmaps: {Q: identity, K: identity, V: identity}\r\n")
	tr := walk(t, l, lesson.Options{}).Traces[0]
	if l.Title != "2026" || tr.Text != "1984 null Résumé:\n true" || tr.Tokens[2].Text != "Résumé" || tr.Word != "true" {
		t.Errorf("title %q, text %q, tokens %v, word %q", l.Title, tr.Text, tr.Tokens, tr.Word)
	}
	near(t, "e", tr.Embed.Data, []float64{1, 2, 3, 4}, 0, false)
	literal := parse(t, "x.yaml", "heed: 1\ntext: |\n  river\n  bank\nembed:\n  river:\n    - 4\n    - -3\n  bank: [9, 3]\n")
	if got := literal.Contexts[0].Text; got != "river\nbank\n" {
		t.Errorf("text %q", got)
	}
}

func TestAScoreBiasIsAddedOnlyWhereItsWordIs(t *testing.T) {
	l := parse(t, "x.yaml", base+"score_bias: {RIVER: 1, money: 3}\ncontexts:\n  - {text: money bank, embed: {money: [2, 7], RIVER: [0, 0]}}\n  - text: bank\n")
	w := walk(t, l, lesson.Options{})
	if !w.Traces[2].Masked.Absent() {
		t.Error("masked is there where nothing was added")
	}
	if tr := w.Traces[1]; tr.Masked.At(1, 0) != tr.Scaled.At(1, 0)+3 || tr.Masked.At(1, 1) != tr.Scaled.At(1, 1) {
		t.Errorf("scaled %v, masked %v; want 3 on money", tr.Scaled.Data, tr.Masked.Data)
	}
	own := walk(t, parse(t, "x.yaml", base+"score_bias: {bank: -2}\n"), lesson.Options{Texts: []string{"Bank"}}).Traces[0]
	if own.Masked.At(0, 0) != own.Scaled.At(0, 0)-2 {
		t.Errorf("masked %v; want Bank's bias to be bank's", own.Masked.Data)
	}
}

func TestAWordAloneKeepsItsVector(t *testing.T) {
	w := walk(t, parse(t, "x.yaml", base+"exclude_self: true\ncontexts:\n  - text: bank\n"), lesson.Options{})
	tr := w.Traces[1]
	near(t, "weights", tr.Weights.Data, []float64{0}, 0, false)
	near(t, "y", tr.Y.Data, []float64{9, 3}, 0, false)
	if len(tr.Notes) != 1 || tr.Notes[0].Text != "attends to nothing, so its weights are 0 and y = e" {
		t.Errorf("notes %v", tr.Notes)
	}
	near(t, "the other text's weights", w.Traces[0].Weights.Row(1), []float64{1, 0}, 0, false)
}

func TestClaims(t *testing.T) {
	open := base[:strings.Index(base, "maps")] + "maps: {V: identity}\npins: {weights: {bank: [0.5, 0.5]}}\n"
	tests := []struct{ name, claim, want string }{
		{"true of vectors", `{at: "v[1]", than: "v[0]", says: longer}`, ""},
		{"false of vectors", `{at: "v[1]", than: "v[0]", says: shorter}`, "stated “shorter”, but v[1] is longer than v[0]: 9.486833 against 5"},
		{"true of numbers", `{at: "weights[1,1]", than: "scaled[1,1]", says: smaller}`, "stated “smaller” than scaled[1,1], but nothing determines one of the two"},
		{"equal, as larger", `{at: "weights[1,1]", than: "weights[1,0]", says: larger}`, "stated “larger”, but weights[1,1] is no larger than weights[1,0]: 0.5 against 0.5"},
		{"false, as longer", `{at: "parts[1,0]", than: "v[0]", says: longer}`, "stated “longer”, but parts[1,0] is shorter than v[0]: 2.5 against 5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			for _, n := range walk(t, parse(t, "x.yaml", open+"claims: ["+tt.claim+"]\n"), lesson.Options{}).Traces[0].Notes {
				got += n.Text
			}
			if got != tt.want {
				t.Errorf("%q; want %q", got, tt.want)
			}
		})
	}
	smaller := base + "pins: {weights: {bank: [0.2, 0.8]}}\nclaims: [{at: \"weights[1,0]\", than: \"weights[1,1]\", says: larger}]\n"
	if n := walk(t, parse(t, "x.yaml", smaller), lesson.Options{}).Traces[0].Notes; len(n) != 1 || !strings.Contains(n[0].Text, "is smaller than") {
		t.Errorf("notes %v; want that it is smaller", n)
	}
}

func TestVectorsAreThoseOfEveryText(t *testing.T) {
	l := shipped(t, "money-river")
	all := l.Vectors()
	if len(all) != 3 || !slices.Equal(all["river"], mat.Vector{4, -3}) || !slices.Equal(l.Words(), []string{"money", "bank"}) || l.Dim() != 2 {
		t.Errorf("vectors %v, words %v, dim %d", all, l.Words(), l.Dim())
	}
}

func TestWalkJSONIsWhatTheDesignSays(t *testing.T) {
	data, err := json.Marshal(walk(t, shipped(t, "money-bank-told"), lesson.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`{"heed":1,"source":{"name":"lesson:money-bank-told",`,
		`"text":"money bank","word":"bank","focus":[1],"tokens":[{"text":"money","start":0,"end":5},{"text":"bank","start":6,"end":10}],"embed":[[2,7],[9,3]],`,
		`"weights":[[`, `[0.2,0.8]]`, `{"at":"weights[1,0]","value":0.2}`,
		`"needs":"scaled[1,1] - scaled[1,0] = 1.386294; it is 15.556349"`,
		`"towards":[{"token":"money","index":0,"signed":1.6124`,
	} {
		if !strings.Contains(string(data), part) {
			t.Errorf("no %s in %s", part, data)
		}
	}
	for _, key := range []string{`"masked"`, `"share"`, `"bias"`} {
		if strings.Contains(string(data), key) {
			t.Errorf("%s is there", key)
		}
	}
	var w struct {
		Traces []struct{ Parts [][][]float64 }
	}
	if err := json.Unmarshal(data, &w); err != nil || len(w.Traces[0].Parts) != 1 || len(w.Traces[0].Parts[0]) != 2 {
		t.Errorf("parts %v, %v; want the row of the focus only", w.Traces[0].Parts, err)
	}
}
