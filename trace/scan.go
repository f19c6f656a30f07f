package trace

import (
	"cmp"
	"math"
	"slices"

	"heed/mat"
)

// A Scan is what each of many patches does alone. Text A is run once more for each
// row and each of its tokens, with that one vector taken from the run of text B,
// and the measure is read at the end:
//
//	towards   m = h·unit(t1 − t2), or h·unit(t − h_A) with one target, where h is
//	          the word's last hidden state, and targets are theirs in the runs
//	          without a patch
//	logit     m = logit(w1) − logit(w2), or logit(w1) with one word
//
//	effect    m of the patched run − m of A's
//	share     effect / (m of B's run − m of A's)
//
// Source: Meng, Bau, Andonian and Belinkov, Locating and Editing Factual
// Associations in GPT (2022), section 2; Vig et al. (2020) for single heads.
type Scan struct {
	Version  int             `json:"heed"`
	Source   Origin          `json:"source"`
	What     string          `json:"what"`    // what is patched: "heads", "attn", "mlp", "resid"
	Measure  string          `json:"measure"` // "towards" or "logit"
	Word     string          `json:"word"`
	Texts    []Passage       `json:"texts"`              // A, which is patched, and B, which is patched from
	Targets  List[Target]    `json:"towards"`            // of the measure "towards"
	Logits   List[Candidate] `json:"logits"`             // of the measure "logit", as A's run has them
	Position *int            `json:"position,omitempty"` // the token whose logits are read
	Before   mat.Number      `json:"before"`             // m of A's run
	From     mat.Number      `json:"from"`               // m of B's run
	Rows     []ScanRow       `json:"rows"`
	Effect   mat.Matrix      `json:"effect"` // [rows T]
	Share    mat.Matrix      `json:"share"`  // [rows T]; null where the two runs do not differ
	Notes    List[Note]      `json:"notes"`
}

// A ScanRow is what one row of a Scan's map patches.
type ScanRow struct {
	Name   string `json:"name"` // "L5.H7", "L5.mlp_out"
	Layer  int    `json:"layer"`
	Head   *int   `json:"head,omitempty"`
	Tensor string `json:"tensor"` // "L5.head_out"
}

// A ScanCell is a place in a Scan's map.
type ScanCell struct{ Row, Token int }

// Strongest lists the map's cells by the size of their effect; of equals the
// earlier row, then token.
func (s Scan) Strongest() []ScanCell {
	var cells []ScanCell
	for r := range s.Rows {
		for t := range s.Effect.Cols {
			cells = append(cells, ScanCell{r, t})
		}
	}
	slices.SortStableFunc(cells, func(a, b ScanCell) int {
		return cmp.Compare(math.Abs(s.Effect.At(b.Row, b.Token)), math.Abs(s.Effect.At(a.Row, a.Token)))
	})
	return cells
}
