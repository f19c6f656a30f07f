// The guided tour of the worked example: each stop waits for its reader to do
// the thing, and can be skipped.

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { usePage } from "./context.ts";
import { type Key, t } from "./messages.ts";
import type { Page } from "./store.ts";

/** When each stop is done; changes is how many changes were made before it. */
const stops: ((page: Page, changes: number) => boolean)[] = [
  (page) => page.view.step === 2,
  (page) => page.view.step === 5,
  (page, changes) => page.past.length > changes && !page.dragging,
  (page) => page.view.step === 7,
  (page, changes) => page.past.length > changes && !page.dragging,
  (page) => page.view.formula,
  () => false,
];

export async function startTour(page: Page): Promise<void> {
  const [first] = page.lessons;
  if (first === undefined) return;
  page.look({ step: 1, formula: false, show: "both" });
  await page.open(first);
  page.set({ tour: 1 });
}

export function Tour(): JSX.Element | null {
  const page = usePage();
  const { tour } = page;
  const changes = useRef(0);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    changes.current = page.past.length;
    if (tour === 1) box.current?.focus();
  }, [tour]);
  const done = tour > 0 && stops[tour - 1]?.(page, changes.current) === true;
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => page.set({ tour: tour + 1 }), 700);
    return () => clearTimeout(timer);
  }, [done, tour]);
  if (tour === 0) return null;
  const last = tour === stops.length;
  return (
    <aside class="card tour" ref={box} tabIndex={-1} aria-label={t("tour")}>
      <p aria-live="polite">{t(`tour${tour}` as Key)}</p>
      <footer>
        <span class="of">{t("tourOf", { n: tour, all: stops.length })}</span>
        {!last && (
          <button type="button" onClick={() => page.set({ tour: 0 })}>
            {t("tourEnd")}
          </button>
        )}
        <button type="button" class="next" onClick={() => page.set({ tour: last ? 0 : tour + 1 })}>
          {t(last ? "tourDone" : "tourNext")}
        </button>
      </footer>
    </aside>
  );
}
