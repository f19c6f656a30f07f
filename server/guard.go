package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A guard stands before everything else. It refuses
//
//   - a Host that is a name other than localhost or the one that the server was
//     told: a site whose name was made to point here (DNS rebinding) sends its own;
//   - an Origin that is not the Host: another site's page, or a file's;
//   - what another site's page embeds or fetches without an Origin, as browsers
//     tell by Sec-Fetch-Site; following a link to the page is let through;
//   - bodies that are too large, too slow, or not JSON.
//
// A Host's port is not checked, so that a forwarded one works.
type guard struct {
	next   http.Handler
	host   string
	limits Limits
}

// policy is what the page may do: run its own scripts and WebAssembly, ask this
// server, and draw pictures that it made itself. Nothing may frame it.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
	"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func (g guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-cache")
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler {
				panic(p)
			}
			refuse(w, http.StatusInternalServerError, fmt.Sprintf("a bug in heed: %v; please report it with the request", p))
		}
	}()
	if why := g.stranger(r); why != "" {
		refuse(w, http.StatusForbidden, why)
		return
	}
	if r.Method == http.MethodPost {
		if status, why := g.body(w, r); why != "" {
			refuse(w, status, why)
			return
		}
	}
	ctx, cancel := context.WithTimeout(r.Context(), g.limits.RunTime)
	defer cancel()
	g.next.ServeHTTP(w, r.WithContext(ctx))
}

// stranger says why a request is refused for where it comes from.
func (g guard) stranger(r *http.Request) string {
	name := (&url.URL{Host: r.Host}).Hostname()
	if !(strings.EqualFold(name, "localhost") || net.ParseIP(name) != nil || g.host != "" && strings.EqualFold(name, g.host)) {
		return fmt.Sprintf("the Host %q is not this server's; want localhost, or its address", r.Host)
	}
	if origin := r.Header.Get("Origin"); origin != "" && !strings.EqualFold(origin, "http://"+r.Host) {
		return fmt.Sprintf("a page of %q may not ask this server; it answers its own", origin)
	}
	from := r.Header.Get("Sec-Fetch-Site")
	link := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document" && r.Method == http.MethodGet
	if (from == "cross-site" || from == "same-site") && !link {
		return "another site's page may not ask this server"
	}
	return ""
}

// body reads the body of a request, and puts it back, so that what is too
// large, or too slow, ends here.
func (g guard) body(w http.ResponseWriter, r *http.Request) (status int, why string) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return http.StatusUnsupportedMediaType, fmt.Sprintf("Content-Type %q; want application/json", r.Header.Get("Content-Type"))
	}
	if r.ContentLength > g.limits.Body {
		w.Header().Set("Connection", "close")
		return http.StatusRequestEntityTooLarge, fmt.Sprintf("a body of %d bytes; want at most %d", r.ContentLength, g.limits.Body)
	}
	c := http.NewResponseController(w)
	timed := c.SetReadDeadline(time.Now().Add(g.limits.BodyTime)) == nil
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, g.limits.Body))
	if timed { // a deadline that stays would end what computes for longer
		c.SetReadDeadline(time.Time{})
	}
	var large *http.MaxBytesError
	var slow net.Error
	switch {
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge, fmt.Sprintf("a body of more than %d bytes", g.limits.Body)
	case errors.As(err, &slow) && slow.Timeout():
		w.Header().Set("Connection", "close")
		return http.StatusRequestTimeout, fmt.Sprintf("the body did not arrive within %v", g.limits.BodyTime)
	case err != nil:
		return http.StatusBadRequest, fmt.Sprintf("the body cannot be read: %v", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(data))
	r.ContentLength = int64(len(data))
	return 0, ""
}

// A problem is what is told of a refusal.
//
// Source: RFC 9457, Problem Details for HTTP APIs (2023).
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

const problemJSON = "application/problem+json"

// refuse answers with a problem.
func refuse(w http.ResponseWriter, status int, detail string) {
	data, err := json.Marshal(problem{http.StatusText(status), status, detail})
	if err != nil {
		panic(err) // it has texts and a number alone
	}
	w.Header().Set("Content-Type", problemJSON)
	w.WriteHeader(status)
	w.Write(append(data, '\n'))
}
