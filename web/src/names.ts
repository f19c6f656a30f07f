// What a number is called: the tensor it stands in, and its word.

import { type Key, t } from "./messages.ts";
import type { Ref, Trace } from "./types.gen.ts";

const keys: Record<string, Key> = {
  embed: "nameEmbed",
  q: "nameQ",
  k: "nameK",
  v: "nameV",
  scores: "nameScores",
  scaled: "nameScaled",
  masked: "nameMasked",
  weights: "nameWeights",
  parts: "nameParts",
  output: "nameOutput",
  y: "nameY",
};

/** Those of a pair of words are called by the key's: "weight of money". */
const paired = ["scores", "scaled", "masked", "weights", "parts"];

/** "weight of money"; of a vector's number its coordinate too: "embedding of bank, 2". */
export function called(r: Ref, traces: Trace[]): string {
  const key = keys[r.tensor];
  const [first = 0, second] = r.index ?? [];
  const pair = paired.includes(r.tensor);
  const word = traces[r.trace]?.tokens[pair ? (second ?? first) : first]?.text;
  if (key === undefined || word === undefined) return `${r.tensor}[${(r.index ?? []).join(", ")}]`;
  const coordinate = pair ? r.index?.[2] : second;
  return t(key, { word }) + (coordinate === undefined ? "" : `, ${coordinate + 1}`);
}

/** A place as the engine writes it, "weights[1,0]", as a Ref. */
export function parse(at: string, trace: number): Ref {
  const [, tensor = at, index = ""] = /^([^[]+)\[([\d,]*)\]$/.exec(at) ?? [];
  return { trace, tensor, index: index === "" ? [] : index.split(",").map(Number) };
}
