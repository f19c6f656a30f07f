package lesson_test

import (
	"strings"
	"testing"
	"time"

	"heed/lesson"
	"heed/lesson/yaml"
)

// base is a good lesson; a row of TestErrors appends to it, or replaces what
// stands left of → by what stands right of it.
const base = `heed: 1
text: river bank
embed:
  river: [4, -3]
  bank: [9, 3]
maps: {Q: identity, K: identity, V: identity}
`

func edited(edit string) string {
	if old, now, replaces := strings.Cut(edit, "→"); replaces {
		return strings.Replace(base, old, now, 1)
	}
	return base + edit
}

// TestErrors wants every mistake told in one line: place, what was found,
// what was wanted.
func TestErrors(t *testing.T) {
	if _, err := yaml.Parse("x.yaml", []byte(base)); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, edit, want string }{
		// vectors
		{"a vector of another dimension", "[9, 3]→[9, 3, 1]", `5:9: "bank" has 3 numbers; want 2 (dim 2)`},
		{"a vector of no numbers", "[4, -3]→[]", `4:10: "river" has no numbers`},
		{"a vector that is a number", "[4, -3]→4", `4:10: "river" is "4"; want a list [a, b]`},
		{"a vector that is missing", "[4, -3]→", `4:9: "river" is empty; want a list [a, b]`},
		{"a word with two vectors", "  bank: [9, 3]→  bank: [9, 3]\n  river: [4, -3]", `6:3: "river" has two vectors`},
		{"no vectors", "embed:\n  river: [4, -3]\n  bank: [9, 3]→embed: {}", `3:8: embed is empty; want a vector a word`},
		{"vectors in a list", "embed:\n  river: [4, -3]\n  bank: [9, 3]→embed: [1, 2]", `3:8: embed is a list; want keys and values`},
		// numbers
		{"nan", "-3→.nan", `4:14: "river" is .nan; want a finite number`},
		{"NaN", "-3→NaN", `4:14: "river" is NaN; want a finite number`},
		{"inf", "-3→.inf", `4:14: "river" is .inf; want a finite number`},
		{"-inf", "-3→-.Inf", `4:14: "river" is -.Inf; want a finite number`},
		{"Infinity", "-3→Infinity", `4:14: "river" is Infinity; want a finite number`},
		{"a number beyond float64", "-3→1e400", `4:14: "river" is 1e400, beyond float64's range`},
		{"a fraction beyond float64", "-3→1" + strings.Repeat("0", 400) + "/3", `4:14: "river" is 1` + strings.Repeat("0", 400) + `/3, beyond float64's range`},
		{"a fraction of nothing", "-3→1/0", `4:14: "river" is "1/0"; want a number such as 0.2 or 1/5`},
		{"a word for a number", "-3→three", `4:14: "river" is "three"; want a number such as 0.2 or 1/5`},
		{"a number in quotes", `-3→"-3"`, `4:14: "river" is the text "-3"; want a number, without quotes`},
		{"a hexadecimal number", "-3→0x10", `4:14: "river" is "0x10"; want a number such as 0.2 or 1/5`},
		{"an octal number", "-3→010", `4:14: "river" is "010"; want a number such as 0.2 or 1/5`},
		{"a truth for a number", "-3→true", `4:14: "river" is "true"; want a number`},
		{"nothing for a number", "-3→~", `4:14: "river" is empty; want a number`},
		{"a list for a number", "-3→[1]", `4:14: "river" is a list; want a number`},
		// keys
		{"an unknown key", "colour: red\n", `7:1: "colour" is not a key of a lesson; want heed, title, text, focus, embed, chosen, maps, bias, score_bias, residual, exclude_self, pins, claims, contexts`},
		{"a key twice", "text: bank\n", `7:1: "text" stands twice in a lesson`},
		{"a list for a key", "[a]: 1\n", `7:4: not YAML: found an invalid key for this map`},
		{"no text", "text: river bank\n→", `1:1: a lesson needs text and embed: the words and their vectors`},
		{"no embed", "embed:\n  river: [4, -3]\n  bank: [9, 3]\n→", `1:1: a lesson needs text and embed: the words and their vectors`},
		{"no version", "heed: 1\n→", `1:1: no "heed: 1"; a lesson states the version of its form`},
		{"another version", "heed: 1→heed: 2", `1:7: version 2 of the lesson form; this heed reads 1`},
		{"a version that is no number", "heed: 1→heed: one", `1:7: heed is "one"; want a number such as 0.2 or 1/5`},
		// texts
		{"an empty text", "text: river bank→text:", `2:6: text is empty; want text`},
		{"a text that is a list", "river bank→[river, bank]", `2:7: text is a list; want text`},
		{"a text without words", "river bank→'...'", `2:7: the text has no words`},
		{"a word without a vector", "river bank→river bench", `2:7: no vector for "bench"; give it one under embed`},
		{"a text of 513 words", "river bank→" + strings.Repeat("bank ", 512) + "bank", `2:7: the text has 513 words; want at most 512`},
		{"a focus that is not in the text", "focus: money\n", `7:8: focus: "money" is not in "river bank"; its words are river, bank`},
		{"a focus that is not there so often", "focus: bank:2\n", `7:8: focus: "bank" occurs once in "river bank"; want number 2`},
		{"a focus that is a mapping", "focus: {bank: 2}\n", `7:8: focus is a mapping; want text`},
		{"an empty focus", "focus: ''\n", `7:8: focus: the word to look for is empty`},
		{"a title that is a list", "title: [a]\n", `7:8: title is a list; want text`},
		{"an unknown chosen word", "chosen: [bank, lake]\n", `7:16: chosen names "lake", which has no vector; words with one are river, bank`},
		{"chosen words without a list", "chosen: bank\n", `7:9: chosen is "bank"; want a list [a, b]`},
		// maps and biases
		{"an unknown map", "Q: identity→W: identity", `6:8: "W" is not a key of maps; want Q, K, V, O`},
		{"a map twice", "K: identity→Q: identity", `6:21: "Q" stands twice in maps`},
		{"a map of another name", "Q: identity→Q: unity", `6:11: maps.Q is "unity"; want rows of numbers or identity or solve`},
		{"K is not solved", "K: identity→K: solve", `6:24: maps.K is "solve"; want rows of numbers or identity`},
		{"a map that is a number", "K: identity→K: 3", `6:24: maps.K is "3"; want a list [a, b]`},
		{"a map of no rows", "K: identity→K: []", `6:24: maps.K has no rows`},
		{"a map of too few rows", "K: identity→K: [[1, 0]]", `6:24: maps.K has 1 row; want 2, one for each number of an embedding`},
		{"a map of rows that differ", "Q: identity→Q: [[1, 0], [1]]", `6:20: row 1 of maps.Q has 1 number; want 2 (dim 2)`},
		{"Q and K of two widths", "K: identity→K: [[1], [0]]", `6:25: row 0 of maps.K has 1 number; want 2 (dim 2)`},
		{"the identity for a map that is not square", "Q: identity→Q: [[1], [0]]", `6:26: maps.K is the identity, but must be 2×1`},
		{"V of a width that O does not take", "V: identity→V: [[1], [0]], O: identity", `6:38: row 0 of maps.V has 1 number; want 2 (dim 2)`},
		{"V without O of another width than e", "V: identity→V: [[1, 0, 0], [0, 1, 0]]", `6:38: row 0 of maps.V has 3 numbers; want 2 (dim 2)`},
		{"O that gives another width than e", "V: identity→O: [[1, 0, 0]]", `6:38: row 0 of maps.O has 3 numbers; want 2 (dim 2)`},
		{"the identity for V where O takes more", "V: identity→V: identity, O: [[1, 0], [0, 1], [1, 1]]", `6:37: maps.V is the identity, but must be 2×3`},
		{"a bias of another length", "bias: {k: [1, 2, 3]}\n", `7:11: bias.k has 3 numbers; want 2 (dim 2)`},
		{"an unknown bias", "bias: {y: [1, 2]}\n", `7:8: "y" is not a key of bias; want q, k, v, o`},
		{"a score bias of an unknown word", "score_bias: {lake: 1}\n", `7:14: score_bias names "lake", which has no vector; words with one are river, bank`},
		{"two score biases of a word", "score_bias: {bank: 1, bank: 1}\n", `7:23: "bank" has two score biases`},
		{"a flag that is neither", "residual: yes please\n", `7:11: residual is "yes please"; want true or false`},
		{"a flag that is a number", "exclude_self: 1\n", `7:15: exclude_self is "1"; want true or false`},
		// solve
		{"solve without K", "Q: identity, K: identity→Q: solve", `6:11: Q: solve needs K; give maps.K, or identity`},
		{"solve without scores", "Q: identity→Q: solve", `6:11: Q: solve: the pinned scores leave number 0 of Q's diagonal open; pin more scores or give Q`},
		{"solve with too few scores", "maps: {Q: identity→pins: {scores: {bank: {bank: 32}}}\nmaps: {Q: solve", `7:11: Q: solve: the pinned scores leave number 1 of Q's diagonal open; pin more scores or give Q`},
		{"solve with scores that contradict", "maps: {Q: identity→pins: {scores: {bank: {river: 10, bank: 32}, river: {bank: 11}}}\nmaps: {Q: solve",
			`7:11: Q: solve: no diagonal Q gives all the pinned scores: scores[1,0] would be 11, not 10; pin fewer or give Q`},
		{"solve with keys of another width", "Q: identity, K: identity→Q: solve, K: [[1], [1]]", `6:11: Q: solve: a diagonal Q needs keys as wide as the embeddings; K gives 1 numbers, want 2`},
		// pins
		{"a pin at no stage", "pins: {masked: {bank: {bank: 1}}}\n", `7:8: no stage "masked" to pin; want q, k, v, scores, scaled, weights, output`},
		{"pins in a list", "pins: [1]\n", `7:7: pins is a list; want keys and values`},
		{"a pin of a query that is not there", "pins: {weights: {lake: {bank: 1}}}\n", `7:18: "lake" is not in "river bank"; its words are river, bank`},
		{"a pin of a key that is not there", "pins: {weights: {bank: {lake: 1}}}\n", `7:25: "lake" is not in "river bank"; its words are river, bank`},
		{"a pin of a key that is not there so often", "pins: {weights: {bank: {bank:2: 1}}}\n", `7:25: "bank" occurs once in "river bank"; want number 2`},
		{"a row of too many pins", "pins:\n  scores: {bank: [1, 2, 3]}\n", `8:18: scores[1] has 3 numbers; want 2`},
		{"a vector of too few pins", "pins: {q: {bank: [1]}}\n", `7:18: q[1] has 1 number; want 2`},
		{"a vector pinned by words", "pins: {q: {bank: {river: 1}}}\n", `7:18: q[1] is a mapping; want a list [a, b]`},
		{"a row pinned to a number", "pins: {scores: {bank: 3}}\n", `7:23: scores[1] is "3"; want keys and values`},
		{"a pin that is a word", "pins: {scores: {bank: {river: high}}}\n", `7:31: scores[1,0] is "high"; want a number such as 0.2 or 1/5`},
		{"a pin that is not finite", "pins: {scores: {bank: {river: .nan}}}\n", `7:31: scores[1,0] is .nan; want a finite number`},
		{"a weight above 1", "pins: {weights: {bank: {river: 1.5}}}\n", `7:32: weights[1,0] is pinned to 1.5; a weight lies in 0 … 1`},
		{"a weight below 0", "pins: {weights: {bank: [-0.1, ~]}}\n", `7:25: weights[1,0] is pinned to -0.1; a weight lies in 0 … 1`},
		{"an index stated twice, by another name", "pins: {scores: {bank: {bank: 1, bank:1: 2}}}\n", `7:41: scores[1,1] is stated twice, as 1 and as 2; want one of them`},
		{"an index stated twice, by the same name", "pins: {scores: {bank: {bank: 1, bank: 2}}}\n", `7:39: scores[1,1] is stated twice, as 1 and as 2; want one of them`},
		{"an index stated twice, in two rows", "pins: {scores: {bank: {bank: 1}, bank:1: [~, 2]}}\n", `7:46: scores[1,1] is stated twice, as 1 and as 2; want one of them`},
		{"an index stated twice, in two stages' mappings", "pins: {q: {bank: [1, ~]}, q: {bank: [2, ~]}}\n", `7:38: q[1,0] is stated twice, as 1 and as 2; want one of them`},
		{"a row of weights that does not sum to 1", "pins: {weights: {bank: {river: 0.2, bank: 0.7}}}\n", `7:18: weights[1] is stated in full and sums to 0.9; want 1, or leave a weight open`},
		{"a row of weights that nearly sums to 1", "pins: {weights: {bank: [0.2, 0.800002]}}\n", `7:18: weights[1] is stated in full and sums to 1.000002; want 1, or leave a weight open`},
		// claims
		{"claims without a list", "claims: {at: \"v[0]\"}\n", `7:9: claims is a mapping; want a list [a, b]`},
		{"a claim without than", "claims: [{at: \"v[0]\", says: longer}]\n", `7:10: a claim needs at, than and says`},
		{"a claim with another key", "claims: [{at: \"v[0]\", of: a}]\n", `7:23: "of" is not a key of a claim; want at, than, says, words`},
		{"a claim of another kind", "claims: [{at: \"v[0]\", than: \"v[1]\", says: redder}]\n", `7:43: a claim says longer or shorter of vectors, larger or smaller of numbers; got "redder"`},
		{"a claim about a place beyond the text", "claims: [{at: \"v[0]\", than: \"v[2]\", says: longer}]\n", `7:29: "v[2]" is beyond the text's 2 words`},
		{"a claim about no place", "claims: [{at: \"v[x]\", than: \"v[1]\", says: longer}]\n", `7:15: "v[x]": "x" is not an index; want 0, 1, 2 …`},
		{"a claim that a number is longer", "claims: [{at: \"weights[0,1]\", than: \"v[1]\", says: longer}]\n", `7:15: "weights[0,1]" cannot be longer; want one of embed[i], k[i], output[i], parts[i,j], projected[i], q[i], v[i], y[i]`},
		{"a claim that a vector is larger", "claims: [{at: \"weights[0,1]\", than: \"v[1]\", says: larger}]\n", `7:37: "v[1]" cannot be larger; want one of scaled[i,j], scores[i,j], weights[i,j]`},
		{"a claim at a list", "claims: [{at: [1], than: \"v[1]\", says: larger}]\n", `7:15: at is a list; want text`},
		// contexts
		{"contexts without a list", "contexts: {text: bank}\n", `7:11: contexts is a mapping; want a list [a, b]`},
		{"a context without a text", "contexts:\n  - embed: {money: [1, 2]}\n", `8:5: a context needs a text`},
		{"a context with a key of lessons", "contexts:\n  - text: bank\n    maps: {}\n", `9:5: "maps" is not a key of a context; want text, focus, embed, borrow, pins, claims`},
		{"a context without the focus", "contexts:\n  - text: river\n", `8:11: focus: "bank" is not in "river"; its words are river`},
		{"a context's vector of another dimension", "contexts:\n  - text: money bank\n    embed: {money: [1]}\n", `9:20: "money" has 1 number; want 2 (dim 2)`},
		{"a borrower with another number of words", "pins: {weights: {bank: [0.2, 0.8]}}\ncontexts:\n  - {text: river river bank, borrow: weights}\n", `9:38: borrow goes position by position: "river bank" has 2 words, "river river bank" has 3`},
		{"nothing to borrow", "pins: {weights: {bank: [0.2, 0.8]}, q: {bank: [1, 2]}}\ncontexts:\n  - {text: river bank, borrow: [q, scores]}\n", `9:36: nothing to borrow: "river bank" pins no "scores"; it pins q, weights`},
		{"nothing at all to borrow", "contexts:\n  - {text: river bank, borrow: weights}\n", `8:32: nothing to borrow: "river bank" pins no "weights"; it pins none`},
		{"borrowed and stated otherwise", "pins: {weights: {bank: [0.2, 0.8]}}\ncontexts:\n  - text: river bank\n    borrow: weights\n    pins: {weights: {bank: {bank: 0.9}}}\n", `11:35: weights[1,1] is stated twice, as 0.8 and as 0.9; want one of them`},
		{"borrowed and stated weights that do not sum to 1", "pins: {weights: {bank: {bank: 0.8}}}\ncontexts:\n  - text: river bank\n    borrow: weights\n    pins: {weights: {bank: {river: 0.9}}}\n", `11:22: weights[1] is stated in full and sums to 1.7; want 1, or leave a weight open`},
		// YAML
		{"an anchor", "[9, 3]→&x [9, 3]", `5:9: "bank" is an anchor, which lessons do not use; want a list [a, b]`},
		{"an alias", "[4, -3]→*x", `4:10: "river" is an alias, which lessons do not use; want a list [a, b]`},
		{"an alias for a number", "-3→*x", `4:14: "river" is an alias, which lessons do not use; want a number`},
		{"a merge", "<<: {a: 1}\n", `7:1: a key is "<<"; want text`},
		{"a tag", "[9, 3]→!!seq [9, 3]", `5:9: "bank" is a tag, which lessons do not use; want a list [a, b]`},
		{"a tag on a number", "heed: 1→heed: !!int 1", `1:7: heed is a tag, which lessons do not use; want a number`},
		{"a second document", "---\nheed: 1\n", `8:1: a second document; want one lesson a file`},
		{"a list that is not closed", "[9, 3]→[9, 3", `6:1: not YAML: ',' or ']' must be specified`},
		{"a tab", "  river→\triver", `4:1: not YAML: found character '\t' that cannot start any token`},
		{"bytes that are not UTF-8", "river bank→rivér \xff", `2:13: byte 0xff is not UTF-8; save the file as UTF-8`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := yaml.Parse("x.yaml", []byte(edited(tt.edit)))
			if err == nil || err.Error() != "x.yaml:"+tt.want {
				t.Errorf("\n got %v\nwant x.yaml:%s", err, tt.want)
			}
		})
	}
}

// TestFileErrors wants files told that are no lesson at all.
func TestFileErrors(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"an empty file", "", `x.yaml:1:1: the file is empty; want a lesson that starts with "heed: 1"`},
		{"a file of comments", "# heed: 1\n", `x.yaml:1:1: the file is empty; want a lesson that starts with "heed: 1"`},
		{"a file of nothing but a header", "---\n", `x.yaml:1:1: the file is empty; want a lesson that starts with "heed: 1"`},
		{"a text", "hello", `x.yaml:1:1: a lesson is "hello"; want keys and values`},
		{"a list", "- heed: 1\n", `x.yaml:1:1: a lesson is a list; want keys and values`},
		{"not YAML", "heed: [1", `x.yaml:1:7: not YAML: sequence end token ']' not found`},
		{"not text", "\x7fELF\x02\x01\xff", `x.yaml:1:7: byte 0xff is not UTF-8; save the file as UTF-8`},
		{"a file that is too large", base + strings.Repeat("#", 256<<10), `x.yaml: the file has 262254 bytes; a lesson has at most 262144`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := yaml.Parse("x.yaml", []byte(tt.file)); err == nil || err.Error() != tt.want {
				t.Errorf("\n got %v\nwant %s", err, tt.want)
			}
		})
	}
}

// TestHostileFilesAreRefusedQuickly fills a file of the largest size with what
// nests, repeats or never ends.
func TestHostileFilesAreRefusedQuickly(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	for _, unit := range []string{"[", "{", "{a: ", "[a, ", "- ", "? ", "- - ", "? - ", "{? ", "a:\n", "a: 1\n", "- 1\n", "- ? a\n", "!a ", "&a ", "*a ",
		"[]", "{}", "[1]\n", "[1],", "1,", "]", "}", ":", ",", "a: b: ", "\"", "'", "\"a\"\n", "|\n", ">\n", "--- ", "---\n", "...\n", "%a\n", "#", "# a\n", "a #b\n",
		"\t", " ", "\n", "\r", "\x00", "\\", "a", "a ", "a\n", "1 ", "é", "<<: ", "{a: [", "a: |\n b\n"} {
		for _, start := range []string{"", "a: [", "a: |\n  "} {
			file := start + strings.Repeat(unit, (256<<10-len(start))/len(unit))
			began := time.Now()
			if _, err := yaml.Parse("x.yaml", []byte(file)); err == nil {
				t.Errorf("%q, then %q again and again is a lesson", start, unit)
			} else if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q %q: not one line: %.100q", start, unit, err)
			}
			// Ten times what it takes, for slow machines.
			if d := time.Since(began); d > 3*time.Second {
				t.Errorf("%q, then %q again and again takes %v", start, unit, d)
			} else if d > 200*time.Millisecond {
				t.Logf("%q, then %q again and again takes %v", start, unit, d)
			}
		}
	}
}

// TestWidthIsBounded: maps grow with the square of a vector's width, so a
// small file could ask for any amount of memory.
func TestWidthIsBounded(t *testing.T) {
	wide := "heed: 1\ntext: a\nembed: {a: [" + strings.Repeat("1,", lesson.MaxDim) + "1]}\nmaps: {Q: identity}\n"
	_, err := yaml.Parse("wide.yaml", []byte(wide))
	if want := `wide.yaml:3:12: "a" has 1025 numbers; want at most 1024`; err == nil || err.Error() != want {
		t.Errorf("got %v; want %s", err, want)
	}
}
