//go:build page

package web_test

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

//go:embed testdata/axe.min.js
var axe string

// violations is what axe-core finds, a line each.
func (p *tab) violations() string {
	p.Helper()
	if !eval[bool](p, `typeof axe === "object"`) {
		eval[bool](p, axe+"; true")
	}
	return eval[string](p, `axe.run(document, {resultTypes: ["violations"]}).then((r) =>
		r.violations.map((v) => v.id + ": " + v.help + "\n" + v.nodes.map((n) => "\t" + n.target.join(" ") + ": " + n.any.map((a) => a.message).join("; ")).join("\n")).join("\n"))`)
}

// TestEverybodyCanUse asks axe-core, in both colours, on a desktop and on a
// phone, of the page as it opens, of each step, and of what opens over it.
func TestEverybodyCanUse(t *testing.T) {
	for _, l := range []look{{}, {dark: true}, {phone: true}, {phone: true, dark: true}} {
		t.Run(l.String(), func(t *testing.T) {
			p := open(t, "", l)
			check := func(what string) {
				t.Helper()
				if v := p.violations(); v != "" {
					t.Errorf("%s:\n%s", what, v)
				}
			}
			check("as it opens")
			for _, step := range "1357" {
				p.key(string(step))
				check(fmt.Sprintf("step %c", step))
			}
			p.key("?")
			p.wait(`document.querySelector("dialog[open]")`)
			check("the keys")
			p.key(kb.Escape)
			p.wait(`!document.querySelector("dialog[open]")`)
			p.click(`[aria-haspopup="menu"]`)
			p.wait(`document.querySelector("[role=menu]")`)
			check("the menu")
			p.key(kb.Escape)
			p.click(`.grids button`)
			p.wait(`document.querySelector(".pull .basis")`)
			check("a matrix, large")
			p.visit("#lesson=money-bank-told&step=5")
			p.click(`.disagreements button, .chip.warn`)
			p.wait(`document.querySelector("dialog[open] .compare")`)
			check("stated and computed")
			p.key(kb.Escape)
			p.click(`.sentence .text`)
			p.wait(`document.activeElement.matches(".sentence input")`)
			p.key("!")
			p.enter()
			p.wait(`document.querySelector(".error")`)
			check("a refusal")
		})
	}
}

// TestFitsPhone: nothing of the page lies beside a phone's screen, and what is
// touched is large enough.
func TestFitsPhone(t *testing.T) {
	p := open(t, "", look{phone: true})
	if wide := eval[float64](p, "document.documentElement.scrollWidth"); wide > 390 {
		t.Errorf("the page is %v px wide; want 390", wide)
	}
	small := eval[[]string](p, `[...document.querySelectorAll("header button, footer button, header select")].filter((b) => {
		const r = b.getBoundingClientRect(), [x, y] = [r.left + r.width / 2, r.top + r.height / 2];
		const hit = ([dx, dy]) => b.contains(document.elementFromPoint(x + dx, y + dy));
		return r.width > 0 && !b.disabled && ![[-11, 0], [11, 0], [0, -11], [0, 11]].every(hit);
	}).map((b) => b.outerHTML.slice(0, 120))`)
	if len(small) > 0 {
		t.Errorf("less than 24 px to touch: %s", strings.Join(small, "\n"))
	}
	if hit := eval[float64](p, `Math.min(...[...document.querySelectorAll(".handle .hit")].map((h) => h.getBoundingClientRect().width))`); hit < 44 {
		t.Errorf("a handle is %v px wide; want 44", hit)
	}
}

// TestReducedMotion: a step's arrows stand where they belong at once, and grow
// where motion is wanted.
func TestReducedMotion(t *testing.T) {
	for _, motion := range []bool{false, true} {
		p := open(t, "#lesson=money-river&step=1", look{motion: motion})
		moved := eval[bool](p, `new Promise((done) => {
			const ends = () => [...document.querySelectorAll(".plane .mark.arrow .head")].map((h) => h.getAttribute("d"));
			const seen = new Set();
			document.dispatchEvent(new KeyboardEvent("keydown", {key: "7", bubbles: true}));
			const began = performance.now();
			const look = () => {
				if (ends().length > 3) seen.add(ends().join());
				if (performance.now() - began < 900) requestAnimationFrame(look); else done(seen.size > 1);
			};
			requestAnimationFrame(look);
		})`)
		if moved != motion {
			t.Errorf("with motion wanted %v, arrows grow: %v", motion, moved)
		}
	}
}

// TestGerman: every word is in the language of the reader, the numbers as ever.
func TestGerman(t *testing.T) {
	p := open(t, "", look{language: "de-DE"})
	if lang := eval[string](p, "document.documentElement.lang"); lang != "de" {
		t.Errorf("the page is in %q", lang)
	}
	p.shows(asked(t, document(t, "money-river"), ""))
}

// TestNotesInGerman: what disagrees, a claim that does not hold, and a refusal are
// told in the language of the reader, as they are in English.
func TestNotesInGerman(t *testing.T) {
	for language, want := range map[string][]string{
		"en-US": {"Smallest change: a scaled gap of 1.3863, not 15.5563. Or a divisor of 15.8696, not 1.4142.",
			"stated “scaled up”; 0.8 is below 1, so the value of bank is scaled down", "The text has no words. Write one or more"},
		"de-DE": {"Kleinste Änderung: ein skalierter Abstand von 1.3863 statt 15.5563. Oder ein Teiler von 15.8696 statt 1.4142.",
			"angegeben „scaled up“; 0.8 liegt unter 1, Wert von bank wird also gestaucht", "Der Text hat keine Wörter. Schreibe eins oder mehrere"},
	} {
		p := open(t, "#lesson=money-bank-told&step=5", look{language: language})
		p.click(`.sentence .text`)
		p.wait(`document.activeElement.matches(".sentence input")`)
		p.key("!")
		p.enter()
		p.wait(`document.querySelector(".error")`)
		says := eval[string](p, `[...document.querySelectorAll(".note, .error")].map((n) => n.textContent).join("\n")`)
		for _, w := range want {
			if !strings.Contains(says, w) {
				t.Errorf("%s: it says %q; want %q", language, says, w)
			}
		}
	}
}
