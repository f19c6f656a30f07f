package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"

	"heed/corpus"
	"heed/learn"
	"heed/source"

	"github.com/spf13/cobra"
)

// learnFlags are the flags of heed learn.
type learnFlags struct {
	options        learn.Options
	words          string
	most           int
	output, record string
	probes         string
	resume         bool
	small          smallFlags
	live           liveFlags
}

func newLearn() *cobra.Command {
	var f learnFlags
	c := &cobra.Command{
		Use:   "learn TEXT…",
		Short: "Learn attention from text, over frozen word vectors",
		Long: `Learn W_Q, b_Q, W_K and W_V of several heads from text. Half of the words of
each stretch of text are hidden; each of the others reads its neighbours, and
what it makes of them must tell the hidden words among others. The word
vectors stay as they are, as unit vectors around their mean, in 8 bits.

A TEXT is a file, plain or .gz, a sentence or a paragraph a line; - is standard
input. The same seed gives the same bytes, on any number of processors. Training
keeps MODEL.checkpoint beside the model while it goes on: with --resume it goes
on from there after Ctrl-C or a crash, to the same bytes. With --serve it can be
looked at in the page while it goes on, as later by heed serve --record.

With --vocab the vectors of these few words are learned too, in --dim numbers
each, by one head; what comes of it is a lesson, for heed walk.`,
		Example: `  heed learn corpus.txt.gz -o model.heed
  heed learn corpus.txt --words vec.bin --most 50000 -o model.heed --record training.heed
  heed learn corpus.txt --dim 2 --vocab money,loan,river,water,bank,the,of -o plane.yaml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if f.output == "" {
				return usagef("no -o FILE: want the name of the model to write")
			}
			if c.Flags().Changed("dim") != c.Flags().Changed("vocab") {
				return usagef("--dim and --vocab go together: vectors of so many numbers are learned for these words")
			}
			for _, flag := range []struct {
				name  string
				value int
			}{{"heads", f.options.Heads}, {"dim-k", f.options.KeyWidth}, {"steps", f.options.Steps}, {"batch", f.options.Batch}, {"most", f.most}} {
				if flag.value < 1 {
					return usagef("--%s %d: want 1 or more", flag.name, flag.value)
				}
			}
			if f.options.Rate == 0 || f.options.Hide == 0 || f.options.Patience == 0 {
				return usagef("--rate, --hide and --patience must not be 0")
			}
			end, err := f.live.serve(c, &f.options, f.small.vocabulary == nil)
			if err != nil {
				return err
			}
			defer end()
			if f.small.vocabulary != nil {
				return f.learnSmall(c, args)
			}
			return f.learn(c, args)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.words, "words", "", "file of word vectors (default: those of english)")
	flags.IntVar(&f.most, "most", 40_000, "take so many words of the vectors, from the first")
	flags.IntVar(&f.options.Heads, "heads", 4, "heads")
	flags.IntVar(&f.options.KeyWidth, "dim-k", 16, "width of a head's queries and keys")
	flags.IntVar(&f.options.Steps, "steps", 3000, "steps")
	flags.Uint64Var(&f.options.Seed, "seed", 1, "seed of every random choice")
	flags.Float64Var(&f.options.Rate, "rate", 0.003, "highest learning rate")
	flags.IntVar(&f.options.Batch, "batch", 64, "stretches of text a step")
	flags.Float64Var(&f.options.Hide, "hide", 0.5, "share of the words that are hidden")
	flags.IntVar(&f.options.Patience, "patience", 1000, "stop after so many steps without a better loss on held-out text; -1 never does")
	flags.StringVarP(&f.output, "output", "o", "", "model to write (.heed), or lesson (.yaml) with --vocab")
	flags.StringVar(&f.record, "record", "", "file for the record of the training, to look back on; gzipped where its name ends in .gz")
	flags.StringVar(&f.probes, "probes", "", "phrases to watch: a file of word, text_a, text_b, target_a, target_b, set apart by tabs (default: shipped ones)")
	flags.BoolVar(&f.resume, "resume", false, "go on from the checkpoint, if there is one")
	f.small.add(flags)
	f.live.add(flags)
	return c
}

func (f learnFlags) learn(c *cobra.Command, args []string) error {
	model, recipe, err := f.model()
	if err != nil {
		return err
	}
	lines, sums, closeText, err := openText(c, args)
	if err != nil {
		return err
	}
	defer closeText()
	recipe.Text = sums
	if f.options.Probes, err = readProbes(f.probes); err != nil {
		return err
	}
	checkpoint := f.output + ".checkpoint"
	state, err := f.state(c, checkpoint, model, recipe)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.ErrOrStderr(), "reading %s\n", listed(args))
	text, err := learn.ReadText(lines, model.Vocabulary, f.options.Seed)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.ErrOrStderr(), "%d words of the vocabulary, %d others left out\n", text.Words, text.Unknown)
	told, done := progress(c, "steps")
	f.options.Told = func(p learn.Progress) {
		if told != nil {
			told(p.Step, p.Steps)
		}
	}
	save := func(s *learn.State) error {
		return replaceFile(context.WithoutCancel(c.Context()), checkpoint, func(w io.Writer) error { return s.Write(w, recipe) })
	}
	f.options.Saved = save
	state, err = learn.Train(c.Context(), model, text, f.options, state)
	done()
	if errors.Is(err, context.Canceled) && state != nil {
		if e := save(state); e != nil {
			return e
		}
		return fmt.Errorf("stopped after step %d; the same command with --resume goes on from there", state.Step)
	}
	if err != nil {
		return err
	}
	return f.finish(c, model, state, recipe, checkpoint)
}

// finish writes what was learned, and takes the checkpoint away.
func (f learnFlags) finish(c *cobra.Command, model *learn.Model, s *learn.State, recipe learn.Recipe, checkpoint string) error {
	recipe.Result = s.Result()
	model.Recipe, s.Record.Recipe = recipe, recipe
	if f.record != "" {
		if err := writeRecord(c, f.record, s.Record); err != nil {
			return err
		}
	}
	if err := writeOutput(c, f.output, model.Write); err != nil {
		return err
	}
	if err := os.Remove(checkpoint); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %s: %w", checkpoint, plainCause(err))
	}
	r := recipe.Result
	fmt.Fprintf(c.ErrOrStderr(), "%d steps, loss %.4f, on held-out text %.4f\n", r.Steps, r.Loss, r.HeldOut)
	sayContrast(c.ErrOrStderr(), r.Contrast)
	return nil
}

// writeRecord writes a record, gzipped where the file's name says so.
func writeRecord(c *cobra.Command, name string, r *learn.Record) error {
	return writeOutput(c, name, func(w io.Writer) error {
		if !strings.HasSuffix(name, ".gz") {
			return json.NewEncoder(w).Encode(r)
		}
		z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
		if err != nil {
			return err
		}
		if err := json.NewEncoder(z).Encode(r); err != nil {
			return err
		}
		return z.Close()
	})
}

// sayContrast says what became of the phrases that were watched.
func sayContrast(w io.Writer, k learn.Contrasts) {
	if k.Of > 0 {
		fmt.Fprintf(w, "of %d watched phrases: mean contrast %+.3f, above 0 in %d; moved towards their word in %d\n", k.Of, k.Mean, k.Positive, k.Towards)
	}
}

// model makes a model without attention from the vectors, and begins its
// recipe.
func (f learnFlags) model() (*learn.Model, learn.Recipe, error) {
	recipe := f.options.Recipe()
	list, dim, rows, sum, err := source.MostFrequent(f.words, f.most)
	if err != nil {
		return nil, recipe, err
	}
	recipe.Words, recipe.Most = sum, len(list)
	model, err := learn.NewModel(list, dim, rows)
	return model, recipe, err
}

// state is what the checkpoint holds, nil to start anew.
func (f learnFlags) state(c *cobra.Command, checkpoint string, model *learn.Model, recipe learn.Recipe) (*learn.State, error) {
	data, err := os.ReadFile(checkpoint)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if f.resume {
			fmt.Fprintf(c.ErrOrStderr(), "no %s: starting anew\n", checkpoint)
		}
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("%s: %w", checkpoint, plainCause(err))
	case !f.resume:
		return nil, fmt.Errorf("%s is there, of a training that was stopped; --resume goes on from it, or remove it", checkpoint)
	}
	state, err := learn.ParseState(data, model, recipe, f.options)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", checkpoint, err)
	}
	fmt.Fprintf(c.ErrOrStderr(), "going on after step %d\n", state.Step)
	return state, nil
}

// openText opens texts to learn from, and their names and hashes.
func openText(c *cobra.Command, names []string) (lines iter.Seq2[string, error], sums []learn.Input, done func() error, err error) {
	texts, err := corpus.Open(names, c.InOrStdin())
	if err != nil {
		return nil, nil, nil, err
	}
	all, err := texts.Sums(c.Context())
	if err != nil {
		texts.Close()
		return nil, nil, nil, err
	}
	for _, s := range all {
		sums = append(sums, learn.Input{Name: s.Name, SHA256: s.SHA256})
	}
	lines = func(yield func(string, error) bool) {
		r := texts.Read()
		defer r.Close()
		for r.Next() {
			if err := c.Context().Err(); err != nil {
				yield("", err)
				return
			}
			if !yield(string(r.Line()), nil) {
				return
			}
		}
		if err := r.Err(); err != nil {
			yield("", err)
		}
	}
	return lines, sums, texts.Close, nil
}

// readProbes reads the phrases to watch: a file's, or those that ship.
func readProbes(name string) ([]learn.Probe, error) {
	text, err := source.Probes(name)
	if err != nil {
		return nil, err
	}
	probes, err := learn.ReadProbes(text)
	if err != nil && name != "" {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return probes, err
}

func listed(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return fmt.Sprintf("%d texts", len(names))
}
