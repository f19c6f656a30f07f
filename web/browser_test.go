//go:build page

package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"heed/server"
	"heed/source"
	"heed/web"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium is the context of the browser that the tests share; each has a tab,
// and storage, of its own.
var chromium context.Context

// scratch is a folder for what all tests use.
var scratch string

func TestMain(m *testing.M) { os.Exit(withBrowser(m)) }

func withBrowser(m *testing.M) int {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en-US"))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	if err := chromedp.Do(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "heed: these tests need Chromium (make test-page leaves them out where it is not there):", err)
		return 1
	}
	chromium = ctx
	dir, err := os.MkdirTemp("", "heed-page")
	if err != nil {
		fmt.Fprintln(os.Stderr, "heed:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	scratch = dir
	return m.Run()
}

// A look is how a tab shows the page. The zero value is a desktop in light
// colours, without motion, so that what a test reads stands still.
type look struct {
	phone, dark, motion bool
	large, forced       bool   // a desktop's window at 200 %; colours that the reader forces
	language            string // en-US where ""
	models              string // folder that is served
}

func (l look) String() string {
	name := map[bool]string{false: "desktop", true: "phone"}[l.phone] + " " + map[bool]string{false: "light", true: "dark"}[l.dark]
	return name
}

// A tab is the page in a browser.
type tab struct {
	*testing.T
	ctx context.Context
	url string // of the server
	// stop ends the server.
	stop    func()
	options server.Options // of the server

	mu     sync.Mutex
	errors []string // what the console told
}

// open serves the page and opens it at an address behind #.
func open(t *testing.T, hash string, l look) *tab {
	t.Helper()
	p := serve(t, server.Options{}, l)
	p.visit(hash)
	return p
}

// serve serves the page, and more with it, to a tab that is still empty.
func serve(t *testing.T, o server.Options, l look) *tab {
	t.Helper()
	p := blank(t, l)
	p.options = o
	if l.models != "" {
		models, err := source.In(l.models)
		if err != nil {
			t.Fatal(err)
		}
		p.options.Models = models
	}
	p.start("127.0.0.1:0")
	t.Cleanup(p.stop)
	return p
}

// blank opens a tab without a page.
func blank(t *testing.T, l look) *tab {
	t.Helper()
	p := &tab{T: t}
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.heard))
	p.ctx = ctx
	t.Cleanup(func() {
		if t.Failed() { // go test -artifacts keeps it
			if picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot()); err == nil {
				os.WriteFile(filepath.Join(t.ArtifactDir(), "failed.png"), picture, 0o666)
			}
		}
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, e := range p.errors {
			t.Errorf("the console says: %s", e)
		}
	})
	p.do(p.show(l)...)
	return p
}

// start serves the page at an address; stop ends that.
func (p *tab) start(address string) {
	p.Helper()
	p.options.Page, p.options.Blank = web.Files(), web.Blank
	s, err := server.New(p.options)
	if err != nil {
		p.Fatal(err)
	}
	listener, err := server.Listen(p.T.Context(), address)
	if err != nil {
		p.Fatal(err)
	}
	serving, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { s.Serve(serving, listener); close(done) }() // a tab that is cut off may leave a request behind
	p.url, p.stop = listener.URL(), func() { stop(); <-done }
}

// show emulates a look.
func (p *tab) show(l look) []chromedp.Action[chromedp.Void] {
	size := chromedp.EmulateViewport(1440, 900)
	if l.phone {
		size = chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulateScale(2))
	}
	if l.large {
		size = chromedp.EmulateViewport(720, 450)
	}
	media := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: map[bool]string{false: "light", true: "dark"}[l.dark]},
			{Name: "prefers-reduced-motion", Value: map[bool]string{false: "reduce", true: "no-preference"}[l.motion]},
			{Name: "forced-colors", Value: map[bool]string{false: "none", true: "active"}[l.forced]},
		}})
		return err
	})
	spoken := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if l.language == "" {
			return nil
		}
		_, err := cdp.Call(ctx, t, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: "heed's tests", AcceptLanguage: l.language})
		return err
	})
	return []chromedp.Action[chromedp.Void]{size, media, spoken}
}

// visit loads the page afresh, at an address behind #, and waits until it is
// there.
func (p *tab) visit(hash string) {
	p.Helper()
	p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(p.url+hash))
	p.wait(`document.querySelectorAll(".plane .label").length > 0`)
}

// heard keeps what the console says that is wrong.
func (p *tab) heard(event any) {
	says := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		says = e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			says += " " + x.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			for _, a := range e.Args {
				says += " " + string(a.Value) + a.Description
			}
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			says = e.Entry.Text + " " + e.Entry.URL
		}
	}
	if says != "" {
		p.mu.Lock()
		p.errors = append(p.errors, says)
		p.mu.Unlock()
	}
}

// patience is how long anything may take to appear.
const patience = 20 * time.Second

// do does what a person does.
func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// wait waits until an expression is true. While a page loads it may be asked of
// the one before, which is no longer there.
func (p *tab) wait(expression string) {
	p.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		is, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if is {
			return
		}
		if time.Now().After(end) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.Fatalf("%s: %v; the console said %q", expression, err, p.errors)
		}
	}
}

// eventually waits until nothing is wrong; what is wrong in the end, it tells.
func (p *tab) eventually(wrong func() string) {
	p.Helper()
	for end := time.Now().Add(patience / 2); ; time.Sleep(30 * time.Millisecond) {
		why := wrong()
		if why == "" {
			return
		}
		if time.Now().After(end) {
			p.Fatal(why)
		}
	}
}

// eval is the value of an expression.
func eval[T any](p *tab, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%.300s: %v", expression, err)
	}
	return v
}

// A place in the window, in px.
type point struct{ X, Y float64 }

// middle is the middle of what a selector finds.
func (p *tab) middle(selector string) point {
	p.Helper()
	quoted, err := json.Marshal(selector)
	if err != nil {
		p.Fatal(err)
	}
	p.wait(fmt.Sprintf("document.querySelector(%s)", quoted))
	return eval[point](p, fmt.Sprintf(`(() => { const e = document.querySelector(%s); e.scrollIntoView({block: "nearest"}); const b = e.getBoundingClientRect(); return {X: b.left + b.width / 2, Y: b.top + b.height / 2}; })()`, quoted))
}

// click clicks what a selector finds.
func (p *tab) click(selector string) {
	p.Helper()
	at := p.middle(selector)
	p.do(chromedp.MouseClickXY(at.X, at.Y))
}

// key presses a key.
func (p *tab) key(keys string, modifiers ...chromedp.Modifier) {
	p.Helper()
	p.do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...)))
}

// hash is the address behind #, once it has been written for a while.
func (p *tab) hash() string {
	p.Helper()
	was := ""
	p.eventually(func() string {
		time.Sleep(100 * time.Millisecond)
		is := eval[string](p, "location.hash")
		same := is == was && strings.HasPrefix(is, "#")
		was = is
		if same {
			return ""
		}
		return "the address is not written: " + is
	})
	return was
}
