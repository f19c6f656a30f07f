package vision_test

import (
	"bytes"
	"encoding/json"
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
// image, bit by bit.
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
			n := got.Height * got.Width
			for i, w := range numbers(t, want) {
				if g := got.Data[i%3*n+i/3]; g != w {
					t.Fatalf("%c of pixel (%d, %d) is %g; want %g", "RGB"[i%3], i/3%got.Width, i/3/got.Width, g, w)
				}
			}
		})
	}
}

// TestPixelsAsTransformers takes a PNG through the steps of many configs, and
// some JPEGs, bit by bit.
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
			for i, w := range numbers(t, e) {
				if got.Data[i] != w {
					t.Fatalf("number %d of %d is %g; want %g", i, len(got.Data), got.Data[i], w)
				}
			}
		})
	}
}
