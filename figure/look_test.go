package figure_test

import (
	"bytes"
	"heed/figure"
	"heed/geom"
	"image/png"
	"os"
	"testing"
	"time"
)

func TestLook(t *testing.T) {
	for n, s := range map[string]geom.Scene{"example": workedExample(), "many": manyWords(30, 1), "forty": manyWords(40, 3), "head": modelHead()} {
		for _, f := range []string{"svg", "pdf", "png"} {
			var b bytes.Buffer
			t0 := time.Now()
			if err := figure.Write(&b, f, s, figure.Options{Width: 6.9}); err != nil {
				t.Fatal(err)
			}
			t.Log(n, f, b.Len(), time.Since(t0))
			os.WriteFile("/work/scratch/figure/"+n+"."+f, b.Bytes(), 0o666)
		}
		img, err := figure.Image(s, 1000, true)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := os.Create("/work/scratch/figure/" + n + "-dark.png")
		png.Encode(f, img)
		f.Close()
	}
}
