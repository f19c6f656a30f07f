//go:build page

package web_test

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"heed/lesson"
)

// addressOf is the address that opens a lesson of one's own.
func addressOf(t *testing.T, d *lesson.Node) string {
	t.Helper()
	text, err := d.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return "#lesson=money-river&doc=" + base64.RawURLEncoding.EncodeToString(packed.Bytes())
}

// random makes a lesson of two to four words in two dimensions, with maps, and
// now and then a second text and a pinned weight.
func random(r *rand.Rand) string {
	number := func(scale float64) string { return fmt.Sprintf("%.2f", (2*r.Float64()-1)*scale) }
	pair := func(scale float64) string { return "[" + number(scale) + "," + number(scale) + "]" }
	words := []string{"money", "bank", "river", "loan"}[:2+r.IntN(3)]
	var embed []string
	for _, w := range words {
		embed = append(embed, fmt.Sprintf("%q:%s", w, pair(9)))
	}
	rest := ""
	if r.IntN(2) == 0 {
		rest += `,"contexts":[{"text":"bank ` + words[0] + `"}]`
	}
	if r.IntN(2) == 0 {
		rest += `,"pins":{"weights":{"bank":{"bank":0.5}}}`
	}
	return fmt.Sprintf(`{"heed":1,"title":"random","text":%q,"focus":"bank","embed":{%s},"maps":{"Q":[%s,%s],"K":[%s,%s],"V":[%s,%s]}%s}`,
		strings.Join(words, " "), strings.Join(embed, ","), pair(1), pair(1), pair(1), pair(1), pair(2), pair(2), rest)
}

// TestNumbersOfRandomLessons reads 20 lessons out of the page, each at another
// of the last steps, and makes sure that another lesson's numbers would be
// noticed.
func TestNumbersOfRandomLessons(t *testing.T) {
	p := open(t, "", look{})
	r := rand.New(rand.NewPCG(7, 1))
	before := asked(t, document(t, "money-river"), "")
	for range 20 {
		d := parsed(t, random(r))
		a := asked(t, d, "")
		p.visit(addressOf(t, d) + fmt.Sprintf("&step=%d", 5+r.IntN(3)))
		p.shows(a)
		if eval[seen](p, readPage).differs(before) == "" {
			t.Errorf("the numbers of another lesson were not noticed")
		}
		if over := eval[[]string](p, overlapping); len(over) > 0 {
			t.Errorf("labels lie over each other: %s\n%s", strings.Join(over, ", "), random(r))
		}
		before = a
	}
}

// overlapping lists pairs of labels whose boxes overlap by more than a px.
// Turned labels are left out: their boxes are larger than they are.
const overlapping = `(() => {
	const boxes = [...document.querySelectorAll(".plane .label")].map((l) => [l.textContent, l.lastElementChild])
		.filter(([, g]) => /rotate\(-?0(\.0+)?\)/.test(g.getAttribute("transform"))).map(([text, g]) => [text, g.getBoundingClientRect()]);
	return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([, q]) =>
		Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1 && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 1).map(([b]) => a + " and " + b));
})()`
