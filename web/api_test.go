//go:build page

package web_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAPIPage: what the API is, for people, in both colours and on a phone;
// axe-core finds nothing.
func TestAPIPage(t *testing.T) {
	for _, l := range []look{{}, {dark: true}, {phone: true}} {
		p := open(t, "", l)
		p.do(chromedp.Navigate(p.url + "api/"))
		if v := p.violations(); v != "" {
			t.Errorf("%v:\n%s", l, v)
		}
		if wide := eval[float64](p, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
			t.Errorf("%v: it is %v px too wide", l, wide)
		}
	}
}

// TestNothingFromElsewhere: every file that the page loads is this server's, and
// no script runs that is not a file of it.
func TestNothingFromElsewhere(t *testing.T) {
	p := open(t, "", look{})
	other := eval[[]string](p, `performance.getEntriesByType("resource").map((e) => e.name).filter((n) => !n.startsWith(location.origin + "/") && !n.startsWith("data:"))`)
	if len(other) > 0 {
		t.Errorf("the page loads %q", other)
	}
	ran := eval[bool](p, `(() => { const s = document.createElement("script"); s.textContent = "window.ran = true"; document.body.append(s); return window.ran === true; })()`)
	if ran {
		t.Error("a script in the page's text ran")
	}
	p.mu.Lock()
	p.errors = nil // the refusal of that script
	p.mu.Unlock()
}
