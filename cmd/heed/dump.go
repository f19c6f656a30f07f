package main

import (
	"fmt"
	"io"
	"strings"

	"heed/source"

	"github.com/spf13/cobra"
)

func newDump() *cobra.Command {
	var r source.DumpOptions
	var dir, out, dtype, only string
	c := &cobra.Command{
		Use:   "dump",
		Short: "Write every tensor of a model's run to a safetensors file",
		Long: `Write every tensor of a model's run to a safetensors file: embeddings, q, k, v,
scores, weights, head outputs, residual stream, of all layers and heads, each
with its batch axis. The input is a text, a pair of texts, or the in.* tensors
of a safetensors file: ids, and, if need be, masks, token types, positions.`,
		Example: `  heed dump --source MODEL --text "money bank" -o run.safetensors
  heed dump --source MODEL --text "A bank?" --pair "The river's." --only 'L3.*,*.weights' -o run.safetensors
  heed dump --source MODEL --inputs batch.safetensors --dtype f64 -o run.safetensors`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			hasText := c.Flags().Changed("text")
			r.Paired = c.Flags().Changed("pair")
			switch {
			case dir == "":
				return usagef("--source is missing; name a folder with a model")
			case out == "":
				return usagef("-o is missing; name a file to write, or - for standard output")
			case hasText == (r.Inputs != ""):
				return usagef("want either --text or --inputs")
			case r.Paired && !hasText:
				return usagef("--pair goes with --text")
			case dtype != "f32" && dtype != "f64":
				return usagef("--dtype %s: want f32 or f64", dtype)
			}
			r.Float64 = dtype == "f64"
			if only != "" {
				r.Only = strings.Split(only, ",")
			}
			m, err := source.OpenModel(dir)
			if err != nil {
				return err
			}
			defer m.Close()
			told, done := progress(c, "layers")
			r.Progress = told
			write, err := m.Dump(c.Context(), r)
			done()
			if err != nil {
				return err
			}
			return writeOutput(c, out, func(w io.Writer) error {
				if err := write(w); err != nil {
					return fmt.Errorf("writing %s: %w", out, plainCause(err))
				}
				return nil
			})
		},
	}
	flags := c.Flags()
	flags.StringVarP(&dir, "source", "s", "", "folder with a model")
	flags.StringVar(&r.Text, "text", "", "text to run")
	flags.StringVar(&r.Pair, "pair", "", "second text of a pair")
	flags.StringVar(&r.Inputs, "inputs", "", "safetensors file with in.* tensors to run")
	flags.StringVar(&only, "only", "", "patterns of the tensors to keep, such as 'L3.*,*.weights'")
	flags.StringVar(&dtype, "dtype", "f32", "precision of the run and the file: f32 or f64")
	flags.StringVarP(&out, "output", "o", "", "file to write; - is standard output")
	return c
}
