//go:build page

package web_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// handle is the selector of the ring about a vector's tip.
func handle(at string) string { return fmt.Sprintf(`.handle[data-at="%s"]`, at) }

// number is the selector of a number in the steps.
func number(at string) string { return fmt.Sprintf(`.column button[data-at="%s"]`, at) }

// A pointer drags by mouse or by finger.
type pointer func(p *tab, from, to point)

func mouse(p *tab, from, to point) {
	p.Helper()
	held := func(m *input.DispatchMouseEventParams) {
		m.Buttons = 1
		m.Button = input.MouseButtonLeft
		m.ClickCount = 1
	}
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, from.X, from.Y),
		chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, from.X, from.Y, held))
	for i := range 8 {
		at := between(from, to, float64(i+1)/8)
		p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y, held))
	}
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, to.X, to.Y, held))
}

func finger(p *tab, from, to point) {
	p.Helper()
	touch := func(kind input.DispatchTouchEventType, at ...point) chromedp.Action[chromedp.Void] {
		points := []*input.TouchPoint{}
		for _, a := range at {
			points = append(points, &input.TouchPoint{X: a.X, Y: a.Y})
		}
		return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
			return err
		})
	}
	p.do(touch(input.DispatchTouchEventTypeTouchStart, from))
	for i := range 8 {
		p.do(touch(input.DispatchTouchEventTypeTouchMove, between(from, to, float64(i+1)/8)))
	}
	p.do(touch(input.DispatchTouchEventTypeTouchEnd))
}

func between(a, b point, t float64) point { return point{a.X + (b.X-a.X)*t, a.Y + (b.Y-a.Y)*t} }

// lesson is the document that the page has now, as its address tells it.
func (p *tab) lesson() string {
	p.Helper()
	p.hash()
	return eval[string](p, `(async () => {
		const doc = new URLSearchParams(location.hash.slice(1)).get("doc");
		if (doc === null) return "";
		const bytes = Uint8Array.from(atob(doc.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
		return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
	})()`)
}

// has waits until the lesson has a text, or is as it ships: "".
func (p *tab) has(text string) {
	p.Helper()
	p.eventually(func() string {
		if l := p.lesson(); !strings.Contains(l, text) || text == "" && l != "" {
			return fmt.Sprintf("the lesson is %s; want %q", l, text)
		}
		return ""
	})
}

// showsItsLesson compares the page with what the engine says of the lesson in
// its address.
func (p *tab) showsItsLesson() {
	p.Helper()
	p.shows(asked(p.T, parsed(p.T, p.lesson()), ""))
}

// TestDragMovesEverything drags e of money by mouse, by finger and by keys; the
// numbers and arrows are then those of the engine for the lesson as it is.
func TestDragMovesEverything(t *testing.T) {
	for name, tt := range map[string]struct {
		by   pointer
		look look
	}{"mouse": {mouse, look{}}, "mouse, with motion": {mouse, look{motion: true}}, "finger": {finger, look{phone: true}}} {
		t.Run(name, func(t *testing.T) {
			p := open(t, "", tt.look)
			from := p.middle(handle("0:embed[0]"))
			to := point{from.X + 60, from.Y + 40}
			tt.by(p, from, to)
			p.eventually(func() string {
				if at := p.middle(handle("0:embed[0]")); math.Hypot(at.X-to.X, at.Y-to.Y) > 2 {
					return fmt.Sprintf("dragged from %v to %v, it is at %v", from, to, at)
				}
				return ""
			})
			if tt.look.phone { // one step at a time: its numbers are compared on a desktop
				p.do(p.show(look{})...)
			}
			p.showsItsLesson()
		})
	}
}

// focus puts the focus on what a selector finds.
func (p *tab) focus(selector string) {
	p.Helper()
	p.wait(fmt.Sprintf("document.querySelector('%s')", selector))
	eval[bool](p, fmt.Sprintf(`(() => { document.querySelector('%s').focus(); return true; })()`, selector))
}

// enter presses Enter as a keyboard does, its key and its character in one:
// [chromedp.KeyEvent] leaves time between them, in which the focus moves.
func (p *tab) enter() {
	p.Helper()
	key := func(kind input.DispatchKeyEventType, text string) chromedp.Action[chromedp.Void] {
		return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, Text: text})
			return err
		})
	}
	p.do(key(input.DispatchKeyEventTypeKeyDown, "\r"), key(input.DispatchKeyEventTypeKeyUp, ""))
}

// TestKeysMove moves e of money with arrow keys, by 0.1 and by 1.
func TestKeysMove(t *testing.T) {
	p := open(t, "", look{})
	p.focus(handle("0:embed[0]"))
	p.key(kb.ArrowRight, chromedp.ModifierShift)
	p.key(kb.ArrowDown)
	p.has(`"money":[3,6.9]`)
	p.showsItsLesson()
	if at := eval[string](p, "document.activeElement.dataset.at"); at != "0:embed[0]" {
		t.Errorf("the focus went to %q", at)
	}
	p.key("z", chromedp.ModifierCtrl) // what followed quickly is undone as one
	p.has("")
}

// TestDragPins drags y: the output is pinned, and the page says that it is told.
func TestDragPins(t *testing.T) {
	p := open(t, "#lesson=money-bank", look{})
	from := p.middle(handle("0:y[1]"))
	mouse(p, from, point{from.X - 50, from.Y - 50})
	p.has(`"output":{"bank":[`)
	p.showsItsLesson()
}

// TestEdit types a number, nudges one, and takes both back.
func TestEdit(t *testing.T) {
	p := open(t, "", look{})
	p.hash()
	p.click(number("0:embed[0,1]"))
	p.wait(`document.querySelector("input.edit") === document.activeElement`)
	p.key("4.25")
	p.enter()
	p.has(`"money":[2,4.25]`)
	p.showsItsLesson()
	p.key("z", chromedp.ModifierCtrl)
	p.has("")
	p.shows(asked(t, document(t, "money-river"), ""))
	p.key("z", chromedp.ModifierCtrl, chromedp.ModifierShift)
	p.has(`"money":[2,4.25]`)
	p.showsItsLesson()
}

// TestPermalink: an address that holds a drag, a pin, a step and what is shown
// opens the same page elsewhere.
func TestPermalink(t *testing.T) {
	p := open(t, "", look{})
	from := p.middle(handle("0:embed[0]"))
	mouse(p, from, point{from.X + 30, from.Y + 30})
	p.has(`"chosen"`) // until it is let go, the column may still move
	p.click(number("0:weights[1,0]"))
	p.wait(`document.querySelector("input.edit") === document.activeElement`)
	p.key("0.5")
	p.enter()
	p.has(`0.5`)
	p.key("5")
	p.key("a")
	hash, was := p.hash(), p.lesson()
	if !strings.Contains(hash, "step=5") || !strings.Contains(hash, "show=A") {
		t.Errorf("the address is %s", hash)
	}
	text := eval[string](p, `document.querySelector("main").innerText`)
	other := open(t, hash, look{})
	other.eventually(func() string {
		got := eval[string](other, `document.querySelector("main").innerText`)
		for i := range min(len(got), len(text)) {
			if got[i] != text[i] {
				return fmt.Sprintf("opened again it says …%.80q; want …%.80q", got[max(0, i-30):], text[max(0, i-30):])
			}
		}
		return map[bool]string{false: "opened again, it says more or less"}[len(got) == len(text)]
	})
	if other.hash() != hash || other.lesson() != was {
		t.Errorf("the address became %s", other.hash())
	}
}

// TestNumbersStay: a number stays where it is under the pointer.
func TestNumbersStay(t *testing.T) {
	p := open(t, "", look{})
	at := number("0:weights[1,0]")
	box := func() string {
		return eval[string](p, fmt.Sprintf(`JSON.stringify(document.querySelector('%s').getBoundingClientRect())`, at))
	}
	m := p.middle(at)
	was := box()
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, m.X, m.Y))
	p.wait(fmt.Sprintf(`document.querySelector('%s').matches(".over")`, at))
	if is := box(); is != was {
		t.Errorf("under the pointer it is at %s; it was at %s", is, was)
	}
}
