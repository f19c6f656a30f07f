package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"heed/model"
	"heed/source"

	"github.com/spf13/cobra"
)

func newDump() *cobra.Command {
	var r source.DumpOptions
	var f changeFlags
	var dir, out, dtype, only, ids, names string
	c := &cobra.Command{
		Use:   "dump",
		Short: "Write every tensor of a model's run to a safetensors file",
		Long: `Write every tensor of a model's run to a safetensors file: embeddings, q, k, v,
scores, weights, head outputs, residual stream, of all layers and heads, each
with its batch axis. The input is a text, a pair of texts, several texts as one
padded batch (--text again), token ids, or the in.* tensors of a safetensors
file: ids, and, if need be, masks, token types, positions, a decoder's ids,
pixels. Where the model reads images, --text names a PNG or JPEG file. --names
spells the tensors as TransformerLens (tl) or Hugging Face (hf) does; what these
have no name for keeps heed's.`,
		Example: `  heed dump --source MODEL --text "money bank" -o run.safetensors
  heed dump --source MODEL --text "A bank?" --pair "The river's." --only 'L3.*,*.weights' -o run.safetensors
  heed dump --source MODEL --text "money bank" --names tl --only '*.hook_pattern' -o patterns.safetensors
  heed dump --source MODEL --inputs batch.safetensors --dtype f64 -o run.safetensors
  heed dump --source MODEL --text "money bank" --without L1.mlp -o changed.safetensors`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			given := 0
			for _, has := range []bool{c.Flags().Changed("text"), ids != "", r.Inputs != ""} {
				if has {
					given++
				}
			}
			r.Paired = c.Flags().Changed("pair")
			switch {
			case dir == "":
				return usagef("--source is missing; name a folder with a model")
			case out == "":
				return usagef("-o is missing; name a file to write, or - for standard output")
			case given != 1:
				return usagef("want one of --text, --ids and --inputs")
			case r.Paired && len(r.Texts) != 1:
				return usagef("--pair goes with one --text")
			case r.Decoder != "" && r.Inputs != "":
				return usagef("--decoder-text goes with --text or --ids; --inputs holds in.decoder_input_ids")
			case dtype != "f32" && dtype != "f64":
				return usagef("--dtype %s: want f32 or f64", dtype)
			}
			r.Float64 = dtype == "f64"
			if only != "" {
				r.Only = strings.Split(only, ",")
			}
			var err error
			if r.Names, err = model.ParseSpelling(names); err != nil {
				return usagef("--%v", err)
			}
			if ids != "" {
				if r.IDs, err = parseIDs(ids); err != nil {
					return err
				}
			}
			m, err := source.OpenModel(dir)
			if err != nil {
				return err
			}
			defer m.Close()
			if err := f.dump(m, &r); err != nil {
				return err
			}
			told, done := progress(c, "layers")
			r.Progress = told
			defer done()
			write, err := m.Dump(c.Context(), r)
			if err != nil {
				return err
			}
			return writeOutput(c, out, func(w io.Writer) error {
				err := write(w)
				done()
				if cause := plainCause(err); cause != err {
					return fmt.Errorf("writing %s: %w", out, cause)
				}
				return err
			})
		},
	}
	f.add(c)
	c.Long += "\nThe file then holds the run after the changes."
	flags := c.Flags()
	flags.StringVarP(&dir, "source", "s", "", "folder with a model, GGUF file, or name of a model in the Hugging Face cache")
	flags.StringArrayVar(&r.Texts, "text", nil, "text to run; several make a batch")
	flags.StringVar(&r.Pair, "pair", "", "second text of a pair")
	flags.StringVar(&ids, "ids", "", "token ids to run, such as 101,2769,2924,102")
	flags.StringVar(&r.Decoder, "decoder-text", "", "text for the decoder of an encoder-decoder")
	flags.StringVar(&r.Inputs, "inputs", "", "safetensors file with in.* tensors to run")
	flags.StringVar(&only, "only", "", "patterns of the tensors to keep, such as 'L3.*,*.weights'")
	flags.StringVar(&names, "names", "", "spelling of the tensors' names: tl or hf; without it heed's")
	flags.StringVar(&dtype, "dtype", "f32", "precision of the run and the file: f32 or f64")
	flags.StringVarP(&out, "output", "o", "", "file to write; - is standard output")
	return c
}

// dump puts the changes into what is to be dumped.
func (f changeFlags) dump(m *source.Model, o *source.DumpOptions) error {
	if !f.asked() {
		return nil
	}
	w, err := f.whatIf(m)
	if err == nil {
		err = w.Check()
	}
	if err != nil {
		return err
	}
	o.From, o.Mean = w.From, w.Mean
	for _, change := range w.Changes {
		if change.Token != "" {
			i, err := strconv.Atoi(change.Token)
			if err != nil {
				return usagef("%s: a dump's tokens are named by their index, for its inputs may be ids", change.As)
			}
			change.Change = model.WithoutToken(change.As, i)
		}
		o.Changes = append(o.Changes, change.Change)
	}
	return nil
}

// parseIDs reads a list of token ids.
func parseIDs(list string) ([]int, error) {
	var ids []int
	for i, text := range strings.Split(list, ",") {
		id, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			return nil, usagef("--ids: number %d is %q; want token ids such as 101,2769,2924,102", i+1, text)
		}
		ids = append(ids, id)
	}
	return ids, nil
}
