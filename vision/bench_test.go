package vision_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"heed/vision"
)

// BenchmarkPixels takes a photograph's size to ViT's.
func BenchmarkPixels(b *testing.B) {
	m := image.NewYCbCr(image.Rect(0, 0, 1600, 1200), image.YCbCrSubsampleRatio420)
	for i := range m.Y {
		m.Y[i] = byte(i * i >> 8)
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, m, nil); err != nil {
		b.Fatal(err)
	}
	p, err := vision.ParseConfig([]byte(`{}`))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.Pixels(bytes.NewReader(file.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
