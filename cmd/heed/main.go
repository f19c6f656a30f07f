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
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

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
		err = errors.New("stopped; nothing was written")
	}
	fmt.Fprintf(talk, "%s: %s\n", command.CommandPath(), oneLine(err.Error()))
	var usage usageError
	if errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command") {
		fmt.Fprintf(talk, "%s --help shows how to use it\n", command.CommandPath())
		return 2
	}
	return 1
}

// oneLine joins the lines of a message.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// A usageError is a wrong command line.
type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

// usagef makes a usageError.
func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }
