package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newMan() *cobra.Command {
	return &cobra.Command{
		Use:     "man FOLDER",
		Short:   "Write the man pages into a folder",
		Example: "  heed man ~/.local/share/man/man1",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return fmt.Errorf("cannot make %s: %w", args[0], plainCause(err))
			}
			root := c.Root()
			root.DisableAutoGenTag = true // the date would make each run's bytes differ
			header := &doc.GenManHeader{Title: "HEED", Section: "1", Source: "heed " + version, Manual: "heed"}
			return doc.GenManTree(root, header, args[0])
		},
	}
}
