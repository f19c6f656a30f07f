// What the Training view knows: a recorded training, where in it the reader is,
// and, while heed learn is at work, what comes in anew. Its state is its own;
// the address holds all of it.

import * as address from "./address.ts";
import { t } from "./messages.ts";
import { around } from "./plane.ts";
import type { Context, RecordFile, Track, Training, Window } from "./types.gen.ts";

export class Recorded {
  list: RecordFile[] = [];
  name = "";
  training: Training | null = null;
  at = 0; // which snapshot
  pair = 0;
  trails = true;
  window: Window | null = null; // null: the pair's own
  playing = false;
  live: "" | "on" | "over" | "lost" = ""; // a training that goes on, that has ended, of which nothing comes any more
  error = "";
  said = ""; // told once, politely

  private readonly listeners = new Set<() => void>();
  private events: EventSource | null = null;
  private shown = false;
  private timer = 0;

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  set(fields: Partial<Recorded>): void {
    Object.assign(this, fields);
    for (const listener of this.listeners) listener();
  }

  /** Shows the view, at what an address says where there is one. */
  async show(at: address.Recorded | null): Promise<void> {
    this.shown = true;
    if (this.training !== null && at === null) return this.settle();
    try {
      this.list = await file<RecordFile[]>("records.json");
    } catch (why) {
      return this.set({ error: t("noRecord", { name: "records.json", why: String(why) }) });
    }
    const chosen = this.list.find((r) => r.name === at?.record) ?? this.list[0];
    if (chosen !== undefined) await this.open(chosen, at);
  }

  hide(): void {
    this.shown = false;
    this.set({ playing: false });
  }

  /** Opens a record, at its end; or at what an address says. */
  async open(chosen: RecordFile, at: address.Recorded | null = null): Promise<void> {
    this.events?.close();
    this.events = null;
    this.set({ name: chosen.name, playing: false, error: "" });
    if (at !== null) this.set({ trails: at.trails });
    if (chosen.live) return this.follow(chosen, at);
    try {
      const training = await file<Training>(chosen.at);
      if (this.name === chosen.name) this.put(training, at);
    } catch (why) {
      this.set({ error: t("noRecord", { name: chosen.name, why: String(why) }) });
    }
  }

  private put(training: Training, at: address.Recorded | null): void {
    this.set({ training, live: "", pair: Math.min(at?.pair ?? 0, training.pairs.length - 1), window: at?.window ?? null });
    this.go(at?.step === null || at === null ? training.steps.length - 1 : this.near(at.step));
  }

  /** Takes in what a training that goes on tells, and stays at its end if it is there. */
  private follow(chosen: RecordFile, at: address.Recorded | null): void {
    this.set({ training: null, at: 0, pair: at?.pair ?? 0, window: null, live: "on" });
    const events = new EventSource(new URL(chosen.at, document.baseURI));
    let lost = 0;
    this.events = events;
    events.addEventListener("snapshots", (e: MessageEvent<string>) => {
      lost = 0;
      const [was, more] = [this.training, JSON.parse(e.data) as Training];
      const last = was === null || this.at === was.steps.length - 1;
      const training = was === null || more.from === 0 ? more : joined(was, more);
      this.set({ training, pair: Math.min(this.pair, training.pairs.length - 1) });
      this.go(last ? training.steps.length - 1 : this.at);
    });
    events.addEventListener("end", () => this.ended("over"));
    events.onerror = () => { if (events.readyState === EventSource.CLOSED || ++lost > 3) this.ended("lost"); };
  }

  private ended(how: "over" | "lost"): void {
    this.events?.close();
    this.set({ live: how, said: t(how === "over" ? "liveOver" : "liveLost") });
  }

  /** The snapshot nearest to a step of the training. */
  private near(step: number): number {
    const steps = this.training?.steps ?? [];
    return steps.reduce((best, s, i) => (Math.abs(s - step) < Math.abs((steps[best] ?? 0) - step) ? i : best), 0);
  }

  get step(): number {
    return this.training?.steps[this.at] ?? 0;
  }

  /** To a snapshot. */
  go(to: number): void {
    const last = (this.training?.steps.length ?? 1) - 1;
    this.set({ at: Math.max(0, Math.min(last, to)) });
    this.settle();
  }

  /** Back or on by so many steps of the training, by one snapshot at least. */
  by(steps: number): void {
    const to = this.near(this.step + steps);
    this.go(to === this.at ? this.at + Math.sign(steps) : to);
  }

  choose(pair: number): void {
    this.set({ pair, window: null });
    this.settle();
  }

  turn(trails: boolean): void {
    this.set({ trails });
    this.settle();
  }

  /** Fits the plane to what it shows at this step; and again to all steps. */
  refit(): void {
    const { training } = this;
    const pair = training?.pairs[this.pair];
    if (training === null || pair === undefined) return;
    const tracks = [...pair.words, ...pair.contexts].map((v) => training.tracks[v.track]);
    const places = tracks.flatMap((k) => { const at = k?.at[k.stays ? 0 : this.at]; return at === undefined ? [] : [at]; });
    this.set({ window: this.window === null ? around(places) : null });
    this.settle();
  }

  /** Plays from here on, from the start where it is at the end; or stops. */
  play(): void {
    if (!this.playing && this.at === (this.training?.steps.length ?? 1) - 1) this.go(0);
    this.set({ playing: !this.playing });
  }

  /** What follows once things stand: the address, a word on what moved. */
  private settle(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.shown || this.training === null) return;
      if (!this.playing) this.set({ said: this.summary() });
      const last = this.at === this.training.steps.length - 1;
      history.replaceState(null, "", address.writeRecorded({ record: this.name, step: last ? null : this.step, pair: this.pair, trails: this.trails, window: this.window }));
    }, 250);
  }

  /** What a listener is told of the plane. */
  summary(): string {
    const { training, at } = this;
    const pair = training?.pairs[this.pair];
    if (training === null || pair === undefined) return "";
    const two = (x: number | null | undefined) => Math.abs(x ?? 0).toFixed(2);
    const contexts = pair.contexts.map((c, i) => {
      const moved = c.towards[at] ?? 0;
      return t(moved < 0 ? "trainedAway" : "trainedTowards", { name: "AB"[i] ?? "", word: pair.word, length: two(moved), to: c.target, weight: two(c.weight[at]) });
    });
    return [t("trainedStep", { step: this.step, loss: two(training.loss[at]) }), ...contexts].join(" ");
  }
}

async function file<T>(name: string): Promise<T> {
  const answer = await fetch(new URL(name, document.baseURI));
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as T;
}

/** A training with what came after it. */
function joined(was: Training, more: Training): Training {
  const track = (k: Track, i: number): Track => {
    const had = was.tracks[i];
    if (had === undefined || k.stays) return k;
    return { ...k, at: [...had.at.slice(0, more.from), ...k.at], ...(had.kept === undefined ? {} : { kept: [...had.kept.slice(0, more.from), ...(k.kept ?? [])] }) };
  };
  const list = <T>(had: T[] | undefined, k: T[]): T[] => [...(had ?? []).slice(0, more.from), ...k];
  const context = (c: Context, had: Context | undefined): Context => ({ ...c, towards: list(had?.towards, c.towards), other: list(had?.other, c.other), weight: list(had?.weight, c.weight) });
  return {
    ...more,
    from: 0,
    steps: list(was.steps, more.steps),
    loss: list(was.loss, more.loss),
    heldOut: list(was.heldOut, more.heldOut),
    change: list(was.change, more.change),
    tracks: more.tracks.map(track),
    pairs: more.pairs.map((p, i) => ({ ...p, contexts: [context(p.contexts[0], was.pairs[i]?.contexts[0]), context(p.contexts[1], was.pairs[i]?.contexts[1])] })),
  };
}
