// Names of numbers: which tensor of which text, and where in it.

import type { Ref, Towards, Trace } from "./types.gen.ts";

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

/** The word that the studied one moved towards most, or away from least: of its own text, and no special token. */
export function aim(trace: Trace | undefined): Towards | undefined {
  const own = trace?.shift?.towards.filter((to) => (to.context === undefined || to.context === null) && trace.tokens[to.index]?.special !== true) ?? [];
  return own.reduce<Towards | undefined>((best, to) => (best === undefined || (to.signed ?? 0) > (best.signed ?? 0) ? to : best), undefined);
}
