package figure

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"image/color"
	"image/png"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What canvas leaves to be done: fonts in a fixed order, a title, kerning in an
// SVG and the resolution of a PNG. For dates see undate.go.

// tidySVG sorts the embedded fonts, which canvas writes in no order, adds the
// title for screen readers, and for programs that do not read embedded fonts
// names what to take in their place.
func tidySVG(data []byte, title string) []byte {
	if from := bytes.Index(data, []byte("<style>\n")); from >= 0 {
		from += len("<style>\n")
		to := from + bytes.Index(data[from:], []byte("\n</style>"))
		faces := bytes.Split(data[from:to], []byte("\n"))
		for _, face := range faces {
			undateBase64(face)
		}
		slices.SortFunc(faces, bytes.Compare)
		copy(data[from:to], bytes.Join(faces, []byte("\n")))
	}
	data = regexp.MustCompile(`(px STIXTwoText-\w+)`).ReplaceAll(data, []byte("$1,STIX Two Text,STIX,serif"))
	head := bytes.IndexByte(data, '>')
	var b bytes.Buffer
	b.Write(data[:head])
	b.WriteString(` role="img">`)
	if title != "" {
		b.WriteString("<title>")
		xml.EscapeText(&b, []byte(title)) // a Buffer does not fail
		b.WriteString("</title>")
	}
	b.Write(data[head+1:])
	b.WriteByte('\n')
	return b.Bytes()
}

// spread gives each letter of an SVG text element of one word its own x.
func spread(element []byte, starts []float64) []byte {
	place := regexp.MustCompile(`<tspan x="([^"]*)"`)
	return place.ReplaceAllFunc(element, func(tag []byte) []byte {
		x, _ := strconv.ParseFloat(string(place.FindSubmatch(tag)[1]), 64) // as canvas wrote it
		list := make([]string, len(starts))
		for i, start := range starts {
			list[i] = strconv.FormatFloat(math.Round((x+start*mmPerPt)*1e5)/1e5, 'f', -1, 64)
		}
		return fmt.Appendf(nil, `<tspan x="%s"`, strings.Join(list, " "))
	})
}

// pdfTitle returns a title that canvas writes rightly: in UTF-16 its strings
// may hold no byte 13, which readers take for an end of line.
func pdfTitle(title string) string {
	return strings.Map(func(r rune) rune {
		if r > 127 && (r&0xff == 13 || r>>8&0xff == 13) || r < 32 {
			return '?'
		}
		return r
	}, title)
}

// writePNG encodes d with its resolution, so that it prints at its size.
func writePNG(d Drawing, fs *fonts, dpi float64, ground color.RGBA) ([]byte, error) {
	img, err := raster(d, fs, dpi, ground)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, err
	}
	const header = 8 + 4 + 4 + 13 + 4 // signature, then the IHDR chunk: pHYs follows
	chunk := []byte("pHYs")
	perMetre := uint32(math.Round(dpi / 0.0254))
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1) // unit: metre
	sum := crc32.ChecksumIEEE(chunk)
	chunk = append(binary.BigEndian.AppendUint32(nil, 9), chunk...)
	chunk = binary.BigEndian.AppendUint32(chunk, sum)
	return slices.Insert(b.Bytes(), header, chunk...), nil
}
