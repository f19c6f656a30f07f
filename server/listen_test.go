package server_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"heed/engine"
	"heed/server"
)

// serve puts a server on the network until the test ends, or stop is called,
// which returns what Serve did.
func serve(t testing.TB, s *server.Server) (url string, stop func() error) {
	t.Helper()
	l, err := server.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	stop = sync.OnceValue(func() error { cancel(); return <-served })
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return l.URL(), stop
}

// send writes a request, or a part of one, on a connection of its own.
func send(t testing.TB, url, text string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", strings.Trim(strings.TrimPrefix(url, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(10 * time.Second))
	return c
}

const postWalk = "POST /api/v1/walk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"

func TestSlowBody(t *testing.T) {
	url, _ := serve(t, newServer(t, server.Options{Limits: server.Limits{BodyTime: 50 * time.Millisecond}}))
	c := send(t, url, fmt.Sprintf(postWalk, 1000, `{"heed":1,`))
	defer c.Close()
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, _ := io.ReadAll(answer.Body); answer.StatusCode != 408 || !strings.Contains(string(body), "did not arrive within 50ms") {
		t.Errorf("%d %s", answer.StatusCode, body)
	}
}

// TestShutdown asks for the server's end while a request is half sent: it is
// answered, and new ones are not.
func TestShutdown(t *testing.T) {
	url, stop := serve(t, newServer(t, server.Options{}))
	request := `{"heed":1}`
	c := send(t, url, fmt.Sprintf(postWalk, len(request), request[:4]))
	defer c.Close()
	time.Sleep(50 * time.Millisecond) // until it is under way
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	time.Sleep(50 * time.Millisecond)
	if _, err := http.Get(url + "api/v1/version"); err == nil {
		t.Error("a new request was answered")
	}
	if _, err := io.WriteString(c, request[4:]); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, _ := io.ReadAll(answer.Body); !bytes.Equal(body, engine.Ask([]byte(request))) {
		t.Errorf("%d %s", answer.StatusCode, body)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestListen(t *testing.T) {
	_, stop := serve(t, newServer(t, server.Options{}))
	l, err := server.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.Open() || !strings.HasPrefix(l.URL(), "http://127.0.0.1:") {
		t.Errorf("%s, open %v", l.URL(), l.Open())
	}
	for address, want := range map[string]string{
		"8080": "want HOST:PORT", "127.0.0.1:": "want HOST:PORT", ":8080": "names no host", l.Addr().String(): "another port may be free", "127.0.0.1:99999": "invalid port",
	} {
		if other, err := server.Listen(t.Context(), address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %s", address, err, want)
			if err == nil {
				other.Close()
			}
		}
	}
	everywhere, err := server.Listen(t.Context(), "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	defer everywhere.Close()
	if !everywhere.Open() || !strings.HasPrefix(everywhere.URL(), "http://127.0.0.1:") {
		t.Errorf("%s, open %v", everywhere.URL(), everywhere.Open())
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestRunsAtOnce: a model waits for its turn, and is told when it is too long.
func TestRunsAtOnce(t *testing.T) {
	url, _ := serve(t, newServer(t, server.Options{Limits: server.Limits{Runs: 1, RunTime: 5 * time.Second}}))
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			body := `{"heed":1,"source":"english","texts":["money bank","river bank"],"layer":0,"head":6}`
			answer, err := http.Post(url+"api/v1/models/walk", "application/json", strings.NewReader(body))
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			if data, err := io.ReadAll(answer.Body); answer.StatusCode != 200 || err != nil {
				t.Errorf("%d %v %.200s", answer.StatusCode, err, data)
			}
		})
	}
	wait.Wait()
	http.DefaultClient.CloseIdleConnections()
}
