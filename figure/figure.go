package figure

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"io"
	"slices"

	"github.com/tdewolff/canvas"
	"github.com/tdewolff/canvas/renderers/pdf"
	"github.com/tdewolff/canvas/renderers/rasterizer"
	"github.com/tdewolff/canvas/renderers/svg"

	"heed/geom"
)

const mmPerPt = 25.4 / 72 // canvas counts in millimetres

// Options say how large a figure is. The zero value is a figure for one column
// of a journal.
type Options struct {
	Width float64 // inches; 0 is 3.3, one column; two are 6.9
	DPI   float64 // dots per inch of a PNG; 0 is 300
}

func (o Options) width() float64 {
	if o.Width == 0 {
		return 3.3
	}
	return o.Width
}

func (o Options) dpi() float64 {
	if o.DPI == 0 {
		return 300
	}
	return o.DPI
}

func (o Options) check() error {
	if w := o.width(); !(w >= 1 && w <= 40) {
		return fmt.Errorf("figure width %g in; want 1 … 40", w)
	}
	if d := o.dpi(); !(d >= 20 && d <= 2400) {
		return fmt.Errorf("figure resolution %g dpi; want 20 … 2400", d)
	}
	return nil
}

// Write writes a Scene to w as "svg", "pdf" or "png", with its fonts embedded
// and cut to the glyphs in use. The same Scene gives the same bytes. Nothing is
// written when there is an error in the Scene; see [Layout] for which.
func Write(w io.Writer, format string, scene geom.Scene, o Options) error {
	fs := &fonts{}
	var encode func(Drawing) ([]byte, error)
	switch format {
	case "svg":
		encode = func(d Drawing) ([]byte, error) { return writeSVG(d, fs) }
	case "pdf":
		encode = func(d Drawing) ([]byte, error) { return writePDF(d, fs) }
	case "png":
		encode = func(d Drawing) ([]byte, error) { return writePNG(d, fs, o.dpi(), paper().ground) }
	default:
		return fmt.Errorf("unknown figure format %q; want svg, pdf or png", format)
	}
	d, err := layout(scene, o, setter{fs, paper()})
	if err != nil {
		return err
	}
	data, err := encode(d)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// Image draws a Scene for a screen, width pixels wide, on a light or a dark
// ground: as on a page of one column, or of two where it has a side or tiles.
func Image(scene geom.Scene, width int, dark bool) (image.Image, error) {
	s := setter{&fonts{}, paper()}
	if dark {
		s.theme = night()
	}
	o := Options{}
	if slices.ContainsFunc(scene.Panels, func(p geom.Panel) bool { return p.Side || p.Tiles != nil }) {
		o.Width = 6.9
	}
	o.DPI = float64(width) / o.width()
	d, err := layout(scene, o, s)
	if err != nil {
		return nil, err
	}
	return raster(d, s.fonts, o.DPI, s.theme.ground)
}

func writeSVG(d Drawing, fs *fonts) ([]byte, error) {
	var b bytes.Buffer
	r := svg.New(&b, d.Width*mmPerPt, d.Height*mmPerPt, &svg.Options{EmbedFonts: true, SubsetFonts: true, SizeUnits: "mm"})
	render(r, d, fs, func(it Item, m canvas.Matrix) {
		from := b.Len()
		r.RenderText(canvas.NewTextLine(fs.at(it.Face, it.Size, it.Fill), it.Text, canvas.Left), m)
		if starts := fs.starts(it.Face, it.Size, it.Text); starts != nil {
			word := spread(b.Bytes()[from:], starts)
			b.Truncate(from)
			b.Write(word)
		}
	})
	if err := r.Close(); err != nil {
		return nil, err
	}
	return tidySVG(b.Bytes(), d.Title), nil
}

func writePDF(d Drawing, fs *fonts) ([]byte, error) {
	var b bytes.Buffer
	r := pdf.New(&b, d.Width*mmPerPt, d.Height*mmPerPt, &pdf.Options{Compress: true, SubsetFonts: true})
	r.SetInfo(pdfTitle(d.Title), "", "", "", "heed")
	render(r, d, fs, plainly(r, fs))
	if err := r.Close(); err != nil {
		return nil, err
	}
	return undatePDF(b.Bytes())
}

// raster draws d on a ground. It refuses an image that would fill the memory.
func raster(d Drawing, fs *fonts, dpi float64, ground color.RGBA) (image.Image, error) {
	const most = 1 << 28 // dots: a gigabyte
	if w, h := d.Width*dpi/72, d.Height*dpi/72; w*h > most {
		return nil, fmt.Errorf("figure of %.0f × %.0f dots; want at most %d in all: fewer inches or dots per inch", w, h, most)
	}
	r := rasterizer.New(d.Width*mmPerPt, d.Height*mmPerPt, canvas.DPI(dpi), canvas.DefaultColorSpace)
	style := canvas.DefaultStyle
	style.Fill = canvas.Paint{Color: ground}
	r.RenderPath(canvas.Rectangle(d.Width*mmPerPt+1, d.Height*mmPerPt+1), style, canvas.Identity)
	render(r, d, fs, plainly(r, fs))
	r.Close()
	return r.Image, nil
}

// render draws all items, one after the other. set sets a word with its start
// at m's origin.
func render(r canvas.Renderer, d Drawing, fs *fonts, set func(Item, canvas.Matrix)) {
	page := canvas.Identity.Scale(mmPerPt, mmPerPt)
	for _, it := range d.Items {
		style := canvas.DefaultStyle
		style.Fill = canvas.Paint{Color: it.Fill}
		style.Stroke = canvas.Paint{Color: it.Stroke}
		style.StrokeWidth = it.Width
		for _, dash := range it.Dash {
			style.Dashes = append(style.Dashes, dash/it.Width) // canvas counts dashes in strokes
		}
		if it.Round {
			style.StrokeCapper = canvas.RoundCap
		}
		switch {
		case it.Path != nil:
			r.RenderPath(it.Path, style, page)
		case it.Stroke.A > 0:
			style.StrokeJoiner = canvas.RoundJoin
			r.RenderPath(fs.outline(it.Face, it.Size, it.Text), style, page.Translate(it.At.X, it.At.Y).Rotate(it.Turn))
		default:
			set(it, canvas.Identity.Translate(it.At.X*mmPerPt, it.At.Y*mmPerPt).Rotate(it.Turn))
		}
	}
}

// plainly sets words as canvas does.
func plainly(r canvas.Renderer, fs *fonts) func(Item, canvas.Matrix) {
	return func(it Item, m canvas.Matrix) {
		r.RenderText(canvas.NewTextLine(fs.at(it.Face, it.Size, it.Fill), it.Text, canvas.Left), m)
	}
}
