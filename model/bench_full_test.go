//go:build full

package model_test

import (
	"context"
	"fmt"
	"testing"

	"heed/internal/golden"
	"heed/model"
)

// BenchmarkMiniLM runs a text through MiniLM and keeps every tensor: "money
// bank", and as long a text as the model takes.
func BenchmarkMiniLM(b *testing.B) {
	m := open[float32](b, golden.Model(b, "minilm-l6"))
	ids := []int{101, 2769, 2924, 102}
	for _, tokens := range []int{4, 128, 512} {
		for len(ids) < tokens {
			ids = append(ids, 2000+len(ids))
		}
		b.Run(fmt.Sprint(tokens), func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Run(context.Background(), model.Inputs{IDs: [][]int{ids}}, model.Options[float32]{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(tokens*b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}
