package main

import (
	"errors"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "heed",
		Short: "See what self-attention does to a word's vector",
		Long: `heed shows what self-attention does to a word's vector: every number and
every arrow, for an example worked by hand or a pretrained transformer.
Nothing it shows is invented: every mark comes from a computed tensor.`,
		Example: `  heed walk
  heed walk -o bank.svg
  heed walk --source lesson:money-bank --json`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentFlags().String("color", "auto", "colour in the terminal: auto, always or never (NO_COLOR is heeded)")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{plainFlag(err)} })
	root.AddCommand(newWalk(), newDump(), newAttention(), newHeads(), newHead(), newPath(), newPatchScan(), newCompare(), newVerify(), newTokens(), newLessons(), newWords(), newLearn(), newEval(), newServe(), newMan(), newVersion())
	asUsage(root)
	return root
}

// plainFlag is a flag's own error where that names the flag and what it was given.
func plainFlag(err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		if cause := invalid.Unwrap(); cause != nil && strings.HasPrefix(cause.Error(), "--"+invalid.GetFlag().Name) {
			return cause
		}
	}
	return err
}

// asUsage makes a wrong number of arguments a usage error, in every command.
func asUsage(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usageError{err}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		asUsage(sub)
	}
}

// coloured returns a writer that takes the colours out of what is written to
// out, as far as the terminal, NO_COLOR and the flag want.
func coloured(c *cobra.Command, out io.Writer) (io.Writer, error) {
	when, err := c.Flags().GetString("color")
	if err != nil {
		return nil, err
	}
	w := colorprofile.NewWriter(out, os.Environ())
	switch when {
	case "auto":
	case "always":
		w.Profile = colorprofile.TrueColor
	case "never":
		w.Profile = colorprofile.NoTTY
	default:
		return nil, usagef("--color %s: want auto, always or never", when)
	}
	return w, nil
}
