package main

import (
	"encoding/json"
	"io"
	"slices"

	"heed/geom"
	"heed/inspect"
	"heed/source"
	"heed/term"
	"heed/trace"

	"github.com/spf13/cobra"
)

// walkChanged walks texts before and after changes to a model's runs.
func walkChanged(c *cobra.Command, f walkFlags, formats []string) error {
	if i := slices.IndexFunc(formats, func(format string) bool { return format == "csv" || format == "npz" || format == "html" }); i >= 0 {
		return usagef("-o %s: before and after are written as JSON or drawn; want .json, .svg, .pdf or .png", f.outputs[i])
	}
	s, err := source.Open(f.source)
	if err != nil {
		return err
	}
	defer s.Close()
	m, isModel := s.(*source.Model)
	if learned, ok := s.(*source.Learned); ok {
		if m, err = learned.AsModel(); err != nil {
			return err
		}
		isModel = true
	}
	if !isModel {
		return usagef("changes are made to a model's run, and the source is a lesson, whose numbers its file states; name a model with --source")
	}
	told, done := progress(c, "layers")
	f.options.Progress = told
	x, err := asIf(f.changeFlags, m, done, func(w inspect.WhatIf) (trace.WhatIf[trace.Walk], error) {
		return inspect.WalkIf(c.Context(), m, f.options, w)
	})
	if err != nil {
		return err
	}
	x.Before.Source.Heed, x.After.Source.Heed = version, version
	slim := trace.Walk.WithoutMaps // the scene needs W_O
	if f.maps {
		slim = whole
	}
	a := changedAnswer(x, f.precision, slim, func(w trace.Walk) string { return term.Walk(w, term.Options{Precision: f.precision}) })
	var plane geom.Plane
	if f.wantsScene(formats) {
		if plane, err = f.choosePlane(c.Context(), c.ErrOrStderr(), m, x.Before); err != nil {
			return err
		}
	}
	a.scene = func() (geom.Scene, error) {
		before, err := geom.Build(x.Before, plane)
		if err != nil {
			return geom.Scene{}, err
		}
		after, err := geom.Build(x.After, plane)
		if err != nil {
			return geom.Scene{}, err
		}
		return geom.Overlaid(before, after, x.Effect), nil
	}
	if f.saveBasis != "" {
		if err := writeOutput(c, f.saveBasis, func(out io.Writer) error { return json.NewEncoder(out).Encode(plane) }); err != nil {
			return err
		}
		if f.saveBasis == "-" && len(f.outputs) == 0 {
			return nil
		}
	}
	return answerFlags{json: f.json, outputs: f.outputs, picture: f.picture, width: f.width, precision: f.precision}.give(c, formats, a)
}
