//go:build page

package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"heed/engine"
	"heed/server"
	"heed/web"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// carried is what a page has in its element of that name.
func carried(t *testing.T, page []byte, element string) string {
	t.Helper()
	_, after, found := bytes.Cut(page, fmt.Appendf(nil, ` id="%s">`, element))
	text, _, ends := bytes.Cut(after, []byte("</script>"))
	if !found || !ends {
		t.Fatalf("the page has no %s", element)
	}
	return string(text)
}

// goesOn compares the page with what the engine says of the recording, and the
// numbers that its address has set in it.
func (p *tab) goesOn(recording string) {
	p.Helper()
	var r struct{ Changes, Basis, Walk json.RawMessage }
	if err := json.Unmarshal([]byte(recording), &r); err != nil {
		p.Fatal(err)
	}
	if doc := p.lesson(); doc != "" {
		if err := json.Unmarshal([]byte(doc), &r); err != nil {
			p.Fatal(err)
		}
	}
	var a answer
	if err := json.Unmarshal(engine.Ask(fmt.Appendf(nil, `{"heed":1,"changes":%s,"basis":%s,"walk":%s}`, r.Changes, r.Basis, r.Walk)), &a); err != nil || a.Error != "" {
		p.Fatal(err, a.Error)
	}
	p.shows(a)
}

// sets types a number in the place of another.
func (p *tab) sets(at, value string) {
	p.Helper()
	p.click(number(at))
	p.wait(`document.querySelector("input.edit") === document.activeElement`)
	p.key(value)
	p.enter()
	p.has(fmt.Sprintf(`"value":%s`, value))
}

// TestOfflineModel saves the page of a model, to the byte as heed walk writes it,
// and opens it with the network gone: numbers are set by typing, by arrow keys and
// by a bar, and what follows is the engine's; all of it is undone, made again, reset
// and saved again. No vector can be dragged, no head or text chosen.
func TestOfflineModel(t *testing.T) {
	heed := program(t)
	for name, from := range map[string]string{"english": "english", "bert-a": tinyModels + "/bert-a"} {
		t.Run(name, func(t *testing.T) {
			if name != from {
				var err error
				if from, err = filepath.Abs(from); err != nil {
					t.Fatal(err)
				}
			}
			file := filepath.Join(t.TempDir(), "walk.html")
			blank(t, look{}).run(heed, t.TempDir(), "walk", "--source", from, "money bank", "river bank", "-o", file)
			written, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var state web.State
			if err := json.Unmarshal([]byte(carried(t, written, "state")), &state); err != nil {
				t.Fatal(err)
			}
			p := serve(t, server.Options{Version: state.Version}, look{models: tinyModels})
			p.visit("")
			p.choose(sourceMenu, "model:"+name)
			p.wait(`document.querySelector(".source.head")`)
			saved := p.saves(p.downloads(), "savePage", name+".html")
			t.Logf("the page is %d bytes", len(saved))
			if !bytes.Equal(saved, written) {
				t.Errorf("the page saves %d bytes, heed walk writes %d", len(saved), len(written))
			}

			q := fromDisk(t, file, look{})
			recording := carried(t, saved, "recording")
			q.goesOn(recording)
			if got := q.hash(); got != "#model="+name {
				t.Errorf("from disk it is at %s", got)
			}
			if n := eval[int](q, `document.querySelectorAll(".handle, .source.head select, .source.head button, .sentence .text:is(button)").length`); n > 0 {
				t.Errorf("%d things are offered that cannot be done", n)
			}
			says := eval[string](q, `document.querySelector(".strip .says").textContent`)
			if !strings.Contains(says, "Carries the recorded head alone; goes on from q, k and v") {
				t.Errorf("the strip says %q", says)
			}
			head := eval[string](q, `document.querySelector(".source.head").textContent`)
			if !regexp.MustCompile(`^Layer \d Head \d$`).MatchString(head) {
				t.Errorf("the head is called %q", head)
			}

			if v := q.violations(); v != "" {
				t.Error(v)
			}
			place := func(tensor string) string {
				t.Helper()
				return eval[string](q, fmt.Sprintf(`document.querySelector('.column button[data-at^="0:%s["]').dataset.at`, tensor))
			}
			q.sets(place("weights"), "0.25")
			q.goesOn(recording)
			q.sets(place("q"), "-1.5")
			q.goesOn(recording)
			q.focus(number(place("k")))
			q.key(kb.ArrowUp)
			q.has(`"at":"k[`)
			q.goesOn(recording)
			q.key("5")
			bar := `.bars .weight:nth-of-type(2)`
			q.wait(fmt.Sprintf(`document.querySelector(%q)`, bar))
			was := q.lesson()
			at := q.middle(bar)
			mouse(q, at, point{at.X + 20, at.Y})
			q.eventually(func() string { return map[bool]string{true: "the bar sets nothing"}[q.lesson() == was] })
			q.goesOn(recording)
			if says := eval[string](q, `document.querySelector(".strip .says").textContent`); !strings.Contains(says, "4 changes of your own, in L") {
				t.Errorf("the strip says %q", says)
			}
			all := q.lesson()
			hash := q.hash()
			again := q.saves(q.downloads(), "savePage", name+".html")
			want, err := web.Offline(web.State{Heed: 1, Kind: "walk", At: hash, Version: state.Version, Recording: json.RawMessage(recording)})
			if err != nil || !bytes.Equal(again, want) {
				t.Errorf("saved again, the page is %d bytes: %v; want %d", len(again), err, len(want))
			}
			for range 4 {
				q.key("z", chromedp.ModifierCtrl)
			}
			q.has("")
			q.goesOn(recording)
			for range 4 {
				q.key("z", chromedp.ModifierCtrl, chromedp.ModifierShift)
			}
			q.has(all)
			q.goesOn(recording)
			q.click(`[aria-label="Reset the lesson"]`)
			q.has("")
			q.goesOn(recording)

			if err := os.WriteFile(file, again, 0o666); err != nil {
				t.Fatal(err)
			}
			q.visit("")
			q.has(all)
			q.goesOn(recording)
			if got := q.saves(q.downloads(), "savePage", name+".html"); !bytes.Equal(got, again) {
				t.Errorf("opened and saved, the page is another: %d bytes; want %d", len(got), len(again))
			}
			other := eval[[]string](q, `performance.getEntriesByType("resource").map((e) => e.name).filter((n) => !n.startsWith("data:") && !n.startsWith("blob:"))`)
			if len(other) > 0 {
				t.Errorf("the page loads %q", other)
			}
			// Its numbers as a file, and a lesson and back.
			var numbers answer
			if err := json.Unmarshal(q.saves(q.downloads(), "numbersJson", name+"-numbers.json"), &numbers.Walk); err != nil {
				t.Fatal(err)
			}
			q.showsNumbers(numbers)
			q.choose(sourceMenu, "lesson:money-bank")
			q.shows(asked(t, document(t, "money-bank"), ""))
			q.choose(sourceMenu, "model:"+name)
			q.wait(`document.querySelector(".source.head")`)
			q.goesOn(recording)
			q.click("[aria-haspopup=menu]")
			q.wait(`document.querySelector("[role=menuitem]")`)
			items := eval[[]string](q, `[...document.querySelectorAll("[role=menuitem]")].map((i) => i.dataset.key)`)
			if want := strings.Fields("copyFigure saveSvg savePng savePage numbersJson numbersCsv numbersNpz about"); !slices.Equal(items, want) {
				t.Errorf("the menu has %q; want %q", items, want)
			}
		})
	}
}

// TestOfflineModelChanged saves a model's page after a drag and a weight: the file
// opens with both, in the same plane; the weight can be given back, the drag is in
// what was recorded. It is told in the language of the reader.
func TestOfflineModelChanged(t *testing.T) {
	p := open(t, "#model=english", look{})
	p.wait(`document.querySelector(".source.head")`)
	at := eval[string](p, `document.querySelector('.handle[data-at^="0:embed"]').dataset.at`)
	from := p.middle(handle(at))
	mouse(p, from, point{from.X + 60, from.Y - 40})
	p.has(`"to":[`)
	weight := eval[string](p, `document.querySelector('.column button[data-at^="0:weights"]').dataset.at`)
	p.sets(weight, "0.25")
	saved := p.saves(p.downloads(), "savePage", "english.html")
	file := filepath.Join(t.TempDir(), "english.html")
	if err := os.WriteFile(file, saved, 0o666); err != nil {
		t.Fatal(err)
	}
	q := fromDisk(t, file, look{language: "de-DE"})
	recording := carried(t, saved, "recording")
	q.goesOn(recording)
	if says := eval[string](q, `document.querySelector(".strip .says").textContent`); !strings.Contains(says, "Trägt nur den aufgezeichneten Kopf") || !strings.Contains(says, "2 eigene Änderungen") {
		t.Errorf("the strip says %q", says)
	}
	tip := func(p *tab) string {
		return eval[string](p, `[...document.querySelectorAll(".plane table tbody tr")].map((r) => [...r.children].slice(1).map((c) => c.textContent).join(" ")).join("\n")`)
	}
	p.eventually(func() string {
		if a, b := tip(p), tip(q); a != b || a == "" {
			return fmt.Sprintf("the vectors are at\n%s\nfrom disk, and were at\n%s", b, a)
		}
		return ""
	})
	q.focus(number(weight))
	q.key("p")
	q.has(`"changes":[]`)
	q.goesOn(recording)
}

// TestOfflineModelRefused: a head that cannot go on without its model is not saved,
// and the page says why.
func TestOfflineModelRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "caps")
	if err := os.CopyFS(dir, os.DirFS(tinyModels+"/gemma2-caps")); err != nil {
		t.Fatal(err)
	}
	tokenizer := `{"version":"1.0","added_tokens":[],"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":{"[UNK]":0,"money":5,"river":2,"bank":7}}}`
	if err := os.WriteFile(filepath.Join(dir, "tokenizer.json"), []byte(tokenizer), 0o666); err != nil {
		t.Fatal(err)
	}
	p := open(t, "", look{models: dir})
	p.choose(sourceMenu, "model:caps")
	p.wait(`document.querySelector(".source.head")`)
	p.item("savePage")
	p.wait(`document.querySelector(".error")?.textContent.includes("does more to its scores than scale, mask and softmax")`)
	p.forgive() // the console tells of the refusal too
}
