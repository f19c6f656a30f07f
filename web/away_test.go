//go:build page

package web_test

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// host is the server's HOST:PORT.
func (p *tab) host() string {
	p.Helper()
	u, err := url.Parse(p.url)
	if err != nil {
		p.Fatal(err)
	}
	return u.Host
}

// forgive forgets what the console said of requests that failed.
func (p *tab) forgive() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.errors = nil
}

// TestWithoutServer: once it is there, the page needs no server; what it has is
// kept, and loads again when the server is back at its address.
func TestWithoutServer(t *testing.T) {
	p := open(t, "", look{})
	p.hash()
	p.stop()
	from := p.middle(handle("0:embed[0]"))
	mouse(p, from, point{from.X + 40, from.Y + 40})
	p.has(`"money"`)
	p.showsItsLesson()
	hash, was := p.hash(), p.lesson()
	p.start(p.host())
	p.visit(hash)
	p.showsItsLesson()
	if got := p.lesson(); got != was {
		t.Errorf("loaded again, the lesson is %s; want %s", got, was)
	}
}

// TestServerComesBack kills the server in the middle of sending the engine. The
// page says so, keeps what its reader did, and goes on once the server is back.
func TestServerComesBack(t *testing.T) {
	p := open(t, "", look{})
	p.hash()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	through := p.url
	dying := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := http.Get(through + strings.TrimPrefix(r.URL.Path, "/"))
		if err != nil {
			return
		}
		defer answer.Body.Close()
		w.Header().Set("Content-Type", answer.Header.Get("Content-Type"))
		part := make([]byte, 1<<20) // of the engine, which has more
		for {
			n, err := answer.Body.Read(part)
			w.Write(part[:n])
			if err != nil {
				return
			}
			if r.URL.Path == "/heed.wasm" {
				w.(http.Flusher).Flush()
				<-r.Context().Done()
				return
			}
		}
	})}
	go dying.Serve(l)
	p.url = "http://" + l.Addr().String() + "/"
	p.visit("#lesson=money-river&step=3")
	p.focus(handle("0:embed[0]"))
	p.key(kb.ArrowRight) // the engine will answer once it is there
	p.key("5")
	dying.Close()
	p.wait(`document.querySelector(".away")?.textContent.includes("trying again")`)
	if step := p.step(); step != "5" {
		t.Errorf("without the server the page went to step %s; want 5", step)
	}
	stop := p.stop
	defer stop()
	p.start(l.Addr().String())
	p.has(`"money":[2.1,7]`)
	p.wait(`document.querySelector(".away") === null`)
	p.showsItsLesson()
	if step := p.step(); step != "5" {
		t.Errorf("with the server back the page went to step %s; want 5", step)
	}
	p.forgive()
}
