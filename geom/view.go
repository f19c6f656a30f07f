package geom

import (
	"heed/mat"
	"heed/trace"
)

// The views that a panel may hold in place of a plane. Each names the entries of
// the answer behind it in Of, as marks do.

// Tiles are small multiples in rows and columns: planes on one scale, or maps.
type Tiles struct {
	Down, Across string   // what the rows and the columns are: "layer", "head"
	Rows, Cols   []string // their names: "0", "1" …
	Tiles        []Tile   // some places may have none
	Window       Window   // of every tile that is a plane
	Tint         *Tint    // of the tiles' grounds; nil: they have none
}

// A Tile is one small plane or map.
type Tile struct {
	Row, Col int
	Marks    []Mark  // of a plane, in drawing order; their labels are not drawn
	Map      *Map    // in place of a plane
	Tint     float64 // share of the scale's end, −1 … 1
	Foot     Text    // beneath; mostly a number
	Strong   bool    // the foot is set in bold
	Chosen   bool    // it is framed
	Of       []trace.Ref
}

// A Tint is a scale from one context's colour through none to another's.
type Tint struct {
	Most    float64 // the number at either end
	Says    string  // what the numbers are: "pull"
	Formula string  // how the colour follows the number, where not in proportion
}

// A Map is a heat map: a number for each row and column.
type Map struct {
	Down, Across string // what the rows and the columns are: "query", "key"
	Rows, Cols   []Text // their names; none in a thumbnail
	Values       mat.Matrix
	Signed       bool      // colours run both ways from 0, B's to A's; else up from 0
	Context      int       // the full colour where it is not Signed; −1: ink
	Decimals     int       // of the numbers in the cells, where there is room; 0: 2
	Chosen       [][2]int  // cells that are framed: row, column
	Most         float64   // the number with the full colour
	Says         string    // what the numbers are: "weight"
	Of           trace.Ref // of all numbers; that of one has its row and column as well
}

// Bars are numbers side by side, a row each, on one scale.
type Bars struct {
	Head    Text   // what the rows are
	Badge   string // "A": a disc in the colour of Context before Head
	Context int
	Columns []string // what the numbers of a row are: "weight", "length"
	Signed  bool     // bars start at a line in the middle
	Most    float64  // the number whose bar is full
	Rows    []Bar
}

// A Bar is one row of Bars.
type Bar struct {
	Label   Text
	Value   float64 // the bar's
	Numbers []string
	Role    Role
	Context int
	Hue     Hue // colour of a token, in place of Role's
	Strong  bool
	Between bool // not a bar: its label says what is left out here
	Of      []trace.Ref
}

// A Chart is lines over numbered places, such as layers.
type Chart struct {
	Across, Down string // what its axes are
	Places       []string
	Lines        []Line
	Zero         bool // the line at 0 is drawn
}

// A Line is one line of a Chart, a number a place; NaN leaves a gap.
type Line struct {
	Label   Text
	Context int
	Variant int // 0 solid and filled, 1 dashed and hollow …: another text of the same context
	Values  []float64
	Of      []trace.Ref // of each value
}

// Links are lines from words to the words that they attend to.
type Links struct {
	From, To    []Text // queries on the left, keys on the right
	Down, Up    string // what the two columns are
	Weights     mat.Matrix
	Highlighted []int     // queries whose lines stand out; none: all alike
	Of          trace.Ref // of all weights
}

// A Sample says beside a picture what one kind of mark in it is.
type Sample struct {
	Mark    Kind
	Role    Role
	Context int
	Variant int
	Length  float64 // in the window's units: a bar of that length in place of the mark
	Alone   bool    // the text stands by itself
	Text    Text
}
