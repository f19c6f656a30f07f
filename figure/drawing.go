package figure

import (
	"image/color"

	"github.com/tdewolff/canvas"

	"heed/geom"
	"heed/trace"
)

// A Drawing is one page of items, ready to be written in any format.
type Drawing struct {
	Title         string
	Width, Height float64
	Items         []Item // in drawing order
	Labels        []Box  // where each label stands, that it covers no other
	Dropped       []Drop // labels for which there was no free place
}

// An Item is an outline or a word. Of names the tensor entries behind it; only
// items of the frame have none.
type Item struct {
	Part Part
	Of   []trace.Ref

	Path   *canvas.Path // nil for a word
	Fill   color.RGBA   // alpha 0: none
	Stroke color.RGBA   // alpha 0: none; of a word, its halo
	Width  float64      // of the stroke
	Dash   []float64    // on, off …; empty: solid
	Round  bool         // round ends

	Text string
	Face Face
	Size float64
	At   geom.Point // start of the baseline
	Turn float64    // degrees, anticlockwise
}

// Part says what an Item belongs to.
type Part int

const (
	Grid    Part = iota
	Axis         // with its ticks' numbers
	Name         // of a panel
	Caption      // the Scene's words as they are
	Note         // what the layout has to say: labels left out
	Mark         // of geom.Mark
	Label        // with its leader line and badge
	Kept         // the strip of kept lengths
	View         // of tiles, maps, bars, charts and links
)

// Frame tells whether items of p stand for no tensor: they show the plane, or
// say words that the Scene has without source.
func (p Part) Frame() bool { return p <= Note }

// A Box is the place of a label: corners in order.
type Box struct {
	Panel   int  // index in Scene.Panels
	Inset   bool // of the panel's inset
	Mark    int  // index in Panel.Marks
	Corners [4]geom.Point
}

// A Drop is a label that is not drawn: every place within reach was taken.
type Drop struct {
	Panel int
	Inset bool
	Mark  int // −1: one of the panel's Ends
	Text  string
}
