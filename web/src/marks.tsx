// One mark of the plane: arrow, displacement, side, face or dotted line.

import type { JSX } from "preact";
import { colour } from "./context.ts";
import { arrow, chevron, type Px } from "./plane.ts";
import type { Mark } from "./types.gen.ts";

const at = (p: Px) => `${p.x.toFixed(2)},${p.y.toFixed(2)}`;
const path = (...points: Px[]) => "M" + points.map(at).join("L");

/** Width of an arrow's shaft, in px. */
export function stroke(m: Mark): number {
  if (m.role === "output") return 3.2;
  return m.role === "value" && m.of[0]?.tensor === "parts" ? 3 : 2;
}

interface Props {
  mark: Mark;
  points: Px[]; // of the mark, on screen
  faint: boolean; // stands back
  dim: boolean; // others are looked at
  onEnter?: () => void;
  onLeave?: () => void;
}

export function MarkShape({ mark, points, faint, dim, onEnter, onLeave }: Props): JSX.Element | null {
  const [a, b] = points;
  if (a === undefined) return null;
  const props = {
    class: `mark ${mark.kind} ${mark.role} ${colour(mark.role, mark.context)}${faint ? " faint" : ""}${dim ? " dim" : ""}`,
    "data-of": mark.of.map((r) => `${r.trace}:${r.tensor}[${(r.index ?? []).join(",")}]`).join(" "),
    onPointerEnter: onEnter,
    onPointerLeave: onLeave,
  };
  if (mark.kind === "face") {
    return <polygon {...props} class={`face ${mark.context % 2 === 0 ? "fill-a" : "fill-b"}${dim ? " dim" : ""}`} points={points.map(at).join(" ")} />;
  }
  if (b === undefined) return null;
  if (mark.kind === "displacement") {
    const shape = chevron(a, b);
    if (shape === null) return null;
    return (
      <g {...props}>
        <path d={path(...shape.line)} />
        <path d={path(...shape.head)} />
      </g>
    );
  }
  if (mark.kind !== "arrow") return <path {...props} d={path(a, b)} />;
  const width = stroke(mark);
  const s = arrow(a, b, width);
  if (s.tiny) return <circle {...props} class={props.class + " ring"} cx={a.x} cy={a.y} r={4} />;
  const hollow = mark.role === "key" || (mark.role === "output" && mark.context % 2 === 1);
  return (
    <g {...props}>
      {width >= 3 && <path class="halo" d={path(s.from, b)} stroke-width={width + 4} />}
      <path class="shaft" d={path(s.from, s.neck)} stroke-width={width} />
      <path class={hollow ? "head hollow" : "head"} d={path(...s.head) + "Z"} />
      <path class="reach" d={path(s.from, b)} />
    </g>
  );
}
