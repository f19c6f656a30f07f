// A chart over the steps of a training: past solid, future faint, the values at
// the step that is shown beside its line. Dragging on it moves all.

import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import { usePage } from "./context.ts";
import { plain } from "./format.ts";
import { along, bounds, decimals, early, marks, nearest, type Ruler, spread } from "./plane.ts";
import { useSize } from "./plane-view.tsx";
import type { Recorded } from "./recorded.ts";

export interface Curve {
  id: string;
  name: string; // what a listener is told
  colour: string; // its class
  values: (number | null)[]; // one a snapshot; null: none
  dashed?: boolean; // stands back: the other word's, the held-out text's
}

interface Props {
  name: string;
  title: string;
  curves: Curve[];
  domain?: [number, number]; // from … to; else what the curves need
  tall?: boolean;
  children: ComponentChildren; // what stands under the title
}

const [left, right, top, foot] = [38, 14, 15, 24]; // px around the curves

/** The steps from left to right: to the last, or to where a training that goes on is to end. */
export function stepsRuler(recorded: Recorded, start: number, end: number): Ruler {
  const steps = recorded.training?.steps ?? [0];
  const to = recorded.live === "on" ? (recorded.training?.planned ?? 1) : (steps.at(-1) ?? 1);
  return { from: steps[0] ?? 0, to, start, end, log: recorded.live === "on" ? recorded.training?.words === 0 : early(steps) };
}

/** What a drag over the steps does. */
export function scrubbing(recorded: Recorded, ruler: Ruler): { onPointerDown: (e: PointerEvent) => void; onPointerMove: (e: PointerEvent) => void } {
  const to = (e: PointerEvent) => {
    const box = (e.currentTarget as Element).getBoundingClientRect();
    recorded.go(nearest(ruler, recorded.training?.steps ?? [0], e.clientX - box.left));
  };
  return {
    onPointerDown: (e: PointerEvent) => {
      if (e.button !== 0) return;
      (e.currentTarget as Element).setPointerCapture(e.pointerId);
      recorded.set({ playing: false });
      to(e);
    },
    onPointerMove: (e: PointerEvent) => { if ((e.currentTarget as Element).hasPointerCapture(e.pointerId)) to(e); },
  };
}

export function Chart({ name, title, curves, domain, tall, children }: Props): JSX.Element {
  const { recorded } = usePage();
  const [box, { width, height }] = useSize();
  const [from, to] = domain ?? bounds(curves.map((c) => c.values));
  const x = stepsRuler(recorded, left, width - right);
  const y: Ruler = { from, to, start: height - foot, end: top, log: false };
  const said = curves.map((c) => `${c.name} ${plain(c.values[recorded.at] ?? null, 2)}`).join(", ");
  return (
    <div class={`chart${tall === true ? " tall" : ""}`} data-chart={name}>
      <h2>{title}</h2>
      <p>{children}</p>
      <div class="plot" ref={box}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={`${title}. ${said}`} {...scrubbing(recorded, x)}>
            <Axes x={x} y={y} />
            <Lines curves={curves} x={x} y={y} at={recorded.at} steps={recorded.training?.steps ?? []} />
            <Values curves={curves} x={x} y={y} recorded={recorded} />
          </svg>
        )}
      </div>
    </div>
  );
}

function Axes({ x, y }: { x: Ruler; y: Ruler }): JSX.Element {
  const [across, up] = [marks(x, 64), marks(y, 30)];
  return (
    <g aria-hidden="true">
      {up.map((v) => (
        <g key={v}>
          <path class={v === 0 ? "base" : "rule"} d={`M${x.start} ${along(y, v).toFixed(1)}H${x.end}`} />
          <text class="tick" x={x.start - 8} y={along(y, v) + 4} text-anchor="end">
            {plain(v, decimals(up))}
          </text>
        </g>
      ))}
      {across.map((v) => (
        <text key={v} class="tick" x={along(x, v)} y={y.start + 19} text-anchor="middle">
          {v}
        </text>
      ))}
    </g>
  );
}

/** A curve as a path; where there is no value it is broken. */
function path(values: (number | null)[], steps: number[], x: Ruler, y: Ruler, from: number, to: number): string {
  let [d, on] = ["", false];
  for (let i = from; i <= to && i < values.length; i++) {
    const v = values[i] ?? null;
    if (v !== null) d += `${on ? "L" : "M"}${along(x, steps[i] ?? 0).toFixed(1)} ${along(y, v).toFixed(1)}`;
    on = v !== null;
  }
  return d;
}

function Lines({ curves, x, y, at, steps }: { curves: Curve[]; x: Ruler; y: Ruler; at: number; steps: number[] }): JSX.Element {
  const future = useMemo(() => curves.map((c) => path(c.values, steps, x, y, 0, steps.length - 1)), [curves.map((c) => c.values).flat().length, curves[0]?.values, steps, x.end, y.start, y.from, y.to, x.to]);
  return (
    <g aria-hidden="true">
      {[...curves.keys()].reverse().map((i) => {
        const c = curves[i];
        if (c === undefined) return null;
        const kind = `curve ${c.colour}${c.dashed === true ? " dashed" : ""}`;
        return (
          <g key={c.id}>
            <path class={`${kind} future`} d={future[i] ?? ""} />
            <path class={kind} d={path(c.values, steps, x, y, 0, at)} />
          </g>
        );
      })}
    </g>
  );
}

/** The line of the step, and beside it the value of each curve. */
function Values({ curves, x, y, recorded }: { curves: Curve[]; x: Ruler; y: Ruler; recorded: Recorded }): JSX.Element {
  const px = along(x, recorded.step);
  const there = curves.flatMap((c) => { const v = c.values[recorded.at] ?? null; return v === null ? [] : [{ c, v, at: along(y, v) }]; });
  const places = spread(there.map((p) => p.at + beside(p, there)), 16, y.end - 5, y.start - 6);
  const before = px > x.end - 52;
  return (
    <g>
      <path class="now" d={`M${px.toFixed(1)} ${y.end - 12}V${y.start + 2}`} />
      {[...there].reverse().map(({ c, at }) => (
        <circle key={c.id} class={`point ${c.colour}`} cx={px} cy={at} r={c.dashed === true ? 2.8 : 4} />
      ))}
      {there.map(({ c, v }, i) => (
        <text key={c.id} class={`value ${c.colour}${c.dashed === true ? " dashed" : ""}`} data-curve={c.id} data-value={v} x={before ? px - 10 : px + 10} y={(places[i] ?? 0) + 4.5} text-anchor={before ? "end" : "start"}>
          {plain(v, 2)}
        </text>
      ))}
    </g>
  );
}

/** How far a value stands above its curve, or below that of its kind which lies above it, in px: not on either. */
function beside(p: { c: Curve; at: number }, all: { c: Curve; at: number }[]): number {
  return all.some((o) => o !== p && o.c.dashed === p.c.dashed && (o.at < p.at || (o.at === p.at && o.c.id < p.c.id))) ? 9 : -10;
}
