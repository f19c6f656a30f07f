package main

import (
	"fmt"
	"io"
	"strings"

	"heed/learn"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// smallFlags are the flags of learning the vectors of a few words too.
type smallFlags struct {
	dim        int
	vocabulary []string
}

func (f *smallFlags) add(flags *pflag.FlagSet) {
	flags.IntVar(&f.dim, "dim", 2, "with --vocab: numbers a vector")
	flags.StringSliceVar(&f.vocabulary, "vocab", nil, "learn the vectors too, of these words alone")
}

// learnSmall learns vectors and attention for a few words, and writes them as
// a lesson.
func (f learnFlags) learnSmall(c *cobra.Command, args []string) error {
	for _, flag := range []string{"words", "most", "heads", "dim-k", "patience", "resume"} {
		if c.Flags().Changed(flag) {
			return usagef("--%s has no meaning with --vocab: one head of the vectors' width learns them too, in seconds", flag)
		}
	}
	if f.small.dim < 1 || f.small.dim > learn.MaxSmall {
		return usagef("--dim %d: want 1 to %d", f.small.dim, learn.MaxSmall)
	}
	if len(f.small.vocabulary) < 2 {
		return usagef("--vocab %s: want two words or more", strings.Join(f.small.vocabulary, ","))
	}
	if !c.Flags().Changed("steps") {
		f.options.Steps = 0 // each way of learning has its own
	}
	if !c.Flags().Changed("rate") {
		f.options.Rate = 0
	}
	words, err := learn.NewVocabulary(f.small.vocabulary)
	if err != nil {
		return err
	}
	lines, sums, closeText, err := openText(c, args)
	if err != nil {
		return err
	}
	defer closeText()
	if f.options.Probes, err = readProbes(f.probes); err != nil {
		return err
	}
	text, err := learn.ReadText(lines, words, f.options.Seed)
	if err != nil {
		return err
	}
	told, done := progress(c, "steps")
	f.options.Told = func(p learn.Progress) {
		if told != nil {
			told(p.Step, p.Steps)
		}
	}
	small, record, err := learn.TrainSmall(c.Context(), words, text, f.small.dim, f.options)
	done()
	if err != nil {
		return err
	}
	record.Recipe.Text, record.Recipe.Seed = sums, f.options.Seed
	if f.record != "" {
		if err := writeRecord(c, f.record, record); err != nil {
			return err
		}
	}
	focus, texts := lessonTexts(record, f.small.vocabulary)
	note := fmt.Sprintf("Learned by heed learn --dim %d --vocab %s --seed %d\nfrom %s.", f.small.dim, strings.Join(f.small.vocabulary, ","), f.options.Seed, names(sums))
	err = writeOutput(c, f.output, func(w io.Writer) error {
		return small.WriteLesson(w, fmt.Sprintf("%d words, learned in %d dimensions", len(f.small.vocabulary), f.small.dim), note, focus, texts...)
	})
	if err != nil {
		return err
	}
	last := record.Snapshots[len(record.Snapshots)-1]
	fmt.Fprintf(c.ErrOrStderr(), "%d steps, loss %.4f; another --seed is another start, and not every one gets as far\n", last.Step, last.Loss)
	sayContrast(c.ErrOrStderr(), last.Contrast)
	return nil
}

// lessonTexts are the watched phrases that the words make up, else the first
// two words.
func lessonTexts(r *learn.Record, words []string) (focus string, texts []string) {
	for _, p := range r.Phrases {
		if focus == "" {
			focus = p.Word
		}
		if p.Word == focus {
			texts = append(texts, p.Text)
		}
	}
	if texts == nil {
		return words[0], []string{words[0] + " " + words[1]}
	}
	return focus, texts
}

func names(sums []learn.Input) string {
	list := make([]string, len(sums))
	for i, s := range sums {
		list[i] = fmt.Sprintf("%s (SHA-256 %s)", s.Name, s.SHA256)
	}
	return strings.Join(list, ", ")
}
