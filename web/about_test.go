//go:build page

package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// about opens the dialog, and reads it.
func (p *tab) about() (facts map[string]string, commands map[string]string) {
	p.Helper()
	p.item("about")
	p.wait(`document.querySelector("dialog[open] .command") && document.querySelector("[data-fact=aboutHash] dd").textContent !== ""`)
	facts = eval[map[string]string](p, `Object.fromEntries([...document.querySelectorAll("[data-fact]")].map((f) => [f.dataset.fact, f.querySelector("dd").textContent]))`)
	commands = eval[map[string]string](p, `Object.fromEntries([...document.querySelectorAll("[data-command]")].map((f) => [f.dataset.command, f.querySelector("code").textContent]))`)
	return facts, commands
}

// TestAbout: what the page tells of its numbers is what heed tells, and each
// command that it shows gives them: of a lesson as it ships, by the formula, and
// after a drag, of the page and of the page from disk.
func TestAbout(t *testing.T) {
	heed := program(t)
	for where, p := range shares(t, "#lesson=money-river") {
		dir := p.downloads()
		for _, state := range []string{"as it ships", "by the formula", "dragged"} {
			switch state {
			case "by the formula":
				p.key("w")
				p.hash()
			case "dragged":
				p.key("w")
				from := p.middle(handle("0:embed[0]"))
				mouse(p, from, point{from.X + 40, from.Y - 30})
				p.has(`"chosen"`)
				p.saves(dir, "saveLesson", "money-river.json")
			}
			facts, commands := p.about()
			run := func(does string) []byte {
				t.Helper()
				args := strings.Fields(commands[does])
				if len(args) < 4 || args[0] != "heed" {
					t.Fatalf("%s, %s: the command for %s is %q", where, state, does, commands[does])
				}
				return p.run(heed, dir, args[1:]...)
			}

			var walk struct {
				Source struct{ Name, SHA256, Title, Tokenizer, Precision string }
			}
			numbers := run("commandNumbers")
			var a answer
			if err := json.Unmarshal(numbers, &walk); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(numbers, &a.Walk); err != nil {
				t.Fatal(err)
			}
			for fact, want := range map[string]string{"aboutSource": walk.Source.Name + ", " + walk.Source.Title, "aboutHash": walk.Source.SHA256,
				"aboutTokenizer": walk.Source.Tokenizer, "aboutPrecision": walk.Source.Precision} {
				if facts[fact] != want || want == "" {
					t.Errorf("%s, %s: %s is %q; heed says %q", where, state, fact, facts[fact], want)
				}
			}
			p.showsNumbers(a)
			p.measures(where+", "+state, run("commandVerify"), where == "served", commands["commandVerify"])
			run("commandFigure")
			run("commandPage")
			for _, ending := range []string{"pdf", "html"} {
				if info, err := os.Stat(filepath.Join(dir, "money-river."+ending)); err != nil || info.Size() < 10_000 {
					t.Errorf("%s, %s: %s was not written: %v", where, state, ending, err)
				}
				os.Remove(filepath.Join(dir, "money-river."+ending))
			}
			p.key(kb.Escape)
			p.wait(`!document.querySelector("dialog[open]")`)
		}
	}
}

// showsNumbers compares each number in the steps with those of a walk.
func (p *tab) showsNumbers(a answer) {
	p.Helper()
	numbers := eval[seen](p, readPage).Numbers
	if len(numbers) < 20 {
		p.Errorf("the page shows %d numbers", len(numbers))
	}
	for _, n := range numbers {
		if want, err := a.at(n.At); err == nil && len(want) == 1 && fmt.Sprint(want[0]) != fmt.Sprint(parse(n.Value)) {
			p.Errorf("%s is %s; heed gives %v", n.At, n.Value, want[0])
		}
	}
}

func parse(text string) float64 {
	var x float64
	if err := json.Unmarshal([]byte(text), &x); err != nil {
		return math.NaN()
	}
	return x
}

// measures compares the table of what was measured with what heed verify prints;
// a page from disk has none.
func (p *tab) measures(what string, printed []byte, served bool, command string) {
	p.Helper()
	if !bytes.Contains(printed, []byte("scores are q · k")) {
		p.Errorf("%s: %s prints %s", what, command, printed)
	}
	if !served {
		if tables := eval[int](p, `document.querySelectorAll("dialog table").length`); tables > 0 {
			p.Errorf("%s: a page without heed tells what it measured", what)
		}
		return
	}
	p.wait(`document.querySelector("dialog table")`)
	rows := eval[[]struct{ Claim, Error, Class string }](p, `[...document.querySelectorAll("dialog tbody tr")].map((r) => ({Claim: r.querySelector("th").textContent, Error: r.dataset.error, Class: r.className}))`)
	for _, r := range rows {
		want := fmt.Sprintf("%7.1e   1e-12  %s", parse(r.Error), r.Claim)
		if !bytes.Contains(printed, []byte(want)) || r.Class != "" {
			p.Errorf("%s: the page says %+v; heed verify says %s", what, r, printed)
		}
	}
	if len(rows) != 7 {
		p.Errorf("%s: %d things were measured; want 7", what, len(rows))
	}
}

// TestAboutForEverybody asks axe-core of the dialog, in both colours and sizes, and
// reads it in German.
func TestAboutForEverybody(t *testing.T) {
	for _, l := range []look{{}, {dark: true}, {phone: true, dark: true}, {language: "de-DE"}} {
		p := open(t, "", l)
		p.about()
		p.wait(`document.querySelector("dialog table")`)
		if v := p.violations(); v != "" {
			t.Errorf("%v:\n%s", l, v)
		}
		if wide := eval[float64](p, `document.querySelector("dialog").scrollWidth - document.querySelector("dialog").clientWidth`); wide > 0 {
			t.Errorf("%v: the dialog is %v px too wide", l, wide)
		}
		text := eval[string](p, `document.querySelector("dialog").innerText`)
		if german := l.language != ""; german != strings.Contains(text, "jede Zeile der Gewichte") || german == strings.Contains(text, "each row of weights") {
			t.Errorf("%v: the dialog says %s", l, text)
		}
	}
	q := fromDisk(t, pageOf(t, ""), look{})
	q.about()
	if v := q.violations(); v != "" {
		t.Errorf("from disk:\n%s", v)
	}
}
