// What the page knows, and all that can be done to it. The state is a document
// and the view; the rest follows from them by asking. The document is a lesson,
// for the engine, or the request to a model, for the server.

import * as address from "./address.ts";
import type { View } from "./address.ts";
import * as carried from "./carried.ts";
import { Engine, refused } from "./engine.ts";
import { read, recording, saved } from "./files.ts";
import * as models from "./models.ts";
import { t } from "./messages.ts";
import { beside } from "./plane.ts";
import { Recorded } from "./recorded.ts";
import { aim, name, place } from "./refs.ts";
import { refusalSays, remark } from "./saying.ts";
import type { Tab } from "./tabs.tsx";
import type { Answer, Change, Json, LessonFile, Model, ModelRequest, Part, Ref, Refusal, Request, Window } from "./types.gen.ts";

export interface Hover {
  part: Part;
  box: DOMRect;
}

/** What is forgotten when another document is opened. */
const fresh = { past: [], future: [], kept: new Set<string>(), editing: "", hover: null, pulled: "" };

export class Page {
  tab: Tab = "walk";
  readonly recorded = new Recorded(); // what the Training view knows
  lessons: LessonFile[] = [];
  models: string[] = []; // by name
  name = "";
  model: Model | null = null; // null: a lesson
  origin: Json = null; // the document as it was opened
  lesson: Json = null; // the document
  past: Json[] = [];
  future: Json[] = [];
  view: View = address.opening;
  answer: Answer | null = null;
  other: Answer | null = null; // with the weights that the switch does not show
  window: Window | null = null; // stays while things move
  error = "";
  said = ""; // told once, politely
  away = false; // the server does not answer, and is asked again
  hover: Hover | null = null;
  lit: Ref[] = []; // an arrow's numbers
  editing = ""; // name of the number under edit
  dragging = false;
  playing = false;
  tour = 0; // stop of the guided tour, 1 … 7; 0: none
  pulled = ""; // name of the map that is shown large
  kept = new Set<string>(); // notes that are kept as stated
  dialog: "" | "keys" | "compare" | "about" = "";
  waiting: { for: string; part: number } | null = null; // a model that runs, and how much of it is done

  private readonly engine = new Engine((why) => this.fail(t("broken", { why })), (away) => this.set({ away }));
  private readonly listeners = new Set<() => void>();
  private chain: Promise<void> = Promise.resolve(); // of what changes the lesson
  private preview: Change[] | null = null; // the newest move of a drag
  private previewing = false;
  private coalesce = "";
  private coalesced = 0;
  private timer = 0;
  private seeing = 0;
  private writing = 0;
  private cold = true; // the engine has not run often

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Changes some fields, and draws anew. */
  set(fields: Partial<Omit<Page, "set">>): void {
    Object.assign(this, fields);
    for (const listener of this.listeners) listener();
  }

  /** To another of the page's views. */
  turn(tab: Tab): void {
    if (tab === this.tab) return;
    this.set({ tab, playing: false, tour: 0, hover: null });
    if (tab === "training") return void this.recorded.show(null);
    this.recorded.hide();
    void this.writeAddress();
  }

  private fail(error: string): void {
    this.set({ error });
  }

  async start(): Promise<void> {
    const recorded = address.readRecorded(location.hash);
    if (recorded !== null) {
      this.set({ tab: "training" });
      void this.recorded.show(recorded);
    }
    const file = async <T>(name: string) => (await (await read(name, (away) => this.set({ away }))).json()) as T;
    const [shipped, opening, at] = await Promise.all([file<LessonFile[]>("lessons.json"), file<Answer>("opening.json"), address.read(location.hash || (saved?.at ?? ""))]);
    const own = saved?.lesson;
    const lessons = own === undefined ? shipped : [...shipped.filter((l) => l.name !== own.name), own];
    this.lessons = lessons;
    this.view = at.view;
    void models.names().then((names) => this.set({ models: names }));
    if (at.model !== "" && (await this.openModel(at.model, at.lesson, at.window))) return;
    const chosen = lessons.find((l) => l.name === at.name) ?? lessons[0];
    if (chosen === undefined) return;
    if (chosen === shipped[0] && at.lesson === null && !at.view.formula) {
      this.set({ name: chosen.name, origin: chosen.lesson, lesson: opening.lesson, answer: opening, window: at.window ?? opening.scene.panels[0]?.window ?? null });
      await painted();
      performance.mark("heed:drawn");
      return void this.settle();
    }
    await this.open(chosen, at.lesson ?? chosen.lesson, at.window);
    if (this.answer === null && this.error !== "") {
      const error = this.error; // what an address holds cannot be walked: the lesson as it ships stands there
      await this.open(chosen);
      this.fail(error);
    }
  }

  /** Opens a lesson that ships, perhaps as an address has changed it. */
  async open(file: LessonFile, lesson: Json = file.lesson, window: Window | null = null): Promise<void> {
    this.set({ ...fresh, name: file.name, model: null, origin: file.lesson, window });
    await this.show(lesson);
  }

  /** Opens a model, with the texts that are shown or as an address has it; false where that is not to be. */
  async openModel(name: string, document: Json = null, window: Window | null = null): Promise<boolean> {
    const before = { name: this.name, model: this.model, origin: this.origin, past: this.past, future: this.future, window: this.window };
    this.set({ waiting: { for: name, part: 0 } });
    const model = await models.describe(name).catch(() => t("noServer"));
    this.set({ waiting: null });
    if (typeof model === "string") {
      this.fail(model);
      return false;
    }
    const texts = this.answer?.walk.traces.map((trace) => trace.text).slice(0, 2);
    const origin = recording === null ? { heed: 1, source: name } : carried.opened;
    const opened = texts === undefined || recording !== null ? origin : { heed: 1, source: name, texts };
    this.set({ ...fresh, name, model, origin, window, view: { ...this.view, formula: false } });
    if (await this.show(document ?? opened, [], window === null)) return true;
    const { error } = this;
    this.set(before);
    this.fail(error);
    return false;
  }

  /** Makes another request of a model: another head, say. */
  alter(fields: Partial<ModelRequest>): void {
    this.chain = this.chain.then(async () => {
      const before = this.lesson;
      if (await this.show({ ...(before as object), ...fields } as Json, [], true)) this.set({ past: [...this.past, before], future: [] });
    });
  }

  /** Whether what is shown is a recorded head, which goes on from q, k and v alone. */
  get resumed(): boolean {
    return this.model !== null && recording !== null;
  }

  /** What a page that works offline is to carry: nothing of a lesson. */
  async record(): Promise<string> {
    if (this.model === null || saved !== null) return "";
    const running = new AbortController();
    this.running = running;
    this.set({ waiting: { for: this.name, part: 0 } });
    return models.record(this.lesson as unknown as ModelRequest, running.signal).finally(() => this.set({ waiting: null }));
  }

  private running: AbortController | null = null;

  /** Gives up the model that runs. */
  cancel(): void {
    this.running?.abort();
  }

  /** The document after changes, and its walk. */
  private async ask(document: Json, changes: Change[], brief = false, formula = this.view.formula): Promise<{ document: Json; answer: Answer | Refusal }> {
    if (this.model === null) {
      const answer = await this.engine.ask({ ...this.request(document, changes, formula), ...(brief ? { brief } : {}) });
      return { document: refused(answer) ? document : answer.lesson, answer };
    }
    if (this.resumed) {
      const set = carried.changed(document, changes);
      return { document: set, answer: await this.engine.ask({ ...carried.request(set), ...(brief ? { brief } : {}) }, carried.walk) };
    }
    const request = models.changed(document as unknown as ModelRequest, changes, this.answer);
    const running = new AbortController();
    this.running = running;
    const { name } = this;
    const late = brief ? 0 : setTimeout(() => this.set({ waiting: { for: name, part: 0 } }), 300);
    const told = { done: (part: number) => this.waiting !== null && this.set({ waiting: { for: name, part } }), away: (away: boolean) => this.set({ away }) };
    const answer = await models.ask({ ...request, ...(brief ? { brief } : {}) }, told, running.signal).catch((why: unknown): Refusal => ({ heed: 1, error: running.signal.aborted ? t("cancelled") : String(why) }));
    clearTimeout(late);
    if (!brief) this.set({ waiting: null });
    return { document: request as unknown as Json, answer };
  }

  /** What the server is asked of the page as it is: the operation, by its name for lessons, and its request. */
  asking(operation: string): [string, object] {
    return this.model === null ? [operation, this.request(this.lesson, [])] : [`models/${operation}`, this.lesson as object];
  }

  request(lesson: Json, changes: Change[], formula = this.view.formula): Request {
    return { heed: 1, name: this.name, lesson, changes, formula };
  }

  /** Asks for the lesson's walk and draws it, afresh in a window of its own; true if it came. */
  private async show(lesson: Json, changes: Change[] = [], afresh = false): Promise<boolean> {
    const { document, answer } = await this.ask(lesson, changes);
    if (refused(answer)) {
      this.fail(refusalSays(answer));
      return false;
    }
    const window = (afresh ? null : this.window) ?? answer.scene.panels[0]?.window ?? null;
    this.set({ lesson: document, answer, window, error: "" });
    void this.settle();
    return true;
  }

  /** What follows once the numbers stand: the other weights, the address, a word on what moved. */
  private async settle(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.set({ said: this.tab === "walk" ? this.summary() : "" }), 600);
    void this.writeAddress();
    const lesson = this.lesson;
    if (this.model !== null) return this.set({ other: null }); // in a model nothing is stated
    const { answer: other } = await this.ask(lesson, [], false, !this.view.formula);
    if (!refused(other) && lesson === this.lesson) this.set({ other });
    void this.warm();
  }

  /**
   * Asks, while nobody else does, what a drag would ask: the browser makes WebAssembly
   * fast where it has run often, which else the first second of the first drag is for.
   */
  private async warm(): Promise<void> {
    if (!this.cold) return;
    this.cold = false;
    const tip = this.answer?.scene.panels[0]?.marks.find((m) => m.role === "embed" && m.kind === "arrow");
    const [of, to] = [tip?.of[0], tip?.points[1]];
    if (of === undefined || to === undefined) return;
    const changes: Change[] = [{ do: "move", context: of.trace, at: place(of), to: [to.x, to.y] }];
    for (let n = 0; n < warmth && this.model === null && !this.previewing; n++) {
      await rest();
      await this.engine.ask({ ...this.request(this.lesson, changes), brief: true });
    }
  }

  /** What a listener is told of the plane. */
  summary(): string {
    const walk = this.answer?.walk;
    if (walk === undefined) return "";
    return walk.traces
      .map((trace, c) => {
        const to = aim(trace);
        if (to === undefined) return t("planeOf", { texts: trace.text });
        const length = Math.abs(to.signed ?? 0).toFixed(2);
        const [before, after] = to.distance.map((d) => (d ?? 0).toFixed(2));
        return t((to.signed ?? 0) < 0 ? "summaryAway" : "summary", { word: trace.word, length, to: to.token, name: "AB"[c] ?? "", before: before ?? "", after: after ?? "" });
      })
      .join(" ");
  }

  private async writeAddress(): Promise<void> {
    const n = ++this.writing;
    const hash = await this.address();
    if (n === this.writing && this.tab === "walk") history.replaceState(null, "", hash);
  }

  /** Whether the lesson is as it was opened. */
  unchanged(): boolean {
    return JSON.stringify(this.lesson) === JSON.stringify(this.origin);
  }

  /** What stands behind the # of the page as it is now. */
  address(lesson = this.unchanged() ? null : this.lesson): Promise<string> {
    const own = this.answer?.scene.panels[0]?.window ?? null;
    return address.write({ name: this.model === null ? this.name : "", model: this.model?.name ?? "", lesson, view: this.view, window: JSON.stringify(this.window) === JSON.stringify(own) ? null : this.window });
  }

  /** Changes the lesson for good. Changes of one kind that follow each other quickly are undone as one. */
  change(wanted: Change[] | ((answer: Answer) => Change[]), kind = ""): Promise<void> {
    this.preview = null;
    this.chain = this.chain.then(async () => {
      const changes = typeof wanted === "function" ? (this.answer === null ? [] : wanted(this.answer)) : wanted;
      const before = this.committed ?? this.lesson;
      const same = kind !== "" && kind === this.coalesce && performance.now() - this.coalesced < 800;
      this.committed = null;
      if (!(await this.show(before, changes, changes.some((c) => c.do === "text")))) {
        const error = this.error; // it is to stay beside the last good picture
        await this.show(before);
        this.fail(error);
        return;
      }
      if (!same) this.past = [...this.past, before];
      this.coalesce = kind;
      this.coalesced = performance.now();
      this.set({ future: [] });
    });
    return this.chain;
  }

  /** Adds to a number, as often as it is asked to. */
  nudge(at: Ref, value: number, by: number): void {
    const now = (answer: Answer): number => {
      const parts = answer.steps.flat().flatMap((s) => s.lines.flat());
      const part = parts.find((p) => p.at !== undefined && name(p.at) === name(at));
      return typeof part?.value === "number" ? part.value : value;
    };
    void this.change((answer) => [{ do: "set", context: at.trace, at: place(at), value: Number((now(answer) + by).toPrecision(12)) }], "set " + name(at));
  }

  /** Moves a tip by so much, as often as it is asked to. */
  push(at: Ref, [dx, dy]: [number, number]): void {
    void this.change((answer) => {
      const marks = answer.scene.panels[0]?.marks ?? [];
      const tip = marks.find((m) => m.kind === "arrow" && m.of[0] !== undefined && name(m.of[0]) === name(at))?.points[1];
      return tip === undefined ? [] : [{ do: "move", context: at.trace, at: place(at), to: beside(tip, dx, dy) }];
    }, "move " + name(at));
  }

  private committed: Json = null; // the lesson before the drag

  /** Shows what a change would do, until change makes it or drop takes it back; of several, the newest. */
  try(changes: Change[]): void {
    this.committed ??= this.lesson;
    this.preview = changes;
    this.movedAt = performance.now();
    if (!this.previewing) void this.pump();
  }

  private async pump(): Promise<void> {
    this.previewing = true;
    while (this.preview !== null && this.committed !== null) {
      const [changes, base, movedAt] = [this.preview, this.committed, this.movedAt];
      this.preview = null;
      const { answer } = await this.ask(base, changes, true);
      if (this.committed !== base || refused(answer)) continue; // stale, or beyond what can be drawn
      this.followed = movedAt;
      this.set({ answer, error: "" });
    }
    this.previewing = false;
  }

  private movedAt = 0; // when the newest move of a drag came
  private followed = 0; // when the move came that the picture is of

  /** Tells, when the picture stands in the document, how long it took. */
  committedNow(): void {
    if (this.followed > 0) performance.measure("heed:drag", { start: this.followed });
    this.followed = 0;
  }

  drop(): void {
    const before = this.committed;
    this.committed = null;
    this.preview = null;
    if (before !== null) void this.show(before);
  }

  undo(): void {
    this.travel("past", "future");
  }

  redo(): void {
    this.travel("future", "past");
  }

  private travel(from: "past" | "future", to: "past" | "future"): void {
    this.chain = this.chain.then(async () => {
      const lesson = this[from].at(-1);
      if (lesson === undefined) return;
      this.coalesce = "";
      this.set({ [from]: this[from].slice(0, -1), [to]: [...this[to], this.lesson] });
      await this.show(lesson);
    });
  }

  reset(): void {
    this.chain = this.chain.then(async () => {
      this.set({ past: [...this.past, this.lesson], future: [] });
      await this.show(this.origin, [], true);
    });
  }

  look(view: Partial<View>): void {
    const formula = view.formula ?? this.view.formula;
    const turned = formula !== this.view.formula;
    this.set({ view: { ...this.view, ...view }, hover: null });
    if (turned) this.chain = this.chain.then(async () => void (await this.show(this.lesson)));
    else void this.writeAddress();
  }

  step(to: number): void {
    this.look({ step: Math.max(1, Math.min(7, to)) });
  }

  /** Shows another window of the plane; the address follows once it rests. */
  see(window: Window): void {
    this.set({ window });
    clearTimeout(this.seeing);
    this.seeing = setTimeout(() => void this.writeAddress(), 200);
  }

  fit(): void {
    this.set({ window: this.answer?.scene.panels[0]?.window ?? null });
    void this.writeAddress();
  }

  /** Pins a number at what it is, or takes its pin away. */
  pin(part: Part): void {
    if (part.at === undefined || part.edit !== true) return;
    const change = { context: part.at.trace, at: place(part.at) };
    if (part.given === "stated" || part.given === "borrowed") void this.change([{ do: "unpin", ...change }]);
    else if (part.at.tensor !== "embed" && typeof part.value === "number") void this.change([{ do: "set", ...change, value: part.value }]);
  }

  /** The steps that disagree with what is stated, in any context shown. */
  disagreeing(): number[] {
    const steps = this.answer?.steps ?? [];
    const shown = steps.filter((_, c) => this.view.show === "both" || this.view.show === c);
    return [1, 2, 3, 4, 5, 6, 7].filter((n) => shown.some((s) => (s[n - 1]?.checks.length ?? 0) + (s[n - 1]?.notes.filter((x) => !remark(x)).length ?? 0) > 0));
  }
}

const warmth = 80; // requests, after which an engine is seldom any faster

/** When the page has nothing to do. */
function rest(): Promise<void> {
  return new Promise((done) => ("requestIdleCallback" in window ? requestIdleCallback(() => done()) : setTimeout(done, 20)));
}

/** When what is set now has been drawn. */
function painted(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}
