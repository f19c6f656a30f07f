package lesson

import (
	"fmt"

	"heed/attention"
	"heed/mat"
	"heed/trace"
)

// readMaps reads Q, K, V and O: numbers, "identity", or for Q "solve". They
// must fit each other: Q and K of one width, V and O such that the head adds
// vectors as wide as the embeddings. solve is the node that asks for Q to be
// solved, nil if none does.
func (l *Lesson) readMaps(r *reader, n *Node) (m trace.Maps, solve *Node) {
	fields := r.fields(n, "maps", "Q", "K", "V", "O")
	d := l.Dim()
	if q := fields["Q"]; isSolveWord(q) {
		solve = q
	} else if q != nil {
		m.Q = r.matrix(q, "maps.Q", d, 0)
	}
	if k := fields["K"]; k != nil {
		m.K = r.matrix(k, "maps.K", d, m.Q.Cols)
	}
	if o := fields["O"]; o != nil {
		m.O = r.matrix(o, "maps.O", 0, d)
	}
	if v := fields["V"]; v != nil {
		width := m.O.Rows
		if fields["O"] == nil {
			width = d // what the head adds must be as wide as e
		}
		m.V = r.matrix(v, "maps.V", d, width)
	}
	return m, solve
}

// matrix reads a map given as rows or as "identity"; rows or cols of 0 leave
// that size open.
func (r *reader) matrix(n *Node, what string, rows, cols int) mat.Matrix {
	if n.Kind == Text {
		size := max(rows, cols)
		switch {
		case n.Text != "identity":
			r.fail(n, "%s is %q; want rows of numbers or identity%s", what, n.Text, orSolve(what))
		case cols != 0 && rows != 0 && rows != cols:
			r.fail(n, "%s is the identity, but must be %d×%d", what, rows, cols)
		}
		return mat.Identity(size)
	}
	nodes := r.sequence(n, what)
	if len(nodes) == 0 && r.err == nil {
		r.fail(n, "%s has no rows", what)
	}
	if rows != 0 && len(nodes) != rows {
		r.fail(n, "%s has %s; want %d, one for each number of an embedding", what, count(len(nodes), "row"), rows)
	}
	var numbers [][]float64
	for i, node := range nodes {
		row := r.vector(node, fmt.Sprintf("row %d of %s", i, what), cols)
		cols = len(row)
		numbers = append(numbers, row)
	}
	if r.err != nil {
		return mat.Matrix{}
	}
	return mat.Of(numbers...)
}

func orSolve(what string) string {
	if what == "maps.Q" {
		return " or solve"
	}
	return ""
}

func isSolveWord(n *Node) bool { return n != nil && n.Kind == Text && n.Text == "solve" }

// solve finds the diagonal Q under which the scores pinned in the lesson's
// own text come out.
func (l *Lesson) solve(r *reader, at *Node) {
	c := l.Contexts[0]
	e := l.embedding(c)
	if l.head.Maps.K.Absent() {
		r.fail(at, "Q: solve needs K; give maps.K, or identity")
		return
	}
	q, err := attention.SolveDiagonal(e, l.head.Maps.K, l.head.Bias, pinsAt(c.Pins, "scores"))
	if err != nil {
		r.fail(at, "Q: solve: %v", err)
		return
	}
	l.head.Maps.Q, l.head.Maps.Solved = q, true
}

// readBias reads what is added after each map.
func (l *Lesson) readBias(r *reader, n *Node) trace.Bias {
	fields := r.fields(n, "bias", "q", "k", "v", "o")
	read := func(key string, width int) []float64 {
		if fields[key] == nil {
			return nil
		}
		return r.vector(fields[key], "bias."+key, width)
	}
	return trace.Bias{Q: read("q", l.widthOf("q")), K: read("k", l.widthOf("k")),
		V: read("v", l.widthOf("v")), O: read("o", l.Dim())}
}

// widthOf is how wide the vectors of a stage are: K for q and k, W for v and
// output. Pins and biases must agree with it.
func (l *Lesson) widthOf(stage string) int {
	if stage == "q" || stage == "k" {
		return attention.KeyWidth(l.head.Maps, l.Dim())
	}
	return attention.ValueWidth(l.head.Maps, l.Dim())
}
