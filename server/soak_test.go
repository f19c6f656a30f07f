//go:build soak

package server_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"heed/engine"
	"heed/server"
)

// TestSoak is 200 readers who each change something every second for a minute,
// or for HEED_SOAK: no error, 99 of 100 answers within 100 ms, and at most 200 MB of
// memory, the readers' share included. (The page's own drags do not come here:
// their engine is in the browser.) Run it on a machine that has nothing else to do:
//
//	go test -tags soak -run Soak -v ./server
func TestSoak(t *testing.T) {
	long := time.Minute
	if s := os.Getenv("HEED_SOAK"); s != "" {
		var err error
		if long, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
	}
	const readers, pause = 200, time.Second
	s := newServer(t, server.Options{})
	url, _ := serve(t, s)
	lesson := shipped(t, s)[0]
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readers}}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var took []time.Duration
	var wait sync.WaitGroup
	end := time.Now().Add(long)
	for n := range readers {
		wait.Go(func() {
			time.Sleep(pause * time.Duration(n) / readers) // they do not move as one
			for i := 0; time.Now().Before(end); i++ {
				body := fmt.Appendf(nil, `{"heed":1,"name":%q,"lesson":%s,"changes":[{"do":"move","at":"embed[0]","to":[%d,%d]}]}`, lesson.Name, lesson.Document, n%9, i%9)
				began := time.Now()
				answer, err := client.Post(url+"api/v1/walk", "application/json", bytes.NewReader(body))
				if err != nil {
					t.Error(err)
					return
				}
				data, err := io.ReadAll(answer.Body)
				answer.Body.Close()
				d := time.Since(began)
				if answer.StatusCode != 200 || err != nil || i == 0 && !bytes.Equal(data, engine.Ask(body)) {
					t.Errorf("%d %v %.200s", answer.StatusCode, err, data)
					return
				}
				mu.Lock()
				took = append(took, d)
				mu.Unlock()
				time.Sleep(pause - d)
			}
		})
	}
	wait.Wait()
	slices.Sort(took)
	at := func(part float64) time.Duration { return took[int(part*float64(len(took)-1))] }
	memory, load := told("/proc/self/status", "VmHWM:"), told("/proc/loadavg", "")
	t.Logf("%d answers, %.0f a second; p50 %v, p99 %v, longest %v; most memory %s; load of the machine %s",
		len(took), float64(len(took))/long.Seconds(), at(0.5), at(0.99), at(1), memory, load)
	var size int
	if n, _ := fmt.Sscanf(memory, "%d kB", &size); n == 1 && size > 200_000 {
		t.Errorf("the most memory is %s; want at most 200 MB", memory)
	}
	if at(0.99) > 100*time.Millisecond {
		t.Errorf("p99 is %v; want at most 100 ms", at(0.99))
	}
}

// told is what Linux tells in a file of its own, on the line that begins so.
func told(file, begins string) string {
	text, _ := os.ReadFile(file)
	for line := range strings.Lines(string(text)) {
		if rest, is := strings.CutPrefix(line, begins); is {
			return strings.TrimSpace(rest)
		}
	}
	return "unknown"
}

// BenchmarkWalk is a drag's answer over loopback.
func BenchmarkWalk(b *testing.B) {
	s := newServer(b, server.Options{})
	url, _ := serve(b, s)
	lesson := shipped(b, s)[0]
	body := fmt.Sprintf(`{"heed":1,"name":%q,"lesson":%s,"changes":[{"do":"move","at":"embed[0]","to":[3,6.5]}]}`, lesson.Name, lesson.Document)
	for b.Loop() {
		answer, err := http.Post(url+"api/v1/walk", "application/json", strings.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		n, _ := io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		b.SetBytes(n)
	}
	http.DefaultClient.CloseIdleConnections()
}
