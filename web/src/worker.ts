// The worker: the engine in WebAssembly, asked in bytes and answering in bytes.
// Go's own glue stands before this text in worker.js. A page that was saved as one
// file makes the worker of its own text, and gives it the engine.

import { fetched } from "./server.ts";

interface Go {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

type Scope = {
  Go: new () => Go;
  heed: (request: Uint8Array) => Uint8Array;
  onmessage: (event: MessageEvent<{ id: number; request: Uint8Array } | { engine: Uint8Array<ArrayBuffer> }>) => void;
  postMessage: (message: { id: number; answer: Uint8Array } | { broken: string } | { away: boolean }) => void;
};

(() => {
  const scope = globalThis as unknown as Scope;

  let give: (engine: Uint8Array<ArrayBuffer>) => void;
  const given = new Promise<Uint8Array<ArrayBuffer>>((resolve) => (give = resolve));

  async function engine(): Promise<Response> {
    if (location.protocol !== "blob:") return fetched(new URL("heed.wasm", location.href), {}, (away) => scope.postMessage({ away }));
    const code = new Blob([await given]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(code, { headers: { "Content-Type": "application/wasm" } });
  }

  const started = (async () => {
    const file = await engine();
    if (!file.ok) throw new Error(`heed.wasm: ${file.status}`);
    const go = new scope.Go();
    const { instance } = await WebAssembly.instantiateStreaming(file, go.importObject);
    void go.run(instance);
  })();

  started.catch((error: unknown) => scope.postMessage({ broken: String(error) }));

  scope.onmessage = async ({ data }) => {
    if ("engine" in data) return give(data.engine);
    await started;
    scope.postMessage({ id: data.id, answer: scope.heed(data.request) });
  };
})();
