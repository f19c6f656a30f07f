package trace

import (
	"fmt"
	"strconv"
	"strings"
)

// A Ref names a tensor of a Walk, and the row or number in it, that a mark on
// screen stands for. Written "1:weights[1,0]": of trace 1, weights, query 1,
// key 0.
type Ref struct {
	Trace  int    `json:"trace"`           // index in Walk.Traces
	Tensor string `json:"tensor"`          // a glossary word, or "shift.towards"
	Index  []int  `json:"index,omitempty"` // leading indices; the rest of the axes is the whole row
}

// String gives the written form of r.
func (r Ref) String() string {
	return fmt.Sprintf("%d:%s", r.Trace, At(r.Tensor, r.Index...))
}

// At writes a place in a trace: At("weights", 1, 0) is "weights[1,0]".
func At(tensor string, index ...int) string {
	if len(index) == 0 {
		return tensor
	}
	parts := make([]string, len(index))
	for i, x := range index {
		parts[i] = strconv.Itoa(x)
	}
	return tensor + "[" + strings.Join(parts, ",") + "]"
}

// ParseAt is the inverse of At.
func ParseAt(s string) (tensor string, index []int, err error) {
	name, rest, indexed := strings.Cut(s, "[")
	rest, closed := strings.CutSuffix(rest, "]")
	if name == "" || indexed != closed || strings.Contains(name, "]") {
		return "", nil, fmt.Errorf("%q is not a place; want something like weights[1,0]", s)
	}
	if !indexed {
		return name, nil, nil
	}
	for field := range strings.SplitSeq(rest, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || n < 0 {
			return "", nil, fmt.Errorf("%q: %q is not an index; want 0, 1, 2 …", s, field)
		}
		index = append(index, n)
	}
	return name, index, nil
}
