package engine_test

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"heed/engine"
	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
	"heed/mat"
	"heed/trace"

	goyaml "github.com/goccy/go-yaml"
)

// An answer is what tests read of one.
type answer struct {
	Error  string
	Lesson json.RawMessage
	Walk   trace.Walk
	Scene  struct {
		Panels []struct {
			Marks []struct {
				Kind, Role string
				Step       int
				Points     []struct{ X, Y float64 }
			}
		}
	}
	Steps [][]engine.Step
	Maps  []struct {
		Name, Says  string
		Determinant float64
		Eigen       []struct {
			Value     float64
			Direction [2]float64
		}
	}
}

func document(t testing.TB, name string) string {
	t.Helper()
	data, err := lessons.Files.ReadFile(name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	data, err = goyaml.YAMLToJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func ask(t *testing.T, lesson, rest string) answer {
	t.Helper()
	request := `{"heed":1,"name":"x","lesson":` + lesson + `,"changes":[]}`
	if rest != "" {
		request = `{"heed":1,"name":"x","lesson":` + lesson + `,` + rest + `}`
	}
	var a answer
	if err := json.Unmarshal(engine.Ask([]byte(request)), &a); err != nil {
		t.Fatalf("%s: %v", request, err)
	}
	return a
}

// TestWalkIsTheLessonsWalk compares the answer for each shipped lesson with
// what the lesson's own walk says.
func TestWalkIsTheLessonsWalk(t *testing.T) {
	for _, name := range []string{"money-bank", "money-bank-told", "river-bank", "money-river", "learned-2d"} {
		for _, formula := range []bool{false, true} {
			data, err := lessons.Files.ReadFile(name + ".yaml")
			if err != nil {
				t.Fatal(err)
			}
			l, err := yaml.Parse("x", data)
			if err != nil {
				t.Fatal(err)
			}
			walk, err := l.Walk(lesson.Options{Formula: formula})
			if err != nil {
				t.Fatal(err)
			}
			want, err := json.Marshal(walk)
			if err != nil {
				t.Fatal(err)
			}
			a := ask(t, document(t, name), fmt.Sprintf(`"changes":[],"formula":%v`, formula))
			if a.Error != "" {
				t.Fatal(name, a.Error)
			}
			got, err := json.Marshal(a.Walk)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("%s, formula %v:\n%s\nwant\n%s", name, formula, got, want)
			}
			if len(a.Steps) != len(walk.Traces) || len(a.Steps[0]) != 7 {
				t.Errorf("%s: %d contexts of %d steps; want %d of 7", name, len(a.Steps), len(a.Steps[0]), len(walk.Traces))
			}
			for _, m := range a.Scene.Panels[0].Marks {
				if m.Step < 1 || m.Step > 7 {
					t.Errorf("%s: a %s of %s has step %d", name, m.Kind, m.Role, m.Step)
				}
			}
		}
	}
}

func TestChanges(t *testing.T) {
	told, both := document(t, "money-bank-told"), document(t, "money-river")
	near := func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }
	for _, tt := range []struct {
		claim, lesson, changes string
		holds                  func(a answer) bool
	}{
		{"a text from which another borrows can be another", both, `[{"do":"text","context":0,"text":"loan money bank"}]`, func(a answer) bool {
			return a.Walk.Traces[0].Text == "loan money bank" && a.Walk.Traces[1].Weights.At(1, 0) == 0.2 && pinned(a, 1, "weights[1,0]")
		}},
		{"a dragged embedding is where it was dragged", told, `[{"do":"move","at":"embed[0]","to":[3,6.5]}]`, func(a answer) bool {
			return reflect.DeepEqual(a.Walk.Traces[0].Embed.Row(0), []float64{3, 6.5}) && strings.Contains(string(a.Lesson), `"money":[3,6.5]`)
		}},
		{"all that follows from it follows", told, `[{"do":"move","at":"embed[0]","to":[3,6.5]}]`, func(a answer) bool {
			return near(a.Walk.Traces[0].Y.At(1, 0), 0.2*3+0.8*9)
		}},
		{"a dragged y pins the output", told, `[{"do":"move","at":"y[1]","to":[5,5]}]`, func(a answer) bool {
			return reflect.DeepEqual(a.Walk.Traces[0].Y.Row(1), []float64{5, 5}) && pinned(a, 0, "output[1,0]")
		}},
		{"a dragged query is pinned", told, `[{"do":"move","at":"q[1]","to":[1,2]}]`, func(a answer) bool { return pinned(a, 0, "q[1,1]") }},
		{"a number of a vector is set", told, `[{"do":"set","at":"embed[1,0]","value":8}]`, func(a answer) bool { return a.Walk.Traces[0].Embed.At(1, 0) == 8 }},
		{"a stated score is set", told, `[{"do":"set","at":"scores[1,0]","value":12}]`, func(a answer) bool { return a.Walk.Traces[0].Scores.At(1, 0) == 12 }},
		{"the other weights of a stated row share the rest", told, `[{"do":"set","at":"weights[1,0]","value":0.5}]`, func(a answer) bool {
			return a.Walk.Traces[0].Weights.At(1, 0) == 0.5 && a.Walk.Traces[0].Weights.At(1, 1) == 0.5
		}},
		{"a row with one stated weight keeps its sum, which is told", document(t, "money-bank"), `[{"do":"set","at":"weights[1,0]","value":0.5}]`, func(a answer) bool {
			return a.Walk.Traces[0].Weights.At(1, 0) == 0.5 && a.Walk.Traces[0].Weights.At(1, 1) > 0.99 && len(a.Steps[0][4].Notes) == 1
		}},
		{"without its pin a number is the formula's", told, `[{"do":"unpin","at":"weights[1,0]"},{"do":"unpin","at":"weights[1,1]"}]`, func(a answer) bool {
			return !pinned(a, 0, "weights[1,0]") && a.Walk.Traces[0].Weights.At(1, 0) < 1e-5 && !strings.Contains(string(a.Lesson), `"weights"`)
		}},
		{"a solved map is written out where one number of it is set", told, `[{"do":"set","at":"maps.Q[0,1]","value":0.25}]`, func(a answer) bool {
			return a.Walk.Traces[0].Maps.Q.At(0, 1) == 0.25 && near(a.Walk.Traces[0].Maps.Q.At(0, 0), 194.0/513) && a.Maps[0].Says == "given"
		}},
		{"what a context borrowed is its own once it is changed", both, `[{"do":"set","context":1,"at":"weights[1,0]","value":0.4}]`, func(a answer) bool {
			return near(a.Walk.Traces[1].Weights.At(1, 1), 0.6) && a.Walk.Traces[0].Weights.At(1, 0) == 0.2
		}},
		{"another text drops pins, and its new words have vectors to move", told, `[{"do":"text","text":"grass bank"}]`, func(a answer) bool {
			return a.Walk.Traces[0].Text == "grass bank" && len(a.Walk.Traces[0].Pins) == 0 && strings.Contains(string(a.Lesson), `"chosen":["grass"]`)
		}},
		{"a text can be added", told, `[{"do":"text","context":1,"text":"bank money bank"}]`, func(a answer) bool { return len(a.Walk.Traces) == 2 && len(a.Walk.Traces[1].Tokens) == 3 }},
		{"another word can be studied", told, `[{"do":"focus","text":"money"}]`, func(a answer) bool { return a.Walk.Traces[0].Focus[0] == 0 }},
	} {
		t.Run(tt.claim, func(t *testing.T) {
			a := ask(t, tt.lesson, `"changes":`+tt.changes)
			if a.Error != "" {
				t.Fatal(a.Error)
			}
			if !tt.holds(a) {
				t.Errorf("it does not hold; the lesson is\n%s", a.Lesson)
			}
			again := ask(t, string(a.Lesson), "")
			if got, want := mustJSON(t, again.Walk), mustJSON(t, a.Walk); got != want {
				t.Errorf("the lesson that came back walks otherwise: %s\n%s\n%s", again.Error, got, want)
			}
		})
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func pinned(a answer, c int, at string) bool {
	for _, p := range a.Walk.Traces[c].Pins {
		if p.At == at {
			return true
		}
	}
	return false
}

func TestRefusals(t *testing.T) {
	told := document(t, "money-bank-told")
	for _, tt := range []struct{ request, want string }{
		{``, "the request is not what was wanted"},
		{`{"heed":2,"lesson":{}}`, "version 2 of the request form"},
		{`{"heed":1}`, "no lesson"},
		{`{"heed":1,"lesson":` + told + `,"colour":1}`, `unknown field "colour"`},
		{`{"heed":1,"lesson":` + told + `} {}`, "more after the request"},
		{`{"heed":1,"name":"x","lesson":{"heed":1}}`, "x:1:1: a lesson needs text and embed"},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"paint"}]}`, `change 1: do "paint"`},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"set","at":"embed[5,0]"}]}`, "the text has 2 words"},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"set","at":"embed[0,7]"}]}`, "a vector has 2 numbers"},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"set","at":"y[0,0]"}]}`, `"y" cannot be set`},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"set","at":"maps.X[0,0]"}]}`, "want maps.Q, K, V or O"},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"set","at":"maps.Q[9,0]"}]}`, "beyond the map's 2 rows"},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"set","at":"weights[0,9]"}]}`, "weights[0] has 2 numbers"},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"unpin","at":"weights[0,0]"}]}`, "weights[0,0] is not pinned"},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"move","at":"embed[0]"}]}`, "a move wants to"},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"move","at":"weights[0]","to":[1,2]}]}`, `"weights" cannot be moved`},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"set","context":4,"at":"embed[0,0]"}]}`, "the lesson has contexts 0 … 0"},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"text","text":"!"}]}`, "the text has no words"},
		{`{"heed":1,"lesson":` + told + `,"changes":[{"do":"set","at":"embed[0,0]","value":1e300}]}`, "long, which no picture can hold"},
		{`{"heed":1,"lesson":` + told + `,"plane":"moon"}`, `no plane "moon"`},
	} {
		var a answer
		if err := json.Unmarshal(engine.Ask([]byte(tt.request)), &a); err != nil || !strings.Contains(a.Error, tt.want) {
			t.Errorf("%s: %q, %v; want %s", tt.request, a.Error, err, tt.want)
		}
	}
}

// TestEigenDirectionsAreKept multiplies each direction by its map.
func TestEigenDirectionsAreKept(t *testing.T) {
	for _, q := range []string{"[[2,1],[1,3]]", "[[0,-1],[1,0]]", "[[1,1],[0,1]]", "[[3,0],[0,3]]", "[[1,2],[2,4]]"} {
		l := `{"heed":1,"text":"a b","embed":{"a":[1,2],"b":[2,0.5]},"maps":{"Q":` + q + `,"K":"identity","V":"identity"}}`
		a := ask(t, l, "")
		if a.Error != "" {
			t.Fatal(a.Error)
		}
		m := a.Walk.Traces[0].Maps.Q
		for _, e := range a.Maps[0].Eigen {
			v := e.Direction[:]
			if off := mat.Distance(mat.Mul(mat.Of(v), m).Row(0), mat.Scale(e.Value, v)); off > 1e-9 || math.Abs(mat.Norm(v)-1) > 1e-9 {
				t.Errorf("%s: v·W is off λv by %v for %+v", q, off, e)
			}
		}
		if rotation := q == "[[0,-1],[1,0]]"; (len(a.Maps[0].Eigen) == 0) != rotation {
			t.Errorf("%s: %d directions", q, len(a.Maps[0].Eigen))
		}
	}
}

// FuzzAsk wants an answer to everything.
func FuzzAsk(f *testing.F) {
	f.Add([]byte(`{"heed":1,"lesson":` + document(f, "money-river") + `,"changes":[{"do":"move","at":"embed[0]","to":[3,6]},{"do":"unpin","context":1,"at":"weights[1,0]"},{"do":"text","context":2,"text":"bank"}]}`))
	f.Add([]byte(`{"heed":1,"lesson":{"heed":1,"text":"a","embed":{"a":[1]}},"changes":[{"do":"set","at":"maps.Q[0,0]","value":2}],"plane":"axes:0,1"}`))
	f.Fuzz(func(t *testing.T, request []byte) {
		if out := engine.Ask(request); !json.Valid(out) {
			t.Errorf("%q is no JSON", out)
		}
	})
}
