package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// writeOutput writes to a file, or to standard output for "-". A file appears
// whole or not at all: it is written beside its place and then renamed.
func writeOutput(c *cobra.Command, name string, write func(io.Writer) error) error {
	if name == "-" {
		return buffered(c.OutOrStdout(), write)
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return fmt.Errorf("%s is a folder; name a file in it", name)
		}
		return writeDevice(name, write)
	}
	if err := replaceFile(c.Context(), name, write); err != nil {
		return err
	}
	fmt.Fprintf(c.ErrOrStderr(), "wrote %s\n", filepath.ToSlash(name))
	return nil
}

// replaceFile puts a file in its place whole, or leaves what was there: also
// when ctx ends.
func replaceFile(ctx context.Context, name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(fmt.Sprintf("%s.%d.part", name, os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w; choose a folder that can be written to", name, plainCause(err))
	}
	defer context.AfterFunc(ctx, func() { os.Remove(f.Name()) })()
	err = buffered(f, write)
	if e := f.Close(); err == nil && e != nil {
		err = fmt.Errorf("writing %s: %w", name, plainCause(e))
	}
	if err == nil {
		if e := os.Rename(f.Name(), name); e != nil {
			err = fmt.Errorf("cannot write %s: %w", name, plainCause(e))
		}
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// writeDevice writes to what is no plain file, such as a pipe by name.
func writeDevice(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", name, plainCause(err))
	}
	defer f.Close()
	return buffered(f, write)
}

func buffered(out io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(out, 1<<16)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

// plainCause is a file error without its path, which the message has.
func plainCause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}
