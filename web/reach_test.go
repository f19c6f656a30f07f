//go:build page

package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// reachable finds what a keyboard must reach.
const reachable = `[...document.querySelectorAll("button:not(:disabled), input, select, a[href], [tabindex='0']")].filter((e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0)`

// A stop is where the focus is.
type stop struct {
	Is, Region, Wrong string
}

// focused tells where the focus is, and what is wrong with its ring: 2 px of the
// focus colour, 2 px off, and cut off nowhere.
const focused = `(() => {
	const e = document.activeElement;
	if (e === null || e === document.body) return {Is: "", Region: "", Wrong: ""};
	(window.reached ??= new Set()).add(e);
	const colour = (() => { const i = document.body.appendChild(document.createElement("i")); i.style.color = "var(--focus)"; const c = getComputedStyle(i).color; i.remove(); return c; })();
	const regions = {A: ".sentence:nth-child(1)", B: ".sentence:nth-child(2)", steps: ".column", plane: ".plane", scrubber: ".foot"};
	const region = Object.keys(regions).find((r) => e.closest(regions[r]) !== null) ?? "";
	let wrong = "";
	const ring = e.querySelector(":scope > .ring");
	let box = e.getBoundingClientRect();
	let reach = 4;
	if (ring !== null) {
		const [at, grip] = [getComputedStyle(ring), e.querySelector(".grip")];
		const gap = Number(ring.getAttribute("r")) - parseFloat(at.strokeWidth) / 2 - Number(grip.getAttribute("r")) - parseFloat(getComputedStyle(grip).strokeWidth) / 2;
		if (at.stroke !== colour || parseFloat(at.strokeWidth) !== 2 || Math.abs(gap - 2) > 0.11) wrong = "ring " + at.stroke + " " + at.strokeWidth + " " + gap;
		box = ring.getBoundingClientRect();
		reach = 0;
	} else {
		const s = getComputedStyle(e);
		if (s.outlineStyle !== "solid" || s.outlineWidth !== "2px" || s.outlineOffset !== "2px" || s.outlineColor !== colour) wrong = "outline " + s.outline + " " + s.outlineOffset;
	}
	for (let o = e.parentElement; o !== null && o !== document.body && wrong === ""; o = o.parentElement) {
		if (o instanceof SVGElement || getComputedStyle(o).overflow === "visible") continue;
		const b = o.getBoundingClientRect();
		if (box.left - reach < b.left - 0.5 || box.right + reach > b.right + 0.5 || box.top - reach < b.top - 0.5 || box.bottom + reach > b.bottom + 0.5) wrong = "cut off by " + o.className;
	}
	return {Is: e.outerHTML.slice(0, 110), Region: region, Wrong: wrong};
})()`

// TestTab goes through the page by Tab alone: everything is reached, in the order
// of the design, and shows that it is.
func TestTab(t *testing.T) {
	for _, hash := range []string{"", "#lesson=money-bank-told&step=5", "#lesson=money-river&step=2"} {
		p := open(t, hash, look{})
		last := map[string]int{}
		first := map[string]int{}
		var path []string
		for n := 0; ; n++ {
			eval[bool](p, `(() => { window.stood = document.activeElement; return true; })()`)
			p.key(kb.Tab)
			p.wait(`document.activeElement !== stood`)
			s := eval[stop](p, focused)
			path = append(path, s.Is)
			if s.Is == "" || n > 400 {
				break
			}
			if s.Wrong != "" {
				t.Errorf("%s: %s: %s", hash, s.Is, s.Wrong)
			}
			if _, seen := first[s.Region]; !seen {
				first[s.Region] = n
			}
			last[s.Region] = n
		}
		order := []string{"A", "B", "steps", "plane", "scrubber"}
		for i, region := range order {
			from, is := first[region]
			if !is || i > 0 && from < last[order[i-1]] {
				t.Errorf("%s: %s is reached at %d … %d: %v", hash, region, from, last[region], last)
			}
		}
		if missed := eval[[]string](p, reachable+`.filter((e) => !reached.has(e)).map((e) => e.outerHTML.slice(0, 110))`); len(missed) > 0 {
			t.Errorf("%s: Tab does not reach %s\nbut %s", hash, strings.Join(missed, "\n"), strings.Join(path, "\n"))
		}
	}
}

// TestRings: what is typed into shows its focus too.
func TestRings(t *testing.T) {
	p := open(t, "", look{})
	p.click(number("0:embed[0,1]"))
	p.wait(`document.querySelector("input.edit") === document.activeElement`)
	if s := eval[stop](p, focused); s.Wrong != "" {
		t.Errorf("%s: %s", s.Is, s.Wrong)
	}
	p.key(kb.Escape)
	p.click(`.sentence .text`)
	p.wait(`document.activeElement.matches(".sentence input")`)
	if ring := eval[string](p, `(() => { const s = getComputedStyle(document.activeElement.closest(".sentence")); return s.outlineStyle + " " + s.outlineWidth + " " + s.outlineOffset; })()`); ring != "solid 2px 2px" {
		t.Errorf("about the sentence that is typed: %q", ring)
	}
}

// A drawing is how the plane draws one kind of thing.
type drawing struct{ Name, Looks, Stroke string }

const drawings = `[...document.querySelectorAll(".plane .mark")].map((m) => {
	const line = m.querySelector(".shaft") ?? m.querySelector("path") ?? m;
	const head = m.querySelector(".head");
	const of = /^(\d+):(\w+)/.exec(m.dataset.of ?? "");
	const kind = ["arrow", "displacement", "side", "dotted"].find((k) => m.classList.contains(k));
	const name = kind === "arrow" ? of[2] + (of[2] === "y" ? of[1] : "") : kind;
	const [s, h] = [getComputedStyle(line), head === null ? null : getComputedStyle(head)];
	const tip = h === null ? (kind === "displacement" ? "open" : "none") : h.fill === s.stroke ? "filled" : "hollow";
	return {Name: name, Looks: [s.strokeDasharray, tip, Number.parseFloat(s.strokeWidth).toFixed(1)].join(" "), Stroke: s.stroke};
})`

// TestForcedColours: in a reader's own two colours all that the plane draws is
// still told apart, by dash, head and width; and the focus is seen.
func TestForcedColours(t *testing.T) {
	for _, dark := range []bool{false, true} {
		p := open(t, "", look{forced: true, dark: dark})
		system := func(name string) string {
			return eval[string](p, fmt.Sprintf(`(() => { const i = document.body.appendChild(document.createElement("i")); i.style.color = %q; const c = getComputedStyle(i).color; i.remove(); return c; })()`, name))
		}
		text, ground := system("CanvasText"), system("Canvas")
		if text == ground || !eval[bool](p, `matchMedia("(forced-colors: active)").matches`) {
			t.Fatalf("no colours are forced: %s on %s", text, ground)
		}
		looks := map[string]string{}
		for _, step := range []string{"2", "6", "7"} {
			p.key(step)
			p.wait(fmt.Sprintf(`document.querySelector(".step.active .nth").textContent === %q`, step))
			for _, d := range eval[[]drawing](p, drawings) {
				if d.Stroke != text {
					t.Errorf("%s is drawn in %s; want %s", d.Name, d.Stroke, text)
				}
				if other, is := looks[d.Name]; is && other != d.Looks {
					t.Errorf("%s is drawn as %q and as %q", d.Name, other, d.Looks)
				}
				looks[d.Name] = d.Looks
			}
		}
		named := map[string]string{}
		for name, look := range looks {
			if other, is := named[look]; is {
				t.Errorf("%s and %s are both drawn as %q", name, other, look)
			}
			named[look] = name
		}
		for _, want := range []string{"embed", "q", "parts", "y0", "y1", "side", "dotted", "displacement"} {
			if looks[want] == "" {
				t.Errorf("no %s among %v", want, looks)
			}
		}
		if halos := eval[[]string](p, `[...new Set([...document.querySelectorAll(".plane .halo")].map((h) => getComputedStyle(h).stroke))]`); !slices.Equal(halos, []string{ground}) {
			t.Errorf("halos are %q; want the ground's %s", halos, ground)
		}
		p.key(kb.Tab)
		if ring := eval[string](p, `getComputedStyle(document.activeElement).outline`); !strings.Contains(ring, "solid 2px") || strings.Contains(ring, ground) {
			t.Errorf("the focus is %q", ring)
		}
		p.focus(handle("0:embed[0]"))
		p.key(kb.ArrowUp)
		if ring := eval[string](p, `getComputedStyle(document.activeElement.querySelector(".ring")).stroke`); ring == ground || ring == "none" {
			t.Errorf("a handle's ring is %q", ring)
		}
	}
}

// cutOff finds words that are wider than what holds them and not shown to go on,
// and what a reader can act on that does not fit the window when it is scrolled to.
const cutOff = `(() => {
	const wide = [...document.querySelectorAll("body *")].filter((e) => e instanceof HTMLElement && e.checkVisibility() && e.closest(".spoken") === null && !e.matches("select, .plane")
		&& getComputedStyle(e).overflowX !== "visible" && getComputedStyle(e).overflowX !== "auto" && getComputedStyle(e).textOverflow !== "ellipsis" && e.scrollWidth > e.clientWidth + 1);
	const lost = ` + reachable + `.filter((e) => {
		e.scrollIntoView({block: "nearest"});
		const b = e.getBoundingClientRect();
		const hit = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);
		return b.left < -0.5 || b.right > innerWidth + 0.5 || b.top < -0.5 || b.bottom > innerHeight + 0.5 || !(e.contains(hit) || e.closest(".plane") !== null);
	});
	return [...wide.map((e) => "cut off: " + e.outerHTML.slice(0, 120)), ...lost.map((e) => "out of reach: " + e.outerHTML.slice(0, 120))];
})()`

// TestTwiceAsLarge: at 200 % the columns stack, nothing is cut off, and nothing
// needs scrolling to the side.
func TestTwiceAsLarge(t *testing.T) {
	p := open(t, "", look{large: true})
	for step := range 7 {
		p.key(fmt.Sprint(step + 1))
		p.wait(fmt.Sprintf(`document.querySelector(".step.active .nth").textContent === "%d"`, step+1))
		if wide := eval[float64](p, "Math.max(document.documentElement.scrollWidth, document.querySelector('main').scrollWidth)"); wide > 720 {
			t.Errorf("step %d: the page is %v px wide; want 720", step+1, wide)
		}
		if cut := eval[[]string](p, cutOff); len(cut) > 0 {
			t.Errorf("step %d: %s", step+1, strings.Join(cut, "\n"))
		}
		if !eval[bool](p, `document.querySelector(".column").getBoundingClientRect().top >= document.querySelector(".ground").getBoundingClientRect().bottom`) {
			t.Errorf("step %d: the columns do not stack", step+1)
		}
	}
}
