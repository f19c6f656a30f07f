package model

import "testing"

// TestBandsCutNoRest cuts all small batches for some workers: the bands are all
// of the tokens in order, and hold few or more of a text, or all of it.
func TestBandsCutNoRest(t *testing.T) {
	for workers := 1; workers <= 8; workers++ {
		for tokens := 1; tokens <= 90; tokens++ {
			for rows := tokens; rows <= 1200; rows += tokens {
				if rows < few*workers {
					continue
				}
				at := 0
				for _, b := range bands(workers, rows, tokens) {
					if b.from != at || b.to-b.from < few {
						t.Fatalf("%d workers, %d tokens in texts of %d: band %v after token %d", workers, rows, tokens, b, at)
					}
					at = b.to
					if before := at % tokens; before != 0 && min(before, tokens-before) < few {
						t.Fatalf("%d workers, %d tokens in texts of %d: band %v cuts off few", workers, rows, tokens, b)
					}
				}
				if at != rows {
					t.Fatalf("%d workers, %d tokens in texts of %d: the bands end at %d", workers, rows, tokens, at)
				}
			}
		}
	}
}
