package main

import (
	"context"
	"fmt"
	"time"

	"heed/learn"
	"heed/server"
	"heed/training"
	"heed/web"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// liveFlags are the flags of watching a training in the page.
type liveFlags struct {
	addr   string
	noOpen bool
}

func (f *liveFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.addr, "serve", "", "serve the page while it trains, at HOST:PORT where --serve=HOST:PORT says so")
	flags.Lookup("serve").NoOptDefVal = "127.0.0.1:0"
	flags.BoolVar(&f.noOpen, "no-open", false, "with --serve: print the address, and leave the browser alone")
}

// late is how long a page that was opened may take to come, where the training
// has ended before it.
const late = 10 * time.Second

// serve begins to serve the page, if that is asked for. The options then tell it
// of each snapshot, and of how many steps are planned where the record does not
// say it; done ends it.
func (f liveFlags) serve(c *cobra.Command, o *learn.Options, planned bool) (done func(), err error) {
	if f.addr == "" {
		return func() {}, nil
	}
	l, err := server.Listen(c.Context(), f.addr)
	if err != nil {
		return nil, err
	}
	live := server.NewLive()
	s, err := server.New(server.Options{Page: web.Files(), Blank: web.Blank, Live: live, Version: version, Host: l.Host})
	if err != nil {
		l.Close()
		return nil, err
	}
	url := l.URL() + "#view=training&record=live"
	fmt.Fprintf(c.ErrOrStderr(), "look on at %s\n", url)
	if l.Open() {
		fmt.Fprintf(c.ErrOrStderr(), "heed learn: whoever reaches %s may look on too; there is no password\n", l.Addr())
	}
	steps := 0
	if planned {
		steps = o.Steps
	}
	told := false
	o.Recorded = func(r *learn.Record) { told = tell(c, live, r, steps) || told }
	stopsIn(c.Context(), 10*time.Second)
	serving, stop := context.WithCancel(context.WithoutCancel(c.Context()))
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(serving, l) }()
	if !f.noOpen {
		openBrowser(c, url)
	}
	return func() {
		live.End()
		if told && !f.noOpen {
			select {
			case <-live.Followed():
			case <-time.After(late):
			case <-c.Context().Done():
			}
		}
		stop()
		if err := <-ended; err != nil {
			fmt.Fprintf(c.ErrOrStderr(), "heed learn: serving the page: %v\n", err)
		}
		s.Close() // it has opened nothing
	}, nil
}

// tell gives a snapshot to the page, and reports whether it can be drawn. Why one
// cannot is said of the first.
func tell(c *cobra.Command, live *server.Live, r *learn.Record, steps int) bool {
	t, err := training.Of("live", r)
	if err != nil {
		if len(r.Snapshots) == 1 {
			fmt.Fprintf(c.ErrOrStderr(), "heed learn: the page has nothing to show: %v\n", err)
		}
		return false
	}
	t.Planned = max(t.Planned, steps)
	live.Set(t)
	return true
}
