package main

import (
	"time"

	"heed/source"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
)

// quiet is how long work goes on before its progress is shown.
const quiet = 700 * time.Millisecond

// progress shows on standard error how many units (layers, steps) are done,
// their rate and the time that is left, where a person looks and the work
// takes long. done clears the line.
func progress(c *cobra.Command, unit string) (told source.Progress, done func()) {
	talk := c.ErrOrStderr()
	if !isTerminal(talk) {
		return nil, func() {}
	}
	start := time.Now()
	var bar *progressbar.ProgressBar
	told = func(n, of int) {
		if bar == nil && time.Since(start) > quiet {
			bar = progressbar.NewOptions(of, progressbar.OptionSetWriter(talk), progressbar.OptionSetDescription(unit),
				progressbar.OptionShowIts(), progressbar.OptionSetItsString(unit), progressbar.OptionShowCount(),
				progressbar.OptionSetPredictTime(true), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish())
		}
		if bar != nil {
			_ = bar.Set(n) // a line that cannot be shown stops nothing
		}
	}
	return told, func() {
		if bar != nil {
			_ = bar.Clear()
		}
	}
}
