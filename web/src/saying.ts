// What the engine says of its numbers, in the reader's language.

import { number } from "./format.ts";
import { type Key, known, t } from "./messages.ts";
import { called, parse } from "./names.ts";
import type { Note, Refusal, Saying, Trace } from "./types.gen.ts";

/** A saying in the message that `of` and its key name; undefined where there is none. */
function message(of: "note" | "error", says: Saying | undefined, context: number, traces: Trace[]): string | undefined {
  const key = `${of}.${says?.key ?? ""}`;
  if (says === undefined || !known(key)) return undefined;
  const values: Record<string, string> = { ...says.words };
  for (const [name, x] of Object.entries(says.numbers ?? {})) values[name] = number(x);
  for (const [name, at] of Object.entries(says.places ?? {})) values[name] = called(parse(at, context), traces);
  return t(key as Key, values);
}

/** What would reconcile a stated number with the formula's. */
export function way(says: Saying | undefined, words: string, context: number, traces: Trace[]): string {
  return message("note", says, context, traces) ?? words;
}

export function noteSays(note: Note, context: number, traces: Trace[]): string {
  return message("note", note.says, context, traces) ?? note.text;
}

/** Why the engine refuses. */
export function refusalSays(refusal: Refusal): string {
  return message("error", refusal.says, 0, []) ?? refusal.error;
}

/** Why the server refuses. */
export async function refusalOf(answer: Response): Promise<string> {
  const why = (await answer.json()) as Partial<Refusal> & { detail?: string; errors?: { message: string; location: string }[] };
  if (why.error !== undefined) return refusalSays(why as Refusal);
  return [why.detail ?? String(answer.status), ...(why.errors ?? []).map((e) => `${e.location}: ${e.message}`)].join("; ");
}

/** Notes that contradict nothing. */
const remarks = ["authors", "leftOut", "normFirst", "nothingAttended"];

export const remark = (note: Note): boolean => remarks.includes(note.says?.key ?? "");

/** The author's choice of a vector: a chip beside it tells that already. */
export const toldBeside = (note: Note): boolean => note.says?.key === "authors";
