package term_test

import (
	"bytes"
	"image"
	"os"
	"regexp"
	"strings"
	"testing"

	"heed/geom"
	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
	"heed/term"
	"heed/trace"

	"charm.land/lipgloss/v2"
)

func walkOf(t *testing.T, file []byte) trace.Walk {
	t.Helper()
	l, err := yaml.Parse("lesson", file)
	if err != nil {
		t.Fatal(err)
	}
	w, err := l.Walk(lesson.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func shipped(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	files, err := lessons.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		all[f.Name()], err = lessons.Files.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
	}
	// Everything at once: maps that are not square, biases, a mask, long words.
	all["crowded"] = []byte(`
heed: 1
text: internationalisation of incomprehensibilities' bank
embed: {internationalisation: [123456.789, -0.000012345, 7], of: [1, 2, 3], "incomprehensibilities": [-3.25, 1e-9, 4.5], bank: [1, 1, 1]}
maps: {Q: [[1, 2], [3, 4], [5, 6]], K: [[1.23456789, 0], [0, 1], [1, 1]], V: [[1, 0.123456789], [0, 1], [1, 0]], O: [[1, 0, 0.5], [0, 1, 0.25]]}
bias: {q: [0.5, 0.25], o: [1, 2, 3]}
score_bias: {bank: 2}
exclude_self: true
residual: true
pins: {q: {bank: [1, 2]}, output: {bank: [1, ~]}, weights: {bank: {of: 0.5}}}
`)
	return all
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestWalkFitsEightyColumns: no line of any walk is wider, at any precision.
func TestWalkFitsEightyColumns(t *testing.T) {
	for name, file := range shipped(t) {
		w := walkOf(t, file)
		for _, decimals := range []int{1, 4, 7} {
			for line := range strings.Lines(term.Walk(w, term.Options{Precision: decimals})) {
				if n := lipgloss.Width(strings.TrimSuffix(line, "\n")); n > term.Width {
					t.Errorf("%s with %d decimals: %d columns: %s", name, decimals, n, line)
				}
			}
		}
	}
}

// TestWalkShowsEveryNumber of the worked example.
func TestWalkShowsEveryNumber(t *testing.T) {
	out := escapes.ReplaceAllString(term.Walk(walkOf(t, shipped(t)["money-river.yaml"]), term.Options{}), "")
	for _, want := range []string{
		"e_money = (2, 7)", "e_bank = (9, 3)", "8.0623 apart, cosine 0.5647",
		"q_bank = (3.4035, 0.4561)", "k_money = (2, 7)", "v_bank = (9, 3)",
		"3.4035·2 + 0.4561·7 = 10 stated", "= 32 stated",
		"10 / √2 = 7.09 stated; the formula gives 7.0711", "32 / √2 = 22.69 stated; the formula gives 22.6274",
		"w_money = 0.2 stated; the formula gives 1.7537 × 10⁻⁷", "w_bank = 0.8 stated; the formula gives 0.99999982",
		"scaled[1,1] - scaled[1,0] = 1.386294; it is 15.556349", "15.8696",
		"0.2 v_money = (0.4, 1.4)", "0.8 v_bank = (7.2, 2.4)", "stated “scaled up”",
		"= (7.6, 3.8)", "length 1.6125", "8.0623 → 6.4498", "0.5647 → 0.6757",
		"borrowed; the formula gives 8.5817 × 10⁻⁷", "= (8, 1.8)", "1.5620", "7.8102 → 6.2482", "author’s choice",
		"A against B, t = money         0.1966",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the walk lacks %q", want)
		}
	}
}

func scene(t *testing.T, file []byte) geom.Scene {
	t.Helper()
	w := walkOf(t, file)
	plane, err := geom.ChoosePlane("", w, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := geom.Build(w, plane)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestPictureDrawsItsMarksAlone: without marks there are only axes, and every
// visible kind of mark adds dots of its own.
func TestPictureDrawsItsMarksAlone(t *testing.T) {
	s := scene(t, shipped(t)["money-river.yaml"])
	marks := s.Panels[0].Marks
	bare := s
	bare.Panels = []geom.Panel{{Window: s.Panels[0].Window}}
	axes := term.Picture(bare, 78)
	if strings.ContainsAny(escapes.ReplaceAllString(axes, ""), "ey") {
		t.Errorf("labels without marks:\n%s", axes)
	}
	for i, m := range marks {
		if m.Covered || m.Kind == geom.Face {
			continue
		}
		one := bare
		one.Panels = []geom.Panel{{Window: s.Panels[0].Window, Marks: marks[i : i+1]}}
		if term.Picture(one, 78) == axes {
			t.Errorf("mark %d of kind %d leaves no trace", i, m.Kind)
		}
	}
}

func TestPictureFits(t *testing.T) {
	for name, file := range shipped(t) {
		for _, width := range []int{20, 78} {
			for line := range strings.Lines(term.Picture(scene(t, file), width)) {
				if n := lipgloss.Width(strings.TrimSuffix(line, "\n")); n > width {
					t.Errorf("%s: %d columns of %d: %q", name, n, width, line)
				}
			}
		}
	}
}

func TestProtocol(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		want string
	}{
		{"kitty", map[string]string{"TERM": "xterm-kitty"}, term.Kitty},
		{"iTerm2", map[string]string{"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, term.ITerm},
		{"foot speaks sixel", map[string]string{"TERM": "foot"}, term.Sixel},
		{"a plain terminal", map[string]string{"TERM": "xterm-256color"}, ""},
		{"tmux stands between", map[string]string{"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := term.Protocol(func(key string) string { return tt.env[key] }); got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
}

func TestWriteImage(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 300, 200))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7919 >> 3) // too uneven to shrink to one chunk
	}
	for protocol, start := range map[string]string{term.Kitty: "\x1b_Ga=T,f=100,m=1;", term.ITerm: "\x1b]1337;File=inline=1;", term.Sixel: "\x1bP"} {
		var out bytes.Buffer
		if err := term.WriteImage(&out, protocol, img); err != nil || !strings.HasPrefix(out.String(), start) {
			t.Errorf("%s: %v, starts with %.30q", protocol, err, out.String())
		}
		if protocol == term.Kitty && !strings.Contains(out.String(), "\x1b\\\x1b_Gm=0;") {
			t.Error("kitty: the last chunk does not say so")
		}
	}
	if err := term.WriteImage(os.Stderr, "semaphore", img); err == nil {
		t.Error("an unknown protocol is no error")
	}
}

// TestNothingSteersTheTerminal: what comes from a lesson cannot hold escapes.
func TestNothingSteersTheTerminal(t *testing.T) {
	w := walkOf(t, shipped(t)["money-river.yaml"])
	evil := "a\x1b[31m\x00\a\u202eb"
	w.Source.Name, w.Source.Title, w.Source.Chosen = evil, evil, evil
	for i := range w.Traces {
		w.Traces[i].Text, w.Traces[i].Word = evil, evil
		w.Traces[i].Tokens[0].Text = evil
		w.Traces[i].Notes = append(w.Traces[i].Notes, trace.Note{At: "embed[0]", Text: evil})
	}
	plane, err := geom.ChoosePlane("", w, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := geom.Build(w, plane)
	if err != nil {
		t.Fatal(err)
	}
	out := escapes.ReplaceAllString(term.Walk(w, term.Options{})+term.Picture(s, 78), "")
	if strings.ContainsAny(out, "\x1b\x00\a\u202e") {
		t.Errorf("%q", out)
	}
}
