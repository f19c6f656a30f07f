// The page's own files: asked of the server or, where the page was saved as one
// file, read out of the document itself.

import { refusalOf } from "./saying.ts";
import { fetched } from "./server.ts";
import { type State, stated } from "./state.ts";
import type { Recording } from "./types.gen.ts";

/** Whether the page was saved: it asks nothing of any network then. */
export const saved: State | null = stated(text("state"));

/** The model's walk that the page was saved with. */
export const recording: Recording | null = text("recording") === "" ? null : (JSON.parse(text("recording")) as Recording);

function text(name: string): string {
  return document.getElementById(name)?.textContent ?? "";
}

/** What base64 stands for. */
function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

/** What is to be read of the file called so; `away` is told when the server is, and when it is back. */
export async function read(name: string, away: (is: boolean) => void = () => {}): Promise<Response> {
  if (saved === null) {
    const answer = await fetched(new URL(name, document.baseURI), {}, away);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer;
  }
  return new Response(new Blob([bytes(text(name))]).stream().pipeThrough(new DecompressionStream("gzip")));
}

/** The engine's worker. That of a saved page has no files to ask for, and is given the engine. */
export function work(): Worker {
  if (saved === null) return new Worker(new URL("worker.js", document.baseURI));
  const worker = new Worker(URL.createObjectURL(new Blob([text("worker.js")], { type: "text/javascript" })));
  const engine = bytes(text("heed.wasm"));
  worker.postMessage({ engine }, [engine.buffer]);
  return worker;
}

/** What the API answers to a request; what it refuses is thrown. */
export async function ask([operation, request]: [string, object]): Promise<Response> {
  const answer = await fetch(new URL(`api/v1/${operation}`, document.baseURI), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request) });
  if (answer.ok) return answer;
  throw new Error(await refusalOf(answer));
}
