package main

import (
	"cmp"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"heed/lessons"
	"heed/server"
	"heed/source"
	"heed/trace"
	"heed/web"

	"github.com/spf13/cobra"
)

// writePage writes the page as one file that opens with this lesson, or with this
// walk of a model.
func (f walkFlags) writePage(c *cobra.Command, out io.Writer, s source.Source, w trace.Walk) error {
	lesson, is := s.(source.Documented)
	switch o := f.options; {
	case !is:
		return f.writeRecording(c, out, s, w)
	case len(o.Texts) > 0 || o.Word != "" || f.plane != "":
		return usagef("-o FILE.html: a page shows the lesson's own texts, word and plane; change them in it, or in the lesson's file")
	}
	state := web.State{Heed: 1, Kind: "lesson", Version: version}
	name, shipped := strings.CutPrefix(cmp.Or(f.source, "lesson:"+lessons.Default), "lesson:")
	if !shipped {
		title, document, err := lesson.Document()
		if err != nil {
			return err
		}
		name = strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
		state.Lesson = &web.Lesson{Name: name, Title: title, Document: document}
	}
	// In the order in which the page writes its address; see src/address.ts.
	state.At = "#lesson=" + url.QueryEscape(name)
	if f.options.Formula {
		state.At += "&weights=formula"
	}
	return writeState(out, state)
}

// writeRecording writes the page that opens with a walk of a model.
func (f walkFlags) writeRecording(c *cobra.Command, out io.Writer, s source.Source, w trace.Walk) error {
	plane, err := f.choosePlane(c.Context(), c.ErrOrStderr(), s, w)
	if err != nil {
		return err
	}
	name := filepath.Base(f.source) // as heed serve --models FOLDER has it
	recording, err := server.Carried(name, w, plane)
	if err != nil {
		return err
	}
	return writeState(out, web.State{Heed: 1, Kind: "walk", At: "#model=" + url.QueryEscape(name), Version: version, Recording: recording})
}

func writeState(out io.Writer, state web.State) error {
	page, err := web.Offline(state)
	if err == nil {
		_, err = out.Write(page)
	}
	return err
}
