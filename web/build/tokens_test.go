package main

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// tokens are the colours of the page, in light and in dark.
func tokens(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	data, err := os.ReadFile("../src/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	token := regexp.MustCompile(`--([\w-]+): (#[0-9a-f]{6});`)
	read := func(selector string) map[string]string {
		_, block, found := strings.Cut(string(data), selector+" {")
		block, _, closed := strings.Cut(block, "}")
		if !found || !closed {
			t.Fatalf("no %s", selector)
		}
		colours := map[string]string{}
		for _, m := range token.FindAllStringSubmatch(block, -1) {
			colours[m[1]] = m[2]
		}
		return colours
	}
	return read(":root"), read(`:root[data-theme="dark"]`)
}

// luminance is the relative luminance of a colour, 0 … 1.
//
// Source: W3C, Web Content Accessibility Guidelines 2.2 (2023), relative luminance.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	rgb, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != 7 {
		t.Fatalf("%q is no colour", colour)
	}
	channel := func(shift uint) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

// contrast is that of two colours, 1 … 21.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrasts measures every token that text is written in, on every ground
// that it is written on: the lowest are the design's 4.74 in light and 5.80 in
// dark.
func TestContrasts(t *testing.T) {
	light, dark := tokens(t)
	for name, tt := range map[string]struct {
		colours map[string]string
		lowest  float64
	}{"light": {light, 4.74}, "dark": {dark, 5.80}} {
		lowest, of := math.Inf(1), ""
		measure := func(text, ground string, least float64) {
			if c := contrast(t, tt.colours[text], tt.colours[ground]); c < least {
				t.Errorf("%s: %s on %s has %.2f; want %.2f", name, text, ground, c, least)
			} else if c < lowest && least > 4 {
				lowest, of = c, fmt.Sprintf("%s on %s", text, ground)
			}
		}
		for _, ground := range []string{"bg", "panel", "sunk"} {
			for _, text := range []string{"ink", "ink2", "ink3", "e", "q", "k", "v", "a", "b", "warn"} {
				measure(text, ground, tt.lowest-0.005)
			}
		}
		t.Logf("%s: the lowest is %.2f, of %s", name, lowest, of)
		for text, ground := range map[string]string{"warn": "warn-fill", "b": "b-fill", "v": "v-fill", "panel": "ink"} { // notes, chips, what is pressed
			measure(text, ground, 4.5)
		}
		for _, badge := range []string{"a", "b"} {
			measure("panel", badge, 4.5)
		}
		if math.Abs(lowest-tt.lowest) > 0.005 {
			t.Errorf("%s: the lowest is %.2f, of %s; design.md says %.2f", name, lowest, of, tt.lowest)
		}
	}
}
