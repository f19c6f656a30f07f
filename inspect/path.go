package inspect

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"heed/mat"
	"heed/model"
	"heed/source"
	"heed/trace"
)

// PathOptions say which path is wanted.
type PathOptions struct {
	source.Options          // Texts, Pairs, Word, Progress
	Between        []string // two anchors; none: the words that tell two texts apart
	Free           bool     // no anchors are needed: the plane is another
	AnchorText     string   // the anchors' sentence; "" is AnchorText
}

// Path follows a word through the hidden states of each text, the mean over its
// tokens, and the anchors, each in a neutral sentence of its own, through
// theirs. Where these are drawn is not said yet; see [geom.Path].
func Path(ctx context.Context, m *source.Model, o PathOptions) (trace.Path, error) {
	origin := originOf(m)
	p, err := follow(ctx, m, o)
	p.Source = origin()
	return p, err
}

// counted is a number of texts, in words.
func counted(texts int) string {
	if texts == 1 {
		return "1 text"
	}
	return fmt.Sprintf("%d texts", texts)
}

func follow(ctx context.Context, m *source.Model, o PathOptions) (trace.Path, error) {
	p := trace.Path{Version: trace.Version}
	states := m.Net.ForHidden()
	keep := keeping(states)
	subjects, err := runs(ctx, m, o.Options, keep)
	if err != nil {
		return p, err
	}
	p.Word = subjects[0].Word
	if subjects[0].Passage.Inputs.Pixels != nil && (len(o.Between) > 0 || !o.Free) {
		return p, errors.New("images have no sentence for an anchor to stand in; want --plane pca or axes:I,J")
	}
	notes := notes{}
	if len(o.Between) == 0 && !o.Free {
		if len(subjects) != 2 {
			return p, fmt.Errorf("%s, and no anchors to measure by; want two words with --between, such as money,river", counted(len(subjects)))
		}
		if o.Between = apart(subjects, p.Word); o.Between == nil {
			return p, errors.New("no words tell the texts apart; want two anchors with --between, such as money,river")
		}
		notes.add("anchors", "measured between %s: the longest words that tell the texts apart", strings.Join(o.Between, " and "))
	}
	for _, word := range o.Between {
		t, err := anchored(ctx, m, word, o.AnchorText, keep)
		if err != nil {
			return p, anotherWord(err, "--between")
		}
		p.Anchors = append(p.Anchors, trace.Anchor{Target: t.Target, States: statesOf(t.run, states, t.Index)})
		notes.piecesOf(trace.At("anchors", len(p.Anchors)-1), word, t.tokens, t.Index)
	}
	for i, s := range subjects {
		notes.text(m, s, i, p.Word)
		p.Texts = append(p.Texts, way(s, p.Anchors, statesOf(s.Run, states, s.Focus)))
	}
	p.Notes = notes.list
	return p, nil
}

// statesOf are the means of hidden states over some tokens.
func statesOf(r *model.Run[float32], states []string, tokens []int) []mat.Vector {
	list := make([]mat.Vector, len(states))
	for l, name := range states {
		list[l] = mean(r, name, tokens)
	}
	return list
}

// way is the word's path in one text.
func way(s subject, anchors []trace.Anchor, states []mat.Vector) trace.Way {
	w := trace.Way{Passage: s.Passage.Passage}
	for k, a := range anchors {
		if _, err := s.Find(a.Word); err == nil && w.Side == nil {
			w.Side = &k
		}
	}
	for l, h := range states {
		one := trace.PathState{Layer: l, Length: mat.Number(mat.Norm(h)), Vector: h}
		for _, a := range anchors {
			one.Cosine = append(one.Cosine, mat.Number(mat.Cosine(h, a.States[l])))
		}
		w.States = append(w.States, one)
	}
	return w
}
