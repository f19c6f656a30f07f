package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"heed/english"
	"heed/figure"
	"heed/geom"
	"heed/source"
	"heed/term"
	"heed/trace"
	"heed/trace/npz"

	"github.com/spf13/cobra"
)

// walkFlags are the flags of heed walk.
type walkFlags struct {
	changeFlags
	source           string
	options          source.Options
	json, maps       bool
	outputs          []string
	format           string
	plane, saveBasis string
	precision        int
	picture          string
	width            float64
}

func newWalk() *cobra.Command {
	var f walkFlags
	c := &cobra.Command{
		Use:   "walk [TEXT…]",
		Short: "Walk texts through one attention head, step by step",
		Long: `Walk texts through one attention head, step by step: the vectors, q, k and v,
the scores, their scaling by √d_k, the softmax, the weighted values, their
sum, and how far the word moved, and towards whom. Several texts are shown on
one fixed basis, each in its own colour.

A SOURCE is lesson:NAME (heed lessons lists them), a lesson file, english (the
small model of English that ships), a file that heed learn wrote, a folder with
a Hugging Face model (config.json, model.safetensors, tokenizer.json), a GGUF
file, or a model's name in the Hugging Face cache. Where none is named, TEXTs are
walked through english. Of a model that reads images a TEXT names a PNG or JPEG
file, and --word a patch by row and column, r3c5, or [CLS].
Without --layer and --head the head is shown that moves the word most.`,
		Example: `  heed walk
  heed walk "money bank" "river bank"
  heed walk --source lesson:money-bank --json
  heed walk "river bank" --source lesson:money-river
  heed walk -o bank.svg -o bank.json
  heed walk --source MODEL "She put the money in the bank." \
      "We sat on the bank of the river." --word bank
  heed walk "money bank" "river bank" --without L0.H6`,
		RunE: func(c *cobra.Command, args []string) error {
			f.options.Texts = args
			if f.source == "" && len(args) > 0 {
				f.source = english.Name
			}
			return walk(c, f)
		},
	}
	f.changeFlags.add(c)
	flags := c.Flags()
	flags.StringVarP(&f.source, "source", "s", "", "lesson:NAME, a lesson file, english, a .heed file or a model's folder (default: lesson:money-river, or english where there are TEXTs)")
	flags.StringVarP(&f.options.Word, "word", "w", "", "word under study; bank:2 is the second bank (default: the source's choice)")
	flags.StringArrayVar(&f.options.Pairs, "pair", nil, "second text of a pair, for the first TEXT, the second TEXT …")
	flags.IntVar(&f.options.Layer, "layer", source.Choose, "layer, from 0 (default: the head that moves the word most)")
	flags.IntVar(&f.options.Head, "head", source.Choose, "head, from 0 (default: the head that moves the word most)")
	flags.BoolVar(&f.options.Formula, "formula", false, "walk a lesson by the formula alone, without its pins")
	flags.BoolVar(&f.json, "json", false, "print the numbers as JSON")
	flags.BoolVar(&f.maps, "maps", false, "put a model's W_Q, W_K, W_V, W_O and biases into the numbers too")
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "file to write: .svg .pdf .png .json .csv .npz, .html for a page that works offline; - is standard output, JSON unless --format says else")
	flags.StringVar(&f.format, "format", "", "format of -o, where its name does not tell")
	flags.StringVar(&f.plane, "plane", "", "identity, axes:I,J, pca, anchors:WORD,WORD or basis:FILE (default: identity in 2-D, else pca)")
	flags.StringVar(&f.saveBasis, "save-basis", "", "file to write the plane's basis to, for basis:FILE")
	flags.IntVar(&f.precision, "precision", 4, "decimals in the terminal, 1 to 15")
	flags.StringVar(&f.picture, "picture", "auto", "picture in the terminal: auto, braille, kitty, iterm, sixel or none")
	flags.Float64Var(&f.width, "width", 3.3, "width of a figure in inches")
	return c
}

func walk(c *cobra.Command, f walkFlags) error {
	formats, err := f.check()
	if err != nil {
		return err
	}
	if f.asked() {
		return walkChanged(c, f, formats)
	}
	s, err := source.Open(f.source)
	if err != nil {
		return err
	}
	closed := sync.OnceFunc(func() { s.Close() })
	defer closed()
	told, done := progress(c, "layers")
	f.options.Progress = told
	w, err := s.Walk(c.Context(), f.options)
	done()
	if err != nil {
		return err
	}
	w.Source.Heed = version
	scene, plane, err := f.scene(c, formats, s, w)
	if err != nil {
		return err
	}
	if f.saveBasis != "" {
		if err := writeOutput(c, f.saveBasis, func(out io.Writer) error { return json.NewEncoder(out).Encode(plane) }); err != nil {
			return err
		}
	}
	for i, name := range f.outputs {
		if err := writeOutput(c, name, func(out io.Writer) error {
			if formats[i] == "html" {
				return f.writePage(c, out, s, w)
			}
			return f.write(out, formats[i], w, scene)
		}); err != nil {
			return err
		}
	}
	switch {
	case f.json:
		go closed() // the numbers are there, and to give back a model's weights takes as long as to print them
		return buffered(c.OutOrStdout(), func(out io.Writer) error { return f.write(out, "json", w, scene) })
	case len(f.outputs) > 0, f.saveBasis == "-":
		return nil
	}
	return f.show(c, w, scene)
}

// formats that -o can write.
var (
	numberFormats = []string{"json", "csv", "npz"}
	figureFormats = []string{"svg", "pdf", "png"}
)

// check refuses flags that make no sense before anything is computed, and
// returns the format of each output.
func (f walkFlags) check() ([]string, error) {
	switch {
	case f.precision < 1 || f.precision > 15:
		return nil, usagef("--precision %d: want 1 to 15 decimals", f.precision)
	case f.options.Layer < source.Choose:
		return nil, usagef("--layer %d: layers count from 0", f.options.Layer)
	case f.options.Head < source.Choose:
		return nil, usagef("--head %d: heads count from 0", f.options.Head)
	case !knownPicture(f.picture):
		return nil, usagef("--picture %s: want auto, braille, kitty, iterm, sixel or none", f.picture)
	case !(f.width >= 1 && f.width <= 40):
		return nil, usagef("--width %v: want 1 to 40 inches", f.width)
	}
	known := slices.Concat(figureFormats, numberFormats, []string{"html"})
	if f.format != "" && !slices.Contains(known, f.format) {
		return nil, usagef("--format %s: want one of %s", f.format, strings.Join(known, ", "))
	}
	if f.toStandardOutput() > 1 {
		return nil, usagef("more than one of --json, -o - and --save-basis - would write to standard output; want one")
	}
	var formats []string
	for _, name := range f.outputs {
		format := f.format
		if format == "" {
			format = strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
		}
		if name == "-" && f.format == "" {
			format = "json"
		}
		if !slices.Contains(known, format) {
			return nil, usagef("-o %s: no format %q; want one of %s", name, format, strings.Join(known, ", "))
		}
		formats = append(formats, format)
	}
	return formats, nil
}

// toStandardOutput counts what asks for standard output.
func (f walkFlags) toStandardOutput() int {
	n := 0
	for _, name := range append(f.outputs, f.saveBasis) {
		if name == "-" {
			n++
		}
	}
	if f.json {
		n++
	}
	return n
}

// scene puts the walk on its plane, where a picture of it is wanted.
func (f walkFlags) scene(c *cobra.Command, formats []string, s source.Source, w trace.Walk) (geom.Scene, geom.Plane, error) {
	if !f.wantsScene(formats) {
		return geom.Scene{}, geom.Plane{}, nil
	}
	plane, err := f.choosePlane(c.Context(), c.ErrOrStderr(), s, w)
	if err != nil {
		return geom.Scene{}, plane, err
	}
	scene, err := geom.Build(w, plane)
	return scene, plane, err
}

// wantsScene is false where only numbers are asked for: the plane is then not
// worked out.
func (f walkFlags) wantsScene(formats []string) bool {
	if f.saveBasis != "" || f.plane != "" {
		return true
	}
	if f.json || len(formats) > 0 {
		return slices.ContainsFunc(formats, func(format string) bool { return slices.Contains(figureFormats, format) })
	}
	return f.picture != "none"
}

func (f walkFlags) choosePlane(ctx context.Context, talk io.Writer, s source.Source, w trace.Walk) (geom.Plane, error) {
	if file, saved := strings.CutPrefix(f.plane, "basis:"); saved {
		return source.Basis(file)
	}
	return geom.ChoosePlane(f.plane, w, func(word string) ([]float64, error) {
		v, where, err := s.Anchor(ctx, w, word)
		if err == nil {
			fmt.Fprintf(talk, "anchor %s: its vector %s\n", word, where)
		}
		return v, err
	})
}

// write writes the walk in one format.
func (f walkFlags) write(out io.Writer, format string, w trace.Walk, scene geom.Scene) error {
	if slices.Contains(figureFormats, format) {
		return figure.Write(out, format, scene, figure.Options{Width: f.width})
	}
	if w.Source.Kind != "lesson" && !f.maps {
		w = w.WithoutMaps()
	}
	switch format {
	case "csv":
		return trace.WriteCSV(out, w)
	case "npz":
		return npz.Write(out, w)
	}
	return w.WriteJSON(out)
}

// show prints the walk, and its picture, in the terminal.
func (f walkFlags) show(c *cobra.Command, w trace.Walk, scene geom.Scene) error {
	out, err := coloured(c, c.OutOrStdout())
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, term.Walk(w, term.Options{Precision: f.precision})); err != nil {
		return err
	}
	return drawPicture(c, out, f.picture, scene)
}
