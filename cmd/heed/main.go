// Command heed shows what self-attention does to a word's vector: every number
// and every arrow, for a worked example or a pretrained model.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"heed/term"
)

// grace is how long a command has to stop by itself when it is asked to; one
// that needs longer says so with [stopsIn].
const grace = 300 * time.Millisecond

// A graceKey is the context's key to how long a command has.
type graceKey struct{}

// stopsIn gives the command longer to stop.
func stopsIn(ctx context.Context, d time.Duration) {
	if g, is := ctx.Value(graceKey{}).(*atomic.Int64); is {
		g.Store(int64(d))
	}
}

func main() {
	waitWithCollecting()
	var wait atomic.Int64
	wait.Store(int64(grace))
	ctx, stop := signal.NotifyContext(context.WithValue(context.Background(), graceKey{}, &wait), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second signal ends it at once
		// What waits for input, or draws, does not look at ctx.
		time.Sleep(time.Duration(wait.Load()))
		fmt.Fprintln(os.Stderr, stopped)
		os.Exit(1)
	})
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// waitWithCollecting keeps the garbage collector from running before 64 MB are in
// use, where a short command ends; it is a fifth of a walk's time. After its first
// run it is as ever, and GOGC says what it always does.
func waitWithCollecting() {
	if os.Getenv("GOGC") != "" {
		return
	}
	const usual, late = 100, 1600 // per cent of Go's least heap, 4 MB
	debug.SetGCPercent(late)
	sign := new([32]byte)
	runtime.AddCleanup(sign, func(int) { debug.SetGCPercent(usual) }, 0)
}

const stopped = "heed: stopped; what was not yet written is not written"

// run is the whole program: exit code 0 where all went well, 1 for an error,
// 2 for a command line that is wrong.
func run(ctx context.Context, args []string, in io.Reader, out, talk io.Writer) (code int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(talk, "heed: a bug in heed: %v; please report it with the command that you ran\n", p)
			code = 1
		}
	}()
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(talk)
	command, err := root.ExecuteContextC(ctx)
	if err == nil {
		return 0
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(talk, stopped)
		return 1
	}
	fmt.Fprintf(talk, "%s: %s\n", command.CommandPath(), oneLine(err.Error()))
	var usage usageError
	if errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command") {
		fmt.Fprintf(talk, "%s --help shows how to use it\n", command.CommandPath())
		return 2
	}
	return 1
}

// maxMessage is how many characters of a message are shown.
const maxMessage = 600

// oneLine joins the lines of a message, takes out what would steer a terminal, which a
// file that it quotes may hold, and cuts out the middle of one that quotes too much.
func oneLine(s string) string {
	s = term.Clean(strings.Join(strings.Fields(s), " "))
	if r := []rune(s); len(r) > maxMessage {
		s = string(r[:maxMessage/2]) + " … " + string(r[len(r)-maxMessage/2:])
	}
	return s
}

// A usageError is a wrong command line.
type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

// usagef makes a usageError.
func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }
