package lesson

import (
	"fmt"
	"slices"
	"strings"

	"heed/attention"
	"heed/mat"
	"heed/trace"

	"github.com/goccy/go-yaml/ast"
)

// A Claim is something stated in words: that what stands At one place is
// longer, shorter, larger or smaller than what stands at another.
type Claim struct {
	At, Than string // "parts[1,1]", "v[1]"
	Says     string
	Words    string // how the example puts it: "scaled up"
}

// vectors and numbers are what a claim can speak of: a tensor with the number
// of indices that picks one vector or one number.
var (
	vectors = map[string]int{"embed": 1, "q": 1, "k": 1, "v": 1, "parts": 2, "output": 1, "projected": 1, "y": 1}
	numbers = map[string]int{"scores": 2, "scaled": 2, "weights": 2}
)

func (l *Lesson) readClaims(r *reader, n ast.Node, c Context) []Claim {
	var claims []Claim
	for _, node := range r.sequence(n, "claims") {
		fields := r.fields(node, "a claim", "at", "than", "says", "words")
		claim := Claim{}
		for key, into := range map[string]*string{"at": &claim.At, "than": &claim.Than, "says": &claim.Says, "words": &claim.Words} {
			switch {
			case fields[key] != nil:
				*into = r.text(fields[key], key)
			case key != "words":
				r.fail(node, "a claim needs at, than and says")
			}
		}
		if r.err != nil {
			return nil
		}
		checkClaim(r, node, claim, len(c.words))
		claims = append(claims, claim)
	}
	return claims
}

// checkClaim makes sure that a claim compares two vectors by length or two
// numbers by size, and that both are there.
func checkClaim(r *reader, n ast.Node, c Claim, words int) {
	of := vectors
	switch c.Says {
	case "longer", "shorter":
	case "larger", "smaller":
		of = numbers
	default:
		r.fail(n, "a claim says longer or shorter of vectors, larger or smaller of numbers; got %q", c.Says)
		return
	}
	for _, at := range []string{c.At, c.Than} {
		tensor, index, err := trace.ParseAt(at)
		switch {
		case err != nil:
			r.fail(n, "%v", err)
		case of[tensor] == 0 || of[tensor] != len(index):
			r.fail(n, "%q cannot be %s; want one of %s", at, c.Says, strings.Join(places(of), ", "))
		case slices.Max(index) >= words:
			r.fail(n, "%q is beyond the text's %s", at, count(words, "word"))
		}
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
	stated := c.Words
	if stated == "" {
		stated = c.Says
	}
	is := map[bool]string{true: "no " + c.Says, false: opposite[c.Says]}[a == b]
	return trace.Note{At: c.At, Text: fmt.Sprintf("stated “%s”, but %s is %s than %s: %.7g against %.7g",
		stated, c.At, is, c.Than, a, b)}, true
}

var opposite = map[string]string{"longer": "shorter", "shorter": "longer", "larger": "smaller", "smaller": "larger"}

// size is the length of the vector, or the number, at a place.
func size(t trace.Trace, at string) float64 {
	tensor, index, _ := trace.ParseAt(at) // checkClaim has seen to it
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
