// The plane: from a Scene's coordinates to pixels and back, ticks, the shapes
// of arrows, and what lies between two pictures. All arithmetic of the page on
// coordinates is here and in labels.ts; none of it makes a number that is shown.

import type { Mark, Point, Window } from "./types.gen.ts";

/** A place on screen, in pixels; y runs down. */
export interface Px {
  x: number;
  y: number;
}

/** How the plane lies in its box: px = left + x·scale, top − y·scale. */
export interface Frame {
  width: number; // px
  height: number; // px
  scale: number; // px a unit, the same on both axes
  left: number; // px, where x is 0
  top: number; // px, where y is 0
}

/** The window in a box of width × height, of which the last `right` px hold cards. */
export function fit(w: Window, width: number, height: number, right: number): Frame {
  const [across, tall] = [w.maxX - w.minX, w.maxY - w.minY];
  const scale = Math.max(1e-300, Math.min((width - right) / across, height / tall));
  const spareX = width - right - across * scale;
  const spareY = height - tall * scale;
  return { width, height, scale, left: spareX / (right > 0 ? 8 : 2) - w.minX * scale, top: spareY / 2 + w.maxY * scale };
}

export function toPx(f: Frame, p: Point): Px {
  return { x: f.left + p.x * f.scale, y: f.top - p.y * f.scale };
}

export function toPlane(f: Frame, p: Px): [number, number] {
  return [(p.x - f.left) / f.scale, (f.top - p.y) / f.scale];
}

/**
 * The window after a gesture: what lay at `from` lies at `to`, and everything is
 * so many times larger. It stays within 1/200 and 20 times the size of what fits
 * the lesson, and is rounded to a tenth of a px, which keeps addresses short.
 */
export function gestured(w: Window, f: Frame, own: Window, from: Px, to: Px, times: number): Window {
  const size = (v: Window) => Math.max(v.maxX - v.minX, v.maxY - v.minY);
  const by = Math.max(size(w) / (20 * size(own)), Math.min((200 * size(w)) / size(own), times));
  const [x, y] = toPlane(f, from);
  const scale = f.scale * by;
  const unit = 10 ** Math.floor(Math.log10(0.1 / scale));
  const round = (v: number) => Number((Math.round(v / unit) * unit).toPrecision(12));
  const [across, up] = [(to.x - from.x) / scale, (to.y - from.y) / scale];
  const at = (v: number, centre: number) => centre + (v - centre) / by;
  return { minX: round(at(w.minX, x) - across), minY: round(at(w.minY, y) + up), maxX: round(at(w.maxX, x) - across), maxY: round(at(w.maxY, y) + up) };
}

/** How many times larger a turn of the wheel makes things: twice for some 350 px, or 12 lines. */
export function wheeled(by: number, px: boolean): number {
  return 0.998 ** (px ? by : 30 * by);
}

export function middle(a: Px, b: Px): Px {
  return between(a, b, 0.5);
}

/** Whether a reader has changed the scale much, from that of what fits the lesson. */
export function rescaled(f: Frame, own: Window, right: number): boolean {
  const times = f.scale / fit(own, f.width, f.height, right).scale;
  return times < 0.6 || times > 1.7;
}

/** Whether a place is out of sight: beyond the edge, or under cards of so many px in the right upper corner. */
export function beyond(f: Frame, p: Px | undefined, width: number, height: number): boolean {
  if (p === undefined) return false;
  return p.x < 0 || p.y < 0 || p.x > f.width || p.y > f.height || (p.x > f.width - width && p.y < height);
}

/** How a dragged or nudged tip is rounded, in the plane's units; 0: to what a pixel can tell. */
export function snap(f: Frame, [x, y]: [number, number], to: number): [number, number] {
  const unit = to > 0 ? to : 10 ** Math.floor(Math.log10(1 / f.scale));
  const round = (v: number) => Number((Math.round(v / unit) * unit).toPrecision(12));
  return [round(x), round(y)];
}

/** The place that lies (dx, dy) from p, rid of float64's dust. */
export function beside(p: Point, dx: number, dy: number): [number, number] {
  return [Number((p.x + dx).toPrecision(12)), Number((p.y + dy).toPrecision(12))];
}

/** The smallest of 1, 2, 5 × 10ⁿ units that is at least so many px. */
export function stepOf(f: Frame, least: number): number {
  const decade = 10 ** Math.floor(Math.log10(least / f.scale));
  return [1, 2, 5, 10].map((m) => m * decade).find((s) => s * f.scale >= least) ?? 10 * decade;
}

export interface Tick {
  at: number; // plane's units
  px: number;
}

/** The multiples of step that the box shows along x, or along y. */
export function ticks(f: Frame, step: number, along: "x" | "y"): Tick[] {
  const [a, b] = [toPlane(f, { x: 0, y: f.height }), toPlane(f, { x: f.width, y: 0 })];
  const [from, to] = along === "x" ? [a[0], b[0]] : [a[1], b[1]];
  const list: Tick[] = [];
  for (let n = Math.ceil(from / step); n * step <= to && list.length < 500; n++) {
    const at = Number((n * step).toPrecision(12));
    const p = toPx(f, { x: at, y: at });
    list.push({ at, px: along === "x" ? p.x : p.y });
  }
  return list;
}

const minus = (a: Px, b: Px): Px => ({ x: a.x - b.x, y: a.y - b.y });
const plus = (a: Px, u: Px, times: number): Px => ({ x: a.x + u.x * times, y: a.y + u.y * times });

export function distance(a: Px, b: Px): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** The direction from a to b, of length 1; to the right where the two are one. */
export function direction(a: Px, b: Px): Px {
  const d = minus(b, a);
  const length = Math.hypot(d.x, d.y);
  return length === 0 ? { x: 1, y: 0 } : { x: d.x / length, y: d.y / length };
}

export interface ArrowShape {
  from: Px;
  neck: Px; // where the shaft stops
  head: Px[]; // its tip exactly on the value
  tiny: boolean; // too short for an arrow: a ring
}

/** A shaft and a head for a line so wide, in px. */
export function arrow(from: Px, to: Px, stroke: number): ArrowShape {
  const whole = distance(from, to);
  const length = Math.min(Math.max(7, 4.2 * stroke), 0.6 * whole);
  const u = direction(from, to);
  const neck = plus(to, u, -length);
  const side = { x: -u.y, y: u.x };
  return { from, neck, head: [to, plus(neck, side, 0.36 * length), plus(neck, side, -0.36 * length)], tiny: whole < 0.5 };
}

/** e → y: it starts 11 px off e and ends 3 px short of y, with an open chevron of 9 × 5. */
export function chevron(e: Px, y: Px): { line: [Px, Px]; head: [Px, Px, Px] } | null {
  const whole = distance(e, y);
  if (whole < 5) return null;
  const u = direction(e, y);
  const [from, tip] = [plus(e, u, Math.min(11, whole * 0.3)), plus(y, u, -Math.min(3, whole * 0.1))];
  const size = Math.min(1, distance(from, tip) / 12);
  const [back, side] = [plus(tip, u, -9 * size), { x: -u.y, y: u.x }];
  return { line: [from, tip], head: [plus(back, side, 5 * size), tip, plus(back, side, -5 * size)] };
}

export function between(a: Px, b: Px, t: number): Px {
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}

/** Slow, fast, slow: 0 … 1 to 0 … 1. */
export function ease(t: number): number {
  return t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2;
}

/** Where the tip of a mark that is new in its step grows from: q from e, w·v from v, y from the largest w·v. */
export function cause(m: Mark, marks: Mark[]): Point | undefined {
  const of = m.of[0];
  const row = of?.index?.at(-1);
  const tip = (tensor: string) =>
    marks.find((o) => o.kind === "arrow" && o.of.some((r) => r.trace === of?.trace && r.tensor === tensor && r.index?.at(-1) === row))?.points[1];
  switch (m.role) {
    case "query":
    case "key":
      return tip("embed");
    case "value":
      return of?.tensor === "parts" ? (tip("v") ?? tip("embed")) : tip("embed");
    case "output":
      return m.kind === "arrow" ? tip("parts") : m.points[0];
  }
  return m.points[0];
}

/** The image of the square lines −n … n under a map whose rows are the images of the axes' unit vectors. */
export function gridLines(rows: [[number, number], [number, number]], n: number): [Point, Point][] {
  const image = (x: number, y: number): Point => ({ x: x * rows[0][0] + y * rows[1][0], y: x * rows[0][1] + y * rows[1][1] });
  const lines: [Point, Point][] = [];
  for (let i = -n; i <= n; i++) lines.push([image(i, -n), image(i, n)], [image(-n, i), image(n, i)]);
  return lines;
}

/** The image of the unit circle under a map. */
export function gridCircle(rows: [[number, number], [number, number]]): Point[] {
  return Array.from({ length: 72 }, (_, i) => {
    const [c, s] = [Math.cos((i * Math.PI) / 36), Math.sin((i * Math.PI) / 36)];
    return { x: c * rows[0][0] + s * rows[1][0], y: c * rows[0][1] + s * rows[1][1] };
  });
}

/** The line through the origin along a direction, to the edge of a square of so many units. */
export function through([x, y]: [number, number], reach: number): [Point, Point] {
  const to = reach / Math.max(Math.abs(x), Math.abs(y));
  return [{ x: -x * to, y: -y * to }, { x: x * to, y: y * to }];
}

/** A square of so many units on each side of the origin, in a box of so many px. */
export function square(reach: number, size: number): Frame {
  return { width: size, height: size, scale: size / (2 * reach), left: size / 2, top: size / 2 };
}

/** The image of the unit square under a map. */
export function gridSquare(rows: [[number, number], [number, number]]): Point[] {
  const [a, b] = rows;
  return [{ x: 0, y: 0 }, { x: a[0], y: a[1] }, { x: a[0] + b[0], y: a[1] + b[1] }, { x: b[0], y: b[1] }];
}

/** A scale on screen: numbers from … to, at px start … end; by the logarithm of 1 + x where that is asked for. */
export interface Ruler {
  from: number;
  to: number;
  start: number; // px
  end: number; // px
  log: boolean;
}

/** Where a number lies on a scale, in px. */
export function along(r: Ruler, x: number): number {
  const at = (v: number) => (r.log ? Math.log1p(v) : v);
  const whole = at(r.to) - at(r.from);
  return r.start + (whole === 0 ? 0 : ((at(x) - at(r.from)) / whole) * (r.end - r.start));
}

/** Which of the numbers, which rise, lies nearest to a place on a scale. */
export function nearest(r: Ruler, numbers: number[], px: number): number {
  let best = 0;
  numbers.forEach((x, i) => { if (Math.abs(along(r, x) - px) < Math.abs(along(r, numbers[best] ?? 0) - px)) best = i; });
  return best;
}

/** Whether steps lie so densely at the start that only a logarithm shows them all. */
export function early(steps: number[]): boolean {
  return (steps[Math.floor(steps.length / 2)] ?? 0) < (steps.at(-1) ?? 0) / 10;
}

/** The numbers on a scale: multiples of 1, 2 or 5 × 10ⁿ that stand at least so many px apart; of a logarithm 0, 1, 10, 100 … and the last. */
export function marks(r: Ruler, least: number): number[] {
  const list: number[] = [];
  if (r.log) {
    for (let x = 1; x <= r.to; x *= 10) list.push(x);
    if (Math.abs(along(r, r.to) - along(r, list.at(-1) ?? 0)) >= least / 2) list.push(r.to);
    return [0, ...list].filter((x) => x >= r.from);
  }
  const scale = Math.abs(r.end - r.start) / (r.to - r.from);
  if (!Number.isFinite(scale) || scale <= 0) return [r.from];
  const decade = 10 ** Math.floor(Math.log10(least / scale));
  const step = [1, 2, 5, 10].map((m) => m * decade).find((s) => s * scale >= least * 0.999) ?? decade;
  for (let n = Math.ceil(r.from / step - 1e-9); n * step <= r.to + step * 1e-9; n++) list.push(Number((n * step).toPrecision(12)));
  return list;
}

/** How many decimals tell the numbers on a scale apart. */
export function decimals(list: number[]): number {
  const gap = Math.abs((list[1] ?? 1) - (list[0] ?? 0));
  return Math.max(0, Math.ceil(-Math.log10(gap) - 1e-9));
}

/** From the least to the largest of some numbers, with a little room. */
export function bounds(lists: (number | null)[][]): [number, number] {
  let [from, to] = [Infinity, -Infinity];
  for (const x of lists.flat()) if (x !== null) [from, to] = [Math.min(from, x), Math.max(to, x)];
  if (!(to >= from)) return [0, 1];
  const room = to > from ? (to - from) * 0.06 : 0.5;
  return [from - room, to + room];
}

/** Places for labels near those that are wanted, in px, at least gap apart and within from … to. */
export function spread(wanted: number[], gap: number, from: number, to: number): number[] {
  const order = wanted.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at || a.i - b.i);
  const places = order.map(({ at }) => Math.max(from, Math.min(to, at)));
  for (let n = 0; n < 40; n++) {
    for (let i = 1; i < places.length; i++) {
      const [a = 0, b = 0] = [places[i - 1], places[i]];
      if (b - a < gap) [places[i - 1], places[i]] = [(a + b - gap) / 2, (a + b + gap) / 2];
    }
    const over = Math.max(0, (places.at(-1) ?? 0) - to) || Math.min(0, (places[0] ?? 0) - from);
    if (Math.abs(over) > 0.01) places.forEach((p, i) => (places[i] = p - over));
  }
  const list = wanted.slice();
  order.forEach(({ i }, n) => (list[i] = places[n] ?? 0));
  return list;
}

/** How high bars stand, 0 … 1, for what they tell the size of. */
export function heights(list: (number | null)[]): number[] {
  const most = Math.max(1e-300, ...list.map((x) => Math.abs(x ?? 0)));
  return list.map((x) => Math.abs(x ?? 0) / most);
}

/** The window about some places and the origin, with the margin that heed's own has. */
export function around(places: [number, number][]): Window {
  const w: Window = { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  for (const [x, y] of places) {
    [w.minX, w.maxX] = [Math.min(w.minX, x), Math.max(w.maxX, x)];
    [w.minY, w.maxY] = [Math.min(w.minY, y), Math.max(w.maxY, y)];
  }
  const room = 0.12 * (Math.max(w.maxX - w.minX, w.maxY - w.minY) || 1);
  return { minX: w.minX - room, minY: w.minY - room, maxX: w.maxX + room, maxY: w.maxY + room };
}

/** A way through places, in so many pieces of which the last ends at the last place. */
export function pieces(places: Px[], count: number): Px[][] {
  const size = Math.max(1, Math.ceil((places.length - 1) / count));
  const list: Px[][] = [];
  for (let end = places.length - 1; end > 0; end -= size) list.unshift(places.slice(Math.max(0, end - size), end + 1));
  return list;
}

/** The frame with so many px kept free above. */
export function below(f: Frame, free: number): Frame {
  return { ...f, height: f.height + free, top: f.top + free };
}
