// What lies on the plane's right: the maps, the switch of weights, the legend.

import type { JSX } from "preact";
import { colour, letter, useMedia, usePage } from "./context.ts";
import { number } from "./format.ts";
import { Maps } from "./matrices.tsx";
import { t } from "./messages.ts";
import { Tour } from "./tour.tsx";
import type { Trace } from "./types.gen.ts";

export function Cards(): JSX.Element {
  const phone = useMedia("(max-width: 760px)");
  return (
    <div class="cards">
      <Maps />
      <Weights />
      {!phone && <Tour />}
    </div>
  );
}

const pinned = (trace: Trace | undefined) => trace?.pins.filter((p) => p.at.startsWith(`weights[${trace.focus[0]},`)) ?? [];

/** Stated weights, or those of the formula; and how far the word moves with the others. */
export function Weights(): JSX.Element | null {
  const page = usePage();
  const { answer, other, view } = page;
  if (answer === null || page.model !== null) return null; // in a model nothing is stated
  const [stated, computed] = view.formula ? [other, answer] : [answer, other];
  const traces = stated?.walk.traces ?? [];
  const pins = pinned(traces[0]);
  const any = traces.some((trace) => pinned(trace).length > 0);
  const borrows = traces.length > 1 && pinned(traces[1]).some((p) => p.borrowed === true);
  const names = traces.map((trace, c) => (pinned(trace).length > 0 ? letter(c) : "")).filter((n) => n !== "");
  const moves = (view.formula ? stated : computed)?.walk.traces[0]?.shift?.length;
  return (
    <section class="card" aria-label={t("weights")}>
      <h3>{t("weights")}</h3>
      {any && (
        <div class="switch" role="group" aria-label={t("weights")}>
          <button type="button" aria-pressed={!view.formula} onClick={() => page.look({ formula: false })}>
            {t("statedWeights", { weights: pins.length <= 3 ? pins.map((p) => number(p.value, 2)).join(" / ") : "" })}
          </button>
          <button type="button" aria-pressed={view.formula} onClick={() => page.look({ formula: true })}>
            {t("formula")}
          </button>
        </div>
      )}
      <p>
        {!any ? t("noneStated") : borrows ? t("borrows") : t("statedFor", { names: names.join(", ") })}
        {any && moves !== undefined && (
          <>
            <br />
            {t(view.formula ? "asStated" : "byFormula", { word: traces[0]?.word ?? "", length: number(moves, 2) })}
          </>
        )}
      </p>
    </section>
  );
}

/** What is drawn at this step. */
export function Legend(): JSX.Element | null {
  const { answer, view } = usePage();
  if (answer === null) return null;
  const rows: { words: string; role: string; context: number; hollow?: boolean; dashed?: boolean }[] = [{ words: t("embedding"), role: "embed", context: -1 }];
  if (view.step >= 2 && view.step <= 4) {
    rows.push({ words: t("query"), role: "query", context: -1 });
    if (answer.maps.find((g) => g.name === "K")?.says !== "identity") rows.push({ words: t("key"), role: "key", context: -1, hollow: true, dashed: true });
  }
  if (view.step >= 6 && answer.scene.panels[0]?.marks.some((m) => m.role === "value") === true) rows.push({ words: t("valueWeight"), role: "value", context: -1 });
  if (view.step === 7) {
    answer.walk.traces.forEach((trace, c) => {
      if (view.show === "both" || view.show === c) rows.push({ words: t("outputIn", { name: letter(c), text: trace.text }), role: "output", context: c, hollow: c % 2 === 1 });
    });
  }
  return (
    <ul class="legend" aria-hidden="true">
      {rows.map((r) => (
        <li key={r.words}>
          <svg width="36" height="12" class={colour(r.role, r.context)}>
            <path class={r.role} d="M0 6H25" stroke="currentColor" stroke-width={r.role === "embed" ? 2 : 2.8} stroke-dasharray={r.dashed === true ? "6 3" : undefined} />
            <path d="M35 6 24 2v8z" stroke="currentColor" stroke-width="1.4" fill={r.hollow === true ? "var(--bg)" : "currentColor"} stroke-linejoin="round" />
          </svg>
          {r.words}
        </li>
      ))}
    </ul>
  );
}
