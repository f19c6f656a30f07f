package vision_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"heed/vision"
)

func TestParseConfigRefuses(t *testing.T) {
	for _, tt := range []struct{ config, want string }{
		{``, "is no JSON object"},
		{`[]`, "is no JSON object"},
		{`{"crop_pct":0.875}`, "crop_pct is not known"},
		{`{"do_pad":true}`, "do_pad is true, a step that heed does not do"},
		{`{"image_processor_type":"ConvNextImageProcessor"}`, `image_processor_type is "ConvNextImageProcessor"; want the image processor of one of Beit, Bit, CLIP, DeiT, Siglip, ViT`},
		{`{"image_processor_type":1}`, "image_processor_type is 1; want a string"},
		{`{"do_resize":1}`, "do_resize is 1; want true or false"},
		{`{"size":0}`, "size is 0; want"},
		{`{"size":-1}`, "size is -1; want"},
		{`{"size":1e9}`, "size is 1e9; want"},
		{`{"size":99999}`, "size is 99999; want"},
		{`{"size":{"height":2}}`, `size is {"height":2}; want`},
		{`{"size":{"shortest_edge":2,"longest_edge":3}}`, "size is {"},
		{`{"size":{"height":2,"width":2,"shortest_edge":2}}`, "size is {"},
		{`{"size":{"max_height":2,"max_width":2}}`, "size is {"},
		{`{"size":[1,2,3]}`, "size is [1,2,3]; want"},
		{`{"size":{"height":32768,"width":32768}}`, "want at most 16777216 pixels"},
		{`{"do_center_crop":true}`, "do_center_crop is true, but there is no crop_size"},
		{`{"crop_size":{"shortest_edge":2}}`, "crop_size has a shortest_edge"},
		{`{"do_center_crop":true,"crop_size":32768}`, "crop_size is 32768 × 32768"},
		{`{"resample":5}`, "resample is 5; want 0 (nearest)"},
		{`{"rescale_factor":"a"}`, `rescale_factor is "a"; want a number`},
		{`{"image_mean":[1,2]}`, "image_mean is [1,2]; want three numbers"},
		{`{"image_std":[1,1,0]}`, "image_std is [1 1 0]; want no 0"},
		{`{"data_format":"channels_last"}`, `data_format is "channels_last"; want "channels_first"`},
	} {
		_, err := vision.ParseConfig([]byte(tt.config))
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v; want one line with %q", tt.config, err, tt.want)
		}
	}
}

// TestNullIsAbsent: a key that is null, as older configs have it, changes
// nothing.
func TestNullIsAbsent(t *testing.T) {
	plain, err := vision.ParseConfig([]byte(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	null, err := vision.ParseConfig([]byte(`{"do_convert_rgb":null,"size":null,"resample":null,"do_pad":null,"data_format":null,"crop_pct":null}`))
	if err != nil || null != plain {
		t.Errorf("%+v, %v; want %+v", null, err, plain)
	}
}

// claims is a PNG's header that says how large it is, and nothing behind it.
func claims(width, height uint32, depth, kind byte) []byte {
	chunk := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)...)
	chunk = append(chunk, depth, kind, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}

func TestPixelsRefuses(t *testing.T) {
	huge := load(t, "420.jpg")
	at := bytes.Index(huge, []byte{0xff, 0xc0}) // the frame's header: length, precision, height, width
	copy(huge[at+5:], []byte{0xff, 0xff, 0x03, 0xff})
	cut := load(t, "rgb.png")
	for _, tt := range []struct {
		claim  string
		config string
		data   []byte
		want   string
	}{
		{"no bytes", asIs, nil, "neither PNG nor JPEG"},
		{"a GIF", asIs, []byte("GIF89a"), "neither PNG nor JPEG"},
		{"16-bit gray", asIs, load(t, "gray16.png"), "gray of 16 bits"},
		{"a transparent shade of few bits", asIs, load(t, "gray1-transparent.png"), "gray of 1 bits with a transparent shade"},
		{"a transparent colour of 16 bits", asIs, load(t, "rgb16-transparent.png"), "has 16 bits and a transparent colour"},
		{"CMYK", asIs, load(t, "cmyk.jpg"), "CMYK"},
		{"a PNG that is cut short", asIs, cut[:len(cut)/2], "not enough pixel data"},
		{"a PNG larger than any", asIs, claims(1<<31-1, 1<<31-1, 8, 2), "dimension overflow"},
		{"a PNG of too many pixels", asIs, claims(1<<14, 1<<13, 8, 2), "says it has 16384 × 8192 pixels; want at most 67108864"},
		{"a PNG with more pixels than its bytes hold", asIs, claims(4000, 4000, 8, 6), "says it has 4000 × 4000 pixels; its bytes cannot hold that many"},
		{"a JPEG with more pixels than its bytes hold", asIs, huge, "says it has 1023 × 65535 pixels; its bytes cannot hold"},
		{"a line that would become a plane", `{"size":{"shortest_edge":30000}}`, load(t, "thin.jpg"), "cannot be resized to 90000 × 30000"},
	} {
		t.Run(tt.claim, func(t *testing.T) {
			p, err := vision.ParseConfig([]byte(tt.config))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Pixels(bytes.NewReader(tt.data)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v; want one with %q", err, tt.want)
			}
		})
	}
	p, err := vision.ParseConfig([]byte(asIs))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Pixels(io.MultiReader(bytes.NewReader([]byte("\x89PNG")), zeros{})); err == nil || !strings.Contains(err.Error(), "has more than") {
		t.Errorf("a file without end: error %v", err)
	}
}

// zeros never ends.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// FuzzPixels looks for panics, and for pixels that are not what the config
// says.
func FuzzPixels(f *testing.F) {
	for _, name := range []string{"rgba.png", "palette-alpha.png", "gray1.png", "gray4.png", "rgb16.png", "gray-alpha16.png", "420.jpg", "440.jpg", "411.jpg", "odd.jpg",
		"narrow.jpg", "dot.jpg", "progressive.jpg", "gray.jpg", "keep-rgb.jpg", "cmyk.jpg"} {
		f.Add(load(f, name))
	}
	f.Add(claims(4000, 4000, 8, 6))
	p, err := vision.ParseConfig([]byte(`{"size":{"height":7,"width":5},"do_convert_rgb":true}`))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := p.Pixels(bytes.NewReader(data))
		if err == nil && (x.Channels != 3 || x.Height != 7 || x.Width != 5 || len(x.Data) != 3*7*5) {
			t.Errorf("[%d %d %d] of %d numbers", x.Channels, x.Height, x.Width, len(x.Data))
		}
	})
}

// FuzzParseConfig looks for panics.
func FuzzParseConfig(f *testing.F) {
	f.Add([]byte(asIs))
	f.Add([]byte(`{"image_processor_type":"CLIPImageProcessorFast","size":224,"crop_size":[1,2],"image_mean":0.5,"resample":3}`))
	f.Fuzz(func(t *testing.T, data []byte) { vision.ParseConfig(data) })
}
