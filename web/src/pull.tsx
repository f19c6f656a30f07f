// A map's unit grid, large: pulled by the images of the basis vectors, with the
// image of the unit circle and the directions that the map keeps.

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { colour, usePage } from "./context.ts";
import { fixed, number } from "./format.ts";
import { roles } from "./matrices.tsx";
import { t } from "./messages.ts";
import { arrow, beside, type Frame, gridCircle, gridLines, gridSquare, type Px, snap, square, through, toPlane, toPx } from "./plane.ts";
import type { Change, Grid, Point } from "./types.gen.ts";

const size = 212; // px
const plain: [[number, number], [number, number]] = [[1, 0], [0, 1]];

/** What the map does to areas and directions, in words. */
function says(g: Grid): string {
  const factor = number(g.determinant, 4);
  const area = g.determinant < 0 ? t("areaFlipped", { factor: number(-g.determinant, 4) }) : t("area", { factor });
  const [a, b] = g.eigen;
  if (a === undefined) return `${area}; ${t("keepsNone")}`;
  if (b !== undefined && a.value === b.value) return `${area}; ${t("keepsAll", { factor: number(a.value) })}`;
  const directions = g.eigen.map((e) => `(${e.direction.map((x) => number(x, 2)).join(", ")}) × ${number(e.value, 2)}`).join(", ");
  return `${area}; ${t("keeps1", { directions })}`;
}

export function Pull({ g }: { g: Grid }): JSX.Element {
  const page = usePage();
  const reach = useRef(0); // units; stays while a vector is pulled
  const most = Math.max(...g.rows.flat().map(Math.abs));
  if (!page.dragging || reach.current === 0) reach.current = Math.max(2, Math.ceil(most + 0.5));
  const f = square(reach.current, size);
  const at = (p: Point) => toPx(f, p);
  const line = (points: Point[]) => "M" + points.map((p) => `${at(p).x.toFixed(2)} ${at(p).y.toFixed(2)}`).join("L");
  const lines = (rows: [[number, number], [number, number]]) => gridLines(rows, reach.current).map(line).join("");
  return (
    <div class="pull">
      <svg width={size} height={size} class={`grid large ${colour(roles[g.name], 0)}`} role="group" aria-label={t("pull", { name: g.name })}>
        <path class="ghost" d={lines(plain)} />
        <path class="image" d={lines(g.rows)} />
        <polygon class="square" points={gridSquare(g.rows).map((p) => `${at(p).x},${at(p).y}`).join(" ")} />
        <path class="circle" d={line(gridCircle(g.rows)) + "Z"} />
        {g.eigen.map((e, i) => (
          <path key={i} class="kept" d={line(through(e.direction, reach.current))} />
        ))}
        {[0, 1].map((i) => (
          <Basis key={i} g={g} row={i} frame={f} />
        ))}
      </svg>
      <p>{says(g)}</p>
    </div>
  );
}

/** The image of a basis vector, which for row vectors is a row of the map. */
function Basis({ g, row, frame: f }: { g: Grid; row: number; frame: Frame }): JSX.Element {
  const page = usePage();
  const grip = useRef<Px | null>(null); // what lies between the tip and the pointer
  const [x = 0, y = 0] = g.rows[row] ?? [];
  const tip = toPx(f, { x, y });
  const shape = arrow({ x: f.left, y: f.top }, tip, 2.2);
  const set = (to: [number, number]): Change[] => to.map((value, column) => ({ do: "set", context: 0, at: `maps.${g.name}[${row},${column}]`, value }));
  const target = (e: PointerEvent) => snap(f, toPlane(f, { x: e.clientX - (grip.current?.x ?? 0), y: e.clientY - (grip.current?.y ?? 0) }), e.altKey ? 1 : e.shiftKey ? 0.5 : 0);
  const end = (e: PointerEvent, keep: boolean) => {
    if (grip.current === null) return;
    const to = target(e);
    grip.current = null;
    page.set({ dragging: false });
    if (keep) void page.change(set(to));
    else page.drop();
  };
  return (
    <g
      class="basis"
      role="slider"
      tabIndex={0}
      aria-label={t("image", { name: row === 0 ? "x" : "y", map: g.name })}
      aria-valuenow={x}
      aria-valuetext={t("handleAt", { x: fixed(x, 2), y: fixed(y, 2) })}
      onPointerDown={(e) => {
        e.preventDefault();
        (e.currentTarget as SVGGElement).setPointerCapture(e.pointerId);
        (e.currentTarget as SVGGElement).focus();
        grip.current = { x: e.clientX - tip.x, y: e.clientY - tip.y };
        page.set({ dragging: true });
      }}
      onPointerMove={(e) => grip.current !== null && page.try(set(target(e)))}
      onPointerUp={(e) => end(e, true)}
      onPointerCancel={(e) => end(e, false)}
      onKeyDown={(e) => {
        const by = e.shiftKey ? 1 : 0.1;
        const [dx, dy] = ({ ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] } as Record<string, [number, number]>)[e.key] ?? [0, 0];
        if (dx === 0 && dy === 0) return;
        e.preventDefault();
        e.stopPropagation();
        void page.change((answer) => {
          const [px = 0, py = 0] = answer.maps.find((m) => m.name === g.name)?.rows[row] ?? [];
          return set(beside({ x: px, y: py }, dx, dy));
        }, `pull ${g.name}${row}`);
      }}
    >
      <path class="shaft" d={`M${f.left} ${f.top}L${shape.neck.x} ${shape.neck.y}`} />
      <polygon class="tip" points={shape.head.map((p) => `${p.x},${p.y}`).join(" ")} />
      <circle class="hit" cx={tip.x} cy={tip.y} r={20} />
      <circle class="ring" cx={tip.x} cy={tip.y} r={10.6} />
      <circle class="grip" cx={tip.x} cy={tip.y} r={7} />
    </g>
  );
}
