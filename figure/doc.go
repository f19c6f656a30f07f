// Package figure turns a geom.Scene into one drawing for print, and the
// drawing into SVG, PDF or PNG.
//
// The way is Scene → [Layout] → [Drawing] → file. A Drawing is a flat list of
// outlines and words with their places, colours and the tensor entries behind
// them; writing a file is a plain loop over it, so the three formats show the
// same. Nothing in a Drawing is computed from anything but the Scene: its
// points are the Scene's, moved and scaled, and only the labels' places are
// found here, by a search that has no chance in it.
//
// Panels stand in columns and rows (column.go). A plane's marks are drawn by
// mark.go and labelled by place.go; each other view has a file: tiles.go,
// heat.go for maps, bars.go, chart.go, links.go, prose.go for words and
// legend.go for samples and scales.
//
// Lengths are in points, 1/72 inch, unless a name says otherwise. The page's
// origin is its lower left corner and y runs up, as in the plane.
package figure
