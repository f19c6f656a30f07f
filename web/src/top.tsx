// The bar on top: mark, the two sentences, source, undo and redo, share, theme.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { usePage } from "./context.ts";
import { Moon, Redo, Reset, Signpost, Sun, Undo } from "./icons.tsx";
import { t } from "./messages.ts";
import { Sentence } from "./sentence.tsx";
import { Heads, Sources, Waiting } from "./sources.tsx";
import { Brand } from "./tabs.tsx";
import { startTour } from "./tour.tsx";
import { Share } from "./share-menu.tsx";

export function Top(): JSX.Element {
  const page = usePage();
  const traces = page.answer?.walk.traces ?? [];
  return (
    <header class="top">
      <Brand />
      <span class="space" />
      <div class="sentences">
        <Sentence context={0} text={traces[0]?.text ?? ""} word={traces[0]?.word ?? ""} />
        <Sentence context={1} text={traces[1]?.text ?? ""} word={traces[1]?.word ?? ""} />
      </div>
      <Sources />
      <Heads />
      <span class="tools">
        <button type="button" class="bare" title={t("undo")} aria-label={t("undo")} disabled={page.past.length === 0} onClick={() => page.undo()}>
          <Undo />
        </button>
        <button type="button" class="bare" title={t("redo")} aria-label={t("redo")} disabled={page.future.length === 0} onClick={() => page.redo()}>
          <Redo />
        </button>
        <button type="button" class="bare" title={t("reset")} aria-label={t("reset")} disabled={page.past.length === 0} onClick={() => page.reset()}>
          <Reset />
        </button>
      </span>
      <button type="button" class="control" aria-label={t("tour")} onClick={() => void startTour(page)}>
        <Signpost />
        <span>{t("tour")}</span>
      </button>
      <Share />
      <Theme />
      <Waiting />
      {page.error !== "" && (
        <p class="error" role="alert">
          {page.error}
        </p>
      )}
    </header>
  );
}

const dark = () => document.documentElement.dataset["theme"] === "dark";

export function Theme(): JSX.Element {
  const [isDark, set] = useState(dark);
  return (
    <button
      type="button"
      class="bare"
      title={t(isDark ? "light" : "dark")}
      aria-label={t(isDark ? "light" : "dark")}
      onClick={() => {
        document.documentElement.dataset["theme"] = isDark ? "light" : "dark";
        localStorage.setItem("heed-theme", isDark ? "light" : "dark");
        set(!isDark);
      }}
    >
      {isDark ? <Sun /> : <Moon />}
    </button>
  );
}
