//go:build page

package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// step is the number of the step that the page is at.
func (p *tab) step() string {
	p.Helper()
	return eval[string](p, `document.querySelector(".step.active .nth").textContent`)
}

// TestSteps walks by the keys of the design: arrows, Home, End, digits, D; and
// plays.
func TestSteps(t *testing.T) {
	p := open(t, "", look{})
	for _, tt := range []struct{ key, want string }{{kb.Home, "1"}, {kb.ArrowRight, "2"}, {kb.ArrowRight, "3"}, {kb.ArrowLeft, "2"}, {"5", "5"}, {"d", "6"}, {"d", "4"}, {kb.End, "7"}, {kb.ArrowRight, "7"}} {
		p.key(tt.key)
		p.eventually(func() string {
			if got := p.step(); got != tt.want {
				return fmt.Sprintf("%q led to step %s; want %s", tt.key, got, tt.want)
			}
			return ""
		})
	}
	p.key(" ")
	p.eventually(func() string {
		if got := p.step(); got != "1" && got != "2" {
			return "it does not play from the start, but from step " + got
		}
		return ""
	})
	p.key(" ")
	stood := p.step()
	time.Sleep(1800 * time.Millisecond)
	if got := p.step(); got != stood {
		t.Errorf("stopped at step %s, it went on to %s", stood, got)
	}
}

// TestPin takes a pin away with P and sets it again.
func TestPin(t *testing.T) {
	p := open(t, "#lesson=money-bank-told", look{})
	p.focus(number("0:weights[1,0]"))
	p.key("p")
	p.has(`"weights":{"bank":{"bank":0.8}}`)
	p.showsItsLesson()
	p.focus(number("0:weights[1,0]"))
	p.key("p")
	p.has(`"money":1.67882724814952e-7`) // the softmax of what is stated as scaled
	p.showsItsLesson()
}

// TestContradictions: a stated number that the formula does not give is told,
// with two ways out.
func TestContradictions(t *testing.T) {
	p := open(t, "#lesson=money-bank-told&step=5", look{})
	note := eval[string](p, `document.querySelector(".step.active .note").textContent`)
	if !strings.Contains(note, "stated 0.2, the formula gives 1.75\u00a0×\u00a010⁻⁷") {
		t.Errorf("the note says %q", note)
	}
	p.click(".step.active .note .ways button:last-child")
	p.wait(`document.querySelector(".step.active .note") === null && document.querySelector(".step.active .quiet") !== null`)
	if l := p.lesson(); l != "" {
		t.Errorf("kept as stated, the lesson is %s", l)
	}
	p.click(".step.active .quiet")
	p.click(".step.active .note .ways button:first-child")
	p.wait(`document.querySelector(".step.active .note") === null`)
	if l := p.lesson(); strings.Contains(l, `"weights"`) || !strings.Contains(l, `"scaled"`) {
		t.Errorf("by the formula, the lesson is %s", l)
	}
	p.showsItsLesson()
}

// TestHover: the numbers that a number came from light up, and its formula
// appears with values put in, by pointer and by focus alike.
func TestHover(t *testing.T) {
	p := open(t, "", look{})
	lit := func() string {
		p.wait(`document.querySelector(".popover")`)
		return eval[string](p, `document.querySelector(".popover").textContent + " " + [...new Set([...document.querySelectorAll(".column .number.lit")].map((n) => n.dataset.at))].sort().join(" ")`)
	}
	for _, tt := range []struct {
		at   string
		want []string
	}{
		{"0:scores[1,0]", []string{"3.4035 · 2", "0:q[1,0]", "0:k[0,1]"}},
		{"0:y[1,0]", []string{"0:parts[1,0]", "0:parts[1,1]"}},
	} {
		at := p.middle(number(tt.at))
		p.do(chromedp.MouseEvent("mouseMoved", at.X, at.Y))
		pointed := lit()
		p.do(chromedp.MouseEvent("mouseMoved", 900, 700))
		p.wait(`document.querySelector(".popover") === null`)
		p.focus(number(tt.at))
		focused := lit()
		for _, w := range tt.want {
			if !strings.Contains(pointed, w) || !strings.Contains(focused, w) {
				t.Errorf("%s: pointed at %q, focused %q; want %s", tt.at, pointed, focused, w)
			}
		}
	}
}

// TestWords writes another sentence: a word without a vector gets one to drag.
func TestWords(t *testing.T) {
	p := open(t, "", look{})
	p.click(`.sentence .text`)
	p.wait(`document.activeElement.matches(".sentence input")`)
	p.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	p.key("loan money bank")
	p.enter()
	p.has(`"chosen":["river","loan"]`)
	p.showsItsLesson()
	from := p.middle(handle("0:embed[0]"))
	mouse(p, from, point{from.X + 40, from.Y - 40})
	p.showsItsLesson()
}

// TestOtherLesson opens another lesson by the menu of sources.
func TestOtherLesson(t *testing.T) {
	p := open(t, "", look{})
	p.choose(sourceMenu, "lesson:river-bank")
	p.shows(asked(t, document(t, "river-bank"), ""))
}

// TestRefused: what cannot be done is told under the bar, and the last good
// picture stays.
func TestRefused(t *testing.T) {
	p := open(t, "", look{})
	p.click(`.sentence .text`)
	p.wait(`document.activeElement.matches(".sentence input")`)
	p.key("!")
	p.enter()
	p.wait(`document.querySelector(".error")?.textContent.includes("no words")`)
	if arrows := eval[int](p, `document.querySelectorAll(".plane .mark.arrow").length`); arrows < 3 {
		t.Errorf("%d arrows are left", arrows)
	}
}
