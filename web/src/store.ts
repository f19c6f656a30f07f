// What the page knows, and all that can be done to it. The state is the lesson
// and the view; the rest follows from them by asking the engine.

import * as address from "./address.ts";
import type { View } from "./address.ts";
import { Engine, refused } from "./engine.ts";
import { t } from "./messages.ts";
import { beside } from "./plane.ts";
import { Recorded } from "./recorded.ts";
import { name, place } from "./refs.ts";
import type { Tab } from "./tabs.tsx";
import type { Answer, Change, Json, Part, Ref, Request, Window, LessonFile } from "./types.gen.ts";

export interface Hover {
  part: Part;
  box: DOMRect;
}

export class Page {
  tab: Tab = "walk";
  readonly recorded = new Recorded(); // what the Training view knows
  lessons: LessonFile[] = [];
  name = "";
  origin: Json = null; // the lesson as it was opened
  lesson: Json = null;
  past: Json[] = [];
  future: Json[] = [];
  view: View = address.opening;
  answer: Answer | null = null;
  other: Answer | null = null; // with the weights that the switch does not show
  window: Window | null = null; // stays while things move
  error = "";
  said = ""; // told once, politely
  hover: Hover | null = null;
  lit: Ref[] = []; // an arrow's numbers
  editing = ""; // name of the number under edit
  dragging = false;
  playing = false;
  tour = 0; // stop of the guided tour, 1 … 7; 0: none
  pulled = ""; // name of the map that is shown large
  kept = new Set<string>(); // notes that are kept as stated
  dialog: "" | "keys" | "compare" = "";

  private readonly engine = new Engine((why) => this.fail(t("broken", { why })));
  private readonly listeners = new Set<() => void>();
  private chain: Promise<void> = Promise.resolve(); // of what changes the lesson
  private preview: Change[] | null = null; // the newest move of a drag
  private previewing = false;
  private coalesce = "";
  private coalesced = 0;
  private timer = 0;
  private writing = 0;

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
    const file = async <T>(name: string) => (await (await fetch(new URL(name, document.baseURI))).json()) as T;
    const [lessons, opening, at] = await Promise.all([file<LessonFile[]>("lessons.json"), file<Answer>("opening.json"), address.read(location.hash)]);
    this.lessons = lessons;
    this.view = at.view;
    const chosen = lessons.find((l) => l.name === at.name) ?? lessons[0];
    if (chosen === undefined) return;
    if (chosen === lessons[0] && at.lesson === null && !at.view.formula) {
      this.set({ name: chosen.name, origin: chosen.lesson, lesson: opening.lesson, answer: opening, window: at.window ?? opening.scene.panels[0]?.window ?? null });
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
    this.set({ name: file.name, origin: file.lesson, past: [], future: [], kept: new Set(), window, editing: "", hover: null });
    await this.show(lesson);
  }

  private request(lesson: Json, changes: Change[], formula = this.view.formula): Request {
    return { heed: 1, name: this.name, lesson, changes, formula };
  }

  /** Asks for the lesson's walk and draws it, afresh in a window of its own; true if it came. */
  private async show(lesson: Json, changes: Change[] = [], afresh = false): Promise<boolean> {
    const answer = await this.engine.ask(this.request(lesson, changes));
    if (refused(answer)) {
      this.fail(answer.error);
      return false;
    }
    const window = (afresh ? null : this.window) ?? answer.scene.panels[0]?.window ?? null;
    this.set({ lesson: answer.lesson, answer, window, error: "" });
    void this.settle();
    return true;
  }

  /** What follows once the numbers stand: the other weights, the address, a word on what moved. */
  private async settle(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.set({ said: this.tab === "walk" ? this.summary() : "" }), 600);
    void this.writeAddress();
    const lesson = this.lesson;
    const other = await this.engine.ask(this.request(lesson, [], !this.view.formula));
    if (!refused(other) && lesson === this.lesson) this.set({ other });
  }

  /** What a listener is told of the plane. */
  summary(): string {
    const walk = this.answer?.walk;
    if (walk === undefined) return "";
    return walk.traces
      .map((trace, c) => {
        const to = trace.shift?.towards.find((x) => x.context === undefined || x.context === null);
        if (to === undefined) return t("planeOf", { texts: trace.text });
        const length = Math.abs(to.signed ?? 0).toFixed(2);
        const [before, after] = to.distance.map((d) => (d ?? 0).toFixed(2));
        return t((to.signed ?? 0) < 0 ? "summaryAway" : "summary", { word: trace.word, length, to: to.token, name: "AB"[c] ?? "", before: before ?? "", after: after ?? "" });
      })
      .join(" ");
  }

  private async writeAddress(): Promise<void> {
    const n = ++this.writing;
    const lesson = JSON.stringify(this.lesson) === JSON.stringify(this.origin) ? null : this.lesson;
    const own = this.answer?.scene.panels[0]?.window ?? null;
    const hash = await address.write({ name: this.name, lesson, view: this.view, window: JSON.stringify(this.window) === JSON.stringify(own) ? null : this.window });
    if (n === this.writing && this.tab === "walk") history.replaceState(null, "", hash);
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
    if (!this.previewing) void this.pump();
  }

  private async pump(): Promise<void> {
    this.previewing = true;
    while (this.preview !== null && this.committed !== null) {
      const [changes, base] = [this.preview, this.committed];
      this.preview = null;
      const answer = await this.engine.ask(this.request(base, changes));
      if (this.committed !== base || refused(answer)) continue; // stale, or beyond what can be drawn
      performance.mark("heed:answered");
      this.set({ answer, error: "" });
    }
    this.previewing = false;
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
    return [1, 2, 3, 4, 5, 6, 7].filter((n) => shown.some((s) => (s[n - 1]?.checks.length ?? 0) + (s[n - 1]?.notes.filter((x) => !x.at.startsWith("embed")).length ?? 0) > 0));
  }
}
