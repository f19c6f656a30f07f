// The worker: the engine in WebAssembly, asked in bytes and answering in bytes.
// Go's own glue stands before this text in worker.js.

import { fetched } from "./server.ts";

interface Go {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

type Scope = {
  Go: new () => Go;
  heed: (request: Uint8Array) => Uint8Array;
  onmessage: (event: MessageEvent<{ id: number; request: Uint8Array }>) => void;
  postMessage: (message: { id: number; answer: Uint8Array } | { broken: string } | { away: boolean }) => void;
};

(() => {
  const scope = globalThis as unknown as Scope;

  const started = (async () => {
    const packed = await fetched(new URL("heed.wasm.gz", location.href), {}, (away) => scope.postMessage({ away }));
    if (!packed.ok || packed.body === null) throw new Error(`heed.wasm.gz: ${packed.status}`);
    const code = packed.body.pipeThrough(new DecompressionStream("gzip"));
    const go = new scope.Go();
    const { instance } = await WebAssembly.instantiateStreaming(
      new Response(code, { headers: { "Content-Type": "application/wasm" } }),
      go.importObject,
    );
    void go.run(instance);
  })();

  started.catch((error: unknown) => scope.postMessage({ broken: String(error) }));

  scope.onmessage = async ({ data }) => {
    await started;
    scope.postMessage({ id: data.id, answer: scope.heed(data.request) });
  };
})();
