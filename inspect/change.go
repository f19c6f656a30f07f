package inspect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"heed/model"
	"heed/source"
	"heed/trace"
)

// A WhatIf says what runs are to do otherwise.
type WhatIf struct {
	Changes []Change // in the order in which they are made
	From    string   // the text whose run patches take from
	Mean    []string // texts whose mean stands for what is knocked out; none: 0 does
}

// A Change is a model's change, or one that hides a token which is named as a
// reader names it: by its index, "4", or as a word, "money", "money:2".
type Change struct {
	model.Change
	Token string // to hide; "" where the change says all
}

// Asked are the changes as they were asked for.
func (w WhatIf) Asked() []string {
	list := make([]string, len(w.Changes))
	for i, c := range w.Changes {
		list[i] = c.As
	}
	return list
}

// Changed is a WhatIf made ready for texts.
type Changed struct {
	Edit source.Edit // of the runs of the texts
	Mean *trace.MeanOf

	texts []*model.Changed[float32]
	notes notes
}

// Notes tells what a reader should know of the changes, after the runs. What is
// so in some of the texts alone begins with the letter of its text.
func (c *Changed) Notes() []trace.Note {
	all := notes{slices.Clone(c.notes.list)}
	everywhere := func(text string) bool {
		return !slices.ContainsFunc(c.texts, func(t *model.Changed[float32]) bool { return !slices.Contains(t.Notes(), text) })
	}
	for n, t := range c.texts {
		for _, text := range t.Notes() {
			if !everywhere(text) {
				text = string(rune('A'+n)) + ": " + text
			}
			all.add(trace.At("texts", n), "%s", text)
		}
	}
	return all.list
}

// Check looks for parts of the question that do not go together.
func (w WhatIf) Check() error {
	takes := slices.ContainsFunc(w.Changes, func(c Change) bool { return c.Do == model.Take })
	knocks := slices.ContainsFunc(w.Changes, func(c Change) bool { return c.Do == model.Knock })
	switch {
	case takes && w.From == "":
		return errors.New("a patch, and no text to take it from; name one with --from")
	case !takes && w.From != "":
		return errors.New("a text to take patches from, and no patch")
	case !knocks && len(w.Mean) > 0:
		return errors.New("texts for a mean, and nothing that it stands for; want a head, L5.H7, L5.attn or L5.mlp to be without")
	case len(w.Changes) == 0:
		return errors.New("nothing to change; want --without, --without-token, --set or --patch")
	}
	return nil
}

// Prepare makes changes ready for the runs of texts, each of which is changed
// alike. What is wrong with them is found before any run: a head, tensor or index
// that is not there, a word that no text has, a patch between texts that do not fit.
// Then the texts are run that patches and means are taken from.
func (w WhatIf) Prepare(ctx context.Context, m *source.Model, o source.Options) (*Changed, error) {
	if err := w.Check(); err != nil {
		return nil, err
	}
	passages, err := m.Read(source.Options{Texts: o.Texts, Pairs: o.Pairs, Word: o.Word})
	if err != nil {
		return nil, err
	}
	var from *source.Passage
	var theirs *model.Inputs
	if w.From != "" {
		read, err := m.Read(source.Options{Texts: []string{w.From}})
		if err != nil {
			return nil, err
		}
		from, theirs = &read[0], &read[0].Inputs
	}
	c := &Changed{}
	for _, p := range passages {
		changes, err := w.in(p)
		if err != nil {
			return nil, err
		}
		changed, err := m.Net.Change(p.Inputs, changes, theirs)
		if err != nil {
			if from != nil {
				err = fmt.Errorf("%w (the text: “%s”; the other: “%s”)", err, p.Text, from.Text)
			}
			return nil, err
		}
		c.texts = append(c.texts, changed)
	}
	if err := w.elsewhere(&c.notes, passages); err != nil {
		return nil, err
	}
	c.Edit = func(text int) func(model.Tensor[float32]) { return c.texts[text].Edit }
	return c, w.run(ctx, m, c, from)
}

// in are the changes for one text: hidden words by their tokens.
func (w WhatIf) in(p source.Passage) ([]model.Change, error) {
	var list []model.Change
	for _, c := range w.Changes {
		if c.Token != "" {
			rows, there := tokensOf(p, c.Token)
			if !there {
				continue
			}
			c.Change = model.WithoutToken(c.As, rows...)
		}
		list = append(list, c.Change)
	}
	return list, nil
}

// tokensOf finds a token by its index, or a word.
func tokensOf(p source.Passage, name string) (rows []int, there bool) {
	if i, err := strconv.Atoi(name); err == nil {
		return []int{i}, true // whether it is there is looked up with the rest
	}
	rows, err := p.Find(name)
	return rows, err == nil
}

// elsewhere tells which texts lack a hidden word; one that none has is an error.
func (w WhatIf) elsewhere(notes *notes, passages []source.Passage) error {
	for _, c := range w.Changes {
		if c.Token == "" {
			continue
		}
		found := 0
		for n, p := range passages {
			if _, there := tokensOf(p, c.Token); there {
				found++
			} else {
				notes.add(trace.At("texts", n), "%s: “%s” has no such word, and is not changed by it", c.As, p.Text)
			}
		}
		if found == 0 {
			var texts []string
			for _, p := range passages {
				texts = append(texts, "“"+p.Text+"”")
			}
			return fmt.Errorf("%s: no such word in %s; name a word of the text, or a token by its index", c.As, strings.Join(texts, " or "))
		}
	}
	return nil
}

// run runs the texts that patches and means are taken from.
func (w WhatIf) run(ctx context.Context, m *source.Model, c *Changed, from *source.Passage) error {
	any := func(keep func(*model.Changed[float32], string) bool) func(string) bool {
		return func(name string) bool {
			return slices.ContainsFunc(c.texts, func(t *model.Changed[float32]) bool { return keep(t, name) })
		}
	}
	if from != nil {
		run, err := m.Run(ctx, *from, model.Options[float32]{Keep: any((*model.Changed[float32]).FromKeep)})
		if err != nil {
			return err
		}
		for _, t := range c.texts {
			t.From(run)
		}
	}
	if len(w.Mean) == 0 {
		return nil
	}
	read, err := m.Read(source.Options{Texts: w.Mean})
	if err != nil {
		return err
	}
	var others []*model.Run[float32]
	for _, p := range read {
		run, err := m.Run(ctx, p, model.Options[float32]{Keep: any((*model.Changed[float32]).MeanKeep)})
		if err != nil {
			return err
		}
		others = append(others, run)
	}
	c.Mean = &trace.MeanOf{Texts: w.Mean}
	for _, t := range c.texts {
		c.Mean.Tokens = t.Average(others)
	}
	return nil
}
