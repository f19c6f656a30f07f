//go:build page

package web_test

import (
	"fmt"
	"testing"
	"time"

	"heed/learn"
	"heed/lessons"
	"heed/server"
	"heed/training"

	"github.com/chromedp/chromedp/kb"
)

// TestTrainingLive lets a training go on before the page, in pieces: it appends
// them, also those that come after a request has ended, stays at the end unless
// the reader went back, and keeps what it has when heed is gone.
func TestTrainingLive(t *testing.T) {
	data, err := lessons.Records.ReadFile("learned-2d.heed.gz")
	if err != nil {
		t.Fatal(err)
	}
	r, err := learn.ParseRecord(data)
	if err != nil {
		t.Fatal(err)
	}
	all := r.Snapshots
	live := server.NewLive()
	upTo := func(n int) training.Training {
		r.Snapshots = all[:n]
		now, err := training.Of("live", r)
		if err != nil {
			t.Fatal(err)
		}
		live.Set(now)
		return now
	}
	p := serve(t, server.Options{Live: live, Limits: server.Limits{RunTime: 700 * time.Millisecond}}, look{})
	first := upTo(1)
	p.visit("#view=training&record=live")
	p.trainedAt(first, 0, 0)
	for _, n := range []int{2, 30, 31, 100} {
		time.Sleep(300 * time.Millisecond) // some of these lie in another request
		p.trainedAt(upTo(n), 0, n-1)
	}
	p.key(kb.Home)
	some := upTo(140)
	p.trainedAt(some, 0, 0)
	p.wait(fmt.Sprintf(`document.querySelector(".way").ariaValueMax === "%d"`, some.Steps[139]))
	p.key(kb.End)
	p.trainedAt(some, 0, 139)
	whole := upTo(len(all))
	p.trainedAt(whole, 0, len(all)-1)
	live.End()
	p.wait(`document.querySelector("[role=status]").textContent === "The training has ended" && !document.querySelector(".alive")`)
	p.stop()
	p.key(kb.Home)
	p.trainedAt(whole, 0, 0)
}
