package engine

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"heed/attention"
	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// A Step is one of the walk's seven: lines of formulas with live numbers, and
// what disagrees with what was stated.
type Step struct {
	Lines  []Line                  `json:"lines"`
	Checks trace.List[trace.Check] `json:"checks"` // pins that the formula disagrees with
	Notes  trace.List[trace.Note]  `json:"notes"`  // claims that the numbers do not bear out, and the like
}

// A Line is one formula, or a row of a table.
type Line []Part

// A Part is a piece of a line. A page colours it by Role and Context, and says
// words by their Key in its reader's language.
type Part struct {
	Text    string      `json:"text,omitempty"`
	Sub     string      `json:"sub,omitempty"` // a subscript: the word
	Role    string      `json:"role,omitempty"`
	Context int         `json:"context"`
	Strong  bool        `json:"strong,omitempty"`
	Key     string      `json:"key,omitempty"`   // of a message in place of Text
	At      *trace.Ref  `json:"at,omitempty"`    // the number, or vector, that it is
	Value   *mat.Number `json:"value,omitempty"` // in full
	Given   string      `json:"given,omitempty"` // "stated", "borrowed", "chosen", "solved"
	From    []trace.Ref `json:"from,omitempty"`  // what it was computed from
	How     Line        `json:"how,omitempty"`   // its formula with the values put in
	Edit    bool        `json:"edit,omitempty"`  // a reader may set it
}

// mostKeys is how many keys the lines of a long text list: those with the
// largest weights.
const mostKeys = 12

// steps are the seven steps of the trace.
func (s stepper) steps() []Step {
	list := []Step{s.embed(), s.project(), s.score(), s.scale(), s.softmax(), s.weigh(), s.sum()}
	stages := [][]string{{"embed"}, {"q", "k", "v"}, {"scores"}, {"scaled", "masked"}, {"weights"}, {"parts"}, {"output", "projected", "y"}}
	for i := range list {
		if list[i].Lines == nil {
			list[i].Lines = []Line{}
		}
		for _, check := range s.t.Checks {
			if stage, _, _ := trace.ParseAt(check.At); slices.Contains(stages[i], stage) {
				list[i].Checks = append(list[i].Checks, check)
			}
		}
		for _, note := range s.t.Notes {
			if stage, _, _ := trace.ParseAt(note.At); slices.Contains(stages[i], stage) {
				list[i].Notes = append(list[i].Notes, note)
			}
		}
	}
	return list
}

// A stepper writes the steps of one trace.
type stepper struct {
	w      trace.Walk
	t      trace.Trace
	c      int
	chosen []string // words whose vectors were put somewhere for the reader to move
	set    []string // places that the reader has set, in a walk that is no lesson's
	brief  bool     // leave out how numbers came to be

	resumed bool // e cannot be set
}

func (s stepper) focus() int { return s.t.Focus[0] }

// keys are the tokens whose lines are shown, in the order of the text.
func (s stepper) keys() []int {
	keys := make([]int, len(s.t.Tokens))
	for j := range keys {
		keys[j] = j
	}
	if len(keys) <= mostKeys {
		return keys
	}
	weight := func(j int) float64 { return s.t.Weights.At(s.focus(), j) }
	slices.SortStableFunc(keys, func(a, b int) int { return cmp.Compare(weight(b), weight(a)) })
	keys = keys[:mostKeys]
	slices.Sort(keys)
	return keys
}

func (s stepper) ref(tensor string, index ...int) *trace.Ref {
	return &trace.Ref{Trace: s.c, Tensor: tensor, Index: index}
}

func op(text string) Part { return Part{Text: text, Context: -1} }

func key(k string) Part { return Part{Key: k, Context: -1} }

// symbol is a letter with a word: "e_money".
func (s stepper) symbol(letter, role string, j int) Part {
	return Part{Text: letter, Sub: geom.Word(s.t, j), Role: role, Context: s.c, Strong: letter == "y"}
}

// number is a live number.
func (s stepper) number(x float64, tensor string, index ...int) Part {
	value := mat.Number(x)
	p := Part{Text: geom.Number(x, 4), Context: -1, At: s.ref(tensor, index...), Value: &value}
	p.Given = s.given(tensor, index...)
	p.Edit = tensor == "embed" && !s.resumed || slices.Contains(attention.Stages(), tensor)
	return p
}

// cause says what a number was computed from.
func (s stepper) cause(p *Part, from ...trace.Ref) {
	if !s.brief {
		p.From = from
	}
}

// how adds to a number's formula.
func (s stepper) how(p *Part, parts ...Part) {
	if !s.brief {
		p.How = append(p.How, parts...)
	}
}

// given says how a number came to be, where it is not by the formula.
func (s stepper) given(tensor string, index ...int) string {
	if len(s.set) > 0 && (slices.Contains(s.set, trace.At(tensor, index...)) || slices.Contains(s.set, trace.At(tensor, index[0]))) {
		return map[bool]string{true: "chosen", false: "stated"}[tensor == "embed"]
	}
	if len(s.t.Pins) > 0 {
		place := trace.At(tensor, index...)
		for _, p := range s.t.Pins {
			if p.At == place {
				if p.Borrowed {
					return "borrowed"
				}
				return "stated"
			}
		}
	}
	if tensor == "embed" && slices.ContainsFunc(s.chosen, func(word string) bool { return strings.EqualFold(word, s.t.Tokens[index[0]].Text) }) {
		return "chosen"
	}
	return ""
}

// vector is a row of numbers in brackets, each live; of a wide one the first
// three, and its length.
func (s stepper) vector(m mat.Matrix, tensor string, i int) Line {
	shown := min(m.Cols, 6)
	if m.Cols > 6 {
		shown = 3
	}
	line := Line{op("(")}
	for d := range shown {
		if d > 0 {
			line = append(line, op(", "))
		}
		line = append(line, s.number(m.At(i, d), tensor, i, d))
	}
	if shown < m.Cols {
		line = append(line, op(", …) "), key("length"), op(" "+geom.Number(mat.Norm(m.Row(i)), 4)))
		return line
	}
	return append(line, op(")"))
}

// embed lists e of each word, and how the word stands to the others.
func (s stepper) embed() Step {
	var step Step
	for _, j := range s.keys() {
		line := append(Line{s.symbol("e", "embed", j), op(" = ")}, s.vector(s.t.Embed, "embed", j)...)
		step.Lines = append(step.Lines, line)
	}
	return step
}

// project lists the query of the word, and the keys and values that it meets.
func (s stepper) project() Step {
	var step Step
	q := s.vector(s.t.Q, "q", s.focus())
	for d := range q {
		s.explain(&q[d], "q", s.focus())
	}
	step.Lines = append(step.Lines, append(Line{s.symbol("q", "query", s.focus()), op(" = ")}, q...))
	for _, x := range []struct {
		letter, role string
		m            mat.Matrix
	}{{"k", "key", s.t.K}, {"v", "value", s.t.V}} {
		for _, j := range s.keys() {
			v := s.vector(x.m, x.letter, j)
			for d := range v {
				s.explain(&v[d], x.letter, j)
			}
			step.Lines = append(step.Lines, append(Line{s.symbol(x.letter, x.role, j), op(" = ")}, v...))
		}
	}
	return step
}

// explain says how one number of a projected vector came to be: e times a
// column of the map.
func (s stepper) explain(p *Part, letter string, i int) {
	if s.brief || p.At == nil || s.t.Maps == nil {
		return
	}
	m := map[string]mat.Matrix{"q": s.t.Maps.Q, "k": s.t.Maps.K, "v": s.t.Maps.V}[letter]
	p.From = []trace.Ref{*s.ref("embed", i)}
	if m.Absent() || m.Rows > 6 {
		return
	}
	d := p.At.Index[1]
	for c := range m.Rows {
		if c > 0 {
			p.How = append(p.How, op(" + "))
		}
		p.How = append(p.How, s.number(s.t.Embed.At(i, c), "embed", i, c), op(" · "+geom.Number(m.At(c, d), 4)))
	}
}

// score multiplies the query with each key.
func (s stepper) score() Step {
	var step Step
	i := s.focus()
	for _, j := range s.keys() {
		line := Line{s.symbol("q", "query", i), op(" · "), s.symbol("k", "key", j), op(" = ")}
		score := s.number(s.t.Scores.At(i, j), "scores", i, j)
		s.cause(&score, *s.ref("q", i), *s.ref("k", j))
		if s.t.Q.Cols <= 3 {
			for d := range s.t.Q.Cols {
				if d > 0 {
					line = append(line, op(" + "))
				}
				a, b := s.number(s.t.Q.At(i, d), "q", i, d), s.number(s.t.K.At(j, d), "k", j, d)
				line = append(line, a, op(" · "), b)
				s.how(&score, a, op(" · "), b, op(map[bool]string{true: "", false: " + "}[d == s.t.Q.Cols-1]))
			}
			line = append(line, op(" = "))
		}
		step.Lines = append(step.Lines, append(line, score))
	}
	return step
}

// scale divides the scores by √d_k, or as the source does.
func (s stepper) scale() Step {
	var step Step
	i := s.focus()
	for _, j := range s.keys() {
		score, scaled := s.number(s.t.Scores.At(i, j), "scores", i, j), s.number(s.t.Scaled.At(i, j), "scaled", i, j)
		s.cause(&scaled, *s.ref("scores", i, j))
		over := op(" / √" + geom.Number(float64(s.t.K.Cols), 4))
		s.how(&scaled, score, over)
		step.Lines = append(step.Lines, Line{score, over, op(" = "), scaled})
	}
	return step
}

// softmax turns them into weights.
func (s stepper) softmax() Step {
	var step Step
	i := s.focus()
	row := s.t.SoftmaxInput().Row(i)
	var from []trace.Ref
	for j := range row {
		from = append(from, *s.ref("scaled", i, j))
	}
	for _, j := range s.keys() {
		weight := s.number(s.t.Weights.At(i, j), "weights", i, j)
		s.cause(&weight, from...)
		s.how(&weight, s.exponentials(row, j)...)
		step.Lines = append(step.Lines, Line{s.symbol("w", "value", j), op(" = "), weight})
	}
	sum := 0.0
	for _, x := range s.t.Weights.Row(i) {
		sum += x
	}
	if math.Abs(sum-1) > 1e-6 {
		step.Lines = append(step.Lines, Line{key("rowSum"), op(" " + geom.Number(sum, 4))})
	}
	return step
}

// exponentials is the softmax with its values put in, of few keys.
func (s stepper) exponentials(row []float64, j int) Line {
	if s.brief || len(row) > 4 {
		return nil
	}
	i := s.focus()
	e := func(k int) Line {
		return Line{op("e^"), s.number(row[k], "scaled", i, k)}
	}
	line := append(e(j), op(" / ("))
	for k := range row {
		if k > 0 {
			line = append(line, op(" + "))
		}
		line = append(line, e(k)...)
	}
	return append(line, op(")"))
}

// weigh stretches or shrinks each value by its weight.
func (s stepper) weigh() Step {
	var step Step
	i := s.focus()
	for _, j := range s.keys() {
		line := Line{s.number(s.t.Weights.At(i, j), "weights", i, j), op(" "), s.symbol("v", "value", j), op(" = ")}
		parts := s.vectorOf(s.t.Parts[0].Row(j), "parts", i, j)
		for d := range parts {
			if parts[d].At != nil {
				s.cause(&parts[d], *s.ref("weights", i, j), *s.ref("v", j))
			}
		}
		step.Lines = append(step.Lines, append(line, parts...))
	}
	return step
}

// vectorOf is a vector that is no row of a tensor of the trace; its numbers
// cannot be set.
func (s stepper) vectorOf(v []float64, tensor string, index ...int) Line {
	if len(v) > 6 {
		return Line{key("length"), op(" " + geom.Number(mat.Norm(v), 4))}
	}
	line := Line{op("(")}
	for d, x := range v {
		if d > 0 {
			line = append(line, op(", "))
		}
		value := mat.Number(x)
		line = append(line, Part{Text: geom.Number(x, 4), Role: "value", Context: s.c, At: s.ref(tensor, index...), Value: &value})
	}
	return append(line, op(")"))
}

// sum adds them up, and says where the word went.
func (s stepper) sum() Step {
	var step Step
	i := s.focus()
	line := Line{s.symbol("y", "output", i), op(" = ")}
	if s.t.Residual {
		line = append(line, s.symbol("e", "embed", i), op(" + "))
	}
	few := len(s.t.Tokens) <= 4 && s.t.V.Cols <= 3 && (s.t.Maps == nil || s.t.Maps.O.Absent())
	if few {
		for j := range s.t.Tokens {
			if j > 0 {
				line = append(line, op(" + "))
			}
			line = append(line, s.vectorOf(s.t.Parts[0].Row(j), "parts", i, j)...)
		}
		line = append(line, op(" = "))
	}
	var from []trace.Ref
	for j := range s.t.Tokens {
		from = append(from, *s.ref("parts", i, j))
	}
	y := s.vector(s.t.Y, "y", i)
	for d := range y {
		if y[d].At != nil {
			s.cause(&y[d], from...)
			y[d].Role, y[d].Context, y[d].Strong = "output", s.c, true
			y[d].Edit = false
		}
	}
	step.Lines = append(step.Lines, append(line, y...))
	for _, to := range s.t.Shift.Towards {
		if to.Context != nil || s.t.Tokens[to.Index].Special {
			continue
		}
		step.Lines = append(step.Lines, s.moved(to))
	}
	return step
}

// moved is a row of the table: distance and cosine before and after, and how
// far the word moved towards the target.
func (s stepper) moved(to trace.Towards) Line {
	of := func(x mat.Number) Part {
		p := Part{Text: geom.Fixed(float64(x), 4), Context: -1, Value: &x}
		s.cause(&p, *s.ref("y", s.focus()), *s.ref("embed", s.focus()), *s.ref("embed", to.Index))
		return p
	}
	last := of(to.Signed)
	s.how(&last, s.along(to)...)
	last.Role, last.Context, last.Strong = "output", s.c, true
	return Line{{Key: "to", Sub: geom.Word(s.t, to.Index), Role: "output", Context: s.c},
		of(to.Distance[0]), of(to.Distance[1]), of(to.Cosine[0]), of(to.Cosine[1]), last}
}

// along is how far a word moved towards a target, with the values put in:
// (y − e) · (t − e) / ‖t − e‖, of few dimensions.
func (s stepper) along(to trace.Towards) Line {
	if s.brief {
		return nil
	}
	e, y, aim := s.t.Shift.From, s.t.Shift.To, s.t.Embed.Row(to.Index)
	line := Line{op("("), s.symbol("y", "output", s.focus()), op(" − "), s.symbol("e", "embed", s.focus()), op(") · ("),
		s.symbol("e", "embed", to.Index), op(" − "), s.symbol("e", "embed", s.focus()), op(") / " + geom.Number(float64(to.Distance[0]), 4))}
	if len(e) > 3 {
		return line
	}
	line = append(line, op(" = ("))
	for d := range e {
		if d > 0 {
			line = append(line, op(" + "))
		}
		line = append(line, op("("+geom.Number(y[d]-e[d], 4)+")("+geom.Number(aim[d]-e[d], 4)+")"))
	}
	return append(line, op(") / "+geom.Number(float64(to.Distance[0]), 4)))
}
