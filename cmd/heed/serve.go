package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"heed/learn"
	"heed/server"
	"heed/source"
	"heed/training"
	"heed/web"

	"github.com/spf13/cobra"
)

// serveFlags are the flags of heed serve.
type serveFlags struct {
	addr   string
	noOpen bool
	models []string
	record []string
}

func newServe() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Open the page: drag a vector and see attention answer",
		Long: `Open the page: drag a vector and see attention answer. heed prints the page's
address, opens it in the browser, and serves it until Ctrl-C. The same walks are
there for programs, at /api/ under that address.

The page also shows how two trainings that ship went, step by step, and with
--record others. While heed learn is at work, its --serve shows that.

Only this machine reaches it. --addr with another address of it, or 0.0.0.0,
lets the network in, of which heed warns: there is no password.`,
		Example: "  heed serve --no-open\n  heed serve --no-open --addr 127.0.0.1:8080 --models FOLDER\n  heed serve --record training.heed",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return serve(c, f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:0", "address to serve at, HOST:PORT; port 0 takes a free one")
	flags.BoolVar(&f.noOpen, "no-open", false, "print the address, and leave the browser alone")
	flags.StringArrayVar(&f.record, "record", nil, "record of a training to open, of heed learn --record (more than one: once each)")
	flags.StringArrayVar(&f.models, "models", nil, "folder with models that the page may walk (more than one: once each)")
	return c
}

func serve(c *cobra.Command, f serveFlags) error {
	var models, vectors []source.Named
	for _, dir := range f.models {
		found, err := source.In(dir)
		if err != nil {
			return err
		}
		files, err := source.VectorsIn(dir)
		if err != nil {
			return err
		}
		if len(found)+len(files) == 0 {
			return fmt.Errorf("%s: no models in it; want folders with config.json, GGUF files or .heed files", dir)
		}
		models, vectors = append(models, found...), append(vectors, files...)
	}
	records, err := readRecords(f.record)
	if err != nil {
		return err
	}
	l, err := server.Listen(c.Context(), f.addr)
	if err != nil {
		return err
	}
	s, err := server.New(server.Options{Page: web.Files(), Blank: web.Blank, Models: models, Vectors: vectors, Records: records, Version: version, Host: l.Host})
	if err != nil {
		l.Close()
		return err
	}
	if l.Open() {
		fmt.Fprintf(c.ErrOrStderr(), "heed serve: whoever reaches %s may use this heed and see its models; there is no password\n", l.Addr())
	}
	address := l.URL()
	if len(records) > 0 {
		address += "#view=training&record=" + url.QueryEscape(records[0].Name)
	}
	fmt.Fprintln(c.OutOrStdout(), address)
	if !f.noOpen {
		openBrowser(c, address)
	}
	stopsIn(c.Context(), 10*time.Second)
	if err := s.Serve(c.Context(), l); err != nil {
		return err
	}
	return s.Close()
}

// readRecords reads files of heed learn --record; each is called by its file's
// name, without the endings.
func readRecords(files []string) ([]server.Record, error) {
	var list []server.Record
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, plainCause(err))
		}
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		r, err := learn.ParseRecord(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		t, err := training.Of(name, r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		drawn, err := json.Marshal(t)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		list = append(list, server.Record{Name: name, Data: drawn})
	}
	return list, nil
}

// openBrowser opens an address in the person's browser. Where that cannot be,
// it says so; the address is printed already.
func openBrowser(c *cobra.Command, address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows": // start is the shell's own
		name, args = "cmd", []string{"/c", "start", "", address}
	}
	opener := exec.Command(name, args...)
	err := opener.Start()
	told := func(err error) {
		if err != nil {
			fmt.Fprintf(c.ErrOrStderr(), "%s: no browser could be opened (%v); open %s yourself\n", c.CommandPath(), err, address)
		}
	}
	if err != nil {
		told(err)
		return
	}
	go func() { told(opener.Wait()) }()
}
