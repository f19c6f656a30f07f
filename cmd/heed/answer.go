package main

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"heed/english"
	"heed/figure"
	"heed/geom"
	"heed/source"

	"github.com/spf13/cobra"
)

// answerFlags are the flags of the verbs that ask a model something: heads,
// head, path and the like.
type answerFlags struct {
	source    string
	json      bool
	outputs   []string
	picture   string
	width     float64
	precision int
}

func (f *answerFlags) add(c *cobra.Command) {
	c.Flags().StringVarP(&f.source, "source", "s", english.Name, "english, a .heed file, a folder with a model, a GGUF file, or a model's name in the Hugging Face cache")
	f.addForms(c)
}

// addForms adds all but the source.
func (f *answerFlags) addForms(c *cobra.Command) {
	flags := c.Flags()
	flags.BoolVar(&f.json, "json", false, "print the numbers as JSON")
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "file to write: .svg .pdf .png .json; - is standard output, as JSON")
	flags.StringVar(&f.picture, "picture", "auto", "picture in the terminal: auto, braille, kitty, iterm, sixel or none")
	flags.Float64Var(&f.width, "width", 6.9, "width of a figure in inches")
	flags.IntVar(&f.precision, "precision", 4, "decimals in the terminal, 1 to 15")
}

// check refuses flags that make no sense before anything is computed, and
// returns the format of each output.
func (f answerFlags) check() ([]string, error) {
	switch {
	case f.source == "":
		return nil, usagef("--source is empty; name english, a folder with a model, or a GGUF file")
	case f.precision < 1 || f.precision > 15:
		return nil, usagef("--precision %d: want 1 to 15 decimals", f.precision)
	case !knownPicture(f.picture):
		return nil, usagef("--picture %s: want auto, braille, kitty, iterm, sixel or none", f.picture)
	case !(f.width >= 1 && f.width <= 40):
		return nil, usagef("--width %v: want 1 to 40 inches", f.width)
	}
	known := append(slices.Clone(figureFormats), "json")
	var formats []string
	toStandardOutput := 0
	if f.json {
		toStandardOutput++
	}
	for _, name := range f.outputs {
		format := strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
		if name == "-" {
			format = "json"
			toStandardOutput++
		}
		if !slices.Contains(known, format) {
			return nil, usagef("-o %s: no format %q; want one of %s", name, format, strings.Join(known, ", "))
		}
		formats = append(formats, format)
	}
	if toStandardOutput > 1 {
		return nil, usagef("more than one of --json and -o - would write to standard output; want one")
	}
	return formats, nil
}

// open opens the model, and says how far a run of it is.
func (f answerFlags) open(c *cobra.Command) (m *source.Model, told source.Progress, done func(), err error) {
	if m, err = source.OpenModel(f.source); err != nil {
		return nil, nil, nil, err
	}
	told, done = progress(c, "layers")
	return m, told, done, nil
}

// An answer is what a verb found, in each of its forms.
type answer struct {
	numbers any                        // for JSON
	scene   func() (geom.Scene, error) // for figures
	table   func() string              // for the terminal
}

// give writes an answer in the forms that the flags ask for.
func (f answerFlags) give(c *cobra.Command, formats []string, a answer) error {
	var scene geom.Scene
	var err error
	drawn := len(f.outputs) == 0 && !f.json && f.picture != "none"
	if drawn || slices.ContainsFunc(formats, func(format string) bool { return format != "json" }) {
		if scene, err = a.scene(); err != nil {
			return err
		}
	}
	for i, name := range f.outputs {
		if err := writeOutput(c, name, func(out io.Writer) error {
			if formats[i] == "json" {
				return printJSON(out, a.numbers)
			}
			return figure.Write(out, formats[i], scene, figure.Options{Width: f.width})
		}); err != nil {
			return err
		}
	}
	switch {
	case f.json:
		return buffered(c.OutOrStdout(), func(out io.Writer) error { return printJSON(out, a.numbers) })
	case len(f.outputs) > 0:
		return nil
	}
	out, err := coloured(c, c.OutOrStdout())
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, a.table()); err != nil {
		return err
	}
	return drawPicture(c, out, f.picture, scene)
}
