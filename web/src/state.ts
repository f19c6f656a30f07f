// What a saved page opens with: see web.State, which heed walk -o page.html writes.

import type { LessonFile } from "./types.gen.ts";

export interface State {
  heed: 1;
  kind: "lesson" | "walk"; // of a model, whose recording stands apart; see carried.ts
  at: string; // the address behind #
  version: string; // of the heed that saved it; "" where that is not known
  lesson?: LessonFile; // one that does not ship
}

/** The state that a document holds; null where it holds none. */
export function stated(text: string): State | null {
  return text === "" ? null : (JSON.parse(text) as State);
}

const escapes: Record<string, string> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029" };

/** The state as it stands in a document: the very bytes that Go writes. */
export function written(state: State): string {
  return JSON.stringify(state).replace(/[<>&\u2028\u2029]/g, (c) => escapes[c] ?? c);
}
