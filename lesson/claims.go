package lesson

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/attention"
	"heed/mat"
	"heed/trace"
)

// A Claim is something stated in words: that what stands At one place is
// longer, shorter, larger or smaller than what stands at another.
type Claim struct {
	At, Than string // "parts[1,1]", "v[1]"
	Says     string
	Words    string // how the example puts it: "scaled up"
}

// comparables lists what a claim can compare: tensors, with the number of
// indices that picks one vector or one number of them; nil for a claim that
// says something else.
func comparables(says string) map[string]int {
	switch says {
	case "longer", "shorter":
		return map[string]int{"embed": 1, "q": 1, "k": 1, "v": 1, "parts": 2, "output": 1, "projected": 1, "y": 1}
	case "larger", "smaller":
		return map[string]int{"scores": 2, "scaled": 2, "weights": 2}
	}
	return nil
}

// claims reads what is stated in words of a text.
func (r *reader) claims(n *Node, words int) []Claim {
	var claims []Claim
	for _, node := range r.sequence(n, "claims") {
		fields := r.fields(node, "a claim", "at", "than", "says", "words")
		if fields["at"] == nil || fields["than"] == nil || fields["says"] == nil {
			r.fail(node, "a claim needs at, than and says")
		}
		if r.err != nil {
			return nil
		}
		claim := Claim{At: r.text(fields["at"], "at"), Than: r.text(fields["than"], "than"), Says: r.text(fields["says"], "says")}
		if words := fields["words"]; words != nil {
			claim.Words = r.text(words, "words")
		}
		of := comparables(claim.Says)
		if of == nil {
			r.fail(fields["says"], "a claim says longer or shorter of vectors, larger or smaller of numbers; got %q", claim.Says)
			return nil
		}
		r.claimed(fields["at"], claim.At, claim.Says, of, words)
		r.claimed(fields["than"], claim.Than, claim.Says, of, words)
		claims = append(claims, claim)
	}
	return claims
}

// claimed makes sure that a place is one that a claim can compare and is
// there.
func (r *reader) claimed(n *Node, at, says string, of map[string]int, words int) {
	tensor, index, err := trace.ParseAt(at)
	switch {
	case err != nil:
		r.fail(n, "%v", err)
	case of[tensor] == 0 || of[tensor] != len(index):
		r.fail(n, "%q cannot be %s; want one of %s", at, says, strings.Join(places(of), ", "))
	case slices.Max(index) >= words:
		r.fail(n, "%q is beyond the text's %s", at, count(words, "word"))
	}
}

func places(of map[string]int) []string {
	var list []string
	for tensor, indices := range of {
		list = append(list, tensor+[]string{"", "[i]", "[i,j]"}[indices])
	}
	slices.Sort(list)
	return list
}

// note is what to tell the reader of a claim that the numbers do not bear
// out; ok is false where they do.
func (c Claim) note(t trace.Trace) (note trace.Note, ok bool) {
	a, b := size(t, c.At), size(t, c.Than)
	holds := a > b
	if c.Says == "shorter" || c.Says == "smaller" {
		holds = a < b
	}
	if holds {
		return trace.Note{}, false
	}
	claimed := cmp.Or(c.Words, c.Says)
	note = trace.Note{At: c.At, Says: c.says(claimed, a, b, t)}
	if math.IsNaN(a) || math.IsNaN(b) {
		note.Text = fmt.Sprintf("stated “%s” than %s, but nothing determines one of the two", claimed, c.Than)
		return note, true
	}
	is := opposite(c.Says)
	if a == b {
		is = "no " + c.Says
	}
	note.Text = fmt.Sprintf("stated “%s”, but %s is %s than %s: %.7g against %.7g", claimed, c.At, is, c.Than, a, b)
	return note, true
}

// says is what the note of sizes a and b says for other languages; of a value
// that its own weight does not make longer, the weight.
func (c Claim) says(claimed string, a, b float64, t trace.Trace) *trace.Saying {
	words := trace.Words{"claimed": claimed}
	if math.IsNaN(a) || math.IsNaN(b) {
		return &trace.Saying{Key: "claimOpen", Words: words, Places: trace.Words{"than": c.Than}}
	}
	if a == b {
		return &trace.Saying{Key: "claimEqual", Words: words, Numbers: trace.Numbers{"size": mat.Number(a)}}
	}
	sizes := trace.Numbers{"size": mat.Number(a), "other": mat.Number(b)}
	if a > b {
		return &trace.Saying{Key: "claimAbove", Words: words, Numbers: sizes}
	}
	part, of, _ := trace.ParseAt(c.At) // claimed has seen to it
	value, j, _ := trace.ParseAt(c.Than)
	if part == "parts" && value == "v" && of[1] == j[0] {
		weight := t.Weights.At(of[0], of[1])
		return &trace.Saying{Key: "claimWeight", Words: words, Places: trace.Words{"value": c.Than}, Numbers: trace.Numbers{"weight": mat.Number(weight)}}
	}
	return &trace.Saying{Key: "claimBelow", Words: words, Numbers: sizes}
}

func opposite(says string) string {
	switch says {
	case "longer":
		return "shorter"
	case "shorter":
		return "longer"
	case "larger":
		return "smaller"
	}
	return "larger"
}

// size is the length of the vector, or the number, at a place.
func size(t trace.Trace, at string) float64 {
	tensor, index, _ := trace.ParseAt(at) // claimed has seen to it
	if tensor == "parts" {
		return mat.Norm(attention.Parts(t.Weights, t.V, index[0]).Row(index[1]))
	}
	m := map[string]mat.Matrix{"embed": t.Embed, "q": t.Q, "k": t.K, "v": t.V, "output": t.Output, "projected": t.Projected,
		"y": t.Y, "scores": t.Scores, "scaled": t.Scaled, "weights": t.Weights}[tensor]
	if len(index) == 2 {
		return m.At(index[0], index[1])
	}
	return mat.Norm(m.Row(index[0]))
}
