//go:build page

package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A drag as the page itself sees it, in ms.
type dragged struct {
	Frames  []float64 // from a pointer's move to the picture of it in the document, as the page measures it
	Handler []float64 // within the handler of the move
}

// drag moves a handle once a frame, 120 times, along a circle, and measures.
const drag = `new Promise((done) => {
	const handle = () => document.querySelector('.handle[data-at="0:embed[0]"]');
	const box = handle().getBoundingClientRect();
	const at = {x: box.left + box.width / 2, y: box.top + box.height / 2};
	const send = (type, x, y) => handle().dispatchEvent(new PointerEvent(type, {bubbles: true, cancelable: true, pointerId: 1, pointerType: "mouse", button: 0, buttons: 1, clientX: x, clientY: y, isPrimary: true}));
	SVGElement.prototype.setPointerCapture = () => {};
	const handlers = [];
	let n = 0;
	performance.clearMeasures("heed:drag");
	send("pointerdown", at.x, at.y);
	const next = () => {
		if (n++ === 120) {
			const frames = performance.getEntriesByName("heed:drag").map((m) => m.duration);
			send("pointerup", at.x, at.y);
			return done({Frames: frames, Handler: handlers});
		}
		const began = performance.now();
		send("pointermove", at.x + 40 * Math.cos(n / 10), at.y + 40 * Math.sin(n / 10));
		handlers.push(performance.now() - began);
		requestAnimationFrame(next);
	};
	requestAnimationFrame(next);
})`

// tells of the times of a drag, in ms.
func (d dragged) String() string {
	at := func(list []float64, part float64) string {
		slices.Sort(list)
		return fmt.Sprintf("%.1f ms", list[int(part*float64(len(list)-1))])
	}
	return fmt.Sprintf("120 moves, %d drawings: move to document p50 %s, p95 %s; handler p95 %s", len(d.Frames), at(d.Frames, 0.5), at(d.Frames, 0.95), at(d.Handler, 0.95))
}

// TestDragIsFollowed tells, with -v, how long the page takes from a pointer's move
// to the document, with the engine between: 8 ms at p95 are wanted on a quiet
// machine, of a model 60 ms. How busy this one is decides no test; that the moves
// are followed does.
func TestDragIsFollowed(t *testing.T) {
	for what, hash := range map[string]string{"a lesson": "", "english": "#model=english", "MiniLM, two sentences": "#model=minilm-l6"} {
		l := look{motion: true}
		if strings.Contains(hash, "minilm") {
			cache, err := os.UserCacheDir()
			if err != nil {
				t.Fatal(err)
			}
			l.models = filepath.Join(cache, "heed", "models")
			if _, err := os.Stat(filepath.Join(l.models, "minilm-l6")); err != nil {
				t.Logf("%s: SKIPPED, make models fetches it", what)
				continue
			}
		}
		p := open(t, hash, l)
		p.wait(fmt.Sprintf(`%t || document.querySelector(".source.head")`, hash == ""))
		if strings.Contains(hash, "minilm") {
			for i, text := range []string{"she put the money in the bank", "he sat on the bank of the river"} {
				p.click(fmt.Sprintf(".sentences > :nth-child(%d) .text", i+1))
				p.wait(`document.activeElement.matches(".sentence input")`)
				p.key(text)
				p.enter()
				p.has(text)
			}
		}
		at := eval[string](p, `document.querySelector('.handle[data-at^="0:embed"]').dataset.at`)
		for _, which := range []string{"first", "second"} { // the browser makes fast what has run often
			d := eval[dragged](p, strings.ReplaceAll(drag, "0:embed[0]", at))
			if len(d.Frames) == 0 {
				t.Fatalf("%s: 120 moves were followed by no drawing", what)
			}
			t.Logf("%s, %s drag: %v", what, which, d)
		}
	}
}

// TestOpens tells, with -v, when the parallelogram is drawn after the page was asked
// for: 500 ms are wanted on a quiet machine.
func TestOpens(t *testing.T) {
	var took []float64
	p := open(t, "", look{})
	for range 7 {
		p.visit("")
		p.wait(`performance.getEntriesByName("heed:drawn").length > 0`)
		took = append(took, eval[float64](p, `performance.getEntriesByName("heed:drawn")[0].startTime`))
	}
	slices.Sort(took)
	t.Logf("drawn %.0f ms after the request, at most %.0f, of 7", took[3], took[6])
	p.wait(`document.querySelector(".plane .face")`)
}
