package vision_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"heed/tensor"
	"heed/vision"
)

// asIs decodes an image and does nothing else; onWhite lays what is
// transparent on white.
const (
	asIs    = `{"do_resize":false,"do_rescale":false,"do_normalize":false}`
	onWhite = `{"do_resize":false,"do_rescale":false,"do_normalize":false,"do_convert_rgb":true}`
)

func pixels(t testing.TB, config string, image []byte) vision.Pixels {
	t.Helper()
	p, err := vision.ParseConfig([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	x, err := p.Pixels(bytes.NewReader(image))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func recorded(t testing.TB) *tensor.File {
	t.Helper()
	f, err := tensor.Parse(load(t, "pixels.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func load(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// numbers reads bytes or floats.
func numbers(t testing.TB, e tensor.Entry) []float32 {
	t.Helper()
	if e.Type != tensor.U8 {
		x, err := tensor.Floats[float32](e)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	x := make([]float32, len(e.Data))
	for i, b := range e.Data {
		x[i] = float32(b)
	}
	return x
}

// TestDecodesAsPIL compares red, green and blue with what PIL makes of each
// image. Of a PNG they are the same. Of a JPEG each channel of brightness and
// colour may differ by 1, where Go's inverse cosine transform and that of PIL's
// library round differently; 1 + 1.772, the largest share of colour in blue, is
// not 3 in full.
func TestDecodesAsPIL(t *testing.T) {
	for _, want := range recorded(t).Entries() {
		if strings.HasPrefix(want.Name, "case ") {
			continue
		}
		t.Run(want.Name, func(t *testing.T) {
			name, white := strings.CutSuffix(want.Name, ".white")
			got := pixels(t, map[bool]string{false: asIs, true: onWhite}[white], load(t, name))
			if got.Channels != 3 || got.Height != want.Shape[0] || got.Width != want.Shape[1] {
				t.Fatalf("%d channels of %d × %d; want 3 of %v", got.Channels, got.Height, got.Width, want.Shape)
			}
			n, off, most := got.Height*got.Width, 0, 0.0
			for i, w := range numbers(t, want) {
				if d := math.Abs(float64(got.Data[i%3*n+i/3] - w)); d > 0 {
					off, most = off+1, max(most, d)
				}
			}
			near := 3.0
			switch {
			case strings.HasSuffix(name, ".png"):
				near = 0
			case name == "gray.jpg" || name == "keep-rgb.jpg": // without colour channels
				near = 1
			}
			if most > near || off > 3*n/20 {
				t.Errorf("%d of %d differ, by up to %g; want at most %g, and one in 20", off, 3*n, most, near)
			}
		})
	}
}

// TestPixelsAsTransformers takes a PNG through the steps of many configs, and
// JPEGs, whose differences resizing evens out.
func TestPixelsAsTransformers(t *testing.T) {
	var cases []struct {
		Name, Image string
		Config      json.RawMessage
	}
	if err := json.Unmarshal(load(t, "cases.json"), &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 30 {
		t.Fatalf("%d cases", len(cases))
	}
	want := recorded(t)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			e, _ := want.Entry("case " + c.Name)
			got := pixels(t, string(c.Config), load(t, c.Image))
			if len(e.Shape) != 3 || got.Channels != e.Shape[0] || got.Height != e.Shape[1] || got.Width != e.Shape[2] {
				t.Fatalf("[%d %d %d]; want %v", got.Channels, got.Height, got.Width, e.Shape)
			}
			near := 0.0
			if c.Image != "rgb.png" {
				near = 1
			}
			for i, w := range numbers(t, e) {
				if math.Abs(float64(got.Data[i]-w)) > near {
					t.Fatalf("number %d of %d is %g; want %g", i, len(got.Data), got.Data[i], w)
				}
			}
		})
	}
}
