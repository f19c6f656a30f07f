//go:build page

package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"heed/source"
	"heed/trace"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// build builds heed; program does it once for all tests.
func build() (string, error) {
	heed := filepath.Join(scratch, "heed")
	if out, err := exec.Command("go", "build", "-o", heed, "heed/cmd/heed").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return heed, nil
}

var built = sync.OnceValues(build)

func program(t *testing.T) string {
	t.Helper()
	heed, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return heed
}

// shares returns a page, and the same from disk, each with a folder for what it
// saves.
func shares(t *testing.T, at string) map[string]*tab {
	return map[string]*tab{"served": open(t, at, look{}), "from disk": fromDisk(t, pageOf(t, at), look{})}
}

// TestShare saves pictures and lesson, of the page and of the page from disk, and
// reads them. What needs a server is offered by one alone.
func TestShare(t *testing.T) {
	for name, p := range shares(t, "#lesson=money-river") {
		dir := p.downloads()
		if err := wellFormed(p.saves(dir, "saveSvg", "money-river.svg")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if picture, err := png.Decode(bytes.NewReader(p.saves(dir, "savePng", "money-river.png"))); err != nil || picture.Bounds().Dx() < 1000 {
			t.Errorf("%s: %v", name, err)
		}
		p.shows(asked(t, parsed(t, string(p.saves(dir, "saveLesson", "money-river.json"))), ""))
		p.click("[aria-haspopup=menu]")
		p.wait(`document.querySelector("[role=menuitem]")`)
		items := eval[[]string](p, `[...document.querySelectorAll("[role=menuitem]")].map((i) => i.dataset.key)`)
		want := strings.Fields("copyLink copyFigure saveSvg savePng printPdf printSvg savePage saveLesson numbersJson numbersCsv numbersNpz about")
		if name == "from disk" {
			want = slices.DeleteFunc(want, func(k string) bool { return k == "copyLink" || strings.HasPrefix(k, "print") })
		}
		if !slices.Equal(items, want) {
			t.Errorf("%s: the menu has %q; want %q", name, items, want)
		}
	}
}

func wellFormed(data []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// TestCopyFigure puts the picture where others paste it from.
func TestCopyFigure(t *testing.T) {
	p := open(t, "", look{})
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, browser.SetPermission, browser.SetPermissionParams{
				Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted, BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID})
			return err
		}))
	}
	p.item("copyFigure")
	p.wait(`[...document.querySelectorAll("[role=status]")].some((s) => s.textContent.includes("copied"))`)
	size := eval[int](p, `navigator.clipboard.read().then(async ([item]) => (await createImageBitmap(await item.getType("image/png"))).width)`)
	if size < 1000 {
		t.Errorf("what was copied is %d px wide", size)
	}
}

// TestPrint saves the figure that heed walk -o writes, of a lesson as it ships,
// by the formula, and after a drag.
func TestPrint(t *testing.T) {
	heed := program(t)
	p := open(t, "#lesson=money-river&weights=formula", look{})
	dir := p.downloads()
	same := func(name string, got []byte, args ...string) {
		t.Helper()
		want := filepath.Join(t.TempDir(), name)
		p.run(heed, dir, append(args, "-o", want)...)
		data, err := os.ReadFile(want)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%q writes %d bytes, the page saves %d: %v", args, len(data), len(got), err)
		}
	}
	same("a.pdf", p.saves(dir, "printPdf", "money-river-print.pdf"), "walk", "--formula")
	same("a.svg", p.saves(dir, "printSvg", "money-river-print.svg"), "walk", "--formula")
	p.key("w")
	from := p.middle(handle("0:embed[0]"))
	mouse(p, from, point{from.X + 40, from.Y + 30})
	p.has(`"chosen"`)
	p.saves(dir, "saveLesson", "money-river.json")
	same("b.pdf", p.saves(dir, "printPdf", "money-river-print.pdf"), "walk", "--source", "money-river.json")
}

// run runs heed in a folder, and returns what it prints.
func (p *tab) run(heed, dir string, args ...string) []byte {
	p.Helper()
	c := exec.Command(heed, args...)
	c.Dir = dir
	var says bytes.Buffer
	c.Stderr = &says
	out, err := c.Output()
	if err != nil {
		p.Fatalf("heed %q: %v: %s", args, err, &says)
	}
	return out
}

// TestNumbers saves each lesson's numbers, of the page and of the page from disk:
// CSV is byte for byte what heed walk writes, npz has the same arrays to the bit,
// and JSON the same values.
func TestNumbers(t *testing.T) {
	for _, name := range []string{"money-river", "learned-2d"} { // the second has −∞ in a tensor
		s, err := source.Open("lesson:" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, formula := range []bool{false, true} {
			w, err := s.Walk(t.Context(), source.Options{Formula: formula})
			if err != nil {
				t.Fatal(err)
			}
			for where, p := range shares(t, "#lesson="+name+map[bool]string{true: "&weights=formula"}[formula]) {
				dir := p.downloads()
				var want bytes.Buffer
				if err := trace.WriteCSV(&want, w); err != nil {
					t.Fatal(err)
				}
				if got := p.saves(dir, "numbersCsv", name+"-numbers.csv"); !bytes.Equal(got, want.Bytes()) {
					t.Errorf("%s, %s: CSV is %.300s; want %.300s", name, where, got, &want)
				}
				arrays := npz(t, p.saves(dir, "numbersNpz", name+"-numbers.npz"))
				for n, tr := range w.Traces {
					for _, tensor := range tr.Tensors() {
						key := fmt.Sprintf("%d.%s", n, tensor.Name)
						got, there := arrays[key]
						if !there || !slices.Equal(got.shape, tensor.Shape) || !slices.EqualFunc(got.data, tensor.Data, sameBits) {
							t.Errorf("%s, %s: %s is %v; want %v %v", name, where, key, got, tensor.Shape, tensor.Data)
						}
						delete(arrays, key)
					}
				}
				if len(arrays) > 0 {
					t.Errorf("%s, %s: npz has %v too", name, where, arrays)
				}
				var got, wanted any
				text, err := json.Marshal(w)
				if err := errors.Join(err, json.Unmarshal(text, &wanted), json.Unmarshal(p.saves(dir, "numbersJson", name+"-numbers.json"), &got)); err != nil {
					t.Fatal(err)
				}
				delete(got.(map[string]any)["source"].(map[string]any), "version")
				if a, b := fmt.Sprint(got), fmt.Sprint(wanted); a != b {
					t.Errorf("%s, %s: JSON is %.600s; want %.600s", name, where, a, b)
				}
			}
		}
	}
}

func sameBits(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
}

// An array is one of NumPy's.
type array struct {
	shape []int
	data  []float64
}

// npz reads an archive of arrays by NumPy's description of it.
func npz(t *testing.T, data []byte) map[string]array {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	arrays := map[string]array{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		npy, err := io.ReadAll(r) // its checksum too
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if !bytes.HasPrefix(npy, []byte("\x93NUMPY\x01\x00")) {
			t.Fatalf("%s starts %q", f.Name, npy[:8])
		}
		n := 10 + int(binary.LittleEndian.Uint16(npy[8:]))
		m := regexp.MustCompile(`^\{'descr': '<f8', 'fortran_order': False, 'shape': \(([\d,]*)\), \} *\n$`).FindSubmatch(npy[10:n])
		if m == nil || n%64 != 0 {
			t.Fatalf("%s: the header ends at %d: %q", f.Name, n, npy[10:n])
		}
		a := array{shape: []int{}, data: make([]float64, (len(npy)-n)/8)}
		for _, size := range strings.FieldsFunc(string(m[1]), func(r rune) bool { return r == ',' }) {
			i, err := strconv.Atoi(size)
			if err != nil {
				t.Fatal(err)
			}
			a.shape = append(a.shape, i)
		}
		if err := binary.Read(bytes.NewReader(npy[n:]), binary.LittleEndian, a.data); err != nil {
			t.Fatal(err)
		}
		arrays[strings.TrimSuffix(f.Name, ".npy")] = a
	}
	return arrays
}
