package main

import (
	"io"
	"os"
	"slices"

	"heed/figure"
	"heed/geom"
	"heed/term"

	"github.com/spf13/cobra"
)

// knownPicture reports whether --picture may have that value.
func knownPicture(name string) bool {
	return slices.Contains([]string{"auto", "braille", "none", term.Kitty, term.ITerm, term.Sixel}, name)
}

// drawPicture draws a scene in the terminal in the way that --picture names;
// out takes the colours out where they are not wanted.
func drawPicture(c *cobra.Command, out io.Writer, picture string, scene geom.Scene) error {
	if picture == "auto" {
		picture = "braille"
		if p := term.Protocol(os.Getenv); p != "" && isTerminal(c.OutOrStdout()) {
			picture = p
		}
	}
	switch picture {
	case "none":
		return nil
	case "braille":
		text := term.Picture(scene, term.Width-2)
		if text == "" {
			return nil
		}
		_, err := io.WriteString(out, "\n"+text)
		return err
	}
	img, err := figure.Image(scene, 900, false)
	if err != nil {
		return err
	}
	return term.WriteImage(c.OutOrStdout(), picture, img)
}
