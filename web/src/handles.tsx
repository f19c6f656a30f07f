// Handles: a ring about each tip that a reader can move, by pointer or by keys.

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { usePage } from "./context.ts";
import type { Drawn } from "./drawn.ts";
import { fixed } from "./format.ts";
import { t } from "./messages.ts";
import { type Frame, snap, stepOf, toPlane, toPx } from "./plane.ts";
import { place } from "./refs.ts";
import type { Mark } from "./types.gen.ts";

/** Whether a mark's tip can be moved. */
export function movable(m: Mark): boolean {
  const tensor = m.of[0]?.tensor ?? "";
  return m.kind === "arrow" && m.points.length === 2 && ["embed", "q", "k", "v", "y"].includes(tensor);
}

/** What a screen reader calls the vector. */
export function called(m: Mark): string {
  const runs = m.label?.text ?? [];
  const end = runs.findIndex((r) => r.style === "break");
  const words = (end < 0 ? runs : runs.slice(0, end)).map((r) => r.text).join(" ");
  return m.label?.badge === undefined ? words : `${words} ${m.label.badge}`;
}

export function Handle({ d, frame }: { d: Drawn; frame: Frame }): JSX.Element | null {
  const page = usePage();
  const grip = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const m = d.mark;
  const [ref, tip] = [m.of[0], m.points[1]];
  const px = d.points[1];
  if (ref === undefined || tip === undefined || px === undefined) return null;
  const move = (to: [number, number]) => [{ do: "move", context: ref.trace, at: place(ref), to }];
  const target = (e: PointerEvent): [number, number] => {
    const at = { x: e.clientX - (grip.current?.x ?? 0), y: e.clientY - (grip.current?.y ?? 0) };
    return snap(frame, toPlane(frame, at), e.altKey ? stepOf(frame, 24) : e.shiftKey ? 0.5 : 0);
  };
  const leave = () => page.set({ lit: [] });
  const moved = (e: PointerEvent) => {
    if (grip.current === null) return;
    grip.current.moved = true;
    page.try(move(target(e)));
  };
  return (
    <g
      class={`handle ${m.role}${page.dragging ? " busy" : ""}`}
      transform={`translate(${px.x.toFixed(2)} ${px.y.toFixed(2)})`}
      role="slider"
      tabIndex={0}
      aria-label={t("handle", { vector: called(m) })}
      aria-valuenow={tip.x}
      aria-valuetext={t("handleAt", { x: fixed(tip.x, 2), y: fixed(tip.y, 2) })}
      data-at={`${ref.trace}:${place(ref)}`}
      onPointerEnter={() => !page.dragging && page.set({ lit: m.of })}
      onPointerLeave={() => !page.dragging && leave()}
      onFocus={() => page.set({ lit: m.of })}
      onBlur={leave}
      onPointerDown={(e) => {
        if (e.button !== 0) return;
        e.preventDefault();
        (e.currentTarget as SVGGElement).focus();
        (e.currentTarget as SVGGElement).setPointerCapture(e.pointerId);
        const at = toPx(frame, tip); // what lies between it and the pointer stays so
        grip.current = { x: e.clientX - at.x, y: e.clientY - at.y, moved: false };
        page.set({ dragging: true });
      }}
      onPointerMove={moved}
      onPointerUp={(e) => {
        const was = grip.current;
        const to = target(e);
        grip.current = null;
        page.set({ dragging: false });
        if (was?.moved === true) void page.change(move(to));
      }}
      onPointerCancel={() => {
        grip.current = null;
        page.set({ dragging: false });
        page.drop();
      }}
      onKeyDown={(e) => {
        const by = e.shiftKey ? 1 : 0.1;
        const [dx, dy] = ({ ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] } as Record<string, [number, number]>)[e.key] ?? [0, 0];
        if (e.key === "Escape" && grip.current !== null) {
          grip.current = null;
          page.set({ dragging: false });
          page.drop();
        }
        if (dx === 0 && dy === 0) return;
        e.preventDefault();
        e.stopPropagation();
        page.push(ref, [dx, dy]);
      }}
    >
      <circle class="hit" r={22} />
      <circle class="ring" r={12.2} />
      <circle class="grip" r={8.5} />
    </g>
  );
}
