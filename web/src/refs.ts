// Names of numbers: which tensor of which text, and where in it.

import type { Ref } from "./types.gen.ts";

/** "weights[1,0]", as the engine writes a place. */
export function place(r: Ref): string {
  return r.index === undefined || r.index.length === 0 ? r.tensor : `${r.tensor}[${r.index.join(",")}]`;
}

/** "0:weights[1,0]" */
export function name(r: Ref): string {
  return `${r.trace}:${place(r)}`;
}

/** Whether b is a, or lies in the row that a is. */
export function covers(a: Ref, b: Ref): boolean {
  const [of = [], at = []] = [a.index, b.index];
  return a.trace === b.trace && a.tensor === b.tensor && of.length <= at.length && of.every((x, i) => x === at[i]);
}

/** Whether one of the two is the other, or a part of it. */
export function meet(a: Ref, b: Ref): boolean {
  return covers(a, b) || covers(b, a);
}
