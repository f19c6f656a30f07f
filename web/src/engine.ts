// The engine, in its worker: a request in JSON, an answer in JSON.

import { work } from "./files.ts";
import type { Answer, Refusal, Request } from "./types.gen.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Engine {
  private worker: Worker | null = null; // it starts when it is first asked, so that it takes nothing of the first drawing's time
  private readonly waiting = new Map<number, (answer: Uint8Array) => void>();
  private last = 0;

  /** broken is called with the reason when the engine cannot start, away when its server does not answer and when it does again. */
  constructor(
    private readonly broken: (why: string) => void,
    private readonly away: (is: boolean) => void,
  ) {}

  private start(): Worker {
    const worker = work();
    worker.onmessage = ({ data }: MessageEvent<{ id: number; answer: Uint8Array } | { broken: string } | { away: boolean }>) => {
      if ("broken" in data) return this.broken(data.broken);
      if ("away" in data) return this.away(data.away);
      this.waiting.get(data.id)?.(data.answer);
      this.waiting.delete(data.id);
    };
    worker.onerror = (event) => this.broken(event.message);
    return worker;
  }

  /** Asks; a recorded walk goes along as the text that it is. */
  async ask(request: Request, walk = ""): Promise<Answer | Refusal> {
    const id = ++this.last;
    const answer = new Promise<Uint8Array>((resolve) => this.waiting.set(id, resolve));
    const text = JSON.stringify(request);
    this.worker ??= this.start();
    this.worker.postMessage({ id, request: encoder.encode(walk === "" ? text : `${text.slice(0, -1)},"walk":${walk}}`) });
    return JSON.parse(decoder.decode(await answer)) as Answer | Refusal;
  }
}

export function refused(answer: Answer | Refusal): answer is Refusal {
  return "error" in answer;
}
