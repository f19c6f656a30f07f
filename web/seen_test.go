//go:build page

package web_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"heed/engine"
	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
	"heed/source"
)

// seen is what the page shows, read out of its document.
type seen struct {
	Numbers []struct{ At, Value, Text string }
	Arrows  []struct {
		Of   string
		Tip  point // in px of the picture
		Ring bool  // it is too short for an arrow
	}
	Origin point
	Ticks  []struct {
		X, Y float64
		Text string
	}
	Error string
}

const readPage = `(() => {
	const all = (s) => [...document.querySelectorAll(s)];
	const tip = (m) => {
		const head = m.querySelector(".head");
		if (head === null) return {X: Number(m.getAttribute("cx")), Y: Number(m.getAttribute("cy"))};
		const [x, y] = /^M([^,]+),([^L]+)L/.exec(head.getAttribute("d")).slice(1).map(Number);
		return {X: x, Y: y};
	};
	const origin = document.querySelector(".plane .origin") ?? document.createElement("i"); // none while a lesson opens
	return {
		Numbers: all(".column [data-at][data-value]").map((n) => ({At: n.dataset.at, Value: n.dataset.value, Text: n.textContent})),
		Arrows: all(".plane .mark.arrow").map((m) => ({Of: m.dataset.of, Tip: tip(m), Ring: m.querySelector(".head") === null})),
		Origin: {X: Number(origin.getAttribute("cx")), Y: Number(origin.getAttribute("cy"))},
		Ticks: all(".plane .tick").map((k) => ({X: Number(k.getAttribute("x")), Y: Number(k.getAttribute("y")), Text: k.textContent})),
		Error: document.querySelector(".error")?.textContent ?? "",
	};
})()`

// An answer is what the tests compare the page with.
type answer struct {
	Error  string
	Lesson json.RawMessage
	Walk   struct{ Traces []map[string]json.RawMessage }
	Scene  struct {
		Panels []struct {
			Marks []struct {
				Kind string
				Of   []struct {
					Trace  int
					Tensor string
					Index  []int
				}
				Points []struct{ X, Y float64 }
			}
		}
	}
}

// document is a shipped lesson as the page has it.
func document(t *testing.T, name string) *lesson.Node {
	t.Helper()
	data, err := lessons.Files.ReadFile(strings.TrimPrefix(name, "lesson:") + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := yaml.Document(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// parsed is a lesson of its JSON.
func parsed(t *testing.T, text string) *lesson.Node {
	t.Helper()
	d, err := lesson.Document("x", []byte(text))
	if err != nil {
		t.Fatalf("%v: %.300s", err, text)
	}
	return d
}

// asked asks the engine, in this process.
func asked(t *testing.T, d *lesson.Node, rest string) answer {
	t.Helper()
	text, err := d.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var a answer
	if err := json.Unmarshal(engine.Ask(fmt.Appendf(nil, `{"heed":1,"name":"x","lesson":%s%s}`, text, rest)), &a); err != nil || a.Error != "" {
		t.Fatal(err, a.Error)
	}
	return a
}

// at is the number of a walk at a place, "0:embed[1,0]"; of a row, "0:parts[1,0]",
// its numbers.
func (a answer) at(name string) ([]float64, error) {
	of, place, _ := strings.Cut(name, ":")
	c, err := strconv.Atoi(of)
	if err != nil || c >= len(a.Walk.Traces) {
		return nil, fmt.Errorf("%s: no such text", name)
	}
	tensor, rest, _ := strings.Cut(strings.TrimSuffix(place, "]"), "[")
	var v any
	if err := json.Unmarshal(a.Walk.Traces[c][tensor], &v); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	index := strings.Split(rest, ",")
	if tensor == "parts" { // of the focus alone
		index = index[1:]
		if list, is := v.([]any); is && len(list) > 0 {
			v = list[0]
		}
	}
	for _, i := range index {
		n, err := strconv.Atoi(i)
		list, is := v.([]any)
		if err != nil || !is || n >= len(list) {
			return nil, fmt.Errorf("%s: no such place", name)
		}
		v = list[n]
	}
	switch v := v.(type) {
	case float64:
		return []float64{v}, nil
	case []any:
		var row []float64
		for _, x := range v {
			row = append(row, x.(float64))
		}
		return row, nil
	}
	return nil, fmt.Errorf("%s is %v", name, v)
}

// near allows for multiplications that one machine fuses with additions and
// another does not.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12*max(1, math.Abs(a), math.Abs(b)) }

// differs says in what the page differs from an answer: a number that is not
// the walk's, or an arrow whose end is not the scene's.
func (s seen) differs(a answer) string {
	if s.Error != "" {
		return "the page says: " + s.Error
	}
	shown := map[string]bool{}
	for _, n := range s.Numbers {
		tensor, _, _ := strings.Cut(n.At[strings.Index(n.At, ":")+1:], "[")
		shown[tensor] = true
		value, err := strconv.ParseFloat(n.Value, 64)
		want, missing := a.at(n.At)
		if err != nil || missing != nil || !slices.ContainsFunc(want, func(w float64) bool { return near(w, value) }) {
			return fmt.Sprintf("%s is %s; want %v %v", n.At, n.Value, want, missing)
		}
	}
	for _, tensor := range []string{"embed", "q", "scores", "scaled", "weights", "parts", "y"} {
		_, wide := a.at("0:embed[0,6]")
		if !shown[tensor] && (tensor != "parts" || wide != nil) { // of wide vectors only lengths stand there
			return "no number of " + tensor + " is shown"
		}
	}
	return s.arrowsDiffer(a)
}

// arrowsDiffer puts the scene's points where the axes say they are, and looks
// for each arrow's tip there, to 0.02 px, which the page rounds to. An arrow of
// less than half a px is a ring about its start.
func (s seen) arrowsDiffer(a answer) string {
	scale := 0.0
	for _, k := range s.Ticks {
		value, err := strconv.ParseFloat(strings.ReplaceAll(k.Text, "−", "-"), 64)
		if err == nil && value != 0 && math.Abs(k.X-s.Origin.X) > 13 && k.Y > s.Origin.Y {
			scale = (k.X - s.Origin.X) / value
		}
	}
	if scale <= 0 {
		return fmt.Sprintf("the axes have no numbers: %v", s.Ticks)
	}
	if len(s.Arrows) < 2 {
		return fmt.Sprintf("%d arrows", len(s.Arrows))
	}
	for _, arrow := range s.Arrows {
		nearest := math.Inf(1)
		for _, m := range a.Scene.Panels[0].Marks {
			var of []string
			for _, r := range m.Of {
				of = append(of, fmt.Sprintf("%d:%s[%s]", r.Trace, r.Tensor, strings.Trim(strings.ReplaceAll(fmt.Sprint(r.Index), " ", ","), "[]")))
			}
			if m.Kind != "arrow" || strings.Join(of, " ") != arrow.Of {
				continue
			}
			tip := m.Points[len(m.Points)-1]
			nearest = min(nearest, math.Hypot(s.Origin.X+tip.X*scale-arrow.Tip.X, s.Origin.Y-tip.Y*scale-arrow.Tip.Y))
		}
		if !(nearest <= map[bool]float64{false: 0.02, true: 0.52}[arrow.Ring]) {
			return fmt.Sprintf("the arrow of %s ends %.3f px from where its numbers are", arrow.Of, nearest)
		}
	}
	return ""
}

// shows waits until the page shows what the engine answers.
func (p *tab) shows(a answer) {
	p.Helper()
	p.eventually(func() string { return eval[seen](p, readPage).differs(a) })
}

// TestNumbersAreTheEngines reads each shipped lesson out of the page, with its
// pins and by the formula.
func TestNumbersAreTheEngines(t *testing.T) {
	p := open(t, "", look{})
	for _, name := range source.Lessons() {
		d := document(t, name)
		for _, weights := range []string{"", "&weights=formula"} {
			p.visit("#lesson=" + name + weights)
			p.shows(asked(t, d, map[bool]string{true: "", false: `,"formula":true`}[weights == ""]))
			if over := eval[[]string](p, overlapping); len(over) > 0 {
				t.Errorf("%s%s: labels lie over each other: %s", name, weights, strings.Join(over, ", "))
			}
		}
	}
}
