// A model's walk that a page from disk carries. The engine takes it on from q, k
// and v with numbers set in it; the document is those numbers. W_O comes with the
// first text alone; the plane is the one in which the walk was recorded.

import { recording } from "./files.ts";
import { walkJson } from "./numbers.ts";
import type { Change, Json, Model, Request } from "./types.gen.ts";

/** What is opened: the recording with the numbers that were set when it was saved. */
export const opened: Json = recording === null ? null : set(recording.changes);

/** The walk as the engine is given it, each time. */
export const walk: string = recording === null ? "" : walkJson(recording.walk);

/** What is known of the model. */
export function model(): Model | null {
  if (recording === null) return null;
  const { kind, tokenizer = "" } = recording.walk.source;
  return { name: recording.name, kind, tokenizer, heads: [] };
}

/** A document of changes. */
function set(changes: Change[]): Json {
  return { heed: 1, changes: changes as unknown as Json };
}

/** The numbers that are set in a document. */
export function changes(document: Json): Change[] {
  return (document as unknown as { changes?: Change[] } | null)?.changes ?? [];
}

/** The document after changes: each place is set once, or not. */
export function changed(document: Json, made: Change[]): Json {
  let list = changes(document);
  for (const c of made) {
    list = list.filter((o) => o.context !== c.context || o.at !== c.at);
    if (c.do !== "unpin") list = [...list, c];
  }
  return set(list);
}

/** What the engine is asked of a document; the walk is put in as it is sent. */
export function request(document: Json): Request {
  return { heed: 1, name: recording?.name ?? "", changes: changes(document), formula: false, ...(recording === null ? {} : { basis: recording.basis }) } as Request;
}
