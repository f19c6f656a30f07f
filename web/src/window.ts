// What of the plane is seen: a drag of the empty plane moves it, two fingers move
// and stretch it, the wheel with Ctrl stretches it about the pointer.

import { useRef } from "preact/hooks";
import { usePage } from "./context.ts";
import { distance, fit, type Frame, gestured, middle, type Px, wheeled } from "./plane.ts";
import type { Window } from "./types.gen.ts";

interface Gesture {
  from: Px; // where it began
  apart: number; // px between the fingers then; 0 for a pointer
  window: Window;
  frame: Frame;
}

/** Handlers for the plane's picture, whose last `right` px hold cards. */
export function useWindow(shown: Frame | null, right: number): {
  onPointerDown: (e: PointerEvent) => void;
  onPointerMove: (e: PointerEvent) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
  onTouchStart: (e: TouchEvent) => void;
  onTouchMove: (e: TouchEvent) => void;
  onTouchEnd: () => void;
  onTouchCancel: () => void;
  onWheel: (e: WheelEvent) => void;
} {
  const page = usePage();
  const gesture = useRef<Gesture | null>(null);
  const within = (e: Event, x: number, y: number): Px => {
    const box = (e.currentTarget as Element).getBoundingClientRect();
    return { x: x - box.left, y: y - box.top };
  };
  const begin = (from: Px, apart: number) => {
    const { window } = page; // newer, perhaps, than what is drawn
    if (shown !== null && window !== null) gesture.current = { from, apart, window, frame: fit(window, shown.width, shown.height, right) };
  };
  const go = (to: Px, apart: number) => {
    const g = gesture.current;
    const own = page.answer?.scene.panels[0]?.window;
    if (g !== null && own !== undefined) page.see(gestured(g.window, g.frame, own, g.from, to, g.apart > 0 ? apart / g.apart : 1));
  };
  const end = () => {
    gesture.current = null;
  };
  /** Two fingers' middle, and how far they are apart. */
  const fingers = (e: TouchEvent): [Px, number] | null => {
    const [a, b] = [e.touches[0], e.touches[1]];
    if (e.touches.length !== 2 || a === undefined || b === undefined) return null;
    const [p, q] = [within(e, a.clientX, a.clientY), within(e, b.clientX, b.clientY)];
    return [middle(p, q), distance(p, q)];
  };
  return {
    onPointerDown: (e) => {
      const held = e.target instanceof Element && e.target.closest(".handle") !== null;
      if (e.pointerType === "touch" || e.button !== 0 || held) return;
      (e.currentTarget as Element).setPointerCapture(e.pointerId);
      begin(within(e, e.clientX, e.clientY), 0);
    },
    onPointerMove: (e) => {
      if (gesture.current?.apart === 0) go(within(e, e.clientX, e.clientY), 0);
    },
    onPointerUp: end,
    onPointerCancel: end,
    onTouchStart: (e) => {
      const two = page.dragging ? null : fingers(e);
      if (two === null) return end();
      e.preventDefault(); // the page does not scroll with them
      begin(...two);
    },
    onTouchMove: (e) => {
      const two = gesture.current === null ? null : fingers(e);
      if (two === null) return;
      e.preventDefault();
      go(...two);
    },
    onTouchEnd: end,
    onTouchCancel: end,
    onWheel: (e) => {
      if (!e.ctrlKey) return;
      e.preventDefault(); // of the whole page's size
      const at = within(e, e.clientX, e.clientY);
      begin(at, 1);
      go(at, wheeled(e.deltaY, e.deltaMode === e.DOM_DELTA_PIXEL));
      end();
    },
  };
}
