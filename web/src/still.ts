// While something is dragged, what stays as it was is not drawn again.

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { usePage } from "./context.ts";
import type { Part } from "./types.gen.ts";

type Drawing = JSX.Element | null;

/** The drawing; during a drag that of before, where what it is drawn of is the same. It may use no hooks. */
export function useStill(of: () => string, draw: () => Drawing): Drawing {
  const page = usePage();
  const before = useRef<{ of: string; drawing: Drawing } | null>(null);
  if (!page.dragging) {
    before.current = null;
    return draw();
  }
  const now = of();
  if (before.current?.of !== now) before.current = { of: now, drawing: draw() };
  return before.current.drawing;
}

/** What a line shows. */
export function shown(line: Part[]): string {
  return line.map((p) => `${p.text ?? p.key ?? ""}_${p.sub ?? ""}${p.given ?? ""}`).join("");
}
