package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Change is one thing that a run is to do otherwise than the model says: see
// [ParseWithout], [WithoutToken], [ParseSet] and [ParsePatch].
type Change struct {
	As     string // as it was asked for: "--without L5.H7"
	Do     Action
	Tensor string // a tensor's name without its head: "L5.head_out"; of Take a pattern too
	Head   int    // EveryHead, or one; of k and v it counts the heads that these have
	Index  []int  // leading indices within one text, and one head; the rest is the whole row
	Value  float64
}

// An Action is what a Change does to the numbers that it names.
type Action int

// The actions.
const (
	Knock Action = iota // makes them 0, or their mean over other texts
	Hide                // no query attends to the keys Index
	Set                 // makes them Value
	Take                // takes them from another text's run
)

// EveryHead names all heads of a layer.
const EveryHead = -1

// ParseWithout reads what is to be knocked out:
//
//	L5.H7     head 7 of layer 5: its head_out is 0 at every token
//	L5.attn   all heads of layer 5: attention then adds W_O's bias alone
//	L5.mlp    the MLP of layer 5: its mlp_out, with its bias, is 0 at every token
//
// In an encoder-decoder "dec.L1.H0" and "dec.L1.cross.H0" name the decoder's;
// without a prefix the encoder's are meant. Where the change is made with other
// texts' runs, the mean over their tokens stands in place of 0.
func ParseWithout(s string) (Change, error) {
	c := Change{As: "--without " + s, Do: Knock, Head: EveryHead}
	at, what := s[:strings.LastIndexByte(s, '.')+1], s[strings.LastIndexByte(s, '.')+1:]
	head, isHead := headOf(what)
	switch {
	case !layerOnly(at):
		return c, fmt.Errorf("%s: want a head such as L5.H7, a layer's heads, L5.attn, or its MLP, L5.mlp", c.As)
	case isHead:
		c.Tensor, c.Head = at+"head_out", head
	case what == "attn":
		c.Tensor = at + "head_out"
	case what == "mlp":
		c.Tensor = at + "mlp_out"
	default:
		return c, fmt.Errorf("%s: no part %q of a layer; want a head such as L5.H7, L5.attn or L5.mlp", c.As, what)
	}
	return c, nil
}

// WithoutToken hides tokens of the text: no query attends to these keys, in any
// layer or head. Their scores get the least finite number added before the
// softmax, as the model masks, and each row's weights sum to 1 over the keys that
// are left. All tokens that several changes hide are hidden at once; a query that
// then sees no key, such as the first of a model that reads from left to right,
// keeps itself. In an encoder-decoder they are
// hidden from the decoder's cross attention too.
func WithoutToken(as string, tokens ...int) Change {
	return Change{As: as, Do: Hide, Index: tokens}
}

// ParseSet reads a number to set: "L3.H2.weights[4,1]=0.2", "L3.resid_mid[4,17]=0".
// Any tensor of the package's list can be named, those that heads have with the
// head before the step, or without, for every head. Indices count within the
// text; fewer than the tensor has set whole rows.
func ParseSet(s string) (Change, error) {
	place, number, ok := strings.Cut(s, "=")
	if !ok {
		return Change{}, fmt.Errorf("--set %s: want a place and a number, such as L3.H2.weights[4,1]=0.2", s)
	}
	c, err := parsePlace(strings.TrimSpace(place))
	c.As, c.Do = "--set "+s, Set
	if err != nil {
		return c, fmt.Errorf("%s: %w; want a place such as L3.H2.weights[4,1]", c.As, err)
	}
	if strings.ContainsAny(c.Tensor, "*?[") {
		return c, fmt.Errorf("%s: one number for a pattern of tensors; name one tensor", c.As)
	}
	c.Value, err = strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || math.IsNaN(c.Value) || math.IsInf(c.Value, 0) {
		return c, fmt.Errorf("%s: %q is no finite number", c.As, number)
	}
	return c, nil
}

// ParsePatch reads what is to be taken from another text's run: a tensor,
// "L5.H7.head_out" or "L5.resid_mid", or a position of it, "L5.H7.head_out[4]",
// or all that a pattern matches: "L5.*", "*.H7.head_out[4]", "*".
func ParsePatch(s string) (Change, error) {
	c, err := parsePlace(s)
	c.As, c.Do = "--patch "+s, Take
	if err != nil {
		return c, fmt.Errorf("%s: %w; want a place such as L5.H7.head_out[4]", c.As, err)
	}
	return c, nil
}

// parsePlace takes "L3.H2.weights[4,1]" apart.
func parsePlace(s string) (Change, error) {
	c := Change{Head: EveryHead}
	name := s
	if open := strings.LastIndexByte(s, '['); open >= 0 && strings.HasSuffix(s, "]") && strings.Trim(s[open:], "[]0123456789, -") == "" {
		name = s[:open]
		for _, field := range strings.Split(s[open+1:len(s)-1], ",") {
			i, err := strconv.Atoi(strings.TrimSpace(field))
			if err != nil || i < 0 {
				return c, fmt.Errorf("%q is no index: they count from 0", field)
			}
			c.Index = append(c.Index, i)
		}
	}
	var parts []string
	for part := range strings.SplitSeq(name, ".") {
		if head, ok := headOf(part); ok && c.Head == EveryHead {
			c.Head = head
			continue
		}
		parts = append(parts, part)
	}
	c.Tensor = strings.Join(parts, ".")
	if c.Tensor == "" || strings.HasSuffix(c.Tensor, ".") {
		return c, fmt.Errorf("no tensor is named")
	}
	return c, nil
}

// headOf reads "H7".
func headOf(s string) (int, bool) {
	digits, ok := strings.CutPrefix(s, "H")
	head, err := strconv.Atoi(digits)
	return head, ok && err == nil && head >= 0 && digits[0] != '+'
}

// layerOnly reports whether a name's beginning is that of a layer, "dec.L3.".
func layerOnly(at string) bool {
	at = strings.TrimSuffix(strings.TrimSuffix(at, "."), ".cross")
	at = strings.TrimPrefix(strings.TrimPrefix(at, "enc."), "dec.")
	digits, ok := strings.CutPrefix(at, "L")
	_, err := strconv.ParseUint(digits, 10, 31)
	return ok && err == nil
}
