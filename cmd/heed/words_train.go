package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"heed/corpus"
	"heed/word2vec"
	"heed/words"

	"github.com/spf13/cobra"
)

// trainFlags are the flags of heed words train.
type trainFlags struct {
	options    word2vec.Options
	output, to string
	resume     bool
}

func newWordsTrain() *cobra.Command {
	f := trainFlags{options: word2vec.Defaults()}
	o := &f.options
	c := &cobra.Command{
		Use:   "train TEXT… -o OUT",
		Short: "Learn word vectors from text, by word2vec",
		Long: `Learn word vectors from text, by word2vec: each word's vector is moved until
the words around it can be told from it (skip-gram), or it from them (cbow).

A TEXT is a file, plain or .gz, a sentence or a paragraph a line; - is standard
input. Words are what stands between white space, as it is written; of a line
with more than 10 000 words each 10 000 are a sentence.

With one thread the same seed gives the same bytes, on any machine. Several
threads learn into the same vectors without locks, as in Mikolov's program:
as good, but no two runs are quite the same.

OUT.checkpoint is kept beside OUT while the training goes on: with --resume it
goes on from there after Ctrl-C or a crash; with one thread, to the same bytes.`,
		Example: `  heed words train corpus.txt.gz -o vec.bin
  heed words train corpus.txt --model cbow --loss hierarchical-softmax -o vec.txt
  zcat corpus.txt.gz | heed words train - --phrases 2 --phrase-over 50 -o vec.bin`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return f.train(c, args) },
	}
	flags := c.Flags()
	flags.StringVarP(&f.output, "output", "o", "", "file to write: .bin, .txt or .vec; - is standard output")
	flags.StringVar(&f.to, "to", "", "format to write, where the name does not tell: word2vec, word2vec-text, vec, glove")
	flags.StringVar((*string)(&o.Model), "model", string(o.Model), "what predicts what: skip-gram or cbow")
	flags.StringVar((*string)(&o.Loss), "loss", string(o.Loss), "how that is scored: negative-sampling or hierarchical-softmax")
	flags.IntVar(&o.Dim, "dim", o.Dim, "numbers of a vector")
	flags.IntVar(&o.Window, "window", o.Window, "most words to either side; each time a number from 1 up to it is drawn")
	flags.IntVar(&o.Negative, "negative", o.Negative, "words to set each one apart from, in negative sampling")
	flags.Float64Var(&o.Sample, "sample", o.Sample, "share of the text above which a word is left out at times; 0 leaves none out")
	flags.IntVar(&o.Epochs, "epochs", o.Epochs, "passes over the text")
	flags.Float64Var(&o.Rate, "rate", o.Rate, "learning rate at the start; it falls to a 250th")
	flags.IntVar(&o.MinCount, "min-count", o.MinCount, "leave out words that occur less often")
	flags.IntVar(&o.MaxWords, "max-words", o.MaxWords, "most different words held while counting; over it the rarest go, and heed says so")
	flags.BoolVar(&o.Lower, "lower", o.Lower, "lower the case of all words")
	flags.IntVar(&o.Phrases, "phrases", o.Phrases, "passes that join pairs of words that go together, as New_York")
	flags.Float64Var(&o.PhraseOver, "phrase-over", o.PhraseOver, "what a pair's score must exceed: lower joins more")
	flags.IntVar(&o.Threads, "threads", o.Threads, "threads; with more than one no two runs are quite the same")
	flags.Uint64Var(&o.Seed, "seed", o.Seed, "seed of every random choice")
	flags.DurationVar(&o.Every, "every", o.Every, "how often to keep a checkpoint")
	flags.BoolVar(&f.resume, "resume", false, "go on from the checkpoint, if there is one")
	return c
}

func (f trainFlags) train(c *cobra.Command, names []string) error {
	format, err := outputFormat(f.output, f.to)
	if err != nil {
		return err
	}
	if err := f.options.Check(); err != nil {
		return usagef("--%w", err)
	}
	keep, err := f.checkpoint(c)
	if err != nil {
		return err
	}
	text, err := corpus.Open(names, c.InOrStdin())
	if err != nil {
		return err
	}
	defer text.Close()
	v, err := f.count(c, text)
	if err != nil {
		return err
	}
	told, done := progress(c, "words")
	f.options.Told = func(p word2vec.Progress) {
		if told != nil {
			told(int(p.Done), int(p.Of))
		}
	}
	vectors, err := f.learn(c.Context(), text, v, keep)
	done()
	switch {
	case errors.Is(err, context.Canceled) && keep != "":
		return errors.New("stopped; the same command with --resume goes on from here")
	case err != nil:
		return err
	}
	if err := writeOutput(c, f.output, func(out io.Writer) error { return vectors.Write(out, format) }); err != nil {
		return err
	}
	return removeCheckpoint(keep)
}

// count counts the words, and says how many there are.
func (f trainFlags) count(c *cobra.Command, text *corpus.Corpus) (*word2vec.Vocabulary, error) {
	told, done := progress(c, "bytes")
	f.options.Told = func(p word2vec.Progress) {
		if told != nil {
			told(int(p.Done), int(p.Of))
		}
	}
	v, err := word2vec.Count(c.Context(), text, f.options)
	done()
	if err != nil {
		return nil, err
	}
	for _, note := range v.Notes() {
		fmt.Fprintln(c.ErrOrStderr(), note)
	}
	fmt.Fprintf(c.ErrOrStderr(), "%d words, %d different ones that occur %d times or more and make %.1f %% of them\n",
		v.Tokens, len(v.Words), f.options.MinCount, 100*float64(v.Known)/float64(v.Tokens))
	return v, nil
}

// learn trains, from the checkpoint where there is one.
func (f trainFlags) learn(ctx context.Context, text *corpus.Corpus, v *word2vec.Vocabulary, keep string) (*words.Vectors, error) {
	if keep != "" {
		f.options.Save = func(write func(io.Writer) error) error {
			return replaceFile(context.WithoutCancel(ctx), keep, write)
		}
	}
	if f.resume {
		file, err := os.Open(keep)
		switch {
		case err == nil:
			defer file.Close()
			f.options.From = file
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("%s: %w", keep, plainCause(err))
		}
	}
	return word2vec.Train(ctx, text, v, f.options)
}

// checkpoint is the name of the checkpoint, empty where there is none to keep.
func (f trainFlags) checkpoint(c *cobra.Command) (string, error) {
	if info, err := os.Stat(f.output); f.output == "-" || err == nil && !info.Mode().IsRegular() {
		if f.resume {
			return "", usagef("--resume goes with -o FILE, beside which the checkpoint is")
		}
		return "", nil
	}
	name := f.output + ".checkpoint"
	_, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && f.resume:
		fmt.Fprintf(c.ErrOrStderr(), "no %s: starting anew\n", name)
	case err == nil && !f.resume:
		return "", fmt.Errorf("%s is there, of a training that was stopped; --resume goes on from it, or remove it", name)
	case err == nil:
		fmt.Fprintf(c.ErrOrStderr(), "going on from %s\n", name)
	}
	return name, nil
}

// removeCheckpoint removes what a training kept and no longer needs.
func removeCheckpoint(name string) error {
	if err := os.Remove(name); name != "" && err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %s: %w", name, plainCause(err))
	}
	return nil
}
