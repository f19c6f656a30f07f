package trace

import (
	"io"
	"reflect"

	"heed/internal/write"
	"heed/mat"
)

// WriteJSON writes w as json.NewEncoder(out).Encode would, to the byte: of one
// head of a model that took a fifth of a whole process.
func (w Walk) WriteJSON(out io.Writer) error {
	j := writer{write.JSON{HTML: true, Bytes: make([]byte, 0, w.size())}}
	j.walk(w)
	j.Raw("\n")
	if j.Err != nil {
		return j.Err
	}
	_, err := out.Write(j.Bytes)
	return err
}

// size is about how many bytes w takes as JSON.
func (w Walk) size() int {
	const number, rest = 20, 1 << 14
	return number*w.Numbers() + rest
}

type writer struct{ write.JSON }

func (w *writer) walk(walk Walk) {
	w.Raw("{")
	w.Field("heed").Int(walk.Version)
	w.Field("source").Plain(walk.Source)
	w.Field("traces")
	write.List(&w.JSON, walk.Traces, w.trace)
	w.Field("contrast").Plain(walk.Contrast)
	w.Raw("}")
}

func (w *writer) trace(t Trace) {
	w.Raw("{")
	w.Field("text").String(t.Text)
	w.Optional("pair", t.Pair)
	w.Field("word").String(t.Word)
	w.Field("focus")
	write.List(&w.JSON, t.Focus, w.Int)
	w.Field("tokens")
	write.List(&w.JSON, t.Tokens, w.token)
	w.matrix("embed", t.Embed)
	w.matrix("q", t.Q)
	w.matrix("k", t.K)
	w.matrix("v", t.V)
	w.matrix("scores", t.Scores)
	w.matrix("scaled", t.Scaled)
	w.matrix("masked", t.Masked)
	w.matrix("weights", t.Weights)
	if len(t.Parts) > 0 {
		w.Field("parts")
		write.List(&w.JSON, t.Parts, func(m mat.Matrix) { w.Rows(m.Rows, m.Row) })
	}
	w.matrix("output", t.Output)
	w.matrix("projected", t.Projected)
	w.matrix("y", t.Y)
	w.Flag("residual", t.Residual)
	if m := t.Maps; m != nil {
		w.Field("maps").Raw("{")
		w.matrix("q", m.Q)
		w.matrix("k", m.K)
		w.matrix("v", m.V)
		w.matrix("o", m.O)
		w.Flag("solved", m.Solved)
		w.Raw("}")
	}
	if t.Bias != nil {
		w.Field("bias").Plain(t.Bias)
	}
	if !reflect.ValueOf(t.Shift).IsZero() {
		w.Field("shift")
		w.shift(t.Shift)
	}
	if t.Share != nil {
		w.Field("share")
		w.shift(*t.Share)
	}
	w.Field("pins").Plain(t.Pins)
	w.Field("checks").Plain(t.Checks)
	w.Field("notes").Plain(t.Notes)
	w.Raw("}")
}

func (w *writer) token(t Token) {
	w.Raw("{")
	w.Field("text").String(t.Text)
	w.Field("start").Int(t.Start)
	w.Field("end").Int(t.End)
	w.Flag("special", t.Special)
	if t.Sequence != nil {
		w.Field("sequence").Int(*t.Sequence)
	}
	w.Raw("}")
}

// matrix writes a member that is left out where it is absent.
func (w *writer) matrix(name string, m mat.Matrix) {
	if !m.Absent() {
		w.Field(name).Rows(m.Rows, m.Row)
	}
}

func (w *writer) vector(v mat.Vector) {
	if v == nil {
		w.Raw("null")
		return
	}
	w.Numbers(v)
}

func (w *writer) shift(s Shift) {
	w.Raw("{")
	w.Field("from")
	w.vector(s.From)
	w.Field("to")
	w.vector(s.To)
	w.Field("length").Number(float64(s.Length))
	w.Field("towards").Raw("[")
	for i, t := range s.Towards {
		if i > 0 {
			w.Raw(",")
		}
		w.towards(t)
	}
	w.Raw("]}")
}

func (w *writer) towards(t Towards) {
	pair := func(v [2]mat.Number) { w.Numbers([]float64{float64(v[0]), float64(v[1])}) }
	w.Raw("{")
	w.Field("token").String(t.Token)
	w.Field("index").Int(t.Index)
	if t.Context != nil {
		w.Field("context").Int(*t.Context)
	}
	w.Field("signed").Number(float64(t.Signed))
	w.Field("distance")
	pair(t.Distance)
	w.Field("cosine")
	pair(t.Cosine)
	w.Raw("}")
}
