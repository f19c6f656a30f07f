// Dialogs: all keys, and what is stated beside what is computed; and the
// pop-over of a number.

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { letter, usePage } from "./context.ts";
import { number } from "./format.ts";
import { Words } from "./formula.tsx";
import { t, type Key } from "./messages.ts";
import { needs } from "./notes.tsx";
import { place } from "./refs.ts";

function Dialog({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
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

export function Dialogs(): JSX.Element | null {
  const page = usePage();
  if (page.dialog === "keys") {
    return (
      <Dialog title={t("keys")}>
        <dl class="keys">
          {keys.map(([list, does]) => (
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
                  {letter(c)} {k.at}
                </th>
                <td>{number(k.stated)}</td>
                <td>{number(k.formula)}</td>
                <td>
                  {needs(k.needs)}
                  {k.or !== undefined && <>; {t("or", { other: needs(k.or) })}</>}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </Dialog>
  );
}

/** A number's own formula with the values put in. */
export function PopOver(): JSX.Element | null {
  const { hover, editing, dragging } = usePage();
  if (hover === null || editing !== "" || dragging) return null;
  const { part, box } = hover;
  const how = part.how ?? [];
  const full = String(part.value ?? "").replace("-", "−");
  if (how.length === 0 && full === part.text && part.from === undefined) return null;
  const below = box.bottom + 130 < innerHeight;
  const style = { left: `${Math.max(8, Math.min(box.left, innerWidth - 380))}px`, ...(below ? { top: `${box.bottom + 8}px` } : { bottom: `${innerHeight - box.top + 8}px` }) };
  return (
    <div class="popover" role="tooltip" style={style}>
      {how.length > 0 && (
        <p class="formula">
          {part.at !== undefined && <>{place(part.at)} = </>}
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
