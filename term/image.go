package term

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"io"
	"strings"

	"github.com/mattn/go-sixel"
)

// Protocols by which a terminal takes pictures.
const (
	Kitty = "kitty"
	ITerm = "iterm"
	Sixel = "sixel"
)

// Protocol says which picture protocol the terminal of an environment speaks,
// "" for none that is known.
func Protocol(getenv func(string) string) string {
	kind, program := getenv("TERM"), getenv("TERM_PROGRAM")
	switch {
	case getenv("TMUX") != "" || strings.HasPrefix(kind, "screen"):
		return "" // a multiplexer stands between and may drop the picture
	case kind == "xterm-kitty" || getenv("KITTY_WINDOW_ID") != "" || program == "ghostty":
		return Kitty
	case program == "iTerm.app" || program == "WezTerm":
		return ITerm
	case strings.Contains(kind, "sixel") || strings.HasPrefix(kind, "foot") || strings.HasPrefix(kind, "mlterm"):
		return Sixel
	}
	return ""
}

// WriteImage sends a picture to the terminal by a protocol.
func WriteImage(w io.Writer, protocol string, img image.Image) error {
	switch protocol {
	case Sixel:
		if err := sixel.NewEncoder(w).Encode(img); err != nil {
			return err
		}
		_, err := io.WriteString(w, "\n")
		return err
	case Kitty, ITerm:
	default:
		return fmt.Errorf("no picture protocol %q; want %s, %s or %s", protocol, Kitty, ITerm, Sixel)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		return err
	}
	code := base64.StdEncoding.EncodeToString(file.Bytes())
	if protocol == ITerm {
		_, err := fmt.Fprintf(w, "\x1b]1337;File=inline=1;size=%d:%s\a\n", file.Len(), code)
		return err
	}
	return writeKitty(w, code)
}

// writeKitty sends a PNG in chunks of 4096 bytes, which is as much as kitty
// takes at a time.
//
// Source: the kitty terminal graphics protocol, "Remote client".
func writeKitty(w io.Writer, code string) error {
	const chunk = 4096
	control := "a=T,f=100,"
	for {
		more := 0
		part := code
		if len(code) > chunk {
			part, more = code[:chunk], 1
		}
		if _, err := fmt.Fprintf(w, "\x1b_G%sm=%d;%s\x1b\\", control, more, part); err != nil {
			return err
		}
		if code, control = code[len(part):], ""; more == 0 {
			_, err := io.WriteString(w, "\n")
			return err
		}
	}
}
