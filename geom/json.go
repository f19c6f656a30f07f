package geom

import "fmt"

// MarshalText names a kind of mark: "arrow".
func (k Kind) MarshalText() ([]byte, error) {
	return named(k, "kind", Arrow, "arrow", Displacement, "displacement", Side, "side", Face, "face", Dotted, "dotted",
		Angle, "angle", Place, "place", Dot, "dot", Step, "step", Bow, "bow")
}

// MarshalText names a role: "embed".
func (r Role) MarshalText() ([]byte, error) {
	return named(r, "role", Embed, "embed", Query, "query", Key, "key", Value, "value", Output, "output", Other, "other", Aside, "aside")
}

// MarshalText names a style: "symbol".
func (s Style) MarshalText() ([]byte, error) {
	return named(s, "style", Upright, "upright", Symbol, "symbol", Strong, "strong", Heading, "heading", Sub, "sub", Sup, "sup", Break, "break")
}

// named finds the name that stands after a value.
func named(v any, what string, pairs ...any) ([]byte, error) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == v {
			return []byte(pairs[i+1].(string)), nil
		}
	}
	return nil, fmt.Errorf("%s %v has no name", what, v)
}
