// What disagrees with what was stated, in amber: stated, computed, the smallest
// change, and the two ways out.

import type { JSX } from "preact";
import { usePage } from "./context.ts";
import { number } from "./format.ts";
import { t } from "./messages.ts";
import { noteSays, remark, toldBeside, way } from "./saying.ts";
import type { Check, Step } from "./types.gen.ts";

const capital = (s: string) => s.charAt(0).toUpperCase() + s.slice(1);

/** A sentence with its numbers in bold: what stands between the marks of a list. */
function Disagreement({ checks }: { checks: Check[] }): JSX.Element {
  const list = (values: (number | null)[]) => values.map((x) => number(x)).join(", ");
  const key = checks.length === 1 ? "disagreeOne" : "disagree";
  const parts = t(key, { stated: "\u0001", formula: "\u0002" }).split(/(\u0001|\u0002)/);
  return (
    <>
      {parts.map((p) =>
        p === "\u0001" ? <b>{list(checks.map((c) => c.stated))}</b> : p === "\u0002" ? <b>{list(checks.map((c) => c.formula))}</b> : p,
      )}
    </>
  );
}

export function Notes({ step, context, active }: { step: Step; context: number; active: boolean }): JSX.Element | null {
  const page = usePage();
  const traces = page.answer?.walk.traces ?? [];
  const id = (n: { at?: string }) => `${context}:${n.at}`;
  const checks = step.checks.filter((c) => !page.kept.has(id(c)));
  const notes = step.notes.filter((n) => !toldBeside(n) && !page.kept.has(id(n)));
  const kept = step.checks.length + step.notes.filter((n) => !toldBeside(n)).length - checks.length - notes.length;
  const shared = checks.every((c) => c.needs === checks[0]?.needs);
  const shown = shared && checks[0]?.at.startsWith("weights") === true ? checks.slice(0, 1) : checks;
  if (checks.length + notes.length + (active ? kept : 0) === 0) return null;
  return (
    <>
      {shown.length > 0 && (
        <div class="note">
          <Disagreement checks={shown} />
          {(active || shared) && shown[0]?.needs !== undefined && <>. {t("smallest", { change: way(shown[0].ways[0], shown[0].needs, context, traces) })}.</>}
          {active && shown[0]?.or !== undefined && <> {capital(t("or", { other: way(shown[0].ways[1], shown[0].or, context, traces) }))}.</>}
          {active && (
            <span class="ways">
              <button type="button" onClick={() => void page.change(checks.map((c) => ({ do: "unpin", context, at: c.at })))}>
                {t("useFormula")}
              </button>
              <button type="button" onClick={() => page.set({ kept: new Set([...page.kept, ...checks.map(id)]) })}>
                {t("keepStated")}
              </button>
            </span>
          )}
        </div>
      )}
      {notes.map((n) => (
        <div class={remark(n) ? "note remark" : "note"}>{noteSays(n, context, traces)}</div>
      ))}
      {active && kept > 0 && (
        <button type="button" class="quiet" onClick={() => page.set({ kept: new Set() })}>
          {t("keptNotes", { n: kept })}
        </button>
      )}
    </>
  );
}
