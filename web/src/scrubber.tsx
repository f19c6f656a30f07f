// The foot: play, seven stops, and the keys that help.

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { useMedia, usePage } from "./context.ts";
import { Left, Play, Right, Stop } from "./icons.tsx";
import { type Key, t } from "./messages.ts";

const stops = [1, 2, 3, 4, 5, 6, 7];

export function Scrubber(): JSX.Element {
  const page = usePage();
  const { view, playing } = page;
  const phone = useMedia("(max-width: 760px)");
  const disagreeing = page.disagreeing();
  useEffect(() => {
    if (!playing) return;
    if (view.step === 7) return void page.set({ playing: false });
    const timer = setTimeout(() => page.step(view.step + 1), disagreeing.includes(view.step) ? 2400 : 1600);
    return () => clearTimeout(timer);
  }, [playing, view.step]);
  return (
    <footer class="foot">
      <button type="button" class="play" aria-label={t(playing ? "stop" : "play")} onClick={() => play(page)}>
        {playing ? <Stop /> : <Play />}
      </button>
      <ol class="stops" aria-label={t("steps")} style={{ "--at": String((view.step - 1) / 6) }}>
        {stops.map((n) => {
          const name = t((n === 6 ? "stop6" : `step${n}`) as Key);
          return (
            <li key={n} class={n === view.step ? "here" : ""}>
              <button type="button" aria-current={n === view.step ? "step" : undefined} aria-label={disagreeing.includes(n) ? t("disagrees", { step: name }) : name} onClick={() => page.step(n)}>
                <span class="stop" />
                {disagreeing.includes(n) && <span class="dot" />}
                <span class="name">{name}</span>
              </button>
            </li>
          );
        })}
        {phone && <li class="count" aria-hidden="true">{t("stepOf", { n: view.step, all: 7 })}</li>}
      </ol>
      <span class="ways">
        <button type="button" class="bare" aria-label={t("back")} disabled={view.step === 1} onClick={() => page.step(view.step - 1)}>
          <Left />
        </button>
        <button type="button" class="bare" aria-label={t("forward")} disabled={view.step === 7} onClick={() => page.step(view.step + 1)}>
          <Right />
        </button>
      </span>
      <span class="hints">
        <span aria-hidden="true"><kbd>←</kbd><kbd>→</kbd> {t("hintStep")}</span>
        <span aria-hidden="true"><kbd>{t("space")}</kbd> {t("hintPlay")}</span>
        <span aria-hidden="true"><kbd>P</kbd> {t("hintPin")}</span>
        <button type="button" onClick={() => page.set({ dialog: "keys" })}>
          <kbd>?</kbd> {t("hintKeys")}
        </button>
      </span>
    </footer>
  );
}

/** Plays from here on, from the start where it is at the end; or stops. */
export function play(page: ReturnType<typeof usePage>): void {
  if (!page.playing && page.view.step === 7) page.step(1);
  page.set({ playing: !page.playing });
}
