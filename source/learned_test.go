package source_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"heed/internal/golden"
	"heed/learn"
	"heed/mat"
	"heed/source"
	"heed/trace"
)

func walkEnglish(t *testing.T, o source.Options) trace.Walk {
	t.Helper()
	s, err := source.Open("english")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.Walk(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// contrasts sums up what english makes of probes: for each phrase the contrast
// of its word against the other context, for its target.
func contrasts(t *testing.T, probes []learn.Probe) (mean float64, positive, towards, of int) {
	t.Helper()
	for _, p := range probes {
		w := walkEnglish(t, source.Options{Texts: []string{p.TextA, p.TextB}, Word: p.Word, Layer: source.Choose, Head: source.Choose})
		for a, target := range []string{p.TargetA, p.TargetB} {
			for _, c := range w.Contrast {
				if c.A == a && c.Token == target {
					mean += float64(c.Value)
					of++
					if c.Value > 0 {
						positive++
					}
				}
			}
			for _, to := range w.Traces[a].Shift.Towards {
				if to.Token == target && to.Context == nil && to.Signed > 0 {
					towards++
				}
			}
		}
	}
	return mean / float64(of), positive, towards, of
}

func TestEnglishTellsContextsApart(t *testing.T) {
	names := []string{""}
	t.Run("shared", func(t *testing.T) { names = append(names, golden.Shared(t, "data/wsd/pairs.tsv")) })
	for _, name := range names {
		lines, err := source.Probes(name)
		if err != nil {
			t.Fatal(err)
		}
		probes, err := learn.ReadProbes(lines)
		if err != nil {
			t.Fatal(err)
		}
		mean, positive, towards, of := contrasts(t, probes)
		t.Logf("%q: mean contrast %.3f, positive in %d, towards in %d, of %d", name, mean, positive, towards, of)
		if of != 2*len(probes) || mean < 0.75 || positive < of || towards < of-1 {
			t.Errorf("%q: of %d phrases mean contrast %.3f, positive in %d, towards in %d; want 0.75, all, all but one", name, of, mean, positive, towards)
		}
	}
}

// Before training there is nothing, and it comes between steps 30 and 250.
func TestTheRecordOfEnglishShowsItEmerge(t *testing.T) {
	data, err := os.ReadFile("../english/training.heed")
	if err != nil {
		t.Fatal(err)
	}
	var r learn.Record
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	at := map[int]learn.Snapshot{}
	for _, s := range r.Snapshots {
		at[s.Step] = s
	}
	if c := at[0].Contrast; c.Of != 30 || c.Mean < -0.05 || c.Mean > 0.05 {
		t.Errorf("at step 0 %+v; want a mean within ±0.05 over 30", c)
	}
	if at[30].Contrast.Mean > 0.25 || at[200].Contrast.Mean < 0.4 {
		t.Errorf("mean contrast %v at step 30, %v at 200; want it to rise between them", at[30].Contrast.Mean, at[200].Contrast.Mean)
	}
	if at[0].Loss < at[100].Loss || at[100].Loss < r.Recipe.Result.Loss {
		t.Errorf("loss %v, %v, %v", at[0].Loss, at[100].Loss, r.Recipe.Result.Loss)
	}
}

func TestAWalkThroughEnglishIsConsistent(t *testing.T) {
	w := walkEnglish(t, source.Options{Texts: []string{"The bank's flurbish lends money.", "Bank!"}, Word: "bank", Layer: source.Choose, Head: 3})
	first := w.Traces[0]
	var tokens []string
	for _, k := range first.Tokens {
		tokens = append(tokens, k.Text)
	}
	if got := strings.Join(tokens, " "); got != "The bank 's lends money" {
		t.Errorf("tokens %s", got)
	}
	if len(first.Notes) != 1 || !strings.Contains(first.Notes[0].Text, "“flurbish”") {
		t.Errorf("notes %v; want the word that is left out named", first.Notes)
	}
	for i := range first.Tokens {
		sum := 0.0
		for _, x := range first.Weights.Row(i) {
			sum += x
		}
		if sum < 1-1e-12 || sum > 1+1e-12 || first.Weights.At(i, i) != 0 {
			t.Errorf("weights of %s %v; want 0 for itself and a sum of 1", tokens[i], first.Weights.Row(i))
		}
	}
	whole := first.Embed.Clone()
	for head := range 8 {
		h := walkEnglish(t, source.Options{Texts: []string{first.Text}, Word: "bank", Layer: 0, Head: head})
		mat.AddScaled(whole.Data, 1, h.Traces[0].Projected.Data)
	}
	for c, y := range first.Y.Data {
		if d := y - whole.Data[c]; d > 1e-9 || d < -1e-9 {
			t.Fatalf("y[%d] is %v; e and all heads sum to %v", c, y, whole.Data[c])
		}
	}
	if alone := w.Traces[1]; float64(alone.Shift.Length) != 0 {
		t.Errorf("a word alone moves by %v; want y = e", alone.Shift.Length)
	}
}

func TestWhatEnglishCannotWalkIsRefused(t *testing.T) {
	s, err := source.Open("english")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, tt := range []struct {
		want string
		o    source.Options
	}{
		{"none of the words", source.Options{Texts: []string{"flurb blorg"}}},
		{`has no vector for "flurb"`, source.Options{Texts: []string{"the flurb"}, Word: "flurb"}},
		{`"bank" is not in "the river"`, source.Options{Texts: []string{"the river"}, Word: "bank"}},
		{"has heads 0 … 7; got 8", source.Options{Texts: []string{"the river"}, Head: 8}},
		{"has one layer", source.Options{Texts: []string{"the river"}, Layer: 1}},
		{"nothing is pinned", source.Options{Texts: []string{"the river"}, Formula: true}},
		{"at most 512", source.Options{Texts: []string{strings.Repeat("the river ", 300)}}},
		{"no pairs", source.Options{Texts: []string{"the river"}, Pairs: []string{"the bank"}}},
	} {
		if _, err := s.Walk(context.Background(), tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: %v; want %q", tt.o, err, tt.want)
		}
	}
}
