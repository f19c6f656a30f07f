package inspect

import (
	"fmt"
	"slices"
	"strings"

	"heed/model"
	"heed/source"
	"heed/trace"
)

// notes gathers what a reader of an answer should be told.
type notes struct{ list trace.List[trace.Note] }

func (n *notes) add(at, format string, args ...any) {
	n.list = append(n.list, trace.Note{At: at, Text: fmt.Sprintf(format, args...)})
}

// text tells what is to be known of a text: that the word under study has
// several tokens in it, is the first of a causal model, or that words are left
// out.
func (n *notes) text(m *source.Model, s subject, text int, word string) {
	at := trace.At("texts", text)
	if s.LeftOut != "" {
		n.add(at, "%s", s.LeftOut)
	}
	n.piecesOf(at, word, s.Tokens, s.Focus)
	if causal(m) && s.Focus[0] == 0 {
		n.add(at, "“%s” is %s", word, sinkSays)
	}
}

func (n *notes) piecesOf(at, word string, tokens []trace.Token, rows []int) {
	if len(rows) < 2 {
		return
	}
	var pieces []string
	for _, i := range rows {
		pieces = append(pieces, tokens[i].Text)
	}
	n.add(at, "“%s” is the mean of %d pieces: %s", word, len(pieces), strings.Join(pieces, " "))
}

// targets tells which targets are in no text.
func (n *notes) targets(list []trace.Target) {
	for k, t := range list {
		if t.Own != "" {
			n.add(trace.At("towards", k), "“%s” is in no text here: its vector is that of a sentence of its own, “%s”", t.Word, t.Own)
		}
	}
}

// sinkSays is what to know of a word that is a causal model's first token.
const sinkSays = "the first token, and this model reads from left to right: it sees only itself and takes much of the others' attention (an attention sink), so comparisons with it mean little"

// causal reports whether a model reads from left to right.
func causal(m *source.Model) bool {
	return slices.ContainsFunc(m.Net.Config.Blocks, func(b model.Block) bool { return b.Attention.Causal })
}
