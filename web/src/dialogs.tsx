// Dialogs: all keys, and what is stated beside what is computed; and the
// pop-over of a number.

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { letter, usePage } from "./context.ts";
import { number } from "./format.ts";
import { Words } from "./formula.tsx";
import { t, type Key } from "./messages.ts";
import { called, parse } from "./names.ts";
import { way } from "./saying.ts";

export function Dialog({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  const page = usePage();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => { if (before instanceof HTMLElement) before.focus(); };
  }, []);
  return (
    <dialog ref={box} aria-label={title} onClose={() => page.set({ dialog: "" })} onClick={(e) => e.target === box.current && box.current?.close()}>
      <header>
        <h2>{title}</h2>
        <button type="button" onClick={() => box.current?.close()}>
          {t("close")}
        </button>
      </header>
      {children}
    </dialog>
  );
}

const keys: [string[], Key][] = [
  [["←", "→"], "keyStep"],
  [["Home", "End"], "keyEnds"],
  [["1", "…", "7"], "keyDigits"],
  [["space"], "keyPlay"],
  [["A", "B"], "keyContext"],
  [["W"], "keyWeights"],
  [["Enter"], "keyEdit"],
  [["P"], "keyPin"],
  [["D"], "keyNext"],
  [["←", "→", "↑", "↓"], "keyHandle"],
  [["F"], "keyFit"],
  [["Ctrl Z"], "keyUndo"],
  [["Ctrl Shift Z"], "keyRedo"],
  [["?"], "keyAll"],
  [["Esc"], "keyClose"],
];

const trainingKeys: [string[], Key][] = [
  [["←", "→"], "keySteps"],
  [["Home", "End"], "keyEnds"],
  [["space"], "keyPlay"],
  [["T"], "keyTrails"],
  [["F"], "keyFitStep"],
  [["?"], "keyAll"],
  [["Esc"], "keyClose"],
];

export function Dialogs(): JSX.Element | null {
  const page = usePage();
  if (page.dialog === "keys") {
    return (
      <Dialog title={t("keys")}>
        <dl class="keys">
          {(page.tab === "training" ? trainingKeys : keys).map(([list, does]) => (
            <div key={does}>
              <dt>
                {list.map((k) => (k === "…" ? " … " : <kbd key={k}>{k === "space" ? t("space") : k}</kbd>))}
              </dt>
              <dd>{t(does)}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    );
  }
  return page.dialog === "compare" ? <Compare /> : null;
}

function Compare(): JSX.Element {
  const traces = usePage().answer?.walk.traces ?? [];
  return (
    <Dialog title={t("compareTitle")}>
      <table class="compare">
        <thead>
          <tr>
            <th scope="col">{t("place")}</th>
            <th scope="col">{t("stated")}</th>
            <th scope="col">{t("formulaGives")}</th>
            <th scope="col">{t("smallestChange")}</th>
          </tr>
        </thead>
        <tbody>
          {traces.flatMap((trace, c) =>
            trace.checks.map((k) => (
              <tr key={`${c}${k.at}`}>
                <th scope="row">
                  <b>{letter(c)}</b> {called(parse(k.at, c), traces)}
                </th>
                <td>{number(k.stated)}</td>
                <td>{number(k.formula)}</td>
                <td>
                  {way(k.ways[0], k.needs, c, traces)}
                  {k.or !== undefined && <>; {t("or", { other: way(k.ways[1], k.or, c, traces) })}</>}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </Dialog>
  );
}

/** Beside the column where there is room, so that it covers none of its numbers; else below, or above. */
function beside(box: DOMRect): Record<string, string> {
  const edge = document.querySelector(".column")?.getBoundingClientRect().right ?? 0;
  if (edge > 0 && edge + 390 < innerWidth) {
    const top = Math.max(70, Math.min(box.top - 24, innerHeight - 190));
    return { left: `${edge + 10}px`, top: `${top}px` };
  }
  const left = `${Math.max(8, Math.min(box.left, innerWidth - 380))}px`;
  return box.bottom + 130 < innerHeight ? { left, top: `${box.bottom + 8}px` } : { left, bottom: `${innerHeight - box.top + 8}px` };
}

/** A number's own formula with the values put in. */
export function PopOver(): JSX.Element | null {
  const { hover, editing, dragging, answer } = usePage();
  if (hover === null || editing !== "" || dragging) return null;
  const { part, box } = hover;
  const how = part.how ?? [];
  const full = String(part.value ?? "").replace("-", "−");
  if (how.length === 0 && full === part.text && part.from === undefined) return null;
  const style = beside(box);
  return (
    <div class="popover" role="tooltip" style={style}>
      {how.length > 0 && (
        <p class="formula">
          {part.at !== undefined && <>{called(part.at, answer?.walk.traces ?? [])} = </>}
          {how.map((p, i) => (
            <Words key={i} part={p} middle={false} />
          ))}
        </p>
      )}
      {full !== part.text && <p class="formula">{t("inFull", { value: full })}</p>}
      <p class="hint">
        {part.from !== undefined && t("inputs")} {part.edit === true && t("keepOpen")}
      </p>
    </div>
  );
}
