// Package geom turns Traces into Scenes: points, arrows and labels in a plane
// with true axes, each mark with the tensor it comes from and how much of it
// the plane keeps. Viewers draw Scenes and compute nothing.
package geom

import "heed/trace"

// A Scene is what a viewer draws: panels, whose planes are one, and words.
type Scene struct {
	Title   string  `json:"title,omitempty"`
	Plane   Plane   `json:"plane"`
	Panels  []Panel `json:"panels"`
	Kept    []Kept  `json:"kept"`              // one for each kind of arrow drawn, for the strip or caption
	Caption Text    `json:"caption,omitempty"` // full sentences with the numbers
}

// A Panel is one view: of the plane, with its window in the plane's units and
// equal scale on both axes; or one of those of view.go.
type Panel struct {
	Name    string   `json:"name,omitempty"`  // "(a)"; empty where the scene has one panel
	Title   string   `json:"title,omitempty"` // what the panel shows, in a few words
	Side    bool     `json:"-"`               // stands in a column beside the others, where the page is wide enough
	Samples []Sample `json:"-"`               // what its marks are, where their labels do not say

	Window Window `json:"window"`
	Marks  []Mark `json:"marks"` // in drawing order
	Ticks  bool   `json:"-"`     // numbers on the axes; small multiples share the first panel's
	Ends   Ends   `json:"-"`     // what lies where the axes point
	Inset  *Panel `json:"-"`     // a small plane in a free corner; a Face of this panel's Window in it is the window as drawn

	// At most one of these is in place of the plane.
	Tiles *Tiles `json:"-"`
	Map   *Map   `json:"-"`
	Bars  *Bars  `json:"-"`
	Chart *Chart `json:"-"`
	Links *Links `json:"-"`
	Words Text   `json:"-"` // full sentences
}

// Ends are words at the four ends of the axes, in the middle of each edge:
// "← money", "river →".
type Ends struct{ Left, Right, Up, Down Text }

// Planar reports whether a panel is a view of the plane. One of Samples alone,
// without a window, is not: it is a list of them.
func (p Panel) Planar() bool {
	if p.Window == (Window{}) && len(p.Marks) == 0 && len(p.Samples) > 0 {
		return false
	}
	return p.Tiles == nil && p.Map == nil && p.Bars == nil && p.Chart == nil && p.Links == nil && p.Words == nil
}

// A Window is the part of the plane that is shown.
type Window struct {
	MinX float64 `json:"minX"`
	MinY float64 `json:"minY"`
	MaxX float64 `json:"maxX"`
	MaxY float64 `json:"maxY"`
}

// A Point lies in the plane.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Kind is the shape of a mark.
type Kind int

const (
	Arrow        Kind = iota // Points: tail, tip
	Displacement             // Points: tail, tip; from e to y, with an open head
	Side                     // Points: two ends; a dashed side of a parallelogram or polygon
	Face                     // Points: corners, in order; filled
	Dotted                   // Points: two ends; from y to the other word
	Angle                    // Points: centre, a point along each ray; an arc between two rays
	Place                    // Points: one; a small ring where a vector's tip was
	Dot                      // Points: one; a disc where a vector ends, for many words at once
	Step                     // Points: two ends; one layer's part of a path
	Bow                      // Points: centre, two ends; an arc of one radius between them
)

// Role is what a mark stands for; viewers choose its colour by it.
type Role int

const (
	Embed  Role = iota // e
	Query              // q
	Key                // k
	Value              // v, and w·v
	Output             // y, or a head's sum of parts
	Other              // anything else: ink
	Aside              // what stands back: the number after a word
)

// A Hue is the colour of a token where each token of a sentence has its own.
type Hue int

const (
	ByRole     Hue = iota // no hue: Role and Context say the colour
	HueWord               // the word under study: ink
	HueTarget             // a word that a context is named by: the colour of its Context
	HueSpecial            // special tokens: grey
	HueFirst              // the first other token of a sentence; HueFirst+1 the next new one, and so on
)

// A Mark is one thing drawn. Of names every tensor entry that its place
// depends on: if one of those changes the mark moves, and else it does not.
type Mark struct {
	Kind    Kind        `json:"kind"`
	Role    Role        `json:"role"`
	Context int         `json:"context"`           // 0 is A, 1 is B …; −1 belongs to all
	Variant int         `json:"-"`                 // 0 solid and filled, 1 dashed and hollow …: another text of the same context
	Hue     Hue         `json:"-"`                 // colour of a token, in place of Role's; Role still says width and head
	Step    int         `json:"step,omitempty"`    // of the walk's seven, from which on it is drawn; 0: from the start
	Ghost   bool        `json:"ghost,omitempty"`   // stands back: where a vector was
	Covered bool        `json:"covered,omitempty"` // coincides with a mark already drawn; viewers leave it out
	Points  []Point     `json:"points"`
	Label   Label       `json:"label,omitzero"`
	Of      []trace.Ref `json:"of"`
	Kept    float64     `json:"kept"` // share of the arrow's length that the plane keeps, 0 … 1
}

// A Label is the text at a mark; Of names the tensor entries its words were
// read from.
type Label struct {
	Text  Text        `json:"text,omitempty"`
	Along bool        `json:"along,omitempty"` // runs along its arrow, as labels of weighted values do
	Badge string      `json:"badge,omitempty"` // "A": a disc in the context's colour after the text
	Of    []trace.Ref `json:"of,omitempty"`
}

// Text is set in runs.
type Text []Run

// A Run is text in one style. A viewer colours it by Role and Context, or by
// Hue where there is one.
type Run struct {
	Text    string `json:"text"`
	Style   Style  `json:"style,omitempty"`
	Role    Role   `json:"role"`
	Context int    `json:"context"` // −1: none
	Hue     Hue    `json:"-"`
}

// Style is how a run is set.
type Style int

const (
	Upright Style = iota // words and numbers
	Symbol               // italic: e, v
	Strong               // bold italic: y
	Heading              // bold upright
	Sub                  // upright subscript
	Sup                  // superscript
	Break                // a new line; Text is empty
)

// Kept says how much of a drawn arrow's length the plane keeps.
type Kept struct {
	Label   Text        `json:"label"`
	Role    Role        `json:"role"`
	Context int         `json:"context"`
	Share   float64     `json:"share"` // ‖shown‖ / ‖whole‖, 0 … 1
	Of      []trace.Ref `json:"of"`
}

// A Plane is two orthonormal directions of the D-dimensional space; a vector
// a is drawn at (a·X, a·Y).
type Plane struct {
	Name         string    // "identity", "axes:0,3", "pca", "anchors:money,river", "basis:FILE"
	X, Y         []float64 // [D]
	AxisX, AxisY string    // what the directions mean, in a few words
}
