package geom_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"heed/geom"
	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
	"heed/mat"
	"heed/trace"
)

// wide is a lesson of three dimensions with maps that are not square, a
// residual, and a word of the text twice: everything that a scene of a model
// has.
const wide = `
heed: 1
text: the bank by the river
focus: bank
embed: {the: [1, 0.5, 0.2], bank: [3, 1, 2], by: [0.3, 1, 1], river: [1, 3, -1], money: [2, 0, 3]}
maps:
  Q: [[0.5, 0.1], [0.2, 0.7], [0.3, 0.1]]
  K: [[0.4, 0], [0.1, 0.6], [0.2, 0.3]]
  V: [[1, 0.2], [0.1, 0.9], [0.4, 0.3]]
  O: [[0.9, 0.1, 0.2], [0.3, 0.8, 0.1]]
residual: true
contexts:
  - text: money bank
`

func walkOf(t *testing.T, name string, file []byte) trace.Walk {
	t.Helper()
	l, err := yaml.Parse(name, file)
	if err != nil {
		t.Fatal(err)
	}
	w, err := l.Walk(lesson.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func shipped(t *testing.T, name string) trace.Walk {
	t.Helper()
	file, err := lessons.Files.ReadFile(name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return walkOf(t, name, file)
}

// TestNothingIsInvented changes each entry of each tensor, one at a time, and
// requires that exactly the marks that name it move or read otherwise.
func TestNothingIsInvented(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(t *testing.T) trace.Walk
	}{
		{"the told lesson in two contexts", func(t *testing.T) trace.Walk { return shipped(t, "money-river") }},
		{"one context by the formula", func(t *testing.T) trace.Walk { return shipped(t, "river-bank") }},
		{"three dimensions with W_O and a residual", func(t *testing.T) trace.Walk { return walkOf(t, "wide", []byte(wide)) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := tt.make(t)
			plane, err := geom.ChoosePlane("", w, nil)
			if err != nil {
				t.Fatal(err)
			}
			before := marksOf(t, w, plane)
			for _, m := range before {
				if len(m.Of) == 0 {
					t.Errorf("mark %+v has no tensor behind it", m)
				}
				if len(m.Label.Text) > 0 && len(m.Of)+len(m.Label.Of) == 0 {
					t.Errorf("label %+v has no tensor behind it", m.Label)
				}
			}
			for _, entry := range entries(w) {
				changed := tt.make(t)
				entry.change(&changed)
				after := marksOf(t, changed, plane)
				if len(after) != len(before) {
					t.Fatalf("%v: %d marks became %d", entry.ref, len(before), len(after))
				}
				for i := range before {
					moved, named := !sameMark(before[i], after[i]), names(before[i], entry.ref)
					if moved != named {
						t.Errorf("%v changed: mark %d (%s) moved: %v, names it: %v", entry.ref, i, describe(before[i]), moved, named)
					}
				}
			}
		})
	}
}

// An entry is one row, or number, of a tensor.
type entry struct {
	ref    trace.Ref
	change func(*trace.Walk)
}

// entries lists every entry that a mark could stand for.
func entries(w trace.Walk) []entry {
	var list []entry
	for c := range w.Traces {
		add := func(tensor string, index []int, change func(*trace.Trace)) {
			list = append(list, entry{trace.Ref{Trace: c, Tensor: tensor, Index: index}, func(w *trace.Walk) { change(&w.Traces[c]) }})
		}
		for name, of := range map[string]func(*trace.Trace) mat.Matrix{
			"embed":     func(t *trace.Trace) mat.Matrix { return t.Embed },
			"q":         func(t *trace.Trace) mat.Matrix { return t.Q },
			"k":         func(t *trace.Trace) mat.Matrix { return t.K },
			"v":         func(t *trace.Trace) mat.Matrix { return t.V },
			"output":    func(t *trace.Trace) mat.Matrix { return t.Output },
			"projected": func(t *trace.Trace) mat.Matrix { return t.Projected },
			"y":         func(t *trace.Trace) mat.Matrix { return t.Y },
		} {
			for i := range of(&w.Traces[c]).Rows {
				add(name, []int{i}, func(t *trace.Trace) {
					m := of(t).Clone() // rows may share memory with another tensor
					nudge(m.Row(i))
					replace(t, name, m)
				})
			}
		}
		for _, i := range w.Traces[c].Focus {
			for j := range w.Traces[c].Tokens {
				add("weights", []int{i, j}, func(t *trace.Trace) { nudge(t.Weights.Row(i)[j : j+1]) })
				add("scores", []int{i, j}, func(t *trace.Trace) { nudge(t.Scores.Row(i)[j : j+1]) })
				add("scaled", []int{i, j}, func(t *trace.Trace) { nudge(t.Scaled.Row(i)[j : j+1]) })
				add("parts", []int{i, j}, func(t *trace.Trace) { nudge(t.Parts[slices.Index(t.Focus, i)].Row(j)) })
			}
		}
		for k := range w.Traces[c].Shift.Towards {
			add("shift.towards", []int{k}, func(t *trace.Trace) {
				to := &t.Shift.Towards[k]
				to.Signed += 0.03
				to.Cosine[0] += 0.03
				to.Cosine[1] += 0.03
			})
		}
		if m := w.Traces[c].Maps; !m.O.Absent() {
			add("maps.o", nil, func(t *trace.Trace) {
				maps := *t.Maps // contexts of a lesson share theirs
				maps.O = maps.O.Clone()
				nudge(maps.O.Data)
				t.Maps = &maps
			})
		}
	}
	return list
}

func replace(t *trace.Trace, tensor string, m mat.Matrix) {
	*map[string]*mat.Matrix{"embed": &t.Embed, "q": &t.Q, "k": &t.K, "v": &t.V,
		"output": &t.Output, "projected": &t.Projected, "y": &t.Y}[tensor] = m
}

// nudge changes every number of a row, by different amounts.
func nudge(row []float64) {
	for c := range row {
		row[c] += 0.03 + 0.01*float64(c)
	}
}

func marksOf(t *testing.T, w trace.Walk, p geom.Plane) []geom.Mark {
	t.Helper()
	scene, err := geom.Build(w, p)
	if err != nil {
		t.Fatal(err)
	}
	var marks []geom.Mark
	for _, panel := range scene.Panels {
		marks = append(marks, panel.Marks...)
	}
	return marks
}

func sameMark(a, b geom.Mark) bool {
	return reflect.DeepEqual(a.Points, b.Points) && reflect.DeepEqual(a.Label.Text, b.Label.Text) && a.Covered == b.Covered
}

// names reports whether a mark says that it depends on the entry.
func names(m geom.Mark, r trace.Ref) bool {
	return slices.ContainsFunc(slices.Concat(m.Of, m.Label.Of), func(of trace.Ref) bool {
		return of.Trace == r.Trace && of.Tensor == r.Tensor && slices.Equal(of.Index, r.Index)
	})
}

func describe(m geom.Mark) string {
	text := ""
	for _, r := range m.Label.Text {
		text += r.Text
	}
	return fmt.Sprintf("kind %d, role %d, context %d, label %q, of %v", m.Kind, m.Role, m.Context, text, m.Of)
}
