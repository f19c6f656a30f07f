// The bar on top: mark, the two sentences, source, undo and redo, share, theme.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePage } from "./context.ts";
import { Mark, Moon, Redo, Reset, Signpost, Sun, Undo, Upload } from "./icons.tsx";
import { t } from "./messages.ts";
import { Sentence } from "./sentence.tsx";
import { Heads, Sources, Waiting } from "./sources.tsx";
import { startTour } from "./tour.tsx";
import { copyLink, saveLesson, savePng, saveSvg } from "./share.ts";

export function Top(): JSX.Element {
  const page = usePage();
  const traces = page.answer?.walk.traces ?? [];
  return (
    <header class="top">
      <h1 class="brand">
        <Mark />
        heed
      </h1>
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

function Share(): JSX.Element {
  const page = usePage();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const away = (e: Event) => e.target instanceof Node && box.current?.contains(e.target) !== true && setOpen(false);
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, [open]);
  const items: [string, () => void | Promise<void>][] = [
    [t("copyLink"), () => copyLink(page)],
    [t("saveSvg"), () => saveSvg(page)],
    [t("savePng"), () => savePng(page)],
    [t("saveLesson"), () => saveLesson(page)],
  ];
  const walk = (e: KeyboardEvent) => {
    const list = [...(box.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = list.indexOf(document.activeElement as HTMLElement);
    if (e.key === "Escape") {
      setOpen(false);
      box.current?.querySelector<HTMLElement>("button")?.focus();
    } else if (e.key === "ArrowDown") list[(at + 1) % list.length]?.focus();
    else if (e.key === "ArrowUp") list[(at + list.length - 1) % list.length]?.focus();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return (
    <div class="share" ref={box} onKeyDown={open ? walk : undefined}>
      <button type="button" class="control" aria-haspopup="menu" aria-expanded={open} aria-label={t("share")} onClick={() => setOpen(!open)}>
        <Upload />
        <span>{t("share")}</span>
      </button>
      {open && (
        <div class="menu" role="menu" aria-label={t("share")}>
          {items.map(([words, act]) => (
            <button key={words} type="button" role="menuitem" onClick={() => { setOpen(false); void act(); }}>
              {words}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

const dark = () => document.documentElement.dataset["theme"] === "dark";

function Theme(): JSX.Element {
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
