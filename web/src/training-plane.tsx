// The plane at a step of a training: every word's vector with the way that it
// came, the studied word in both contexts, a summary, and a table behind it.

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { colour, letter, useMedia, usePage } from "./context.ts";
import { percent } from "./format.ts";
import { overlap, type Placed, type Side, place, quad, type Wanted } from "./labels.ts";
import { MarkShape } from "./marks.tsx";
import { t } from "./messages.ts";
import { below, chevron, fit, type Frame, pieces, type Px, toPx } from "./plane.ts";
import { Grid, TickNumbers, tickPlaces, useSize } from "./plane-view.tsx";
import type { Mark, Pair, Run, Training, Word } from "./types.gen.ts";
import { VectorTable } from "./vectors.tsx";
import { type Label, measure, Words } from "./words.tsx";

/** A vector at the step that is shown. */
interface Vector {
  id: string;
  kind: "word" | "studied" | "target" | "output";
  context: number; // −1: of none
  text: string; // its word
  lean: number; // to A's word above 0, to B's below
  at: [number, number];
  px: Px;
  past: Px[]; // the way that it came
  kept: number; // share of its length in the plane
}

const ticksApart = 64; // px
const title = 78; // px above, which the words over the plane take

export function TrainingPlane({ training, pair }: { training: Training; pair: Pair }): JSX.Element {
  const { recorded } = usePage();
  const [box, { width, height }] = useSize();
  const phone = useMedia("(max-width: 760px)");
  const free = phone ? 62 : title;
  const window = recorded.window ?? pair.window;
  const frame = useMemo(() => (width === 0 ? null : below(fit(window, width, height - free, 0), free)), [window.minX, window.minY, window.maxX, window.maxY, width, height, free]);
  const list = useMemo(() => (frame === null ? [] : vectors(training, pair, recorded.at, frame)), [training, pair, recorded.at, frame]);
  const grid = useMemo(() => frame && <><Grid frame={frame} /><TickNumbers frame={frame} least={ticksApart} free={free} /></>, [frame, free]);
  return (
    <div class="plane" ref={box}>
      {frame !== null && (
        <>
          <svg class="picture" width={width} height={height} role="img" aria-label={`${t("plane")}. ${recorded.summary()}`}>
            {grid}
            {recorded.trails && list.map((v) => <Trail key={"trail" + v.id} v={v} />)}
            {list.map((v) => (
              <Vector key={v.id} v={v} frame={frame} />
            ))}
            <Moved list={list} />
            <circle class="origin" cx={frame.left} cy={frame.top} r={3.2} />
            <Labels list={list} frame={frame} phone={phone} free={free} />
          </svg>
          <div class="headline">
            <h2>{t("step", { step: recorded.step })}{recorded.live === "on" && <span class="alive">{t("live")}</span>}</h2>
            <p>{says(training, pair, recorded.trails, phone)}</p>
          </div>
          {phone && (
            <button type="button" class="control trails" aria-pressed={recorded.trails} onClick={() => recorded.turn(!recorded.trails)}>
              {t("hintTrails")}
            </button>
          )}
          <Table list={list} step={recorded.step} />
        </>
      )}
    </div>
  );
}

/** What there is to see, in words. */
function says(training: Training, pair: Pair, trails: boolean, phone: boolean): string {
  const values = { words: training.words, dim: training.dim, heads: training.heads };
  const what = training.words > 0 ? t("learnedWords", values) : t("frozenWords", values);
  if (phone) return what;
  const more = [what];
  if (trails) more.push(t("trails"));
  if (training.words > 0) more.push(t("leans", { a: pair.contexts[0].target, b: pair.contexts[1].target }));
  return more.join(" ");
}

function vectors(training: Training, pair: Pair, at: number, frame: Frame): Vector[] {
  const made = (id: string, kind: Vector["kind"], w: Omit<Word, "track">, track: number): Vector[] => {
    const k = training.tracks[track];
    const point = k?.at[k.stays ? 0 : at];
    if (k === undefined || point === undefined) return [];
    const past = k.stays ? [] : k.at.slice(0, at + 1).map(([x, y]) => toPx(frame, { x, y }));
    return [{ id, kind, context: w.context, text: w.text, lean: w.lean ?? 0, at: point, px: toPx(frame, { x: point[0], y: point[1] }), past, kept: k.kept?.[k.stays ? 0 : at] ?? 1 }];
  };
  const words = pair.words.flatMap((w, i) => made(`e:${w.text}`, i === 0 ? "studied" : w.context >= 0 ? "target" : "word", w, w.track));
  const outputs = pair.contexts.flatMap((c, i) => made(`y:${letter(i)}`, "output", { text: pair.word, context: i, lean: 0 }, c.track));
  const order = { word: 0, target: 1, studied: 2, output: 3 };
  return [...words, ...outputs.reverse()].sort((a, b) => order[a.kind] - order[b.kind]);
}

/** The class of a vector's colour: of a context its own, of another word the nearer one's, the more the nearer. */
function tint(v: Vector): { class: string; style?: { "--lean": string } } {
  if (v.kind === "output" || v.kind === "target") return { class: colour("output", v.context) };
  if (v.kind === "studied") return { class: "c-e" };
  return { class: v.lean >= 0 ? "lean-a" : "lean-b", style: { "--lean": `${Math.min(100, Math.round(Math.abs(v.lean) * 100))}%` } };
}

const line = (points: Px[]) => "M" + points.map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join("L");

/** The way that a vector came, fading from its start. */
function Trail({ v }: { v: Vector }): JSX.Element | null {
  if (v.past.length < 2) return null;
  const parts = pieces(v.past, 8);
  return (
    <g class={`trail ${v.kind} ${tint(v).class}`} style={tint(v).style ?? {}} aria-hidden="true">
      {parts.map((points, i) => (
        <path key={parts.length - i} d={line(points)} opacity={(0.12 + (0.5 * (i + 1)) / parts.length).toFixed(2)} />
      ))}
    </g>
  );
}

function Vector({ v, frame }: { v: Vector; frame: Frame }): JSX.Element {
  const origin: Px = { x: frame.left, y: frame.top };
  const mark: Mark = { kind: "arrow", role: v.kind === "output" ? "output" : "embed", context: v.context, points: [], of: [], kept: v.kept };
  return (
    <g class="vector" data-vector={v.id} data-x={v.px.x} data-y={v.px.y}>
      {v.kind !== "word" && <MarkShape mark={mark} points={[origin, v.px]} faint={false} dim={v.kept < 0.3} />}
      {v.kind !== "output" && v.kind !== "studied" && <circle class={`end ${v.kind} ${tint(v).class}`} style={tint(v).style ?? {}} cx={v.px.x} cy={v.px.y} r={v.kind === "word" ? 3.4 : 5}><title>{v.text}</title></circle>}
    </g>
  );
}

/** From e to y, in both contexts. */
function Moved({ list }: { list: Vector[] }): JSX.Element {
  const e = list.find((v) => v.kind === "studied");
  return (
    <g aria-hidden="true">
      {list.filter((v) => v.kind === "output").map((y) => {
        const shape = e === undefined ? null : chevron(e.px, y.px);
        return shape !== null && (
          <g key={y.id} class={`mark displacement trained ${colour("output", y.context)}`}>
            <path class="shaft" d={line(shape.line)} />
            <path d={line(shape.head)} />
          </g>
        );
      })}
    </g>
  );
}

const sides: Record<Vector["kind"], Side[]> = {
  output: ["N", "NE", "NW", "E", "W", "SE", "SW", "S"],
  studied: ["E", "NE", "SE", "N", "S", "W", "NW", "SW"],
  target: ["E", "NE", "SE", "N", "S", "W", "NW", "SW"],
  word: ["E", "W", "N", "S", "NE", "NW", "SE", "SW"],
};

const leftward: Side[] = ["W", "NW", "SW", "N", "S", "E", "NE", "SE"]; // beyond a tip on the left

function labelOf(v: Vector, phone: boolean): Label {
  const context = v.kind === "output" || v.kind === "target" ? v.context : -1;
  const role = v.kind === "studied" ? "embed" : v.kind === "word" ? "other" : "output";
  const size = v.kind === "output" ? 23 : v.kind === "word" ? (phone ? 15 : 16.5) : phone ? 19 : 20;
  const runs: Run[] = [
    { text: v.kind === "output" ? "y" : "e", style: v.kind === "output" ? "strong" : "symbol", role, context },
    { text: v.text, style: "sub", role, context },
  ];
  const badge = v.kind === "output" ? letter(v.context) : "";
  return { id: v.id, lines: [runs], size, badge, plain: false, along: false, width: measure(runs, size, false) + (badge === "" ? 0 : 24), height: size * 1.2 };
}

/** Names at the vectors: always of those that are studied, of other words where there is room beside them. */
function Labels({ list, frame, phone, free }: { list: Vector[]; frame: Frame; phone: boolean; free: number }): JSX.Element {
  const before = useRef<ReadonlyMap<string, Placed>>(new Map());
  const [, fonts] = useState(0);
  useEffect(() => void document.fonts.ready.then(() => fonts((n) => n + 1)), []);
  const origin: Px = { x: frame.left, y: frame.top };
  const named = [...list].reverse().map((v) => ({ v, l: labelOf(v, phone) }));
  const taken = [...list.map((v) => quad(v.px.x, v.px.y, v.kind === "word" ? 7 : 12, v.kind === "word" ? 7 : 12)), ...tickPlaces(frame, ticksApart, free).map((p) => quad(p.x, p.y, 18, 14)), quad(frame.width / 2, free / 2, phone ? frame.width : 0, free)];
  const lines = list.filter((v) => v.kind !== "word").map((v) => ({ from: origin, to: v.px, cost: phone ? 16 : 30 }));
  const wanted: Wanted[] = named.map(({ v, l }) => ({ id: v.id, width: l.width, height: l.height, tail: origin, tip: v.px, anchors: [1], along: false, order: v.kind === "target" && v.px.x < origin.x ? leftward : sides[v.kind], gap: v.kind === "word" ? 5 : 10 }));
  const places = place(wanted, { width: frame.width, height: frame.height, taken, lines }, before.current);
  before.current = places;
  const kept: Px[][] = [];
  const shown = named.filter(({ v }) => {
    const at = places.get(v.id);
    if (at === undefined) return false;
    const off = at.quad.some((c) => c.x < 2 || c.y < free || c.x > frame.width - 2 || c.y > frame.height - 2);
    if (v.kind === "word" && (at.choice >= (phone ? 8 : 16) || off || kept.some((k) => overlap(k, at.quad)) || taken.some((k) => overlap(k, at.quad)))) return false;
    kept.push(at.quad);
    return true;
  });
  return (
    <>
      {shown.map(({ v, l }) => {
        const at = places.get(v.id);
        return at !== undefined && (
          <g key={v.id} class={`label ${tint(v).class}`} style={tint(v).style ?? {}} data-label={v.id} aria-hidden="true">
            {at.lead !== null && <line class="lead" x1={at.lead[0].x} y1={at.lead[0].y} x2={at.lead[1].x} y2={at.lead[1].y} />}
            <g transform={`translate(${at.x.toFixed(2)} ${at.y.toFixed(2)}) rotate(0.00)`}>
              <Words label={l} context={v.context} />
            </g>
          </g>
        );
      })}
    </>
  );
}

/** The vectors at the step, for those who do not see the plane; once things stand. */
function Table({ list, step }: { list: Vector[]; step: number }): JSX.Element {
  const [settled, settle] = useState({ list, step });
  useEffect(() => {
    const timer = setTimeout(() => settle({ list, step }), 250);
    return () => clearTimeout(timer);
  }, [list, step]);
  return useMemo(() => {
    const rows = [...settled.list].reverse().map((v) => ({ id: v.id, name: v.kind === "output" ? `y ${v.text} ${letter(v.context)}` : `e ${v.text}`, x: v.at[0], y: v.at[1] }));
    return <VectorTable caption={t("vectorsAt", { step: settled.step })} rows={rows} step={settled.step} />;
  }, [settled]);
}

/** Under the plane of more than two dimensions: how much of each arrow it keeps. */
export function Kept({ training, pair }: { training: Training; pair: Pair }): JSX.Element | null {
  const { recorded } = usePage();
  if (training.dim <= 2) return null;
  const share = (track: number) => { const k = training.tracks[track]; return k?.kept?.[k.stays ? 0 : recorded.at] ?? 1; };
  const studied = pair.words[0];
  const bars: [string, string, string, number][] = pair.contexts.map((c, i) => ["y", letter(i), colour("output", i), share(c.track)]);
  if (studied !== undefined) bars.push(["e", studied.text, "c-e", share(studied.track)]);
  return (
    <div class="strip">
      <b>{t("projection")}</b>
      <span class="says">{t(pair.plane.plane.startsWith("anchors") ? "keepsBetween" : "keeps", { a: pair.contexts[0].target, b: pair.contexts[1].target })}</span>
      <ul>
        {bars.map(([symbol, of, role, kept]) => (
          <li key={symbol + of} class={kept < 0.3 ? "low" : ""}>
            <i class={role}>{symbol}</i> {of}
            <span class={`bar ${role}`}>
              <span style={{ width: percent(kept) }} />
            </span>
            {percent(kept)}
          </li>
        ))}
      </ul>
    </div>
  );
}
