package engine

import (
	"heed/geom"
	"heed/internal/write"
	"heed/trace"
)

// A writer writes answers: that was most of what a page waited for while
// something is dragged.
type writer struct{ write.JSON }

// written is the answer in JSON, a line.
func written(a Answer) ([]byte, error) {
	w := writer{write.JSON{Bytes: make([]byte, 0, 1<<16)}}
	w.answer(a)
	w.Raw("\n")
	return w.Bytes, w.Err
}

// field writes the name of an object's next member.
func (w *writer) field(name string) *writer {
	w.Field(name)
	return w
}

func (w *writer) answer(a Answer) {
	w.Raw("{")
	w.field("heed").Int(a.Heed)
	w.field("lesson").Plain(a.Lesson)
	w.field("walk").Plain(a.Walk)
	w.field("scene").scene(a.Scene)
	w.field("steps")
	write.List(&w.JSON, a.Steps, func(steps []Step) { write.List(&w.JSON, steps, w.step) })
	w.field("maps")
	write.List(&w.JSON, a.Maps, w.grid)
	w.Raw("}")
}

func (w *writer) scene(s geom.Scene) {
	w.Raw("{")
	w.Optional("title", s.Title)
	w.field("plane").Plain(s.Plane)
	w.field("panels")
	write.List(&w.JSON, s.Panels, w.panel)
	w.field("kept")
	write.List(&w.JSON, s.Kept, w.kept)
	if len(s.Caption) > 0 {
		w.field("caption").text(s.Caption)
	}
	w.Raw("}")
}

func (w *writer) panel(p geom.Panel) {
	w.Raw("{")
	w.Optional("name", p.Name)
	w.Optional("title", p.Title)
	w.field("window").Raw("{")
	w.field("minX").Float(p.Window.MinX)
	w.field("minY").Float(p.Window.MinY)
	w.field("maxX").Float(p.Window.MaxX)
	w.field("maxY").Float(p.Window.MaxY)
	w.Raw("}")
	w.field("marks")
	write.List(&w.JSON, p.Marks, w.mark)
	w.Raw("}")
}

func (w *writer) mark(m geom.Mark) {
	w.Raw("{")
	w.field("kind").Name(m.Kind)
	w.field("role").Name(m.Role)
	w.field("context").Int(m.Context)
	if m.Step != 0 {
		w.field("step").Int(m.Step)
	}
	w.Flag("ghost", m.Ghost)
	w.Flag("covered", m.Covered)
	w.field("points")
	write.List(&w.JSON, m.Points, func(p geom.Point) {
		w.Raw("{")
		w.field("x").Float(p.X)
		w.field("y").Float(p.Y)
		w.Raw("}")
	})
	if l := m.Label; l.Text != nil || l.Along || l.Badge != "" || l.Of != nil {
		w.field("label").label(l)
	}
	w.field("of")
	write.List(&w.JSON, m.Of, w.ref)
	w.field("kept").Float(m.Kept)
	w.Raw("}")
}

func (w *writer) label(l geom.Label) {
	w.Raw("{")
	if len(l.Text) > 0 {
		w.field("text").text(l.Text)
	}
	w.Flag("along", l.Along)
	w.Optional("badge", l.Badge)
	if len(l.Of) > 0 {
		w.field("of")
		write.List(&w.JSON, l.Of, w.ref)
	}
	w.Raw("}")
}

func (w *writer) text(t geom.Text) {
	write.List(&w.JSON, t, func(r geom.Run) {
		w.Raw("{")
		w.field("text").String(r.Text)
		if r.Style != 0 {
			w.field("style").Name(r.Style)
		}
		w.field("role").Name(r.Role)
		w.field("context").Int(r.Context)
		w.Raw("}")
	})
}

func (w *writer) kept(k geom.Kept) {
	w.Raw("{")
	w.field("label").text(k.Label)
	w.field("role").Name(k.Role)
	w.field("context").Int(k.Context)
	w.field("share").Float(k.Share)
	w.field("of")
	write.List(&w.JSON, k.Of, w.ref)
	w.Raw("}")
}

func (w *writer) ref(r trace.Ref) {
	w.Raw("{")
	w.field("trace").Int(r.Trace)
	w.field("tensor").String(r.Tensor)
	if len(r.Index) > 0 {
		w.field("index")
		write.List(&w.JSON, r.Index, w.Int)
	}
	w.Raw("}")
}

func (w *writer) grid(g geom.Grid) {
	pair := func(v [2]float64) { write.List(&w.JSON, v[:], w.Float) }
	w.Raw("{")
	w.field("name").String(g.Name)
	w.field("rows")
	write.List(&w.JSON, g.Rows[:], pair)
	w.field("says").String(g.Says)
	w.field("determinant").Float(g.Determinant)
	w.field("eigen")
	write.List(&w.JSON, g.Eigen, func(e geom.Eigen) {
		w.Raw("{")
		w.field("value").Float(e.Value)
		w.field("direction")
		pair(e.Direction)
		w.Raw("}")
	})
	w.Raw("}")
}

func (w *writer) step(s Step) {
	w.Raw("{")
	w.field("lines")
	write.List(&w.JSON, s.Lines, w.line)
	w.field("checks").Plain(s.Checks)
	w.field("notes").Plain(s.Notes)
	w.Raw("}")
}

func (w *writer) line(l Line) { write.List(&w.JSON, l, w.part) }

func (w *writer) part(p Part) {
	w.Raw("{")
	w.Optional("text", p.Text)
	w.Optional("sub", p.Sub)
	w.Optional("role", p.Role)
	w.field("context").Int(p.Context)
	w.Flag("strong", p.Strong)
	w.Optional("key", p.Key)
	if p.At != nil {
		w.field("at").ref(*p.At)
	}
	if p.Value != nil {
		w.field("value").Number(float64(*p.Value))
	}
	w.Optional("given", p.Given)
	if len(p.From) > 0 {
		w.field("from")
		write.List(&w.JSON, p.From, w.ref)
	}
	if len(p.How) > 0 {
		w.field("how").line(p.How)
	}
	w.Flag("edit", p.Edit)
	w.Raw("}")
}
