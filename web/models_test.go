//go:build page

package web_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// tinyModels is a folder of models that ships with the tests.
const tinyModels = "../model/testdata"

// choose chooses an option of a select.
func (p *tab) choose(selector, value string) {
	p.Helper()
	p.wait(fmt.Sprintf(`document.querySelector(%q + ' option[value="' + %q + '"]')`, selector, value))
	eval[bool](p, fmt.Sprintf(`(() => { const s = document.querySelector(%q); s.value = %q; s.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`, selector, value))
}

const (
	sourceMenu = `.source select[aria-label="Source"]`
	layerMenu  = `select[aria-label="Layer"]`
	headMenu   = `select[aria-label="Head"]`
)

// request is what the page asks of the model of its address.
func (p *tab) request(name string) string {
	p.Helper()
	if doc := p.lesson(); doc != "" {
		return doc
	}
	return fmt.Sprintf(`{"heed":1,"source":%q}`, name)
}

// walked asks the server, as any program would.
func (p *tab) walked(request string) (a answer) {
	p.Helper()
	r, err := http.Post(p.url+"api/v1/models/walk", "application/json", strings.NewReader(request))
	if err != nil {
		p.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != 200 {
		p.Fatalf("%s: %d %v %.300s", request, r.StatusCode, err, body)
	}
	if err := json.Unmarshal(body, &a); err != nil {
		p.Fatal(err)
	}
	return a
}

// showsItsModel compares the page with what the server says of the request in its
// address.
func (p *tab) showsItsModel(name string) {
	p.Helper()
	p.shows(p.walked(p.request(name)))
}

// TestModel opens a model with the texts that are shown, moves a vector and sets a
// number, and goes to a later layer: the page has the server's numbers, the moved
// tip is where it was put, undo takes all of it back, and the address brings it
// again.
func TestModel(t *testing.T) {
	for _, name := range []string{"english", "bert-a"} {
		t.Run(name, func(t *testing.T) {
			p := open(t, "", look{models: tinyModels})
			p.choose(sourceMenu, "model:"+name)
			p.wait(`document.querySelector(".source.head")`)
			p.showsItsModel(name)
			if !strings.Contains(p.request(name), `"texts":["money bank","river bank"]`) {
				t.Errorf("the texts did not stay: %s", p.request(name))
			}
			at := eval[string](p, `document.querySelector('.handle[data-at^="0:embed"]').dataset.at`)
			from := p.middle(handle(at))
			mouse(p, from, point{from.X + 60, from.Y - 40})
			p.has(`"to":[`)
			p.showsItsModel(name)
			value := eval[string](p, `document.querySelector('.column button[data-at^="0:weights"]').dataset.at`)
			p.sets(value, "0.25")
			p.showsItsModel(name)
			if said := eval[string](p, `document.querySelector(".strip .says").textContent`); !strings.Contains(said, "2 changes of your own, in L") {
				t.Errorf("the strip says %q", said)
			}
			if name == "bert-a" {
				p.choose(layerMenu, "1")
				p.has(`"layer":1`)
				p.showsItsModel(name)
				p.choose(headMenu, "2")
				p.has(`"head":2`)
				p.showsItsModel(name)
			}
			hash := p.hash()
			p.visit(hash)
			p.wait(`document.querySelector(".source.head")`)
			p.showsItsModel(name)
		})
	}
}

// TestModelUndo takes a move of a model back, and makes it again.
func TestModelUndo(t *testing.T) {
	p := open(t, "#model=english", look{})
	p.wait(`document.querySelector(".source.head")`)
	before := p.request("english")
	at := eval[string](p, `document.querySelector('.handle[data-at^="0:embed"]').dataset.at`)
	from := p.middle(handle(at))
	mouse(p, from, point{from.X + 30, from.Y - 30})
	p.has(`"to":[`)
	after := p.request("english")
	p.click(`[aria-label="Undo"]`)
	p.eventually(func() string {
		if now := p.request("english"); now != before {
			return fmt.Sprintf("undone it is %s; want %s", now, before)
		}
		return ""
	})
	p.showsItsModel("english")
	p.click(`[aria-label="Redo"]`)
	p.has(after)
	p.showsItsModel("english")
}

// TestModelTexts: any sentence that the model reads is walked, another word of it
// is studied, and what cannot be is refused beside the last good picture.
func TestModelTexts(t *testing.T) {
	p := open(t, "#model=english", look{})
	p.wait(`document.querySelector(".source.head")`)
	write := func(text string) {
		t.Helper()
		p.click(".sentence .text")
		p.wait(`document.activeElement.matches(".sentence input")`)
		p.key(text)
		p.key(kb.Enter)
	}
	write("he rowed the boat to the bank of the lake")
	p.has("boat to the bank")
	p.showsItsModel("english")
	p.click(".sentence .text")
	p.wait(`document.querySelector(".studied")`)
	words := eval[[]string](p, `[...document.querySelectorAll(".studied button")].map((b) => b.textContent)`)
	if !slices.Equal(words, []string{"he", "rowed", "the", "boat", "to", "bank", "of", "lake"}) {
		t.Errorf("the words to study are %q", words)
	}
	p.click(".studied button:nth-of-type(4)")
	p.wait(`document.querySelector(".error")`) // B has no boat
	if said := eval[string](p, `document.querySelector(".error").textContent`); !strings.Contains(said, "boat") {
		t.Errorf("the refusal is %q", said)
	}
	last := p.walked(p.request("english"))
	write("zzzqqq")
	p.wait(`document.querySelector(".error")?.textContent.includes("zzzqqq")`)
	still := eval[seen](p, readPage)
	still.Error = ""
	if why := still.differs(last); why != "" {
		t.Errorf("the last good picture is gone: %s", why)
	}
}

// TestNoModel: an address of a model that is not there opens the lesson, and says
// why.
func TestNoModel(t *testing.T) {
	p := open(t, "#model=moon", look{})
	p.wait(`document.querySelector(".error")?.textContent.includes("no model moon")`)
	p.key("1")
	p.wait(`document.querySelector(".step.active .nth")?.textContent === "1"`)
}

// TestModelAbout: the commands that the page shows of a model's numbers give them,
// as the model is and with a number set.
func TestModelAbout(t *testing.T) {
	heed := program(t)
	p := open(t, "#model=english", look{})
	p.wait(`document.querySelector(".source.head")`)
	for _, set := range []bool{false, true} {
		if set {
			at := eval[string](p, `document.querySelector('.column button[data-at^="0:weights"]').dataset.at`)
			p.sets(at, "0.25")
			p.showsItsModel("english")
		}
		facts, commands := p.about()
		if facts["aboutSource"] != "english" || len(facts["aboutHash"]) != 64 || facts["aboutTokenizer"] != "words" {
			t.Errorf("%v", facts)
		}
		run := func(does string) []byte {
			t.Helper()
			name, rest, _ := strings.Cut(commands[does], " ")
			if name != "heed" && name != "curl" {
				t.Fatalf("%s is %q", does, commands[does])
			}
			c := exec.Command("sh", "-c", map[string]string{"heed": heed, "curl": "curl"}[name]+" "+rest)
			c.Dir = t.TempDir()
			out, err := c.Output()
			if err != nil {
				t.Fatalf("%s: %v", commands[does], err)
			}
			return out
		}
		numbers := run("commandNumbers")
		if set { // the server's answer has more than the walk
			var whole struct{ Walk json.RawMessage }
			if err := json.Unmarshal(numbers, &whole); err != nil {
				t.Fatal(err)
			}
			numbers = whole.Walk
		} else {
			run("commandFigure")
		}
		var a answer
		if err := json.Unmarshal(numbers, &a.Walk); err != nil || len(a.Walk.Traces) != 2 {
			t.Fatalf("%s: %v", commands["commandNumbers"], err)
		}
		p.showsNumbers(a)
		p.wait(`document.querySelector("dialog table")`)
		rows := eval[[]string](p, `[...document.querySelectorAll("dialog tbody th")].map((r) => r.textContent)`)
		printed := string(run("commandVerify"))
		for _, claim := range rows {
			if !strings.Contains(printed, claim) {
				t.Errorf("the page measured %q; heed verify says %s", claim, printed)
			}
		}
		if len(rows) < 4 {
			t.Errorf("%d things were measured", len(rows))
		}
		p.key(kb.Escape)
		p.wait(`!document.querySelector("dialog[open]")`)
	}
}
