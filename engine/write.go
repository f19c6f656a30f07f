package engine

import (
	"bytes"
	"encoding"
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"

	"heed/geom"
	"heed/mat"
	"heed/trace"
)

// A writer writes an answer as encoding/json would, to the byte, in a fifth of
// its time: that was most of what a page waited for while something is dragged.
type writer struct {
	b   []byte
	err error // the first
}

// written is the answer in JSON, a line.
func written(a Answer) ([]byte, error) {
	w := writer{b: make([]byte, 0, 1<<16)}
	w.answer(a)
	w.raw("\n")
	return w.b, w.err
}

func (w *writer) answer(a Answer) {
	w.raw("{")
	w.field("heed").int(a.Heed)
	w.field("lesson").plain(a.Lesson)
	w.field("walk").plain(a.Walk)
	w.field("scene").scene(a.Scene)
	w.field("steps")
	list(w, a.Steps, func(steps []Step) { list(w, steps, w.step) })
	w.field("maps")
	list(w, a.Maps, w.grid)
	w.raw("}")
}

func (w *writer) scene(s geom.Scene) {
	w.raw("{")
	w.optional("title", s.Title)
	w.field("plane").plain(s.Plane)
	w.field("panels")
	list(w, s.Panels, w.panel)
	w.field("kept")
	list(w, s.Kept, w.kept)
	if len(s.Caption) > 0 {
		w.field("caption").text(s.Caption)
	}
	w.raw("}")
}

func (w *writer) panel(p geom.Panel) {
	w.raw("{")
	w.optional("name", p.Name)
	w.optional("title", p.Title)
	w.field("window").raw("{")
	w.field("minX").float(p.Window.MinX)
	w.field("minY").float(p.Window.MinY)
	w.field("maxX").float(p.Window.MaxX)
	w.field("maxY").float(p.Window.MaxY)
	w.raw("}")
	w.field("marks")
	list(w, p.Marks, w.mark)
	w.raw("}")
}

func (w *writer) mark(m geom.Mark) {
	w.raw("{")
	w.field("kind").name(m.Kind)
	w.field("role").name(m.Role)
	w.field("context").int(m.Context)
	if m.Step != 0 {
		w.field("step").int(m.Step)
	}
	w.flag("ghost", m.Ghost)
	w.flag("covered", m.Covered)
	w.field("points")
	list(w, m.Points, func(p geom.Point) {
		w.raw("{")
		w.field("x").float(p.X)
		w.field("y").float(p.Y)
		w.raw("}")
	})
	if l := m.Label; l.Text != nil || l.Along || l.Badge != "" || l.Of != nil {
		w.field("label").label(l)
	}
	w.field("of")
	list(w, m.Of, w.ref)
	w.field("kept").float(m.Kept)
	w.raw("}")
}

func (w *writer) label(l geom.Label) {
	w.raw("{")
	if len(l.Text) > 0 {
		w.field("text").text(l.Text)
	}
	w.flag("along", l.Along)
	w.optional("badge", l.Badge)
	if len(l.Of) > 0 {
		w.field("of")
		list(w, l.Of, w.ref)
	}
	w.raw("}")
}

func (w *writer) text(t geom.Text) {
	list(w, t, func(r geom.Run) {
		w.raw("{")
		w.field("text").string(r.Text)
		if r.Style != 0 {
			w.field("style").name(r.Style)
		}
		w.field("role").name(r.Role)
		w.field("context").int(r.Context)
		w.raw("}")
	})
}

func (w *writer) kept(k geom.Kept) {
	w.raw("{")
	w.field("label").text(k.Label)
	w.field("role").name(k.Role)
	w.field("context").int(k.Context)
	w.field("share").float(k.Share)
	w.field("of")
	list(w, k.Of, w.ref)
	w.raw("}")
}

func (w *writer) ref(r trace.Ref) {
	w.raw("{")
	w.field("trace").int(r.Trace)
	w.field("tensor").string(r.Tensor)
	if len(r.Index) > 0 {
		w.field("index")
		list(w, r.Index, w.int)
	}
	w.raw("}")
}

func (w *writer) grid(g geom.Grid) {
	pair := func(v [2]float64) { list(w, v[:], w.float) }
	w.raw("{")
	w.field("name").string(g.Name)
	w.field("rows")
	list(w, g.Rows[:], pair)
	w.field("says").string(g.Says)
	w.field("determinant").float(g.Determinant)
	w.field("eigen")
	list(w, g.Eigen, func(e geom.Eigen) {
		w.raw("{")
		w.field("value").float(e.Value)
		w.field("direction")
		pair(e.Direction)
		w.raw("}")
	})
	w.raw("}")
}

func (w *writer) step(s Step) {
	w.raw("{")
	w.field("lines")
	list(w, s.Lines, w.line)
	w.field("checks").plain(s.Checks)
	w.field("notes").plain(s.Notes)
	w.raw("}")
}

func (w *writer) line(l Line) { list(w, l, w.part) }

func (w *writer) part(p Part) {
	w.raw("{")
	w.optional("text", p.Text)
	w.optional("sub", p.Sub)
	w.optional("role", p.Role)
	w.field("context").int(p.Context)
	w.flag("strong", p.Strong)
	w.optional("key", p.Key)
	if p.At != nil {
		w.field("at").ref(*p.At)
	}
	if p.Value != nil {
		w.field("value").number(*p.Value)
	}
	w.optional("given", p.Given)
	if len(p.From) > 0 {
		w.field("from")
		list(w, p.From, w.ref)
	}
	if len(p.How) > 0 {
		w.field("how").line(p.How)
	}
	w.flag("edit", p.Edit)
	w.raw("}")
}

// list writes each of the items between brackets; a list that is not there is
// null.
func list[T any](w *writer, items []T, one func(T)) {
	if items == nil {
		w.raw("null")
		return
	}
	w.raw("[")
	for i, item := range items {
		if i > 0 {
			w.raw(",")
		}
		one(item)
	}
	w.raw("]")
}

func (w *writer) raw(s string) { w.b = append(w.b, s...) }

// field writes the name of an object's next member.
func (w *writer) field(name string) *writer {
	if w.b[len(w.b)-1] != '{' {
		w.raw(",")
	}
	w.raw(`"`)
	w.raw(name)
	w.raw(`":`)
	return w
}

// optional writes a member that is left out where it is empty.
func (w *writer) optional(name, s string) {
	if s != "" {
		w.field(name).string(s)
	}
}

// flag writes a member that is left out where it is false.
func (w *writer) flag(name string, is bool) {
	if is {
		w.field(name).raw("true")
	}
}

func (w *writer) int(n int) { w.b = strconv.AppendInt(w.b, int64(n), 10) }

// string writes a text; what must be escaped, or is not UTF-8, is rare and goes
// the plain way.
func (w *writer) string(s string) {
	for _, r := range s {
		if r < ' ' || r == '"' || r == '\\' || r == utf8.RuneError || r == '\u2028' || r == '\u2029' {
			w.plain(s)
			return
		}
	}
	w.raw(`"`)
	w.raw(s)
	w.raw(`"`)
}

// number writes null where x is not finite.
func (w *writer) number(x mat.Number) {
	if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
		w.raw("null")
		return
	}
	w.b = strconv.AppendFloat(w.b, float64(x), 'g', -1, 64)
}

// float writes a number that must be finite, with an exponent where ECMAScript
// has one, and as few digits of it.
func (w *writer) float(x float64) {
	size := math.Abs(x)
	if size != 0 && size < 1e-6 || size >= 1e21 || math.IsNaN(x) {
		w.plain(x)
		return
	}
	w.b = strconv.AppendFloat(w.b, x, 'f', -1, 64)
}

func (w *writer) name(v encoding.TextMarshaler) {
	text, err := v.MarshalText()
	w.fail(err)
	w.raw(`"`)
	w.b = append(w.b, text...)
	w.raw(`"`)
}

// plain writes what is rare, or different each time, by encoding/json.
func (w *writer) plain(v any) {
	data := bytes.NewBuffer(w.b)
	e := json.NewEncoder(data)
	e.SetEscapeHTML(false)
	w.fail(e.Encode(v))
	w.b = bytes.TrimSuffix(data.Bytes(), []byte("\n"))
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}
