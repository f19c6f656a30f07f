// Drawings of 16 px, in the colour of the text around them.

import type { JSX } from "preact";

const drawn = (path: string, filled = false) => (): JSX.Element => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={path} fill={filled ? "currentColor" : "none"} stroke={filled ? "none" : "currentColor"} stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" />
  </svg>
);

export const Play = drawn("M5 3.2v9.6l7.6-4.8z", true);
export const Stop = drawn("M4 4h8v8H4z", true);
export const Left = drawn("M10 3 5 8l5 5");
export const Right = drawn("m6 3 5 5-5 5");
export const Down = drawn("m4 6 4 4 4-4");
export const Moon = drawn("M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6z");
export const Sun = drawn("M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1v1.4M8 13.6V15M1 8h1.4M13.6 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1");
export const Upload = drawn("M8 10V2M5 4.8 8 2l3 2.8M5.2 7H3v7h10V7h-2.2");
export const Signpost = drawn("M8 1.6v12.8M3 3.4h8l2 2-2 2H3zM5.6 14.4h4.8");
export const Info = drawn("M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 7.4v3.8M8 4.8v.1");
export const Warning = drawn("M8 2 1.6 13.4h12.8zM8 6.4v3.4M8 11.7v.1");
export const Undo = drawn("M5.6 3 2.6 6l3 3M2.6 6h7a3.6 3.6 0 0 1 0 7.2H6");
export const Redo = drawn("m10.4 3 3 3-3 3M13.4 6h-7a3.6 3.6 0 0 0 0 7.2H10");
export const Reset = drawn("M3.4 5A5.4 5.4 0 1 1 2.6 8M3 2v3.2h3.2");

/** A pin, as it stands after a told number. */
export const Pinned = (): JSX.Element => (
  <svg class="pin" viewBox="0 0 10 12" aria-hidden="true">
    <path d="M2.6.8h4.8v1L6.7 2.4v2.8l1.6 1.5v.9H5.6v3.6L5 12l-.6-.8V7.6H1.7v-.9l1.6-1.5V2.4l-.7-.6z" fill="currentColor" />
  </svg>
);

/** The mark: a parallelogram's three arrows. */
export const Mark = (): JSX.Element => (
  <svg class="mark" viewBox="0 0 26 26" aria-hidden="true">
    <path d="M3 22 9 5M3 22l19-5" stroke="var(--ink3)" stroke-width="2.2" stroke-linecap="round" fill="none" />
    <path d="M3 22 20.4 8.4" stroke="var(--a)" stroke-width="2.6" stroke-linecap="round" />
    <path d="m22.6 6.6-6.6 1.6 3.6 4.6z" fill="var(--a)" />
  </svg>
);
