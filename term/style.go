// Package term shows walks and scenes in a terminal: the seven steps in 80
// columns, and the plane in braille dots.
package term

import (
	"strings"

	"heed/geom"

	"charm.land/lipgloss/v2"
)

// Width is how many columns the walk takes at most.
const Width = 80

// The sixteen colours of the terminal's own theme are used, so that text is
// legible on any ground. Every colour has a second cue in the words beside it.
var (
	inkQuery = lipgloss.NewStyle().Foreground(lipgloss.Magenta)
	inkKey   = lipgloss.NewStyle().Foreground(lipgloss.Yellow)
	inkValue = lipgloss.NewStyle().Foreground(lipgloss.Cyan)
	inkA     = lipgloss.NewStyle().Foreground(lipgloss.Red).Bold(true)
	inkB     = lipgloss.NewStyle().Foreground(lipgloss.Blue).Bold(true)
	inkRest  = lipgloss.NewStyle().Foreground(lipgloss.Green).Bold(true)
	inkWarn  = lipgloss.NewStyle().Foreground(lipgloss.Yellow).Bold(true)
	inkDim   = lipgloss.NewStyle().Faint(true)
	inkBold  = lipgloss.NewStyle().Bold(true)
	inkPlain = lipgloss.NewStyle()
)

// inkOf is the colour of context c.
func inkOf(c int) *lipgloss.Style {
	switch c {
	case 0:
		return &inkA
	case 1:
		return &inkB
	}
	return &inkRest
}

// inkRole is the colour of a mark.
func inkRole(m geom.Mark) *lipgloss.Style {
	switch {
	case m.Ghost:
		return &inkDim
	case m.Role == geom.Output:
		return inkOf(m.Context)
	case m.Role == geom.Value:
		return &inkValue
	case m.Role == geom.Query:
		return &inkQuery
	case m.Role == geom.Key:
		return &inkKey
	}
	return &inkPlain
}

// pad fills a styled text up to a width with spaces on its right.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-lipgloss.Width(s)))
}

// left fills a styled text up to a width with spaces on its left.
func left(s string, width int) string {
	return strings.Repeat(" ", max(0, width-lipgloss.Width(s))) + s
}

// flow joins items with gaps and breaks the line where the next one would
// pass the width; every line starts with the indent.
func flow(items []string, gap, indent string) string { return flowTo(Width, items, gap, indent) }

// flowTo is flow to another width.
func flowTo(most int, items []string, gap, indent string) string {
	var out strings.Builder
	column := 0
	for i, item := range items {
		width := lipgloss.Width(item)
		switch {
		case i == 0:
			out.WriteString(indent)
			column = lipgloss.Width(indent)
		case column+lipgloss.Width(gap)+width > most:
			out.WriteString("\n" + indent)
			column = lipgloss.Width(indent)
		default:
			out.WriteString(gap)
			column += lipgloss.Width(gap)
		}
		out.WriteString(item)
		column += width
	}
	out.WriteString("\n")
	return out.String()
}

// wrap breaks a plain text into lines of at most Width columns.
func wrap(s, indent string) string { return flow(strings.Fields(s), " ", indent) }
