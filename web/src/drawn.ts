// Which marks of a Scene are drawn at a step, and how far they have grown.

import type { View } from "./address.ts";
import { between, cause, type Frame, toPx, type Px } from "./plane.ts";
import type { Mark } from "./types.gen.ts";

export interface Drawn {
  id: string;
  mark: Mark;
  points: Px[]; // as drawn, perhaps on the way
  end: Px[]; // where they will be
  also: Mark[]; // values and keys that coincide with it, named at its label
  faint: boolean;
}

const rank = ["dotted", "face", "embed", "v", "k", "q", "side", "parts", "B", "A", "displacement"];

/** The place of a mark in drawing order. */
function order(m: Mark): number {
  if (m.kind === "dotted" || m.kind === "face" || m.kind === "side" || m.kind === "displacement") return rank.indexOf(m.kind);
  if (m.role === "output") return rank.indexOf(m.context === 0 ? "A" : "B");
  return rank.indexOf(m.of[0]?.tensor ?? "embed");
}

function identity(m: Mark): string {
  return `${m.kind} ${m.role} ${m.context} ${m.of.map((r) => `${r.trace}${r.tensor}${r.index?.join() ?? ""}`).join(" ")} ${m.kind === "side" ? m.points.map((p) => p.x.toFixed(9)).join() : ""}`;
}

/** Whether a step shows a mark: queries and keys are there from their step until the softmax has used them. */
function staged(m: Mark, step: number): boolean {
  if ((m.step ?? 0) > step) return false;
  return (m.role !== "query" && m.role !== "key") || step <= 4;
}

function inContext(m: Mark, show: View["show"]): boolean {
  if (show === "both") return true;
  return m.context === show || (m.context < 0 && m.of.some((r) => r.trace === show));
}

const alike = (a: Mark, b: Mark): boolean =>
  a.kind === b.kind && a.points.length === b.points.length && a.points.every((p, i) => Math.abs(p.x - (b.points[i]?.x ?? NaN)) + Math.abs(p.y - (b.points[i]?.y ?? NaN)) < 1e-9);

/** The word that a mark's label names. */
function wordOf(m: Mark): string {
  return m.label?.text?.find((r) => r.style === "sub")?.text ?? "";
}

/** Whether o is drawn in place of m, which coincides with it: an embedding for its key and value, and of two alike the first. */
function hides(o: Mark, m: Mark, earlier: boolean): boolean {
  if (o.role === m.role && wordOf(o) === wordOf(m)) return o.covered === m.covered ? earlier : m.covered === true;
  if (o.role === "embed" && m.role === "key") return wordOf(o) === wordOf(m);
  return m.covered === true && (o.covered !== true || earlier);
}

/**
 * The marks in drawing order. grown is how far those that are new in this step
 * have come, 0 … 1.
 */
export function drawn(marks: Mark[], view: View, f: Frame, grown: number): Drawn[] {
  const shown = marks.filter((m) => staged(m, view.step) && inContext(m, view.show));
  const kept = shown.filter((m, i) => !shown.some((o, j) => o !== m && alike(o, m) && hides(o, m, j < i)));
  const seen = new Map<string, number>();
  return kept
    .sort((a, b) => order(a) - order(b))
    .map((mark) => {
      const end = mark.points.map((p) => toPx(f, p));
      const from = grown < 1 && mark.step === view.step ? cause(mark, marks) : undefined;
      const points = from === undefined ? end : end.map((p, i) => (i === 0 ? p : between(mark.kind === "arrow" ? toPx(f, from) : (end[0] ?? p), p, grown)));
      const base = identity(mark);
      const nth = seen.get(base) ?? 0;
      seen.set(base, nth + 1);
      const also = mark.role !== "embed" ? [] : shown.filter((m) => (m.role === "key" || m.of[0]?.tensor === "v") && alike(m, mark) && wordOf(m) === wordOf(mark));
      return { also: also.filter((m, i) => also.findIndex((o) => o.role === m.role) === i), id: `${base}#${nth}`, mark, points, end, faint: mark.ghost === true && (mark.role !== "embed" || view.step === 7) };
    });
}
