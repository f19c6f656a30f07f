package main

import (
	"fmt"
	"io/fs"
	"os/exec"
	"runtime"
	"time"

	"heed/server"
	"heed/source"
	"heed/web"

	"github.com/spf13/cobra"
)

// serveFlags are the flags of heed serve.
type serveFlags struct {
	addr   string
	noOpen bool
	models []string
}

func newServe() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Open the page: drag a vector and see attention answer",
		Long: `Open the page: drag a vector and see attention answer. heed prints the page's
address, opens it in the browser, and serves it until Ctrl-C. The same walks are
there for programs, at /api/ under that address.

Only this machine reaches it. --addr with another address of it, or 0.0.0.0,
lets the network in, of which heed warns: there is no password.`,
		Example: "  heed serve --no-open\n  heed serve --no-open --addr 127.0.0.1:8080 --models FOLDER",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return serve(c, f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:0", "address to serve at, HOST:PORT; port 0 takes a free one")
	flags.BoolVar(&f.noOpen, "no-open", false, "print the address, and leave the browser alone")
	flags.StringArrayVar(&f.models, "models", nil, "folder with models that the page may walk (more than one: once each)")
	return c
}

func serve(c *cobra.Command, f serveFlags) error {
	var models []source.Named
	for _, dir := range f.models {
		found, err := source.In(dir)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("%s: no models in it; want folders with config.json, GGUF files or .heed files", dir)
		}
		models = append(models, found...)
	}
	page, err := fs.Sub(web.Dist, "dist")
	if err != nil {
		return err
	}
	l, err := server.Listen(c.Context(), f.addr)
	if err != nil {
		return err
	}
	s, err := server.New(server.Options{Page: page, Models: models, Version: version, Host: l.Host})
	if err != nil {
		l.Close()
		return err
	}
	if l.Open() {
		fmt.Fprintf(c.ErrOrStderr(), "heed serve: whoever reaches %s may use this heed and see its models; there is no password\n", l.Addr())
	}
	fmt.Fprintln(c.OutOrStdout(), l.URL())
	if !f.noOpen {
		openBrowser(c, l.URL())
	}
	stopsIn(c.Context(), 10*time.Second)
	if err := s.Serve(c.Context(), l); err != nil {
		return err
	}
	return s.Close()
}

// openBrowser opens an address in the person's browser. Where that cannot be,
// it says so; the address is printed already.
func openBrowser(c *cobra.Command, url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows": // start is the shell's own
		name, args = "cmd", []string{"/c", "start", "", url}
	}
	opener := exec.Command(name, args...)
	err := opener.Start()
	told := func(err error) {
		if err != nil {
			fmt.Fprintf(c.ErrOrStderr(), "heed serve: no browser could be opened (%v); open %s yourself\n", err, url)
		}
	}
	if err != nil {
		told(err)
		return
	}
	go func() { told(opener.Wait()) }()
}
