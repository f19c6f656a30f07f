package main

import (
	"strings"

	"heed/inspect"

	"github.com/spf13/cobra"
)

// checkAsked refuses flags that make no sense of any model, before one is opened:
// those given without a value, a sentence for anchors without its place, and more
// second texts than first.
func checkAsked(c *cobra.Command, texts, pairs []string) error {
	for _, name := range []string{"word", "towards", "between", "anchor-text", "from"} {
		flag := c.Flags().Lookup(name)
		if flag != nil && flag.Changed && strings.TrimSpace(flag.Value.String()) == "" {
			return usagef("--%s is empty; give it a value, or leave it out", name)
		}
	}
	if flag := c.Flags().Lookup("anchor-text"); flag != nil {
		if err := inspect.CheckAnchorText(flag.Value.String()); err != nil {
			return usageError{err}
		}
	}
	if len(pairs) > len(texts) {
		return usagef("%d second texts of pairs for %d texts; want at most one each", len(pairs), len(texts))
	}
	return nil
}
