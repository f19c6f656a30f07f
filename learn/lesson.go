package learn

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"heed/mat"
)

// clone is a copy that training goes on without.
func (s *Small) clone() *Small {
	c := *s
	c.Embed, c.Maps.Q, c.Maps.K, c.Maps.V = s.Embed.Clone(), s.Maps.Q.Clone(), s.Maps.K.Clone(), s.Maps.V.Clone()
	c.BiasQ = slices.Clone(s.BiasQ)
	return &c
}

// WriteLesson writes what was learned as a lesson file of the given texts,
// each of which must be of its words; note is a comment for its head, and
// focus the word under study. Every number reads back as the same.
func (s *Small) WriteLesson(w io.Writer, title, note, focus string, texts ...string) error {
	out := bufio.NewWriter(w)
	line := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	for _, l := range strings.Split(note, "\n") {
		line("# %s", l)
	}
	line("heed: 1\ntitle: %s\ntext: %s\nfocus: %s", strconv.Quote(title), strconv.Quote(texts[0]), strconv.Quote(focus))
	line("embed:")
	for id, word := range s.Words {
		line("  %s: %s", strconv.Quote(word), numbers(s.Embed.Row(id)))
	}
	line("maps:")
	for _, m := range []struct {
		name string
		mat.Matrix
	}{{"Q", s.Maps.Q}, {"K", s.Maps.K}, {"V", s.Maps.V}} {
		rows := make([]string, m.Rows)
		for i := range rows {
			rows[i] = numbers(m.Row(i))
		}
		line("  %s: [%s]", m.name, strings.Join(rows, ", "))
	}
	line("bias: {q: %s}", numbers(s.BiasQ))
	line("score_bias: # %s times the logarithm of the word's share of the text", number(s.A))
	for id, word := range s.Words {
		line("  %s: %s", strconv.Quote(word), number(s.A*s.LogF[id]))
	}
	line("residual: true\nexclude_self: true")
	if len(texts) > 1 {
		line("contexts:")
	}
	for _, text := range texts[1:] {
		line("  - text: %s", strconv.Quote(text))
	}
	return out.Flush()
}

func numbers(v []float64) string {
	parts := make([]string, len(v))
	for c, x := range v {
		parts[c] = number(x)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
