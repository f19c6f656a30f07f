// A walk's numbers as files: JSON, CSV and npz, as heed walk writes them. Nothing
// is computed here; see trace/tensors.go for the list of tensors, trace/csv.go and
// trace/npz for the forms.

import type { Json, Shift, Trace, Walk } from "./types.gen.ts";
import { zip } from "./zip.ts";

type Row = (number | null)[];

interface Tensor {
  name: string;
  shape: number[]; // none for a single number
  data: Row;
  first?: number[]; // what the first axis counts where that is not 0, 1, 2 …
}

/** x in the shortest decimal that reads back as x, as Go's format g has it. */
function shortest(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "+Inf" : "-Inf";
  const [mantissa = "", exponent = ""] = x.toExponential().split("e");
  if (Number(exponent) >= -4 && Number(exponent) < 6) return Object.is(x, -0) ? "-0" : String(x);
  return `${mantissa}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, "0")}`;
}

/** A value as JSON, with every bit of its numbers: JSON.stringify has no −0. */
function json(value: Json): string {
  if (typeof value === "number") return shortest(value);
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, v]) => v !== undefined);
  return `{${fields.map(([key, v]) => `${JSON.stringify(key)}:${json(v)}`).join(",")}}`;
}

/** The arrays of a trace that are there, in the order of computation. */
function tensors(t: Trace): Tensor[] {
  const [maps, bias] = [t.maps ?? {}, t.bias ?? {}];
  return [
    ...matrix("embed", t.embed),
    ...matrix("q", t.q),
    ...matrix("k", t.k),
    ...matrix("v", t.v),
    ...matrix("scores", t.scores),
    ...matrix("scaled", t.scaled),
    ...matrix("masked", t.masked?.map((row, i) => row.map((x, j) => x ?? (typeof t.scaled?.[i]?.[j] === "number" ? -Infinity : null)))), // JSON has no −∞, which is what a mask adds
    ...matrix("weights", t.weights),
    ...parts(t),
    ...matrix("output", t.output),
    ...matrix("projected", t.projected),
    ...matrix("y", t.y),
    ...shift("shift", t.shift),
    ...shift("share", t.share),
    ...matrix("maps.q", maps.q),
    ...matrix("maps.k", maps.k),
    ...matrix("maps.v", maps.v),
    ...matrix("maps.o", maps.o),
    ...vector("bias.q", bias.q),
    ...vector("bias.k", bias.k),
    ...vector("bias.v", bias.v),
    ...vector("bias.o", bias.o),
  ];
}

function matrix(name: string, rows: Row[] | undefined): Tensor[] {
  return rows === undefined ? [] : [{ name, shape: [rows.length, rows[0]?.length ?? 0], data: rows.flat() }];
}

function vector(name: string, row: Row | undefined): Tensor[] {
  return row === undefined ? [] : [{ name, shape: [row.length], data: row }];
}

function parts({ parts, focus }: Trace): Tensor[] {
  const one = parts?.[0];
  return parts === undefined || one === undefined ? [] : [{ name: "parts", shape: [parts.length, one.length, one[0]?.length ?? 0], data: parts.flat(2), first: focus }];
}

function shift(name: string, s: Shift | undefined): Tensor[] {
  if (s === undefined) return [];
  const n = s.towards.length;
  const towards = [
    { name: `${name}.towards.signed`, shape: [n], data: s.towards.map((x) => x.signed) },
    { name: `${name}.towards.distance`, shape: [n, 2], data: s.towards.flatMap((x) => x.distance) },
    { name: `${name}.towards.cosine`, shape: [n, 2], data: s.towards.flatMap((x) => x.cosine) },
  ];
  return [...vector(`${name}.from`, s.from), ...vector(`${name}.to`, s.to), { name: `${name}.length`, shape: [], data: [s.length] }, ...(n > 0 ? towards : [])];
}

/** The walk as heed walk --json prints it. */
export function walkJson(walk: Walk): string {
  return json(walk as unknown as Json) + "\n";
}

/** A line for each number: trace, tensor, indices, value. */
export function csv(walk: Walk): string {
  const lines = ["trace,tensor,i,j,c,value"];
  walk.traces.forEach((trace, n) => {
    for (const tensor of tensors(trace)) {
      tensor.data.forEach((x, at) => lines.push([n, tensor.name, ...indices(tensor, at), shortest(x ?? NaN)].join(",")));
    }
  });
  return lines.join("\n") + "\n";
}

/** Where the number at a place of the data stands, in three columns. */
function indices(t: Tensor, at: number): (number | "")[] {
  const index: (number | "")[] = ["", "", ""];
  for (let axis = t.shape.length - 1; axis >= 0; axis--) {
    const size = t.shape[axis] ?? 1;
    index[axis] = at % size;
    at = Math.floor(at / size);
  }
  if (t.first !== undefined) index[0] = t.first[Number(index[0])] ?? 0;
  return index;
}

/** The walk as NumPy reads it with numpy.load. */
export function npz(walk: Walk): Blob {
  return zip(walk.traces.flatMap((trace, n) => tensors(trace).map((t) => ({ name: `${n}.${t.name}.npy`, data: npy(t) }))));
}

/** One array in NumPy's format, version 1.0. */
function npy(t: Tensor): Uint8Array<ArrayBuffer> {
  const says = `{'descr': '<f8', 'fortran_order': False, 'shape': (${t.shape.map((n) => `${n},`).join("")}), }`;
  const before = 10; // magic, version, length of the header
  const header = says.padEnd(Math.ceil((before + says.length + 1) / 64) * 64 - before - 1) + "\n";
  const data = new Uint8Array(before + header.length + 8 * t.data.length);
  data.set(new TextEncoder().encode(header), before);
  data.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0]);
  const view = new DataView(data.buffer);
  view.setUint16(8, header.length, true);
  t.data.forEach((x, i) => view.setFloat64(before + header.length + 8 * i, x ?? NaN, true));
  return data;
}
