package geom

import "fmt"

var (
	kinds = []string{Arrow: "arrow", Displacement: "displacement", Side: "side", Face: "face", Dotted: "dotted",
		Angle: "angle", Place: "place", Dot: "dot", Step: "step", Bow: "bow"}
	roles  = []string{Embed: "embed", Query: "query", Key: "key", Value: "value", Output: "output", Other: "other", Aside: "aside"}
	styles = []string{Upright: "upright", Symbol: "symbol", Strong: "strong", Heading: "heading", Sub: "sub", Sup: "sup", Break: "break"}
)

// MarshalText names a kind of mark: "arrow".
func (k Kind) MarshalText() ([]byte, error) { return named(kinds, int(k), "kind") }

// MarshalText names a role: "embed".
func (r Role) MarshalText() ([]byte, error) { return named(roles, int(r), "role") }

// MarshalText names a style: "symbol".
func (s Style) MarshalText() ([]byte, error) { return named(styles, int(s), "style") }

// named finds the name of a value.
func named(names []string, v int, what string) ([]byte, error) {
	if v < 0 || v >= len(names) {
		return nil, fmt.Errorf("%s %d has no name", what, v)
	}
	return []byte(names[v]), nil
}
