// The words of a label on the plane: how large they are, and how they are set.

import type { JSX } from "preact";
import { colour } from "./context.ts";
import { fixed } from "./format.ts";
import { t } from "./messages.ts";
import type { Drawn } from "./drawn.ts";
import { distance } from "./plane.ts";
import { aim } from "./refs.ts";
import type { Answer, Mark, Run } from "./types.gen.ts";

const serif = '"STIX Two Text", STIX, "Cambria Math", serif';
const sans = "system-ui, Inter, sans-serif";

export interface Label {
  id: string;
  lines: Run[][];
  size: number; // px, of a symbol
  badge: string;
  plain: boolean; // in the interface's face: what is said of a displacement
  along: boolean;
  width: number; // px
  height: number; // px
}

const pen = document.createElement("canvas").getContext("2d");

function font(r: Run, size: number, plain: boolean): string {
  if (plain) return `600 ${size}px ${sans}`;
  switch (r.style) {
    case "symbol":
      return `italic ${size}px ${serif}`;
    case "strong":
      return `italic 600 ${size}px ${serif}`;
    case "sub":
      return `${size * 0.72}px ${serif}`;
  }
  return `${size}px ${serif}`;
}

const widths = new Map<string, number>(); // px, by font and text

document.fonts.addEventListener("loadingdone", () => widths.clear());

export function measure(runs: Run[], size: number, plain: boolean): number {
  return runs.reduce((sum, r) => sum + wide(font(r, size, plain), r.text), 0);
}

function wide(face: string, text: string): number {
  const key = face + text;
  let width = widths.get(key);
  if (width === undefined && pen !== null) {
    pen.font = face;
    width = pen.measureText(text).width;
    if (widths.size > 2000) widths.clear();
    widths.set(key, width);
  }
  return width ?? 0;
}

/** How far the word of a displacement moved, in words. */
function moved(d: Drawn, answer: Answer): Run[] {
  const to = aim(answer.walk.traces[d.mark.context]);
  if (to === undefined) return [];
  const key = (to.signed ?? 0) < 0 ? "awayFrom" : "towards";
  const text = t(key, { length: fixed(Math.abs(to.signed ?? 0), 2), word: to.token });
  return [{ text, role: "output", context: d.mark.context }];
}

/** Whether a small screen has no room for a value's name: the weighted have theirs in step 6, the others before. */
const crowded = (m: Mark, step: number): boolean => m.role === "value" && (m.of[0]?.tensor === "parts" ? step !== 6 : step >= 6);

/** What stands at a mark. Values that coincide with embeddings are named under them only once they are there. */
export function label(d: Drawn, answer: Answer, step: number, small: boolean): Label | null {
  const m = d.mark;
  const text = m.label?.text ?? [];
  if (text.length === 0 || (small && crowded(m, step))) return null;
  const [tail, tip] = d.end;
  if (tail !== undefined && tip !== undefined && m.kind === "arrow" && distance(tail, tip) < 4 && m.of[0]?.tensor === "parts") return null;
  const plain = m.kind === "displacement";
  const runs = plain ? moved(d, answer) : text;
  const lines: Run[][] = [[]];
  for (const r of runs) r.style === "break" ? lines.push([]) : lines.at(-1)?.push(r);
  if (m.role === "embed") {
    lines.splice(1);
    if (!small && d.also.length > 0) lines.push(d.also.flatMap((o, i): Run[] => [{ text: i === 0 ? "= " : " = ", role: o.role, context: o.context }, ...(o.label?.text ?? [])]));
  }
  const size = plain ? 13.5 : m.role === "output" ? 23 : m.label?.along === true ? 16.5 : small ? 19 : 20;
  const badge = answer.walk.traces.length > 1 ? (m.label?.badge ?? "") : "";
  const below = lines.slice(1).map((l) => measure(l, 16.5, plain));
  const width = Math.max(measure(lines[0] ?? [], size, plain) + (badge === "" ? 0 : 24), ...below);
  return { id: d.id, lines, size, badge, plain, along: m.label?.along === true, width, height: size * (plain ? 1.1 : 1.2) + 20 * below.length };
}

/** The words, their middle at the origin. */
export function Words({ label: l, context }: { label: Label; context: number }): JSX.Element {
  const left = -l.width / 2;
  const base = -l.height / 2 + l.size * (l.plain ? 0.9 : 0.84);
  const first = measure(l.lines[0] ?? [], l.size, l.plain);
  return (
    <>
      {l.lines.map((runs, i) => (
        <text key={i} x={left} y={base + 21 * i} font-size={i === 0 ? l.size : 16.5} class={l.plain ? "plain" : "math"}>
          {runs.map((r, k) => {
            const size = i === 0 ? l.size : 16.5;
            const [was, is] = [runs[k - 1]?.style === "sub", r.style === "sub"];
            return (
              <tspan key={k} class={`${colour(r.role, r.context)} ${r.style ?? ""}`} font-size={is ? size * 0.72 : size} dy={is && !was ? size * 0.24 : was && !is ? -size * 0.24 : 0}>
                {r.text}
              </tspan>
            );
          })}
        </text>
      ))}
      {l.badge !== "" && (
        <g class={`disc ${colour("output", context)}`} transform={`translate(${left + first + 14} ${base - 5})`}>
          <circle r={8.5} />
          <text y={4} text-anchor="middle" font-size={11}>
            {l.badge}
          </text>
        </g>
      )}
    </>
  );
}
