package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// A Listener waits for requests at an address.
type Listener struct {
	net.Listener
	Host string // as it was named
}

// Listen begins to listen at HOST:PORT; of port 0 at a free one. No host, which
// would mean the whole network, is refused: who wants that says 0.0.0.0.
func Listen(ctx context.Context, address string) (Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil || port == "" {
		return Listener{}, fmt.Errorf("%s: want HOST:PORT, such as 127.0.0.1:8080", address)
	}
	if host == "" {
		return Listener{}, fmt.Errorf("%s names no host; want 127.0.0.1:%[2]s, or 0.0.0.0:%[2]s to let the whole network in", address, port)
	}
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", address)
	if err != nil {
		return Listener{}, fmt.Errorf("cannot listen at %s: %w; another port may be free, and 0 takes one that is", address, cause(err))
	}
	return Listener{l, host}, nil
}

// cause is the last part of a network error, without the address.
func cause(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}

// Open reports whether other machines can reach the address.
func (l Listener) Open() bool {
	a, is := l.Addr().(*net.TCPAddr)
	return !is || !a.IP.IsLoopback()
}

// URL is where a browser on this machine finds the page.
func (l Listener) URL() string {
	a, is := l.Addr().(*net.TCPAddr)
	if !is {
		return "http://" + l.Addr().String() + "/"
	}
	host := a.IP.String()
	if a.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, fmt.Sprint(a.Port)) + "/"
}

// shutdown is how long requests under way may take to end.
const shutdown = 5 * time.Second

// Serve answers requests until ctx is done. Then no new ones are taken, and it
// returns when those under way have ended, after 5 s at most.
func (s *Server) Serve(ctx context.Context, l Listener) error {
	h := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      s.limits.BodyTime + s.limits.RunTime + 30*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // of what clients do wrong; they are told
	}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdown)
	defer cancel()
	err := h.Shutdown(late)
	if err != nil {
		h.Close()
	}
	<-failed
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("a request did not end within %v and was cut off", shutdown)
	}
	return err
}
