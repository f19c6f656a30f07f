// Places for labels: beyond the tip, on the side with free space, without
// covering a tip, another label or a number; and not from place to place while
// something is dragged.

import { between, direction, distance, type Px } from "./plane.ts";

/** Four corners in order. */
export type Quad = [Px, Px, Px, Px];

export interface Wanted {
  id: string;
  width: number; // px
  height: number; // px
  tail: Px;
  tip: Px;
  anchors: number[]; // where on its arrow it may be tied, 0 … 1; the tip is 1
  along: boolean; // runs along its arrow
  order: Side[]; // the sides to try
  gap: number; // px from the tip to the box
}

export type Side = "E" | "NE" | "SE" | "N" | "S" | "W" | "NW" | "SW";

export interface Placed {
  id: string;
  x: number; // px, of its middle
  y: number;
  angle: number; // degrees
  choice: number; // which of its places
  lead: [Px, Px] | null; // a line to it from its arrow
  quad: Quad;
}

const sides: Record<Side, [number, number]> = { E: [1, 0], NE: [0.8, -0.8], SE: [0.8, 0.8], N: [0, -1], S: [0, 1], W: [-1, 0], NW: [-0.8, -0.8], SW: [-0.8, 0.8] };

/** Corners of a box about (x, y), turned by so many degrees. */
export function quad(x: number, y: number, width: number, height: number, angle = 0): Quad {
  const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const corner = (dx: number, dy: number): Px => ({ x: x + dx * c - dy * s, y: y + dx * s + dy * c });
  const [w, h] = [width / 2, height / 2];
  return [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)];
}

/** A shape with the upright box about it, which rules most of them out. */
interface Shape {
  corners: Px[];
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

function shaped(corners: Px[]): Shape {
  const s: Shape = { corners, minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const c of corners) {
    s.minX = Math.min(s.minX, c.x);
    s.minY = Math.min(s.minY, c.y);
    s.maxX = Math.max(s.maxX, c.x);
    s.maxY = Math.max(s.maxY, c.y);
  }
  return s;
}

function meet(a: Shape, b: Shape): boolean {
  if (a.maxX < b.minX || b.maxX < a.minX || a.maxY < b.minY || b.maxY < a.minY) return false;
  return overlap(a.corners, b.corners);
}

/** Whether two convex shapes meet: no line parts them. */
export function overlap(a: Px[], b: Px[]): boolean {
  for (const shape of [a, b]) {
    for (let i = 0; i < shape.length; i++) {
      const [p, q] = [shape[i] as Px, shape[(i + 1) % shape.length] as Px];
      const normal = { x: q.y - p.y, y: p.x - q.x };
      if (normal.x === 0 && normal.y === 0) continue;
      const [u, v] = [reach(a, normal), reach(b, normal)];
      if (u[1] < v[0] || v[1] < u[0]) return false;
    }
  }
  return true;
}

/** From where to where a shape reaches along a direction. */
function reach(s: Px[], u: Px): [number, number] {
  let [from, to] = [Infinity, -Infinity];
  for (const p of s) {
    const at = p.x * u.x + p.y * u.y;
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  return [from, to];
}

interface Place {
  x: number;
  y: number;
  angle: number;
  tied: Px | null; // where a line leads to
  width: number; // px; what reaches beyond the edge of the plane is moved in
  cost: number; // what the place itself costs: later ones more
}

/** Where a label may stand, the best first. */
function places(w: Wanted): Place[] {
  const list: Place[] = [];
  const length = distance(w.tail, w.tip);
  if (w.along && length >= Math.max(90, w.width * 1.25)) {
    const u = direction(w.tail, w.tip);
    let angle = (Math.atan2(u.y, u.x) * 180) / Math.PI;
    if (angle > 90) angle -= 180;
    if (angle < -90) angle += 180;
    const turned = Math.max(-60, Math.min(60, angle));
    for (const at of [0.78, 0.62, 0.48, 0.86]) {
      for (const side of [1, -1]) {
        const [x, y] = [w.tail.x + u.x * length * at, w.tail.y + u.y * length * at];
        const off = side * (u.x >= 0 ? 1 : -1) * 17;
        list.push({ x: x - u.y * off, y: y + u.x * off, angle: turned, tied: null, width: 0, cost: list.length });
      }
    }
  }
  for (const far of [0, 26, 58, 92]) {
    for (const at of w.anchors) {
      const tied = between(w.tail, w.tip, at);
      w.order.forEach((side, i) => {
        const [dx, dy] = sides[side];
        const reach = w.gap + far;
        list.push({
          x: tied.x + dx * reach + (Math.sign(dx) * w.width) / 2,
          y: tied.y + dy * reach + (Math.sign(dy) * w.height) / 2,
          angle: 0,
          tied: far > 0 ? tied : null,
          width: w.width + 4,
          cost: i + (w.along ? 8 : 0) + (far > 0 ? 4 + far / 14 : 0),
        });
      });
    }
  }
  return list;
}

export interface Ground {
  width: number; // px, of the box that labels stay in
  height: number;
  taken: Px[][]; // what no label may cover: tips, numbers, cards
  lines: { from: Px; to: Px; cost: number }[]; // what a label had better not cross
}

/** The line from a point to the edge of an upright box about (x, y). */
function leading(from: Px, x: number, y: number, width: number, height: number): [Px, Px] {
  const [w, h] = [width / 2 + 1, height / 2 - 1];
  return [from, { x: Math.max(x - w, Math.min(x + w, from.x)), y: Math.max(y - h, Math.min(y + h, from.y)) }];
}

/** What covering something costs: more than any place, so that it is the last resort. */
const covers = 400;

/**
 * Places for all labels, those that come first having the choice; a label keeps
 * the place that it had before where that is about as good. Where one finds no
 * free place it comes first, and the rest make room for it.
 */
export function place(wanted: Wanted[], ground: Ground, before: ReadonlyMap<string, Placed>): Map<string, Placed> {
  let best = inOrder(wanted, ground, before);
  for (let n = 0, now = best, order = wanted; n < 3 && now.crowded.size > 0; n++) {
    order = [...order.filter((w) => now.crowded.has(w.id)), ...order.filter((w) => !now.crowded.has(w.id))];
    now = inOrder(order, ground, before);
    if (now.cost < best.cost) best = now;
  }
  return best.placed;
}

interface Layout {
  placed: Map<string, Placed>;
  crowded: Set<string>; // labels that cover something
  cost: number;
}

function inOrder(wanted: Wanted[], ground: Ground, before: ReadonlyMap<string, Placed>): Layout {
  const layout: Layout = { placed: new Map(), crowded: new Set(), cost: 0 };
  const taken = ground.taken.map(shaped);
  const lines = ground.lines.map((l) => ({ shape: shaped([l.from, l.to]), cost: l.cost }));
  const labels: Shape[] = [];
  for (const w of wanted) {
    let best: Placed | null = null;
    let least = Infinity;
    const had = before.get(w.id)?.choice;
    places(w).forEach((p, choice) => {
      const x = p.width > 0 ? Math.max(8 + p.width / 2, Math.min(ground.width - 8 - p.width / 2, p.x)) : p.x;
      let cost = p.cost * 3 + Math.abs(x - p.x) / 4 - (choice === had ? 14 : 0);
      if (cost >= least) return;
      const box = quad(x, p.y, w.width + 4, w.height + 2, p.angle);
      const lead = p.tied === null ? null : leading(p.tied, x, p.y, w.width, w.height);
      for (const c of box) if (c.x < 2 || c.y < 2 || c.x > ground.width - 2 || c.y > ground.height - 2) cost += 600;
      const shape = shaped(box);
      const led = lead === null ? null : shaped([between(...lead, Math.min(1, 8 / distance(...lead))), lead[1]]); // less where lines end at its own tip
      for (const other of labels) if (cost < least && meet(shape, other)) cost += 1000;
      for (const t of taken) if (cost < least && meet(shape, t)) cost += covers;
      for (const l of lines) if (cost < least && meet(shape, l.shape)) cost += l.cost;
      if (led !== null) for (const l of lines) if (cost < least && meet(led, l.shape)) cost += l.cost / 3;
      if (led !== null) for (const other of labels) if (cost < least && meet(led, other)) cost += 30;
      if (cost < least) {
        least = cost;
        best = { id: w.id, x, y: p.y, angle: p.angle, choice, lead, quad: box };
      }
    });
    if (best === null) continue;
    const found: Placed = best;
    layout.placed.set(w.id, found);
    layout.cost += least;
    if (least >= covers) layout.crowded.add(w.id);
    labels.push(shaped(found.quad));
    if (found.lead !== null) lines.push({ shape: shaped(found.lead), cost: 120 });
  }
  return layout;
}
