//go:build page

package web_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"heed/server"
	"heed/training"
	"heed/training/shipped"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// trained is what the Training view shows, read out of its document.
type trained struct {
	Step   string
	Rows   map[string][2]string  // of the table behind the plane: x, y
	Values map[string]string     // beside the curves, by the curve's name
	Texts  map[string]string     // the same as they stand there
	Places map[string][2]float64 // of the vectors on screen, in px
	Origin [2]float64
	Ticks  [][3]string // x, y, text
	Table  string      // the step that the table is of
}

const readTraining = `(() => {
	const all = (s) => [...document.querySelectorAll(s)];
	const origin = document.querySelector(".plane .origin");
	return {
		Step: document.querySelector(".headline h2")?.firstChild.textContent ?? "",
		Table: document.querySelector("table.spoken")?.dataset.step ?? "",
		Rows: Object.fromEntries(all("table.spoken [data-row]").map((r) => [r.dataset.row, [...r.querySelectorAll("td")].map((c) => c.textContent)])),
		Values: Object.fromEntries(all(".plot .value").map((v) => [v.dataset.curve, v.dataset.value])),
		Texts: Object.fromEntries(all(".plot .value").map((v) => [v.dataset.curve, v.textContent])),
		Places: Object.fromEntries(all("[data-vector]").map((v) => [v.dataset.vector, [Number(v.dataset.x), Number(v.dataset.y)]])),
		Origin: [Number(origin?.getAttribute("cx")), Number(origin?.getAttribute("cy"))],
		Ticks: all(".plane .tick").map((k) => [k.getAttribute("x"), k.getAttribute("y"), k.textContent]),
	};
})()`

// recordOf is what is drawn of a record that ships.
func recordOf(t *testing.T, name string) training.Training {
	t.Helper()
	r, err := shipped.Of(name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// differs says where the page shows other than snapshot i of a pair.
func (s trained) differs(r training.Training, pair, i int) string {
	step := strconv.Itoa(r.Steps[i])
	if s.Step != "Step "+step || s.Table != step {
		return fmt.Sprintf("the page is at %q, its table at %s; want step %s", s.Step, s.Table, step)
	}
	p := r.Pairs[pair]
	curves := map[string]float64{
		"loss":     float64(r.Loss[i]),
		"towardsA": float64(p.Contexts[0].Towards[i]), "towardsB": float64(p.Contexts[1].Towards[i]),
		"otherA": float64(p.Contexts[0].Other[i]), "otherB": float64(p.Contexts[1].Other[i]),
		"weightA": float64(p.Contexts[0].Weight[i]), "weightB": float64(p.Contexts[1].Weight[i]),
	}
	for name, want := range curves {
		got, err := strconv.ParseFloat(s.Values[name], 64)
		if err != nil || math.Abs(got-want) > 1e-12 {
			return fmt.Sprintf("%s is %q; want %v", name, s.Values[name], want)
		}
		shown, err := strconv.ParseFloat(strings.ReplaceAll(s.Texts[name], "−", "-"), 64)
		if err != nil || math.Abs(shown-want) > 0.00501 {
			return fmt.Sprintf("%s reads %q; want %v", name, s.Texts[name], want)
		}
	}
	return s.placesDiffer(r, p, i)
}

// placesDiffer compares the table, and where the vectors stand by the numbers of
// the axes.
func (s trained) placesDiffer(r training.Training, p training.Pair, i int) string {
	tracks := map[string]training.Track{"y:A": r.Tracks[p.Contexts[0].Track], "y:B": r.Tracks[p.Contexts[1].Track]}
	for _, w := range p.Words {
		tracks["e:"+w.Text] = r.Tracks[w.Track]
	}
	if len(s.Rows) != len(tracks) || len(s.Places) != len(tracks) {
		return fmt.Sprintf("%d rows and %d vectors; want %d", len(s.Rows), len(s.Places), len(tracks))
	}
	scale := 0.0
	for _, k := range s.Ticks {
		value, err := strconv.ParseFloat(strings.ReplaceAll(k[2], "−", "-"), 64)
		x, _ := strconv.ParseFloat(k[0], 64)
		y, _ := strconv.ParseFloat(k[1], 64)
		if err == nil && value != 0 && math.Abs(x-s.Origin[0]) > 14 && y > s.Origin[1] {
			scale = (x - s.Origin[0]) / value
		}
	}
	if scale <= 0 {
		return fmt.Sprintf("the axes have no numbers: %v", s.Ticks)
	}
	for name, k := range tracks {
		at := k.At[0]
		if !k.Stays {
			at = k.At[i]
		}
		for c, text := range s.Rows[name] {
			got, err := strconv.ParseFloat(strings.ReplaceAll(text, "−", "-"), 64)
			if err != nil || math.Abs(got-float64(at[c])) > 0.000051 {
				return fmt.Sprintf("the table has %s at %v; want %v", name, s.Rows[name], at)
			}
		}
		px := s.Places[name]
		if d := math.Hypot(s.Origin[0]+float64(at[0])*scale-px[0], s.Origin[1]-float64(at[1])*scale-px[1]); !(d < 0.02) {
			return fmt.Sprintf("%s stands %.3f px from where its numbers are", name, d)
		}
	}
	return ""
}

// trainedAt waits until the page shows snapshot i of a pair.
func (p *tab) trainedAt(r training.Training, pair, i int) {
	p.Helper()
	p.eventually(func() string { return eval[trained](p, readTraining).differs(r, pair, i) })
}

// valuesOver lists pairs of values beside curves, and of labels in the plane,
// that lie over each other.
func (p *tab) valuesOver() []string {
	p.Helper()
	over := eval[[]string](p, overlapping)
	return append(over, eval[[]string](p, `[...document.querySelectorAll(".chart")].flatMap((c) => {
		const boxes = [...c.querySelectorAll(".value")].map((v) => [v.textContent, v.getBoundingClientRect()]);
		return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([, q]) =>
			Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 3).map(([b]) => c.dataset.chart + ": " + a + " and " + b));
	})`)...)
}

// TestTrainingNumbers reads several steps of both records out of the page, and
// makes sure that the numbers of another step would be noticed.
func TestTrainingNumbers(t *testing.T) {
	for _, tt := range []struct {
		record string
		pair   int
		steps  []int
	}{
		{"learned-2d", 0, []int{0, 1, 17, 100, 400}},
		{"learned-2d", 1, []int{30, 200}},
		{"english", 0, []int{0, 200, 6000}},
		{"english", 14, []int{70, 3000}},
	} {
		r := recordOf(t, tt.record)
		p := serve(t, server.Options{}, look{})
		before := -1
		for _, step := range tt.steps {
			i := slices.Index(r.Steps, step)
			p.visit(fmt.Sprintf("#view=training&record=%s&pair=%d&step=%d", tt.record, tt.pair+1, step))
			p.trainedAt(r, tt.pair, i)
			if over := p.valuesOver(); len(over) > 0 {
				t.Errorf("%s at step %d: over each other: %s", tt.record, step, strings.Join(over, ", "))
			}
			if before >= 0 && eval[trained](p, readTraining).differs(r, tt.pair, before) == "" {
				t.Error("the numbers of another step were not noticed")
			}
			before = i
		}
	}
}

// TestTrainingByKeys: arrows, Home, End, trails and fit, and what the address
// says of each.
func TestTrainingByKeys(t *testing.T) {
	r := recordOf(t, "learned-2d")
	last := len(r.Steps) - 1
	p := open(t, "#view=training&record=learned-2d&step=20", look{})
	at := func(step int) { p.Helper(); p.trainedAt(r, 0, slices.Index(r.Steps, step)) }
	at(20)
	p.key(kb.ArrowRight)
	at(25)
	p.key(kb.ArrowLeft)
	p.key(kb.ArrowLeft)
	at(15)
	p.key(kb.Home)
	at(0)
	p.key(kb.ArrowLeft)
	at(0)
	p.key(kb.End)
	p.trainedAt(r, 0, last)
	p.key(kb.ArrowLeft)
	at(396)
	if n := eval[int](p, `document.querySelectorAll(".trail").length`); n < 30 {
		t.Errorf("%d trails", n)
	}
	p.key("t")
	p.wait(`document.querySelectorAll(".trail").length === 0 && document.querySelector(".hints [aria-pressed=false]")`)
	scale := `(() => { const t = [...document.querySelectorAll(".plane .tick")].map((k) => k.textContent).join(); return t; })()`
	p.key(kb.Home)
	at(0)
	whole := eval[string](p, scale)
	p.key("f")
	p.eventually(func() string {
		if eval[string](p, scale) == whole {
			return "F does not fit the plane to the step"
		}
		return ""
	})
	at(0) // by the numbers of the new axes
	hash := p.hash()
	if !strings.Contains(hash, "trails=off") || !strings.Contains(hash, "step=0") || !strings.Contains(hash, "window=") {
		t.Errorf("the address is %s", hash)
	}
	p.key("f")
	p.wait(scale + " === " + strconv.Quote(whole))
	p.key("?")
	p.wait(`document.querySelector("dialog[open] .keys")`)
}

// TestTrainingPermalink: an address restores record, pair, step, trails and
// window.
func TestTrainingPermalink(t *testing.T) {
	p := open(t, "#view=training", look{})
	r := recordOf(t, "english")
	eval[bool](p, `(() => { const s = document.querySelector(".source select"); s.value = "english"; s.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`)
	p.trainedAt(r, 0, len(r.Steps)-1)
	eval[bool](p, `(() => { const s = document.querySelector(".phrases select"); s.value = "3"; s.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`)
	p.trainedAt(r, 3, len(r.Steps)-1)
	p.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	for range 5 {
		p.key(kb.ArrowLeft)
	}
	i := len(r.Steps) - 6
	p.trainedAt(r, 3, i)
	p.key("t")
	p.key("f")
	p.wait(`location.hash.includes("window=")`)
	hash := p.hash()
	ticks := eval[string](p, `[...document.querySelectorAll(".plane .tick")].map((k) => k.textContent).join()`)
	for _, part := range []string{"view=training", "record=english", "pair=4", "step=" + strconv.Itoa(r.Steps[i]), "trails=off"} {
		if !strings.Contains(hash, part) {
			t.Errorf("the address %s has no %s", hash, part)
		}
	}
	p.visit(hash)
	p.trainedAt(r, 3, i)
	if again := eval[string](p, `[...document.querySelectorAll(".plane .tick")].map((k) => k.textContent).join()`); again != ticks || eval[int](p, `document.querySelectorAll(".trail").length`) != 0 {
		t.Errorf("the axes are %s, were %s; or there are trails", again, ticks)
	}
	if again := p.hash(); again != hash {
		t.Errorf("the address is %s, was %s", again, hash)
	}
}

// TestTrainingTabs: to the walk and back, each as it was left, and the tab keeps
// the focus.
func TestTrainingTabs(t *testing.T) {
	r := recordOf(t, "learned-2d")
	p := open(t, "#lesson=money-river&step=5", look{})
	p.click(`nav a[href="#view=training"]`)
	p.trainedAt(r, 0, len(r.Steps)-1)
	if !eval[bool](p, `document.activeElement.getAttribute("aria-current") === "page"`) {
		t.Error("the tab has lost the focus")
	}
	p.key(kb.ArrowLeft)
	p.trainedAt(r, 0, len(r.Steps)-2)
	p.click(`nav a[href="#"]`)
	p.wait(`document.querySelector(".stops .here")`)
	if hash := p.hash(); !strings.Contains(hash, "step=5") || strings.Contains(hash, "view") {
		t.Errorf("the address is %s", hash)
	}
	p.click(`nav a[href="#view=training"]`)
	p.trainedAt(r, 0, len(r.Steps)-2)
}

// nearest is the snapshot whose step is the nearest to a share of the whole.
func nearest(r training.Training, share float64) int {
	want, best := share*float64(r.Steps[len(r.Steps)-1]), 0
	for i, s := range r.Steps {
		if math.Abs(float64(s)-want) < math.Abs(float64(r.Steps[best])-want) {
			best = i
		}
	}
	return best
}

// TestTrainingByPointer drags on the scrubber and on each chart: all moves.
func TestTrainingByPointer(t *testing.T) {
	r := recordOf(t, "learned-2d")
	p := open(t, "#view=training", look{})
	p.trainedAt(r, 0, len(r.Steps)-1)
	for _, where := range []struct {
		selector    string
		left, right float64 // px around the scale
	}{{".way", 20, 20}, {"[data-chart=loss] svg", 38, 14}, {"[data-chart=moved] svg", 38, 14}, {"[data-chart=weight] svg", 38, 14}} {
		box := eval[[]float64](p, fmt.Sprintf(`(() => { const b = document.querySelector(%q).getBoundingClientRect(); return [b.left, b.top + b.height / 2, b.width]; })()`, where.selector))
		x := func(share float64) float64 { return box[0] + where.left + share*(box[2]-where.left-where.right) }
		p.do(chromedp.MouseEvent("mousePressed", x(0.25), box[1], chromedp.ButtonLeft))
		p.trainedAt(r, 0, nearest(r, 0.25))
		p.do(chromedp.MouseEvent("mouseMoved", x(0.4), box[1], chromedp.ButtonLeft), chromedp.MouseEvent("mouseMoved", x(0.6), box[1], chromedp.ButtonLeft))
		p.trainedAt(r, 0, nearest(r, 0.6))
		p.do(chromedp.MouseEvent("mouseReleased", x(0.6), box[1], chromedp.ButtonLeft), chromedp.MouseEvent("mouseMoved", x(0.9), box[1]))
		p.trainedAt(r, 0, nearest(r, 0.6)) // no longer held
		lines := eval[[]float64](p, `[...document.querySelectorAll(".chart .now")].map((n) => n.getBoundingClientRect().left)`)
		if len(lines) != 3 || math.Abs(lines[0]-lines[1]) > 0.5 || math.Abs(lines[1]-lines[2]) > 0.5 {
			t.Errorf("the lines of the step stand at %v", lines)
		}
	}
}

// TestTrainingPlays: through all steps, from the start, where motion is wanted;
// without it in jumps of five steps.
func TestTrainingPlays(t *testing.T) {
	r := recordOf(t, "learned-2d")
	p := open(t, "#view=training", look{motion: true})
	p.key(" ")
	began := time.Now()
	p.wait(`document.querySelector(".headline h2").textContent !== "Step 400"`)
	p.wait(`document.querySelector(".headline h2").textContent === "Step 400"`)
	p.trainedAt(r, 0, len(r.Steps)-1)
	if took := time.Since(began); took < 4*time.Second {
		t.Errorf("176 steps took %v; want 30 a second", took)
	}
	p.wait(`document.querySelector(".play").getAttribute("aria-label") === "Play"`)

	p = open(t, "#view=training&step=0", look{})
	p.click(".play")
	for _, step := range []int{5, 10} {
		p.wait(fmt.Sprintf(`document.querySelector(".headline h2").textContent === "Step %d"`, step))
	}
	p.click(".play")
	p.wait(`document.querySelector(".play").getAttribute("aria-label") === "Play"`)
}

// TestTrainingForEverybody asks axe-core, in both colours, on a desktop and on a
// phone; and makes sure that what is touched is large enough, that nothing lies
// beside a phone's screen, and that the keys reach every control.
func TestTrainingForEverybody(t *testing.T) {
	for _, l := range []look{{}, {dark: true}, {phone: true}, {phone: true, dark: true}} {
		t.Run(l.String(), func(t *testing.T) {
			p := serve(t, server.Options{}, l)
			for _, hash := range []string{"#view=training&step=24", "#view=training&record=english&pair=2&step=200"} {
				p.visit(hash)
				if v := p.violations(); v != "" {
					t.Errorf("%s:\n%s", hash, v)
				}
				if wide := eval[float64](p, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
					t.Errorf("%s: it is %v px too wide", hash, wide)
				}
			}
			small := eval[[]string](p, `[...document.querySelectorAll("header button, header a, footer button, header select, .way")].filter((b) => {
				const r = b.getBoundingClientRect(), [x, y] = [r.left + r.width / 2, r.top + r.height / 2];
				const hit = ([dx, dy]) => b.contains(document.elementFromPoint(x + dx, y + dy));
				return r.width > 0 && !b.disabled && ![[-11, 0], [11, 0], [0, -11], [0, 11]].every(hit);
			}).map((b) => b.outerHTML.slice(0, 120))`)
			if len(small) > 0 {
				t.Errorf("less than 24 px to touch: %s", strings.Join(small, "\n"))
			}
			if l.phone { // it has no T
				p.click(".trails")
				p.wait(`document.querySelectorAll(".trail").length === 0 && location.hash.includes("trails=off")`)
			}
		})
	}
	p := open(t, "#view=training&step=24", look{})
	p.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	seen := map[string]bool{}
	for range 14 {
		p.key(kb.Tab)
		p.eventually(func() string {
			e := eval[[2]string](p, `(() => { const e = document.activeElement; return [e.className + e.tagName, getComputedStyle(e.closest(".phrases") ?? e).outlineStyle]; })()`)
			seen[e[0]] = true
			if e[1] == "none" && !strings.HasSuffix(e[0], "BODY") {
				return e[0] + " has no ring"
			}
			return ""
		})
	}
	for _, want := range []string{"A", "SELECT", "controlBUTTON", "bareBUTTON", "playBUTTON", "wayDIV", "BUTTON"} {
		if !seen[want] {
			t.Errorf("Tab does not come to %s, but to %v", want, seen)
		}
	}
	c := recordOf(t, "learned-2d").Pairs[0].Contexts
	if spoken := eval[string](p, `document.querySelector("[data-chart=moved] svg").getAttribute("aria-label")`); !strings.HasPrefix(spoken, fmt.Sprintf("Movement of bank. A towards money %.2f, B towards river %.2f, A towards river −", c[0].Towards[24], c[1].Towards[24])) {
		t.Errorf("a chart is told as %q", spoken)
	}
	if spoken := eval[string](p, `document.querySelector(".plane .picture").getAttribute("aria-label")`); !strings.Contains(spoken, "Step 24: loss") || !strings.Contains(spoken, "In B, bank moves") {
		t.Errorf("the plane is told as %q", spoken)
	}
}

// TestTrainingLabelsKeepApart plays through the record and looks at each tenth
// step.
func TestTrainingLabelsKeepApart(t *testing.T) {
	for _, l := range []look{{}, {phone: true}} {
		p := open(t, "#view=training&step=0", l)
		r := recordOf(t, "learned-2d")
		for i := 0; i < len(r.Steps); i += 11 {
			p.visit(fmt.Sprintf("#view=training&step=%d", r.Steps[i]))
			p.wait(fmt.Sprintf(`document.querySelector(".headline h2").textContent === "Step %d"`, r.Steps[i]))
			if over := p.valuesOver(); len(over) > 0 {
				t.Errorf("%v, step %d: over each other: %s", l, r.Steps[i], strings.Join(over, ", "))
			}
		}
	}
}

// TestTrainingInGerman: the words are the reader's, the numbers as ever.
func TestTrainingInGerman(t *testing.T) {
	p := open(t, "#view=training&step=20", look{language: "de-DE"})
	p.wait(`document.querySelector(".headline h2").textContent === "Schritt 20"`)
	if text := eval[string](p, `document.body.innerText`); strings.Contains(text, "Movement") || !strings.Contains(text, "Bewegung von bank") {
		t.Error(text)
	}
}
