// Models as sources: asked over HTTP for walks of their runs, as the reader has
// changed those. The document is the request.

import * as carried from "./carried.ts";
import { saved } from "./files.ts";
import { t } from "./messages.ts";
import { refusalOf } from "./saying.ts";
import { answered, gone, reached } from "./server.ts";
import type { Answer, Change, Model, ModelChange, ModelRequest, Refusal } from "./types.gen.ts";

const url = (path: string) => new URL("api/v1/models" + path, document.baseURI);

/** The names of the models; none where nothing serves them. */
export async function names(): Promise<string[]> {
  if (saved !== null) return [carried.model()?.name ?? []].flat();
  const answer = await reached(() => fetch(url("")));
  return answer?.ok === true ? ((await answer.json()) as string[]) : [];
}

/** What a model is; a text where it cannot be opened. */
export async function describe(name: string): Promise<Model | string> {
  if (!(await names()).includes(name)) return t("noModel", { name });
  const known = carried.model();
  if (known !== null) return known;
  const answer = await fetch(url("/" + encodeURIComponent(name)));
  return answer.ok ? ((await answer.json()) as Model) : refusalOf(answer);
}

/** What a page that works offline is to carry of a request: the text as it came. */
export async function record(request: ModelRequest, signal: AbortSignal): Promise<string> {
  const answer = await fetch(url("/recording"), { method: "POST", signal, headers: { "Content-Type": "application/json" }, body: JSON.stringify(request) });
  if (answer.ok) return answer.text();
  throw await refusalOf(answer);
}

/** The request after what the reader did to the picture that an answer is of. */
export function changed(request: ModelRequest, changes: Change[], shown: Answer | null): ModelRequest {
  let r = request;
  const { layer, head } = shown?.walk.source ?? { layer: 0, head: 0 };
  for (const c of changes) {
    const same = (m: ModelChange) => m.context === c.context && m.at === c.at && m.layer === layer && m.head === head;
    const others = (r.changes ?? []).filter((m) => !same(m));
    if (c.do === "text") {
      const texts = shown?.walk.traces.map((trace) => trace.text) ?? [];
      texts[c.context] = c.text ?? "";
      r = { ...r, texts, changes: (r.changes ?? []).filter((m) => m.context !== c.context) };
    } else if (c.do === "focus") r = { ...r, word: c.text ?? "" };
    else if (c.do === "unpin") r = { ...r, changes: others };
    else {
      const { context, at = "" } = c;
      const made: ModelChange = c.to === undefined ? { context, layer, head, at, value: c.value ?? 0 } : { context, layer, head, at, to: c.to };
      r = { ...r, layer, head, changes: [...others, made] };
    }
  }
  return r;
}

/** What a request tells of on its way: how much is done, and whether the server is away. */
export interface Told {
  done: (part: number) => void;
  away: (is: boolean) => void;
}

/** Asks for the walk; a signal gives it up. */
export function ask(request: ModelRequest, told: Told, signal: AbortSignal): Promise<Answer | Refusal> {
  const init = { method: "POST", signal, headers: { "Content-Type": "application/json", Accept: "text/event-stream" }, body: JSON.stringify(request) };
  return answered(() => reached(async () => {
    const answer = await fetch(url("/walk"), init);
    if (answer.ok && answer.body !== null) return last(answer.body, told.done);
    if (gone(answer)) return null;
    return { heed: 1, error: await refusalOf(answer) };
  }), told.away);
}

/** The last of a stream's events, which is the answer; null where it breaks off. */
async function last(stream: ReadableStream<Uint8Array<ArrayBuffer>>, done: (part: number) => void): Promise<Answer | Refusal | null> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const read = await reader.read();
    text += read.value ?? "";
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [name, data] = event(text.slice(0, end));
      text = text.slice(end + 2);
      if (name === "answer" || name === "refusal") return JSON.parse(data) as Answer | Refusal;
      const progress = JSON.parse(data) as { done: number; of: number };
      done(progress.done / progress.of);
    }
    if (read.done) return null;
  }
}

/** The name and the data of an event. */
function event(lines: string): [string, string] {
  const of = (field: string) => lines.split("\n").filter((l) => l.startsWith(field)).map((l) => l.slice(field.length)).join("\n");
  return [of("event: "), of("data: ")];
}
