package learn

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"heed/attention"
	"heed/mat"
)

func TestSmallExp(t *testing.T) {
	finance := strings.Fields("money loan savings account credit cash interest pay investment dollars debt fund")
	rivers := strings.Fields("river water stream shore boat lake fish sea valley bridge")
	function := strings.Fields("the of a in to and is")
	words := slices.Concat([]string{"bank"}, finance, rivers, function)
	v := NewVocabulary(words)
	v.tabulate()
	f, _ := os.Open("../data/english.txt.gz")
	z, _ := gzip.NewReader(f)
	text, err := ReadText(func(yield func(string, error) bool) {
		sc := bufio.NewScanner(z)
		sc.Buffer(nil, 1<<24)
		for sc.Scan() {
			if !yield(sc.Text(), nil) {
				return
			}
		}
	}, v, 1)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(text.chunks(), text.Words)
	// only chunks with content
	if os.Getenv("CONTENT") != "" {
		n := &Text{counts: text.counts, Words: text.Words}
		for i := range text.chunks() {
			c := text.chunk(i)
			k := 0
			for _, id := range c {
				if id < 23 {
					k++
				}
			}
			if k >= 2 {
				n.ids = append(n.ids, c...)
				n.ends = append(n.ends, len(n.ids))
			}
		}
		text = n
		fmt.Println("content chunks", text.chunks())
	}
	for seed := range uint64(8) {
		for _, steps := range []int{0, 400} {
			s, err := TrainSmall(context.Background(), v, text, 2, Options{Steps: steps, Batch: 64, Rate: .02, Seed: seed})
			if err != nil {
				t.Fatal(err)
			}
			mean := func(w []string) []float64 {
				m := make([]float64, 2)
				for _, x := range w {
					id, _ := v.ID(x)
					mat.AddScaled(m, 1/float64(len(w)), s.Embed.Row(id))
				}
				return m
			}
			mf, mr := mean(finance), mean(rivers)
			right, all := 0, 0
			wsum, wn, wmin := 0.0, 0, 1.0
			for g, group := range [][]string{finance, rivers} {
				for _, w := range group {
					for _, phrase := range []string{"%s bank", "the %s bank", "the bank of the %s", "the %s in the bank", "bank and %s", "a %s of the bank"} {
						var ids []uint32
						focus, at := 0, 0
						for i, x := range strings.Fields(fmt.Sprintf(phrase, w)) {
							id, _ := v.ID(x)
							ids = append(ids, uint32(id))
							if x == "bank" {
								focus = i
							}
							if x == w {
								at = i
							}
						}
						tr := attention.Formula(s.rows(ids), s.Head(ids))
						y := tr.Y.Row(focus)
						d := mat.Cosine(y, mf) - mat.Cosine(y, mr)
						if (d > 0) == (g == 0) {
							right++
						}
						all++
						if len(ids) == 5 {
							x := tr.Weights.At(focus, at)
							wsum += x
							wn++
							wmin = min(wmin, x)
						}
					}
				}
			}
			fmt.Printf("seed %d steps %d right %.3f weight mean %.2f min %.2f a %.2f cos %.2f\n", seed, steps, float64(right)/float64(all), wsum/float64(wn), wmin, s.A, mat.Cosine(mf, mr))
		}
	}
}
