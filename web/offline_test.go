//go:build page

package web_test

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heed/web"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// largest is what a page in one file may have.
const largest = 2_200_000

// downloads lets the tab save files, and returns the folder that they go to.
func (p *tab) downloads() string {
	p.Helper()
	dir := p.TempDir()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
			Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID, DownloadPath: dir})
		return err
	}))
	return dir
}

// item chooses from the menu of what a reader takes along.
func (p *tab) item(key string) {
	p.Helper()
	eval[bool](p, `(() => { if (document.querySelector("[role=menu]") === null) document.querySelector("[aria-haspopup=menu]").click(); return true; })()`)
	p.wait(`document.querySelector("[role=menu]")`)
	p.click(fmt.Sprintf(`[role=menuitem][data-key=%q]`, key))
}

// saves chooses from the menu, and returns the file that is saved by it.
func (p *tab) saves(dir, key, name string) []byte {
	p.Helper()
	file := filepath.Join(dir, name)
	os.Remove(file)
	p.item(key)
	var data []byte
	p.eventually(func() string {
		var err error
		if data, err = os.ReadFile(file); err != nil {
			return err.Error()
		}
		return map[bool]string{true: name + " is not written yet"}[len(data) == 0]
	})
	return data
}

// fromDisk opens a file with the network gone.
func fromDisk(t *testing.T, file string, l look) *tab {
	t.Helper()
	p := blank(t, l)
	p.url = (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: true})
		return err
	}))
	p.visit("")
	return p
}

// TestOffline saves the page as it is after a drag, a step and a turn to one
// sentence, and opens the file with the network gone: it is the same page, and
// lives; it saves itself again, to the byte.
func TestOffline(t *testing.T) {
	p := open(t, "", look{})
	dir := p.downloads()
	from := p.middle(handle("0:embed[0]"))
	mouse(p, from, point{from.X + 30, from.Y + 30})
	p.has(`"chosen"`)
	p.key("6")
	p.key("a")
	hash := p.hash()
	if !strings.Contains(hash, "step=6") || !strings.Contains(hash, "show=A") || !strings.Contains(hash, "doc=") {
		t.Fatal(hash)
	}
	text := eval[string](p, `document.querySelector("main").innerText`)
	saved := p.saves(dir, "savePage", "money-river.html")
	t.Logf("the page is %d bytes of %d", len(saved), largest)
	if len(saved) > largest {
		t.Errorf("the page is %d bytes; want at most %d", len(saved), largest)
	}
	want, err := web.Offline(web.State{Heed: 1, Kind: "lesson", At: hash})
	if err != nil || !bytes.Equal(saved, want) {
		t.Errorf("the page saves another file than heed writes: %v, %d bytes; want %d", err, len(saved), len(want))
	}

	file := filepath.Join(t.TempDir(), "walk.html")
	if err := os.WriteFile(file, saved, 0o666); err != nil {
		t.Fatal(err)
	}
	q := fromDisk(t, file, look{})
	q.eventually(func() string {
		if got := eval[string](q, `document.querySelector("main").innerText`); got != text {
			return fmt.Sprintf("from disk it says %.300s; want %.300s", got, text)
		}
		return ""
	})
	if got := q.hash(); got != hash {
		t.Errorf("from disk it is at %s; want %s", got, hash)
	}
	q.showsItsLesson()
	if faces := eval[[]string](q, `[...document.fonts].map((f) => f.status)`); !slices.Equal(faces, []string{"loaded", "loaded", "loaded", "loaded"}) {
		t.Errorf("its fonts are %q", faces)
	}
	again := q.downloads()
	if got := q.saves(again, "savePage", "money-river.html"); !bytes.Equal(got, saved) {
		t.Errorf("saved again, the page is another: %d bytes; want %d", len(got), len(saved))
	}

	// It lives: what is dragged is followed, what is typed is pinned, what was done is undone.
	q.key("7")
	q.key("a")
	was := q.lesson()
	from = q.middle(handle("0:embed[0]"))
	mouse(q, from, point{from.X + 40, from.Y - 40})
	q.eventually(func() string {
		return map[bool]string{true: "a drag changes nothing"}[q.lesson() == was]
	})
	q.showsItsLesson()
	q.click(number("0:weights[1,0]"))
	q.wait(`document.querySelector("input.edit") === document.activeElement`)
	q.key("0.5")
	q.enter()
	q.has(`"money":0.5`)
	q.showsItsLesson()
	q.key("z", chromedp.ModifierCtrl)
	q.key("z", chromedp.ModifierCtrl)
	q.eventually(func() string {
		return map[bool]string{true: "undone, it is " + q.lesson()}[q.lesson() != was]
	})
	q.showsItsLesson()
}

// TestOfflineOwnLesson opens a page of a lesson that does not ship, by its name in
// the menu; it comes back to it, and saves it with itself.
func TestOfflineOwnLesson(t *testing.T) {
	text := `{"heed":1,"title":"A <b> & two","text":"fish bank","embed":{"fish":[1,4],"bank":[5,2]},"maps":{"Q":"identity","K":"identity","V":"identity"}}`
	data, err := web.Offline(web.State{Heed: 1, Kind: "lesson", At: "#lesson=my+own", Version: "v9", Lesson: &web.Lesson{Name: "my own", Title: "A <b> & two", Document: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "own.html")
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
	q := fromDisk(t, file, look{})
	own := asked(t, parsed(t, text), "")
	q.shows(own)
	if title := eval[string](q, `document.querySelector(".source select").selectedOptions[0].textContent`); title != "A <b> & two" {
		t.Errorf("the menu calls it %q", title)
	}
	if got := q.saves(q.downloads(), "savePage", "my own.html"); !bytes.Equal(got, data) {
		t.Errorf("saved again, the page is another: %d bytes; want %d", len(got), len(data))
	}
	from := q.middle(handle("0:embed[0]"))
	mouse(q, from, point{from.X + 40, from.Y - 40})
	q.eventually(func() string {
		return map[bool]string{true: "a drag changes nothing"}[q.lesson() == ""]
	})
	q.click(`[aria-label="Reset the lesson"]`)
	q.shows(own)
}

// TestOfflineAsks nothing: neither of a network nor of other files, and no script
// runs that was not in it.
func TestOfflineAsks(t *testing.T) {
	q := fromDisk(t, pageOf(t, "#lesson=money-bank"), look{})
	q.shows(asked(t, document(t, "money-bank"), ""))
	other := eval[[]string](q, `performance.getEntriesByType("resource").map((e) => e.name).filter((n) => !n.startsWith("data:") && !n.startsWith("blob:"))`)
	if len(other) > 0 {
		t.Errorf("the page loads %q", other)
	}
	for _, try := range []string{
		`fetch("http://127.0.0.1:1/").then(() => true, () => false)`,
		`new Promise((done) => { const i = new Image(); i.onload = () => done(true); i.onerror = () => done(false); i.src = "http://127.0.0.1:1/x.png"; })`,
		`(() => { const s = document.createElement("script"); s.textContent = "window.ran = true"; document.body.append(s); return window.ran === true; })()`,
	} {
		if eval[bool](q, try) {
			t.Errorf("this was done: %s", try)
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.errors) < 3 || strings.Contains(strings.Join(q.errors, " "), "ERR_") {
		t.Errorf("the policy refused %q; want each of them, before any network", q.errors)
	}
	q.errors = nil
}

// pageOf writes a page that opens at an address.
func pageOf(t *testing.T, at string) string {
	t.Helper()
	data, err := web.Offline(web.State{Heed: 1, Kind: "lesson", At: at})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}
