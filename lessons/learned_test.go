package lessons_test

import (
	"strings"
	"testing"

	"heed/attention"
	"heed/learn"
	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
	"heed/mat"
	"heed/trace"
)

// The words of learned-2d, but for bank.
var (
	finance  = strings.Fields("money loan savings account credit cash interest pay investment dollars debt fund")
	rivers   = strings.Fields("river water stream shore boat lake fish sea valley bridge")
	function = strings.Fields("the of a in to and is")
)

// phrases are all sets of bank, one content word, and up to three function
// words; order means nothing to a head without positions.
func phrases(content string) [][]string {
	all := [][]string{{"bank", content}}
	for i, f := range function {
		all = append(all, []string{"bank", content, f})
		for j, g := range function[i:] {
			all = append(all, []string{"bank", content, f, g})
			for _, h := range function[i+j+1:] {
				if f != g {
					all = append(all, []string{"bank", content, f, g, h})
				}
			}
		}
	}
	return all
}

// A model of the plane: every word's vector, and the trace of some words.
type plane struct {
	vector map[string][]float64
	walk   func(words []string) trace.Trace
}

// right is the share of phrases in which y of bank has a larger cosine with
// the mean vector of its content word's group than with the other's, and least
// is the least weight that bank gives a content word in a phrase of five.
func (p plane) right() (share, least float64) {
	mean := func(words []string) []float64 {
		m := make([]float64, 2)
		for _, w := range words {
			mat.AddScaled(m, 1/float64(len(words)), p.vector[w])
		}
		return m
	}
	groups := [2][]string{finance, rivers}
	means := [2][]float64{mean(finance), mean(rivers)}
	right, all := 0, 0
	least = 1
	for g, words := range groups {
		for _, w := range words {
			for _, phrase := range phrases(w) {
				t := p.walk(phrase)
				y := t.Y.Row(0)
				if mat.Cosine(y, means[g]) > mat.Cosine(y, means[1-g]) {
					right++
				}
				all++
				if len(phrase) == 5 {
					least = min(least, t.Weights.At(0, 1))
				}
			}
		}
	}
	return float64(right) / float64(all), least
}

// shipped is the lesson that ships.
func shipped(t *testing.T) plane {
	t.Helper()
	data, err := lessons.Files.ReadFile("learned-2d.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l, err := yaml.Parse("learned-2d", data)
	if err != nil {
		t.Fatal(err)
	}
	p := plane{vector: map[string][]float64{}}
	for word, e := range l.Vectors() {
		p.vector[word] = e
	}
	p.walk = func(words []string) trace.Trace {
		w, err := l.Walk(lesson.Options{Texts: []string{strings.Join(words, " ")}, Word: "bank"})
		if err != nil {
			t.Fatal(err)
		}
		return w.Traces[0]
	}
	return p
}

func TestLearned2DSwings(t *testing.T) {
	share, least := shipped(t).right()
	t.Logf("bank on the right side in %.3f, least weight on the content word %.3f", share, least)
	if share < 0.97 || least < 0.5 {
		t.Errorf("bank is on the right side in %.3f of the phrases, with at least %.3f on the content word; want 0.97 and 0.5", share, least)
	}
}

func TestLearned2DIsLearned(t *testing.T) {
	data, err := lessons.Records.ReadFile("learned-2d.heed.gz")
	if err != nil {
		t.Fatal(err)
	}
	r, err := learn.ParseRecord(data)
	if err != nil {
		t.Fatal(err)
	}
	at := func(s learn.Snapshot) plane {
		p := plane{vector: map[string][]float64{}}
		id := map[string]uint32{}
		for i, w := range r.Words {
			id[w], p.vector[w] = uint32(i), s.Small.Embed.Row(i)
		}
		p.walk = func(words []string) trace.Trace {
			ids, rows := make([]uint32, len(words)), make([][]float64, len(words))
			for i, w := range words {
				ids[i], rows[i] = id[w], p.vector[w]
			}
			return attention.Formula(mat.Of(rows...), s.Small.Head(ids))
		}
		return p
	}
	first, last := r.Snapshots[0], r.Snapshots[len(r.Snapshots)-1]
	if share, _ := at(first).right(); first.Step != 0 || share > 0.65 {
		t.Errorf("at step %d bank is on the right side in %.3f of the phrases; want at most 0.65 at step 0", first.Step, share)
	}
	want := shipped(t)
	for w, e := range at(last).vector {
		if mat.Distance(e, want.vector[w]) != 0 {
			t.Errorf("%s is %v at the end of the record, %v in the lesson", w, e, want.vector[w])
		}
	}
	if first.Loss < last.Loss+0.3 {
		t.Errorf("loss from %v to %v", first.Loss, last.Loss)
	}
}
