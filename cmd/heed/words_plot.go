package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"heed/figure"
	"heed/geom"
	"heed/source"
	"heed/term"
	"heed/trace"
	"heed/words"

	"github.com/spf13/cobra"
)

// plotFlags are the flags of heed words plot.
type plotFlags struct {
	vectorFlags
	analogies []string
	plane     string
	outputs   []string
	picture   string
	width     float64
}

func newWordsPlot() *cobra.Command {
	var f plotFlags
	c := &cobra.Command{
		Use:   "plot [WORD…]",
		Short: "Draw words in the plane, and analogies as parallelograms",
		Long: `Draw the vectors of words as dots, in the plane that keeps most of their
distances from their mean (or another: --plane), and tell how much of each it
keeps. With --analogy A:B::C, "A is to B as C is to what?", the arrow from a to b
is drawn again at c, so that its tip is c + (b − a), beside the word that was
found: the one whose vector is nearest to b − a + c at length 1.`,
		Example: `  heed words plot money bank river water
  heed words plot --analogy man:king::woman -o king.svg
  heed words plot money bank river --plane axes:0,1 --words vec.bin --json`,
		RunE: func(c *cobra.Command, args []string) error { return plot(c, f, args) },
	}
	flags := c.Flags()
	flags.StringArrayVar(&f.analogies, "analogy", nil, "A:B::C, to be drawn as a parallelogram; may be given several times")
	flags.StringVar(&f.plane, "plane", "", "identity, axes:I,J, pca, anchors:WORD,WORD or basis:FILE (default: identity in 2-D, else pca)")
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "figure to write: .svg .pdf .png; - is standard output, as SVG")
	flags.StringVar(&f.picture, "picture", "auto", "picture in the terminal: auto, braille, kitty, iterm, sixel or none")
	flags.Float64Var(&f.width, "width", 3.3, "width of a figure in inches")
	f.add(c)
	return c
}

func plot(c *cobra.Command, f plotFlags, list []string) error {
	formats, err := f.check()
	if err != nil {
		return err
	}
	asked, err := parseAnalogies(f.analogies)
	if err != nil {
		return err
	}
	if len(list) == 0 && len(asked) == 0 {
		return usagef("nothing to draw; name words, or analogies with --analogy A:B::C")
	}
	v, done, err := f.open(c)
	if err != nil {
		return err
	}
	defer done()
	d := drawing{command: c, vectors: v, set: geom.WordSet{Title: f.name()}}
	for _, word := range list {
		if _, err := d.word(word); err != nil {
			return err
		}
	}
	for _, a := range asked {
		if err := d.analogy(a); err != nil {
			return err
		}
	}
	plane, err := f.choosePlane(d.set)
	if err != nil {
		return err
	}
	scene, err := d.set.Scene(plane)
	if err != nil {
		return err
	}
	for i, name := range f.outputs {
		if err := writeOutput(c, name, func(out io.Writer) error {
			return figure.Write(out, formats[i], scene, figure.Options{Width: f.width})
		}); err != nil {
			return err
		}
	}
	switch {
	case f.json:
		return buffered(c.OutOrStdout(), func(out io.Writer) error { return printJSON(out, d.plotted(plane)) })
	case len(f.outputs) > 0:
		return nil
	}
	return f.show(c, d, scene)
}

func (f plotFlags) choosePlane(set geom.WordSet) (geom.WordPlane, error) {
	if file, saved := strings.CutPrefix(f.plane, "basis:"); saved {
		p, err := source.Basis(file)
		return geom.WordPlane{Plane: p, Centre: make([]float64, len(p.X))}, err
	}
	return set.Plane(f.plane)
}

// check refuses flags that make no sense before a file is opened, and returns
// the format of each output.
func (f plotFlags) check() ([]string, error) {
	switch {
	case !knownPicture(f.picture):
		return nil, usagef("--picture %s: want auto, braille, kitty, iterm, sixel or none", f.picture)
	case !(f.width >= 1 && f.width <= 40):
		return nil, usagef("--width %v: want 1 to 40 inches", f.width)
	}
	var formats []string
	toStandardOutput := 0
	if f.json {
		toStandardOutput++
	}
	for _, name := range f.outputs {
		format := strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
		if name == "-" {
			format = "svg"
			toStandardOutput++
		}
		if !slices.Contains(figureFormats, format) {
			return nil, usagef("-o %s: no format %q; want one of %s", name, format, strings.Join(figureFormats, ", "))
		}
		formats = append(formats, format)
	}
	if toStandardOutput > 1 {
		return nil, usagef("more than one of --json and -o - would write to standard output; want one")
	}
	return formats, nil
}

// parseAnalogies takes A:B::C apart.
func parseAnalogies(list []string) ([][3]string, error) {
	var asked [][3]string
	for _, text := range list {
		ab, c, ok := strings.Cut(text, "::")
		a, b, ok2 := strings.Cut(ab, ":")
		if !ok || !ok2 || a == "" || b == "" || c == "" {
			return nil, usagef("--analogy %s: want A:B::C, as man:king::woman", text)
		}
		asked = append(asked, [3]string{a, b, c})
	}
	return asked, nil
}

// A drawing gathers what is to be drawn.
type drawing struct {
	command *cobra.Command
	vectors *words.Vectors
	set     geom.WordSet
	ranks   []*int // of the set's words
}

// word adds a word, once, and returns its place in the set.
func (d *drawing) word(word string) (int, error) {
	if i := slices.IndexFunc(d.set.Words, func(w geom.WordVector) bool { return w.Text == word }); i >= 0 {
		return i, nil
	}
	vector, index, err := d.vectors.Find(word)
	if err != nil {
		return 0, err
	}
	tellMade(d.command, d.vectors, word)
	of := trace.Ref{Tensor: "ngrams"}
	if index >= 0 {
		of = trace.Ref{Tensor: "embed", Index: []int{index}}
	}
	wide := make([]float64, len(vector))
	for c, x := range vector {
		wide[c] = float64(x)
	}
	d.set.Words = append(d.set.Words, geom.WordVector{Text: word, Vector: wide, Of: of})
	d.ranks = append(d.ranks, rankOf(index))
	return len(d.set.Words) - 1, nil
}

// analogy adds three words and the one that answers them.
func (d *drawing) analogy(asked [3]string) error {
	solved, err := d.vectors.Solve(asked[0], asked[1], asked[2], 1)
	if err != nil {
		return err
	}
	found := solved.Answers
	if len(found) == 0 {
		return fmt.Errorf("%s:%s::%s has no answer: all other vectors are 0", asked[0], asked[1], asked[2])
	}
	var places [4]int
	for i, word := range []string{asked[0], asked[1], asked[2], found[0].Word} {
		if places[i], err = d.word(word); err != nil {
			return err
		}
	}
	d.set.Analogies = append(d.set.Analogies, geom.WordAnalogy{A: places[0], B: places[1], C: places[2], D: places[3], Cosine: found[0].Cosine})
	return nil
}

// plottedWords is the JSON form of heed words plot. Places are (x, y) in the
// plane; kept is the share of the distance from its centre that it shows, and
// of an analogy that of b − a.
type plottedWords struct {
	Version   int              `json:"heed"`
	Plane     geom.Plane       `json:"plane"`
	Centre    []float64        `json:"centre"`
	Words     []plottedWord    `json:"words"`
	Analogies []plottedAnalogy `json:"analogies"`
}

type plottedWord struct {
	Word string     `json:"word"`
	Rank *int       `json:"rank"`
	At   [2]float64 `json:"at"`
	Kept float64    `json:"kept"`
}

type plottedAnalogy struct {
	A      string     `json:"a"`
	B      string     `json:"b"`
	C      string     `json:"c"`
	Found  string     `json:"found"`
	Cosine float64    `json:"cosine"`
	Tip    [2]float64 `json:"tip"` // c + (b − a)
	Kept   float64    `json:"kept"`
}

func (d drawing) plotted(p geom.WordPlane) plottedWords {
	out := plottedWords{Version: trace.Version, Plane: p.Plane, Centre: p.Centre, Words: []plottedWord{}, Analogies: []plottedAnalogy{}}
	at := func(v []float64) [2]float64 {
		q := p.At(v)
		return [2]float64{q.X, q.Y}
	}
	for i, w := range d.set.Words {
		out.Words = append(out.Words, plottedWord{w.Text, d.ranks[i], at(w.Vector), p.Kept(w.Vector)})
	}
	for k, a := range d.set.Analogies {
		name := func(i int) string { return d.set.Words[i].Text }
		out.Analogies = append(out.Analogies, plottedAnalogy{name(a.A), name(a.B), name(a.C), name(a.D), a.Cosine,
			at(d.set.Tip(k)), d.set.Difference(p, k)})
	}
	return out
}

// show prints what was found, and the picture, in the terminal.
func (f plotFlags) show(c *cobra.Command, d drawing, scene geom.Scene) error {
	out, err := coloured(c, c.OutOrStdout())
	if err != nil {
		return err
	}
	for _, a := range d.set.Analogies {
		name := func(i int) string { return term.Clean(d.set.Words[i].Text) }
		if _, err := fmt.Fprintf(out, "%s is to %s as %s is to %s  cosine %s\n",
			name(a.A), name(a.B), name(a.C), name(a.D), geom.Fixed(a.Cosine, 4)); err != nil {
			return err
		}
	}
	return drawPicture(c, out, f.picture, scene)
}
