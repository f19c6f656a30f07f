// The address: the lesson, where it is not one that ships, and the view, behind
// the #, so that it holds the whole state and no server sees it.

import type { Json, Window } from "./types.gen.ts";

export interface View {
  step: number; // 1 … 7
  formula: boolean; // leave the pins out
  show: "both" | 0 | 1; // contexts drawn
  columns: boolean; // vectors are written as columns, maps act from the left
}

export interface Address {
  name: string; // of a lesson
  model: string; // or of a model
  lesson: Json | null; // the document; null: as it opens
  view: View;
  window: Window | null; // null: what fits the lesson
}

export const opening: View = { step: 7, formula: false, show: "both", columns: false };

export async function write(a: Address): Promise<string> {
  const q = new URLSearchParams(a.model === "" ? { lesson: a.name } : { model: a.model });
  if (a.view.step !== opening.step) q.set("step", String(a.view.step));
  if (a.view.formula) q.set("weights", "formula");
  if (a.view.show !== "both") q.set("show", "AB"[a.view.show] ?? "");
  if (a.view.columns) q.set("vectors", "columns");
  if (a.window !== null) q.set("window", [a.window.minX, a.window.minY, a.window.maxX, a.window.maxY].join(" "));
  if (a.lesson !== null) q.set("doc", await pack(JSON.stringify(a.lesson)));
  return "#" + q.toString();
}

/** What an address says; what it does not say, or says wrong, is as at the opening. */
export async function read(hash: string): Promise<Address> {
  const q = new URLSearchParams(hash.replace(/^#/, ""));
  const step = Number(q.get("step") ?? opening.step);
  const show = "AB".indexOf(q.get("show") ?? "-");
  const address: Address = {
    name: q.get("lesson") ?? "",
    model: q.get("model") ?? "",
    lesson: null,
    window: windowOf(q.get("window") ?? ""),
    view: {
      step: Number.isInteger(step) && step >= 1 && step <= 7 ? step : opening.step,
      formula: q.get("weights") === "formula",
      columns: q.get("vectors") === "columns",
      show: show === 0 || show === 1 ? show : "both",
    },
  };
  const packed = q.get("doc");
  if (packed !== null) {
    try {
      address.lesson = JSON.parse(await unpack(packed)) as Json;
    } catch {
      address.lesson = null; // cut short in a mail, say: the lesson as it ships
    }
  }
  return address;
}

/** What the Training view shows. */
export interface Recorded {
  record: string;
  step: number | null; // of the training; null: the last
  pair: number; // from 0
  trails: boolean;
  window: Window | null; // null: the one that holds all steps
}

export function writeRecorded(a: Recorded): string {
  const q = new URLSearchParams({ view: "training", record: a.record });
  if (a.step !== null) q.set("step", String(a.step));
  if (a.pair !== 0) q.set("pair", String(a.pair + 1));
  if (!a.trails) q.set("trails", "off");
  if (a.window !== null) q.set("window", [a.window.minX, a.window.minY, a.window.maxX, a.window.maxY].join(" "));
  return "#" + q.toString();
}

/** What an address says of the Training view; null where it is of the walk. */
export function readRecorded(hash: string): Recorded | null {
  const q = new URLSearchParams(hash.replace(/^#/, ""));
  if (q.get("view") !== "training") return null;
  const [step, pair] = [Number(q.get("step") ?? NaN), Number(q.get("pair") ?? 1)];
  return {
    record: q.get("record") ?? "",
    step: Number.isInteger(step) && step >= 0 ? step : null,
    pair: Number.isInteger(pair) && pair >= 1 ? pair - 1 : 0,
    trails: q.get("trails") !== "off",
    window: windowOf(q.get("window") ?? ""),
  };
}

function windowOf(text: string): Window | null {
  const [minX = NaN, minY = NaN, maxX = NaN, maxY = NaN] = text.split(" ").map(Number);
  return maxX > minX && maxY > minY && Number.isFinite(maxX - minX + maxY - minY) ? { minX, minY, maxX, maxY } : null;
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

async function pack(text: string): Promise<string> {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function unpack(packed: string): Promise<string> {
  const binary = atob(packed.replace(/-/g, "+").replace(/_/g, "/"));
  return new TextDecoder().decode(await through(Uint8Array.from(binary, (c) => c.charCodeAt(0)), new DecompressionStream("deflate-raw")));
}
