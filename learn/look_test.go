package learn

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"
)

func shippedRecord(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../lessons/learned-2d.heed.gz")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestLookIsWhatWasRecorded: what is computed again from the whole head is what
// was recorded of it.
func TestLookIsWhatWasRecorded(t *testing.T) {
	r, err := ParseRecord(shippedRecord(t))
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range r.Snapshots {
		for n, p := range s.Phrases {
			l := r.Look(i, n)
			for c := range p.Y {
				if float32(l.Y[c]) != p.Y[c] || float32(l.E[c]) != p.E[c] {
					t.Fatalf("step %d: y %v, e %v; want %v, %v", s.Step, l.Y, l.E, p.Y, p.E)
				}
			}
			for j, w := range p.Weights[0] {
				if float32(l.Weights[0][j]) != w {
					t.Fatalf("step %d: weights %v; want %v", s.Step, l.Weights[0], p.Weights[0])
				}
			}
		}
	}
}

// TestWatch adds a probe; what is told of the others stays.
func TestWatch(t *testing.T) {
	r, err := ParseRecord(shippedRecord(t))
	if err != nil {
		t.Fatal(err)
	}
	before := r.Look(50, 1)
	probe := Probe{"bank", "the money in the bank", "the bank of the river", "money", "river"}
	if err := r.Watch([]Probe{probe}); err != nil {
		t.Fatal(err)
	}
	if len(r.Phrases) != 4 || r.Phrases[0].Text != probe.TextA || r.Phrases[2].Other != 3 || len(r.Snapshots) != 176 || len(r.Snapshots[9].Phrases) != 4 {
		t.Fatalf("%d phrases, %d snapshots", len(r.Phrases), len(r.Snapshots))
	}
	after := r.Look(50, 3)
	for c := range after.Y {
		if after.Y[c] != before.Y[c] {
			t.Errorf("y %v; want %v", after.Y, before.Y)
		}
	}
	sum := 0.0
	for _, w := range r.Look(50, 0).Weights[0] {
		sum += w
	}
	if math.Abs(sum-1) > 1e-12 || len(r.Look(50, 0).Weights[0]) != 5 {
		t.Errorf("weights %v", r.Look(50, 0).Weights)
	}
	if err := r.Watch([]Probe{{"bank", "money bank", "snow bank", "money", "snow"}}); err == nil || !strings.Contains(err.Error(), "1 of 1 probes") {
		t.Error(err)
	}
	r.Words = nil
	if err := r.Watch([]Probe{probe}); err == nil {
		t.Error("no error where the vectors stay")
	}
}

// TestRecordsThatDoNotFit: what the parts of a record say of each other is
// checked.
func TestRecordsThatDoNotFit(t *testing.T) {
	good, err := ParseRecord(shippedRecord(t))
	if err != nil {
		t.Fatal(err)
	}
	good.Snapshots = good.Snapshots[:3]
	text, err := json.Marshal(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, old, now, want string }{
		{"another kind", `"kind":"training"`, `"kind":"model"`, `kind "model"`},
		{"another version", `"heed":1`, `"heed":9`, "version 9"},
		{"steps that fall", `"step":2`, `"step":0`, "steps that rise"},
		{"a word that it has not", `"words":["bank","money"`, `"words":["bank","coins"`, `"money" is none of the record's words`},
		{"a lost word", `"words":["bank",`, `"words":["bank","x",`, "for 31 words"},
		{"a focus beyond", `"focus":1`, `"focus":2`, "has its word at 2"},
		{"a context that is not the other's", `"other":1`, `"other":0`, "its other context at 0"},
		{"a bias too long", `"bias_q":[`, `"bias_q":[0,`, "a bias of 3"},
		{"a map too wide", `"maps":{"q":[[`, `"maps":{"q":[[0,0,0],[`, ""},
		{"no number", `"log_f":[-`, `"log_f":[null,-`, ""},
	} {
		broken := strings.Replace(string(text), tt.old, tt.now, 1)
		if broken == string(text) {
			t.Fatalf("%s: nothing is changed", tt.name)
		}
		if _, err := ParseRecord([]byte(broken)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v; want %q", tt.name, err, tt.want)
		}
	}
	for name, data := range map[string]string{"empty": "", "no record": "{}", "no gzip": "\x1f\x8bxx", "a list": "[]"} {
		if _, err := ParseRecord([]byte(data)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// FuzzParseRecord: nothing that is read makes it panic, and what it takes can be
// looked at.
func FuzzParseRecord(f *testing.F) {
	good, err := ParseRecord(shippedRecord(f))
	if err != nil {
		f.Fatal(err)
	}
	good.Snapshots = good.Snapshots[:2]
	text, err := json.Marshal(good)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"heed":1,"kind":"training","phrases":[{"tokens":["a","b"],"embed":[[1],[2]],"other":1},{"tokens":["a","b"],"embed":[[1],[2]],"other":0}],"snapshots":[{"step":0,"phrases":[{"y":[1],"weights":[[0,1]]},{"y":[1],"weights":[[0,1]]}]}]}`))
	f.Add([]byte(`{"heed":1,"kind":"training","words":["a"],"snapshots":[{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ParseRecord(data)
		if err != nil {
			return
		}
		for i := range r.Snapshots {
			for n := range r.Phrases {
				r.Look(i, n)
			}
		}
	})
}
