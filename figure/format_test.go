package figure_test

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"heed/figure"
	"heed/geom"
)

var update = flag.Bool("update", false, "rewrite testdata/*.svg; then read the diff")

// TestSVGGolden compares drawings with recorded ones, fonts left out, and of
// the glyphs' outlines all but the start. Numbers may differ by 1e-5 mm:
// machines differ in their last bits.
func TestSVGGolden(t *testing.T) {
	fonts := regexp.MustCompile(`(?s)<style>.*</style>`)
	outlines := regexp.MustCompile(`(d="M[^"CLHVQ]*)[^"]{400,}"`)
	numbers := regexp.MustCompile(`-?\d*\.?\d+`)
	for name, s := range map[string]geom.Scene{"worked-example": workedExample(), "model-head": modelHead(), "word-analogies": wordAnalogies(),
		"heads": allHeads(2, 3), "head": oneHead(), "path": wordPath(), "attention": attentionMaps(2, 3, "[CLS]", "money", "*bank", "[SEP]"), "scan": patchScan(2, 3, true)} {
		o := figure.Options{}
		if views()[name].Panels != nil {
			o.Width = 6.9 // with a column at the side
		}
		got := fonts.ReplaceAll(write(t, "svg", s, o), nil)
		got = outlines.ReplaceAll(got, []byte(`$1…"`))
		got = bytes.ReplaceAll(got, []byte("><"), []byte(">\n<"))
		file := filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.WriteFile(file, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatalf("%v (new case? run go test -update)", err)
		}
		gotLines, wantLines := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
		if len(gotLines) != len(wantLines) {
			t.Errorf("%s: %d elements; want %d", name, len(gotLines), len(wantLines))
			continue
		}
		for i := range gotLines {
			a, b := numbers.FindAllString(gotLines[i], -1), numbers.FindAllString(wantLines[i], -1)
			same := numbers.ReplaceAllString(gotLines[i], "#") == numbers.ReplaceAllString(wantLines[i], "#") && len(a) == len(b)
			for j := 0; same && j < len(a); j++ {
				x, _ := strconv.ParseFloat(a[j], 64)
				y, _ := strconv.ParseFloat(b[j], 64)
				same = math.Abs(x-y) <= 1e-5
			}
			if !same {
				t.Errorf("%s.svg:%d:\n got %s\nwant %s", name, i+1, gotLines[i], wantLines[i])
				break
			}
		}
	}
}

func TestSameSceneSameBytes(t *testing.T) {
	formats := []string{"svg", "pdf", "png"}
	first := map[string][]byte{}
	for _, format := range formats {
		first[format] = write(t, format, workedExample(), figure.Options{})
	}
	time.Sleep(1100 * time.Millisecond) // fonts would carry their date in seconds
	for _, format := range formats {
		for range 3 { // and the order of a map differs from time to time
			if !bytes.Equal(first[format], write(t, format, workedExample(), figure.Options{})) {
				t.Errorf("%s: two runs differ", format)
			}
		}
	}
}

func TestSVGCarriesItsFonts(t *testing.T) {
	data := write(t, "svg", workedExample(), figure.Options{})
	if n := bytes.Count(data, []byte("@font-face")); n != 4 {
		t.Errorf("%d fonts; want regular, italic, bold and bold italic", n)
	}
	if size := len(data); size > 250_000 {
		t.Errorf("%d bytes; fonts are not cut to the glyphs in use", size)
	}
}

func TestPDF(t *testing.T) {
	data := write(t, "pdf", workedExample(), figure.Options{})
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Errorf("starts with %q", data[:8])
	}
	for _, want := range []string{"/FontFile2", "/SUBSET+STIXTwoText-Italic", "/ToUnicode"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("has no %s", want)
		}
	}
	if bytes.Contains(data, []byte("CreationDate")) {
		t.Error("holds a date: two runs would differ")
	}
	start := bytes.LastIndex(data, []byte("startxref\n"))
	table, err := strconv.Atoi(strings.Fields(string(data[start:]))[1])
	if err != nil || !bytes.HasPrefix(data[table:], []byte("xref\n")) {
		t.Fatalf("startxref %d does not point at the table", table)
	}
	for i, row := range regexp.MustCompile(`(\d{10}) 00000 n`).FindAllSubmatch(data[table:], -1) {
		place, _ := strconv.Atoi(string(row[1]))
		if want := fmt.Sprintf("%d 0 obj", i+1); !bytes.HasPrefix(data[place:], []byte(want)) {
			t.Errorf("object %d is not at %d", i+1, place)
		}
	}
}

func TestPNG(t *testing.T) {
	d := layout(t, workedExample(), figure.Options{Width: 3.3})
	data := write(t, "png", workedExample(), figure.Options{DPI: 150})
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := img.Bounds().Dx(), 495; got != want {
		t.Errorf("%d pixels wide; want %d", got, want)
	}
	if got, want := img.Bounds().Dy(), int(d.Height/72*150+0.5); got != want {
		t.Errorf("%d pixels high; want %d", got, want)
	}
	if r, g, b, a := img.At(1, 1).RGBA(); r&g&b&a != 0xffff {
		t.Error("the ground is not white")
	}
	if !bytes.Contains(data[:64], []byte("pHYs\x00\x00\x17\x12\x00\x00\x17\x12\x01")) { // 5906 a metre
		t.Error("the resolution is not in the file")
	}
}

func TestImage(t *testing.T) {
	for _, dark := range []bool{false, true} {
		img, err := figure.Image(modelHead(), 640, dark)
		if err != nil {
			t.Fatal(err)
		}
		if got := img.Bounds().Dx(); got != 640 {
			t.Errorf("%d pixels wide; want 640", got)
		}
		if r, _, _, _ := img.At(1, 1).RGBA(); dark != (r < 0x2000) {
			t.Errorf("dark %v: ground %x", dark, r)
		}
	}
	tall, err := figure.Image(oneHead(), 640, false)
	if err != nil {
		t.Fatal(err)
	}
	if b := tall.Bounds(); b.Dy() > b.Dx() {
		t.Errorf("a scene with a side is %v; want it beside the plane", b)
	}
	if _, err := figure.Image(modelHead(), 10, false); err == nil {
		t.Error("an image of 10 pixels is no error")
	}
}
