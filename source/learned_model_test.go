package source_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"heed/mat"
	"heed/model"
	"heed/source"
)

// TestLearnedModelRunsAsItWalks compares the one forward pass over english with
// its own walk, in float64, stage by stage.
func TestLearnedModelRunsAsItWalks(t *testing.T) {
	l, err := source.OpenEnglish()
	if err != nil {
		t.Fatal(err)
	}
	m, err := source.OpenModel("english")
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	for _, text := range []string{"money bank", "We sat on the bank of the muddy river."} {
		o := source.Options{Texts: []string{text}, Word: "bank"}
		passages, err := m.Read(o)
		if err != nil {
			t.Fatal(err)
		}
		run, err := m.Run(context.Background(), passages[0], model.Options[float32]{})
		if err != nil {
			t.Fatal(err)
		}
		for head := range l.Model.Heads() {
			o.Head = head
			w, err := l.Walk(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			want := w.Traces[0]
			got, err := run.Trace(0, 0, head)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range []struct {
				what      string
				got, want mat.Matrix
			}{{"embed", got.Embed, want.Embed}, {"scores", got.Scores, want.Scores}, {"scaled", got.Scaled, want.Scaled},
				{"weights", got.Weights, want.Weights}, {"projected", got.Projected, want.Projected}, {"y", got.Y, want.Y}} {
				if off := mat.Off(x.got.Data, x.want.Data); off > 1e-5 || len(x.got.Data) != len(x.want.Data) {
					t.Errorf("%q, head %d: %s is off by %v", text, head, x.what, off)
				}
			}
			if !slices.Equal(passages[0].Focus, want.Focus) {
				t.Errorf("%q: the word is at %v; want %v", text, passages[0].Focus, want.Focus)
			}
		}
	}
}

func TestLearnedModelSaysWhatItLacks(t *testing.T) {
	m, err := source.OpenModel("english")
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	read, err := m.Read(source.Options{Texts: []string{"the xqzt bank"}})
	if err != nil || !strings.Contains(read[0].LeftOut, "“xqzt”") || len(read[0].Tokens) != 2 || read[0].Word != "bank" {
		t.Errorf("%+v, %v; want two words and xqzt left out", read, err)
	}
	for _, tt := range []struct {
		o    source.Options
		want string
	}{
		{source.Options{Texts: []string{"bank"}}, "no word sees itself; want two words or more"},
		{source.Options{Texts: []string{"the xqzt bank"}, Word: "xqzt"}, `no vector for "xqzt"`},
		{source.Options{Texts: []string{"a bank"}, Pairs: []string{"a river"}}, "knows no pairs of texts"},
	} {
		if _, err := m.Read(tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v; want %s", tt.o, err, tt.want)
		}
	}
}
