// The seven steps, all readable at once; the active one in a card.

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Bars } from "./bars.tsx";
import { colour, letter, usePage } from "./context.ts";
import { Formula } from "./formula.tsx";
import { fixed, number } from "./format.ts";
import { Warning } from "./icons.tsx";
import { Marked } from "./marked.tsx";
import { MapLines } from "./matrices.tsx";
import { type Key, t } from "./messages.ts";
import { Notes } from "./notes.tsx";
import { aim, name } from "./refs.ts";
import { shown as visible, useStill } from "./still.ts";
import type { Answer, Json, Part } from "./types.gen.ts";

/** Contexts whose lines a step shows: the first that is shown, and in the active step all. */
function contexts(answer: Answer, show: "both" | 0 | 1, all: boolean): number[] {
  if (show !== "both") return answer.steps[show] === undefined ? [0] : [show];
  return all ? answer.steps.map((_, c) => c) : [0];
}

/** What a line is, to leave out one that another context has too. */
function same(line: Part[]): string {
  return line.map((p) => (p.text ?? p.key ?? "") + (p.sub ?? "")).join("");
}

/** A few words on a step. dimK is known of a whole answer, and stays while something is dragged. */
function useAside(n: number, answer: Answer): string {
  const dimK = useRef<number | undefined>(undefined);
  const trace = answer.walk.traces[0];
  dimK.current = trace?.k?.[0]?.length ?? dimK.current;
  return t(`aside${n}` as Key, { word: trace?.word ?? "", d: dimK.current ?? "" });
}

export function Column({ only }: { only?: number }): JSX.Element {
  const page = usePage();
  const { answer, view } = page;
  const swipe = useSwipe((by) => page.step((only ?? 0) + by));
  if (answer === null) return <section class="column starting" aria-busy="true">{t("starting")} …</section>;
  return (
    <section class="column" aria-label={t("steps")} {...(only === undefined ? {} : swipe)}>
      <ol class="steps">
        {[1, 2, 3, 4, 5, 6, 7]
          .filter((n) => only === undefined || n === only)
          .map((n) => (
            <StepItem key={n} n={n} answer={answer} active={view.step === n} alone={only !== undefined} />
          ))}
      </ol>
      {only === undefined && page.model === null && <Disagreements />}
    </section>
  );
}

/** A swipe of 50 px to the side goes a step on, or back. */
function useSwipe(go: (by: number) => void): { onTouchStart: (e: TouchEvent) => void; onTouchEnd: (e: TouchEvent) => void } {
  const start = useRef<Touch | undefined>(undefined);
  return {
    onTouchStart: (e) => {
      start.current = e.touches.length === 1 ? e.touches[0] : undefined;
    },
    onTouchEnd: (e) => {
      const [from, to] = [start.current, e.changedTouches[0]];
      start.current = undefined;
      if (from === undefined || to === undefined) return;
      const across = to.clientX - from.clientX;
      if (Math.abs(across) > 50 && Math.abs(across) > 2 * Math.abs(to.clientY - from.clientY)) go(across < 0 ? 1 : -1);
    },
  };
}

function StepItem({ n, answer, active, alone }: { n: number; answer: Answer; active: boolean; alone: boolean }): JSX.Element | null {
  const page = usePage();
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => { if (active && !alone) item.current?.scrollIntoView({ block: "nearest" }); }, [active, alone]);
  const aside = useAside(n, answer);
  const disagreements = alone ? page.disagreeing().length : 0;
  const shown = contexts(answer, page.view.show, active || n === 1 || n === 7);
  const steps = shown.map((c) => answer.steps[c]?.[n - 1]);
  const seen = () => [disagreements, ...steps.map((s) => s?.lines.map(visible).join("/")), JSON.stringify(steps.map((s) => [s?.checks, s?.notes])), n === 2 ? JSON.stringify(answer.maps) : ""].join("|");
  return useStill(seen, () => (
    <li ref={item} class={active ? "step active" : "step"} aria-current={active ? "step" : undefined}>
      <h2>
        <button type="button" class="title" onClick={() => page.step(n)}>
          <span class="nth">{n}</span>
          {t(`step${n}` as Key)}
        </button>
        <span class="aside"><Marked text={aside} /></span>
        {disagreements > 0 && (
          <button type="button" class="chip warn" onClick={() => page.set({ dialog: "compare" })}>
            {t("disagreements", { n: disagreements })} ›
          </button>
        )}
      </h2>
      <div class="body">
        <Lines n={n} answer={answer} shown={shown} active={active} />
        {shown.map((c) => {
          const step = answer.steps[c]?.[n - 1];
          return step === undefined ? null : <Notes key={c} step={step} context={c} active={active} />;
        })}
      </div>
    </li>
  ));
}

/** An embedding, told by the lesson or the reader's. */
function Vector({ line }: { line: Part[] }): JSX.Element {
  const page = usePage();
  const chosen = yours(page.origin, page.lesson, line);
  return <Formula line={line} yours={chosen} told={!chosen} />;
}

function Lines({ n, answer, shown, active }: { n: number; answer: Answer; shown: number[]; active: boolean }): JSX.Element {
  const seen = new Set<string>();
  const groups = shown.map((c) => ({
    c,
    lines: (answer.steps[c]?.[n - 1]?.lines ?? []).filter((line) => {
      if (line[0]?.key === "to") return false;
      if (n === 2 && !active && line[0]?.role === "value" && identity(answer, "V")) return false;
      const known = seen.has(same(line)) && !line.some((p) => p.at?.tensor === "weights");
      seen.add(same(line));
      return !known;
    }),
  }));
  const badge = shown.length > 1 && n > 1;
  return (
    <>
      {n === 1 && (
        <div class={answer.scene.plane.x.length > 6 ? "lines wide" : "lines pairs"}>
          {groups.flatMap(({ lines }) => lines.map((line) => <Vector key={line.map((p) => (p.at ? name(p.at) : "")).join()} line={line} />))}
          <Apart answer={answer} context={shown[0] ?? 0} />
        </div>
      )}
      {n > 1 && groups.map(({ c, lines }) => (
        <Group key={c} badge={badge && lines.length > 0 && n < 7 ? letter(c) : ""} context={c}>
          {lines.map((line) => (
            <Formula key={line.map((p) => (p.at ? name(p.at) : "")).join()} line={line} />
          ))}
        </Group>
      ))}
      {n === 2 && <MapLines active={active} />}
      {n === 5 && active && <Bars contexts={shown} />}
      {n === 7 && <Moved answer={answer} shown={shown} />}
    </>
  );
}

function Group({ badge, context, children }: { badge: string; context: number; children: ComponentChildren }): JSX.Element {
  return (
    <div class={badge !== "" ? "lines badged" : "lines"}>
      {badge !== "" && <span class={`badge ${colour("output", context)}`}>{badge}</span>}
      {children}
    </div>
  );
}

const identity = (answer: Answer, map: string): boolean => answer.maps.find((g) => g.name === map)?.says === "identity";

/** Whether a reader chose the vector: the lesson says so, or it is not as the lesson was opened. */
function yours(origin: Json, lesson: Json, line: Part[]): boolean {
  if (line.some((p) => p.given === "chosen")) return true;
  const word = line[0]?.sub ?? "";
  const vectors = (l: Json): string => JSON.stringify(tables(l).map((table) => table[word] ?? table[word.toLowerCase()] ?? null));
  return vectors(origin) !== vectors(lesson);
}

/** The tables of vectors of a lesson and its contexts. */
function tables(lesson: Json): { [key: string]: Json }[] {
  const object = (v: Json | undefined): { [key: string]: Json } => (v !== null && typeof v === "object" && !Array.isArray(v) ? v : {});
  const l = object(lesson);
  const contexts = Array.isArray(l["contexts"]) ? l["contexts"] : [];
  return [object(l["embed"]), ...contexts.map((c) => object(object(c)["embed"]))];
}

function Apart({ answer, context }: { answer: Answer; context: number }): JSX.Element | null {
  const to = aim(answer.walk.traces[context]);
  if (to === undefined) return null;
  return <span class="formula middle">{t("apart", { distance: fixed(to.distance[0], 4), cosine: fixed(to.cosine[0], 4) })}</span>;
}

/** Distance and cosine before and after, and how far the word moved. */
function Moved({ answer, shown }: { answer: Answer; shown: number[] }): JSX.Element | null {
  const rows = shown.flatMap((c) => (answer.steps[c]?.[6]?.lines ?? []).filter((line) => line[0]?.key === "to").map((line) => ({ c, line })));
  const page = usePage();
  if (rows.length === 0) return null;
  const value = (p: Part | undefined, strong = false) => (
    <span
      class={strong ? `quantity ${colour(p?.role, p?.context ?? 0)} strong` : "quantity"}
      tabIndex={0}
      onPointerEnter={(e) => p !== undefined && page.set({ hover: { part: p, box: e.currentTarget.getBoundingClientRect() } })}
      onPointerLeave={() => page.set({ hover: null })}
      onFocus={(e) => p !== undefined && page.set({ hover: { part: p, box: e.currentTarget.getBoundingClientRect() } })}
      onBlur={() => page.set({ hover: null })}
    >
      {strong ? fixed(p?.value ?? null, 4) : p?.text}
    </span>
  );
  return (
    <table class="moved">
      <thead>
        <tr>
          <td />
          <th scope="col">{t("distance")}</th>
          <th scope="col">{t("cosine")}</th>
          <th scope="col">{t("moved")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ c, line }) => (
          <tr key={`${c}${line[0]?.sub}`}>
            <th scope="row" class={colour("output", c)}>
              <b>{letter(c)}</b> {t("to", { word: line[0]?.sub ?? "" })}
            </th>
            <td>
              {value(line[1])} → {value(line[2])}
            </td>
            <td>
              {value(three(line[3]))} → {value(three(line[4]))}
            </td>
            <td>{value(line[5], true)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const three = (p: Part | undefined): Part | undefined => (p === undefined ? p : { ...p, text: fixed(p.value ?? null, 3) });

function Disagreements(): JSX.Element {
  const page = usePage();
  const n = page.disagreeing().length;
  const words = n === 0 ? t("noneDisagree") : n === 1 ? t("stepDisagrees") : t("stepsDisagree", { n: number(n) });
  return (
    <div class="disagreements">
      {n > 0 && <Warning />}
      <span><Marked text={words} /></span>
      {n > 0 && (
        <button type="button" onClick={() => page.set({ dialog: "compare" })}>
          {t("compare")} ›
        </button>
      )}
    </div>
  );
}
