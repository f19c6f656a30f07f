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
)

// A frame is how the plane lies on the screen: where the tips of two arrows are.
type frame struct{ Money, Bank point }

// tips are where the handles of the embeddings of money and of bank stand.
func (p *tab) tips() frame {
	p.Helper()
	return eval[frame](p, `(() => {
		const at = (of) => { const b = document.querySelector('.handle[data-at="' + of + '"] .grip').getBoundingClientRect(); return {X: b.left + b.width / 2, Y: b.top + b.height / 2}; };
		return {Money: at("0:embed[0]"), Bank: at("0:embed[1]")};
	})()`)
}

// becomes waits until the tips stand where a change of the frame puts them, within
// 1.5 px: windows are rounded, and so is the screen.
func (p *tab) becomes(change func(point) point, from frame) {
	p.Helper()
	p.eventually(func() string {
		got, want := p.tips(), frame{change(from.Money), change(from.Bank)}
		for _, d := range []point{{got.Money.X - want.Money.X, got.Money.Y - want.Money.Y}, {got.Bank.X - want.Bank.X, got.Bank.Y - want.Bank.Y}} {
			if math.Hypot(d.X, d.Y) > 1.5 {
				return fmt.Sprintf("the tips are at %v; want %v", got, want)
			}
		}
		return ""
	})
}

// about stretches the screen about a point, and then moves it.
func about(centre point, times float64, move point) func(point) point {
	return func(p point) point {
		return point{centre.X + (p.X-centre.X)*times + move.X, centre.Y + (p.Y-centre.Y)*times + move.Y}
	}
}

// touches sends where all fingers are; none lifts them.
func (p *tab) touches(kind input.DispatchTouchEventType, at ...point) {
	p.Helper()
	points := []*input.TouchPoint{}
	for i, a := range at {
		points = append(points, &input.TouchPoint{X: a.X, Y: a.Y, ID: new(float64(i))})
	}
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
		return err
	}))
}

// fingers puts two fingers down and moves them from one pair of places to another.
func (p *tab) fingers(from, to [2]point) {
	p.Helper()
	p.touches(input.DispatchTouchEventTypeTouchStart, from[0])
	p.touches(input.DispatchTouchEventTypeTouchStart, from[0], from[1])
	for i := range 8 {
		at := float64(i+1) / 8
		p.touches(input.DispatchTouchEventTypeTouchMove, between(from[0], to[0], at), between(from[1], to[1], at))
	}
	p.touches(input.DispatchTouchEventTypeTouchEnd)
}

// TestTwoFingers pinches and pans the plane of a phone, finds the window in the
// address, and fits the plane again.
func TestTwoFingers(t *testing.T) {
	p := open(t, "", look{phone: true})
	first := p.tips()
	p.fingers([2]point{{150, 400}, {250, 400}}, [2]point{{120, 400}, {280, 400}})
	p.becomes(about(point{200, 400}, 1.6, point{}), first)
	stretched := p.tips()
	p.fingers([2]point{{150, 400}, {250, 400}}, [2]point{{180, 360}, {280, 360}})
	p.becomes(about(point{}, 1, point{30, -40}), stretched)
	if scrolled := eval[float64](p, `document.querySelector("main").scrollTop + window.visualViewport.scale - 1`); scrolled != 0 {
		t.Errorf("the page itself moved by %v", scrolled)
	}
	moved := p.tips()
	hash := p.hash()
	if !strings.Contains(hash, "window=") {
		t.Errorf("the address is %s", hash)
	}
	if l := p.lesson(); l != "" {
		t.Errorf("fingers on the plane changed the lesson to %s", l)
	}
	p.visit(hash)
	p.becomes(about(point{}, 1, point{}), moved)
	p.click(".fit")
	p.becomes(about(point{}, 1, point{}), first)
	p.eventually(func() string {
		if hash := p.hash(); strings.Contains(hash, "window=") {
			return "the address is still " + hash
		}
		return ""
	})
}

// TestOneFinger: one finger beside the handles scrolls the page, as ever.
func TestOneFinger(t *testing.T) {
	p := open(t, "", look{phone: true})
	first := p.tips()
	p.touches(input.DispatchTouchEventTypeTouchStart, point{330, 250})
	for i := range 8 {
		p.touches(input.DispatchTouchEventTypeTouchMove, point{330, 250 - 12*float64(i+1)})
	}
	p.touches(input.DispatchTouchEventTypeTouchEnd)
	p.wait(`document.querySelector("main").scrollTop > 20`)
	if now := p.tips(); math.Abs((now.Money.Y-now.Bank.Y)-(first.Money.Y-first.Bank.Y)) > 0.1 || strings.Contains(p.hash(), "window=") {
		t.Errorf("the plane went from %v to %v", first, now)
	}
}

// TestMouseAndWheel drags the empty plane, stretches it about the pointer with
// Ctrl and the wheel, and fits it with F. Without Ctrl the wheel does nothing.
func TestMouseAndWheel(t *testing.T) {
	p := open(t, "", look{})
	first := p.tips()
	mouse(p, point{1000, 650}, point{1050, 600})
	p.becomes(about(point{}, 1, point{50, -50}), first)
	wheel := func(by float64, modifiers int64) {
		p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseWheel, 900, 500, func(m *input.DispatchMouseEventParams) {
			m.DeltaX, m.DeltaY, m.Modifiers = 1e-9, by, modifiers // a DeltaX of 0 would not be sent, and must be
		}))
	}
	moved := p.tips()
	wheel(-200, 0)
	wheel(-100, int64(chromedp.ModifierCtrl))
	times := math.Pow(0.998, -100)
	p.becomes(about(point{900, 500}, times, point{}), moved)
	hash := p.hash()
	if !strings.Contains(hash, "window=") || p.lesson() != "" {
		t.Errorf("the address is %s, the lesson %s", hash, p.lesson())
	}
	for range 60 { // it ends somewhere
		wheel(400, int64(chromedp.ModifierCtrl))
	}
	p.key("f")
	p.becomes(about(point{}, 1, point{}), first)
}
