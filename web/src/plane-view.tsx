// The plane: grid, axes, arrows, handles and labels, with its summary and a
// table of its vectors behind it.

import type { JSX, RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { letter, useMedia, usePage } from "./context.ts";
import { type Drawn, drawn } from "./drawn.ts";
import { number } from "./format.ts";
import { called, Handle, movable } from "./handles.tsx";
import { type Placed, type Side, place, quad, type Wanted } from "./labels.ts";
import { MarkShape } from "./marks.tsx";
import { t } from "./messages.ts";
import { beyond, ease, fit, type Frame, type Px, rescaled, stepOf, ticks } from "./plane.ts";
import { meet } from "./refs.ts";
import { useWindow } from "./window.ts";
import type { Mark } from "./types.gen.ts";
import { VectorTable } from "./vectors.tsx";
import { type Label, label, Words } from "./words.tsx";

/** The size of an element, kept up to date. */
export function useSize(): [RefObject<HTMLDivElement | null>, { width: number; height: number }] {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (box.current === null) return;
    const watch = new ResizeObserver(([entry]) => entry && setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return [box, size];
}

/** How far what is new has grown since the step changed, 0 … 1, in 450 ms. */
function useGrowth(step: number, still: boolean): number {
  const [grown, setGrown] = useState(1);
  const before = useRef(step);
  useLayoutEffect(() => {
    const back = step <= before.current;
    before.current = step;
    if (still || back) return setGrown(1);
    let frame = 0;
    const start = performance.now();
    const draw = (now: number) => {
      const at = Math.min(1, (now - start) / 450);
      setGrown(ease(Math.max(0, at)));
      if (at < 1) frame = requestAnimationFrame(draw);
    };
    setGrown(0);
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [step, still]);
  return grown;
}

const cardsWidth = 254; // px, of the cards and their margins, which the window keeps free

const orders: Record<string, Side[]> = {
  A: ["NW", "N", "NE", "W", "E", "S", "SW", "SE"],
  B: ["S", "SW", "SE", "W", "E", "N", "NW", "NE"],
  displacement: ["E", "NE", "SE", "N", "S", "NW", "SW", "W"],
  other: ["E", "NE", "SE", "N", "S", "W", "NW", "SW"],
};

function wanted(d: Drawn, l: Label): Wanted {
  const [tail = { x: 0, y: 0 }, tip = tail] = d.end;
  const moved = d.mark.kind === "displacement";
  const order = moved ? "displacement" : d.mark.role === "output" ? (d.mark.context === 0 ? "A" : "B") : "other";
  return { id: d.id, width: l.width, height: l.height, tail, tip, anchors: moved ? [0.5, 0.75, 0.3] : [1], along: l.along, order: orders[order] ?? [], gap: movable(d.mark) && d.mark.role === "embed" ? 15 : moved ? 9 : 11 };
}

const flat = (d: Drawn): boolean => d.mark.kind === "face" || d.mark.kind === "dotted";

const first = (d: Drawn): number => (d.mark.role === "output" && d.mark.kind === "arrow" ? 0 : d.mark.role === "embed" ? 1 : d.mark.kind === "displacement" ? 2 : 3);

export function PlaneView(): JSX.Element {
  const page = usePage();
  const { answer, view, window: shown } = page;
  const [box, { width, height }] = useSize();
  const phone = useMedia("(max-width: 760px)");
  const wide = useMedia("(min-width: 1180px)");
  const still = useMedia("(prefers-reduced-motion: reduce)");
  const grown = useGrowth(view.step, still);
  const before = useRef<ReadonlyMap<string, Placed>>(new Map());
  const [, fonts] = useState(0);
  useEffect(() => void document.fonts.ready.then(() => fonts((n) => n + 1)), []);

  const right = wide ? cardsWidth : 0;
  const frame = useMemo(() => (shown === null || width === 0 ? null : fit(shown, width, height, right)), [shown, width, height, wide]);
  const handlers = useWindow(frame, right);
  const own = answer?.scene.panels[0]?.window;
  const marks = answer?.scene.panels[0]?.marks ?? [];
  const list = frame === null ? [] : drawn(marks, view, frame, grown);
  const grips = page.resumed ? [] : list.filter((d) => movable(d.mark));
  const labels = answer === null ? [] : [...list].sort((a, b) => first(a) - first(b)).flatMap((d) => { const l = frame !== null && beyond(frame, d.end[1], 0, 0) ? null : label(d, answer, view.step, phone); return l === null ? [] : [{ d, l }]; });

  const places = useMemo(() => {
    if (frame === null) return new Map<string, Placed>();
    const tips = list.flatMap((d) => { const p = d.end[1]; return d.mark.kind === "arrow" && p !== undefined ? [quad(p.x, p.y, d.mark.role === "embed" ? 20 : 12, d.mark.role === "embed" ? 20 : 12)] : []; });
    const numbers = tickPlaces(frame).map((p) => quad(p.x, p.y, 6.8 * p.text.length + 8, 15));
    const taken: Px[][] = [...tips, ...numbers];
    if (wide) taken.push(quad(width - 133, page.tour > 0 ? 265 : 165, 266, page.tour > 0 ? 530 : 330), quad(width - 120, height - 75, 236, 126));
    if (phone) taken.push(page.resumed ? quad(width - 120, height - 20, 240, 40) : quad(width - 120, height - 14, 240, 24)); // what the drawing loses
    const lines = list.filter((d) => d.mark.kind !== "face").map((d) => ({ from: d.end[0] ?? { x: 0, y: 0 }, to: d.end[1] ?? { x: 0, y: 0 }, cost: d.mark.kind === "dotted" ? 4 : d.mark.kind === "side" ? 36 : 40 }));
    lines.push({ from: { x: frame.left, y: 0 }, to: { x: frame.left, y: height }, cost: 12 }, { from: { x: 0, y: frame.top }, to: { x: width, y: frame.top }, cost: 12 }); // the axes
    const found = place(labels.map(({ d, l }) => wanted(d, l)), { width, height, taken, lines }, before.current);
    before.current = found;
    return found;
  }, [answer, view, frame, phone, wide, page.tour > 0, document.fonts.status]);

  const grid = useMemo(() => frame && <Grid frame={frame} />, [frame]);
  const numbers = useMemo(() => frame && <TickNumbers frame={frame} />, [frame]);
  const [settled, setSettled] = useState(0);
  const table = useMemo(() => <Table list={list} />, [settled, view, frame]);
  useLayoutEffect(() => page.committedNow(), [answer]);
  useEffect(() => {
    const timer = setTimeout(() => setSettled((n) => n + 1), 250); // once things stand
    return () => clearTimeout(timer);
  }, [answer]);

  const summary = useRef("");
  if (!page.dragging) summary.current = `${t("plane")}. ${page.summary()}`;
  const from = page.hover?.part.from ?? [];
  const rings = list.filter((d) => d.mark.kind === "arrow" && d.mark.of.some((r) => from.some((f) => meet(f, r))));
  const looked = page.lit.length > 0 && !page.dragging;
  const shape = (d: Drawn) => (
    <MarkShape
      key={d.id}
      mark={d.mark}
      points={d.points}
      faint={d.faint}
      dim={looked && !d.mark.of.some((r) => page.lit.some((x) => meet(x, r)))}
      onEnter={() => !page.dragging && d.mark.kind === "arrow" && page.set({ lit: d.mark.of })}
      onLeave={() => !page.dragging && page.set({ lit: [] })}
    />
  );
  return (
    <div class="plane" ref={box}>
      {frame !== null && answer !== null && (
        <>
          <svg class="picture" width={width} height={height} role="group" aria-label={summary.current} {...handlers}>
            {grid}
            {list.filter(flat).map(shape)}
            {numbers}
            {list.filter((d) => !flat(d)).map(shape)}
            <circle class="origin" cx={frame.left} cy={frame.top} r={3.2} />
            {rings.map((d) => (
              <circle key={"ring" + d.id} class="ringed" cx={d.points[1]?.x} cy={d.points[1]?.y} r={15} />
            ))}
            {grips.map((d) => (
              <Handle key={"grip" + d.id} d={d} frame={frame} />
            ))}
            {grown === 1 && labels.map(({ d, l }) => <LabelAt key={"label" + d.id} d={d} l={l} at={places.get(d.id)} />)}
          </svg>
          {((own !== undefined && rescaled(frame, own, right)) || list.some((d) => d.mark.kind === "arrow" && beyond(frame, d.end[1], wide ? 270 : 0, page.tour > 0 ? 520 : 300))) && (
            <button type="button" class="control fit" onClick={() => page.fit()}>
              {t("fit")} <kbd>F</kbd>
            </button>
          )}
          {table}
        </>
      )}
    </div>
  );
}

function LabelAt({ d, l, at }: { d: Drawn; l: Label; at: Placed | undefined }): JSX.Element | null {
  if (at === undefined) return null;
  return (
    <g class={`label${d.mark.ghost === true ? " ghost" : ""}`} data-label={d.id}>
      {at.lead !== null && <line class="lead" x1={at.lead[0].x} y1={at.lead[0].y} x2={at.lead[1].x} y2={at.lead[1].y} />}
      <g transform={`translate(${at.x.toFixed(2)} ${at.y.toFixed(2)}) rotate(${at.angle.toFixed(2)})`}>
        <Words label={l} context={d.mark.context} />
      </g>
    </g>
  );
}

/** Where the numbers of the axes stand: at least so many px apart, and none in so many px above. */
export function tickPlaces(f: Frame, least = 42, free = 0): (Px & { text: string })[] {
  const [x, y] = axisNumbers(f);
  const step = stepOf(f, least);
  return [
    ...ticks(f, step, "x").filter((k) => k.at !== 0 && k.px > 14 && k.px < f.width - 10).map((k) => ({ x: k.px, y, text: number(k.at) })),
    ...ticks(f, step, "y").filter((k) => k.at !== 0 && k.px > free + 10 && k.px < f.height - 10).map((k) => ({ x, y: k.px, text: number(k.at) })),
    { x, y, text: "0" },
  ];
}

/** The numbers stand below and left of the axes, or at the edge where those are out of sight. */
function axisNumbers(f: Frame): [number, number] {
  return [Math.max(12, Math.min(f.width - 14, f.left - 12)), Math.max(12, Math.min(f.height - 10, f.top + 13))];
}

export function Grid({ frame: f }: { frame: Frame }): JSX.Element {
  const step = stepOf(f, 30);
  const lines = ticks(f, step, "x").map((k) => `M${k.px.toFixed(2)} 0V${f.height}`).join("") + ticks(f, step, "y").map((k) => `M0 ${k.px.toFixed(2)}H${f.width}`).join("");
  return (
    <g aria-hidden="true">
      <path class="lines" d={lines} />
      <path class="axes" d={`M${f.left.toFixed(2)} 0V${f.height}M0 ${f.top.toFixed(2)}H${f.width}`} />
    </g>
  );
}

/** They stand on the faces, which would dull them, and under the arrows. */
export function TickNumbers({ frame, least, free }: { frame: Frame; least?: number; free?: number }): JSX.Element {
  return (
    <g aria-hidden="true">
      {tickPlaces(frame, least, free).map((p) => (
        <text key={`${p.x},${p.y}`} class="tick" x={p.x} y={p.y + 4} text-anchor="middle">
          {p.text}
        </text>
      ))}
    </g>
  );
}

/** The arrows that are drawn, by name. */
function Table({ list }: { list: Drawn[] }): JSX.Element {
  const named = (m: Mark) => `${called(m)} ${m.context >= 0 && m.label?.badge === undefined ? letter(m.context) : ""}`;
  const rows = list.filter((d) => d.mark.kind === "arrow").map((d) => ({ id: d.id, name: named(d.mark), x: d.mark.points[1]?.x ?? null, y: d.mark.points[1]?.y ?? null }));
  return <VectorTable caption={t("vectors")} rows={rows} />;
}
