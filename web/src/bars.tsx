// The weights as bars, to be dragged.

import type { JSX } from "preact";
import { colour, letter, usePage } from "./context.ts";
import { number } from "./format.ts";
import { called } from "./names.ts";
import { name, place } from "./refs.ts";
import type { Part } from "./types.gen.ts";

/** A bar for each weight of the active step, from 0 to 1. */
export function Bars({ contexts }: { contexts: number[] }): JSX.Element {
  const answer = usePage().answer;
  const rows = contexts.flatMap((c) =>
    (answer?.steps[c]?.[4]?.lines ?? []).flatMap((line) => {
      const part = line.find((p) => p.at?.tensor === "weights");
      return part === undefined ? [] : [{ c, word: line[0]?.sub ?? "", part }];
    }),
  );
  return (
    <div class="bars">
      {rows.map(({ c, word, part }) => (
        <Row key={part.at === undefined ? word : name(part.at)} context={contexts.length > 1 ? letter(c) : ""} word={word} part={part} />
      ))}
    </div>
  );
}

function Row({ context, word, part }: { context: string; word: string; part: Part }): JSX.Element | null {
  const page = usePage();
  const at = part.at;
  const value = part.value ?? 0;
  if (at === undefined) return null;
  const set = (to: number) => [{ do: "set", context: at.trace, at: place(at), value: to }];
  const target = (e: PointerEvent) => {
    const box = (e.currentTarget as HTMLElement).getBoundingClientRect();
    return Number(Math.max(0, Math.min(1, (e.clientX - box.left) / box.width)).toFixed(e.shiftKey ? 1 : 2));
  };
  const held = (e: PointerEvent) => page.dragging && (e.currentTarget as HTMLElement).hasPointerCapture(e.pointerId);
  return (
    <>
      <span class={`name symbol ${colour("value", 0)}`}>
        <i>w</i>
        <sub>{word}</sub> {context !== "" && <small>{context}</small>}
      </span>
      <div
        class="weight"
        role="slider"
        tabIndex={0}
        aria-label={`${called(at, page.answer?.walk.traces ?? [])} ${context}`}
        aria-valuemin={0}
        aria-valuemax={1}
        aria-valuenow={value}
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId);
          page.set({ dragging: true });
          page.try(set(target(e)));
        }}
        onPointerMove={(e) => held(e) && page.try(set(target(e)))}
        onPointerUp={(e) => {
          if (!held(e)) return;
          page.set({ dragging: false });
          void page.change(set(target(e)));
        }}
        onPointerCancel={() => {
          page.set({ dragging: false });
          page.drop();
        }}
        onKeyDown={(e) => {
          const by = (e.shiftKey ? 0.1 : 0.01) * ({ ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[e.key] ?? 0);
          if (by === 0) return;
          e.preventDefault();
          e.stopPropagation();
          page.nudge(at, value, by);
        }}
      >
        <span style={{ width: `${Math.max(0, Math.min(1, value)) * 100}%` }} />
      </div>
      <span class="of">{number(value, 2)}</span>
    </>
  );
}
