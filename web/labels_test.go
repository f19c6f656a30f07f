//go:build page

package web_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"heed/source"
)

// covered lists what labels lie over: each other, a tip, a handle's ring, a tick's
// number, a card; and labels that are beyond the plane. A label is the boxes of
// what is written: of each run its ink, as a canvas measures it, turned as the
// label is.
const covered = `(() => {
	const pen = document.createElement("canvas").getContext("2d");
	const quad = (of, x, y, width, height) => {
		const m = of.getScreenCTM();
		return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]].map(([a, b]) => ({x: m.a * a + m.c * b + m.e, y: m.b * a + m.d * b + m.f}));
	};
	const ink = (text) => {
		const runs = text.querySelectorAll("tspan").length > 0 ? [...text.querySelectorAll("tspan")] : [text];
		return runs.filter((r) => r.textContent.trim() !== "").map((r) => {
			const s = getComputedStyle(r);
			pen.font = [s.fontStyle, s.fontWeight, s.fontSize, s.fontFamily].join(" ");
			const at = r.getStartPositionOfChar(0), size = pen.measureText(r.textContent);
			return quad(text, at.x - size.actualBoundingBoxLeft, at.y - size.actualBoundingBoxAscent, size.actualBoundingBoxLeft + size.actualBoundingBoxRight, size.actualBoundingBoxAscent + size.actualBoundingBoxDescent);
		});
	};
	const round = (c, r) => Array.from({length: 16}, (_, i) => {
		const m = c.getScreenCTM(), [cx, cy] = [c.cx.baseVal.value, c.cy.baseVal.value];
		return {x: m.a * cx + m.c * cy + m.e + r * Math.cos(i * Math.PI / 8), y: m.b * cx + m.d * cy + m.f + r * Math.sin(i * Math.PI / 8)};
	});
	const box = (e) => { const b = e.getBoundingClientRect(); return [{x: b.left, y: b.top}, {x: b.right, y: b.top}, {x: b.right, y: b.bottom}, {x: b.left, y: b.bottom}]; };
	const apart = (a, b) => [a, b].some((s) => s.some((p, i) => {
		const q = s[(i + 1) % s.length], n = {x: q.y - p.y, y: p.x - q.x}, size = Math.hypot(n.x, n.y);
		if (size === 0) return false;
		const along = (shape) => shape.map((v) => (v.x * n.x + v.y * n.y) / size);
		const [u, v] = [along(a), along(b)];
		return Math.max(...u) < Math.min(...v) + 0.5 || Math.max(...v) < Math.min(...u) + 0.5;
	}));
	const all = (s) => [...document.querySelectorAll(s)];
	const labels = all(".plane .label").map((l) => ({is: l.textContent, boxes: [...[...l.querySelectorAll("text")].filter((x) => x.closest(".disc") === null).flatMap(ink), ...[...l.querySelectorAll(".disc circle")].map((c) => round(c, 8.5))]}));
	const others = [
		...all(".plane .mark.arrow").map((m) => {
			const head = m.querySelector(".head");
			const c = document.createElementNS("http://www.w3.org/2000/svg", "circle");
			const [x, y] = head === null ? [m.getAttribute("cx"), m.getAttribute("cy")] : /^M([^,]+),([^L]+)L/.exec(head.getAttribute("d")).slice(1);
			c.setAttribute("cx", x); c.setAttribute("cy", y);
			m.append(c);
			const shape = round(c, 2);
			c.remove();
			return {is: "the tip of " + m.dataset.of, boxes: [shape]};
		}),
		...all(".plane .handle.embed .grip").map((g) => ({is: "the ring of " + g.parentNode.dataset.at, boxes: [round(g, 8.5)]})),
		...all(".plane .tick").map((k) => ({is: "the number " + k.textContent, boxes: ink(k)})),
		...all(".ground .card, .ground .legend li, .ground .fit, .ground .kept").map((c) => ({is: c.className || c.textContent, boxes: [box(c)]})),
	];
	const over = (a, b) => a.boxes.some((p) => b.boxes.some((q) => !apart(p, q)));
	const ground = document.querySelector(".plane").getBoundingClientRect();
	return [
		...labels.flatMap((a, i) => [...labels.slice(i + 1), ...others].filter((b) => over(a, b)).map((b) => a.is + " lies over " + b.is)),
		...labels.filter((a) => a.boxes.some((p) => p.some((c) => c.x < ground.left || c.x > ground.right || c.y < ground.top || c.y > ground.bottom))).map((a) => a.is + " is cut off"),
	];
})()`

// labelled is what a step shows.
type labelled struct {
	Labels int
	Over   []string
}

// coveredAtEachStep goes through the seven steps by their keys.
const coveredAtEachStep = `(async () => {
	await document.fonts.ready;
	const list = [];
	for (const step of "1234567") {
		document.dispatchEvent(new KeyboardEvent("keydown", {key: step, bubbles: true}));
		while (document.querySelector(".step.active .nth")?.textContent !== step) await new Promise(requestAnimationFrame);
		await new Promise(requestAnimationFrame);
		list.push({Labels: document.querySelectorAll(".plane .label").length, Over: ` + covered + `});
	}
	return list;
})()`

// TestLabels looks at every label of every shipped lesson and of 20 others, at
// each step, on a desktop and on a phone.
func TestLabels(t *testing.T) {
	addresses := []string{}
	for _, name := range source.Lessons() {
		addresses = append(addresses, "#lesson="+name)
	}
	r := rand.New(rand.NewPCG(11, 4))
	for range 20 {
		addresses = append(addresses, addressOf(t, parsed(t, random(r))))
	}
	for _, l := range []look{{}, {phone: true}} {
		t.Run(l.String(), func(t *testing.T) {
			p := open(t, "", l)
			seen := 0
			for n, address := range addresses {
				p.visit(address)
				for step, s := range eval[[]labelled](p, coveredAtEachStep) {
					if len(s.Over) > 0 {
						t.Errorf("%d, step %d: %s\n%.60s", n, step+1, strings.Join(s.Over, "; "), address)
					}
					seen += s.Labels
				}
			}
			if seen < 1000 {
				t.Errorf("only %d labels were looked at", seen)
			}
		})
	}
}
