package main

import (
	"cmp"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"heed/lessons"
	"heed/source"
	"heed/web"
)

// writePage writes the page as one file that opens with this lesson.
func (f walkFlags) writePage(out io.Writer, s source.Source) error {
	lesson, is := s.(source.Documented)
	switch o := f.options; {
	case !is:
		return usagef("-o FILE.html: a page that works offline shows a lesson, and the source is none; want --source lesson:NAME or a lesson file")
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
	page, err := web.Offline(state)
	if err == nil {
		_, err = out.Write(page)
	}
	return err
}
