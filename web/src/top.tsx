// The bar on top: mark, the two sentences, source, undo and redo, share, theme.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { letter, usePage } from "./context.ts";
import { Down, Mark, Moon, Redo, Reset, Signpost, Sun, Undo, Upload } from "./icons.tsx";
import { t } from "./messages.ts";
import { Tabs } from "./tabs.tsx";
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
      <Tabs />
      <span class="space" />
      <div class="sentences">
        <Sentence context={0} text={traces[0]?.text ?? ""} word={traces[0]?.word ?? ""} />
        <Sentence context={1} text={traces[1]?.text ?? ""} word={traces[1]?.word ?? ""} />
      </div>
      <Lessons />
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
      {page.error !== "" && (
        <p class="error" role="alert">
          {page.error}
        </p>
      )}
    </header>
  );
}

/** A sentence about its studied word; of what stands far before it, only that it is there. */
function cut(text: string, word: string): [string, string, string] {
  const at = text.toLowerCase().lastIndexOf(word.toLowerCase());
  if (at < 0 || word === "") return [text, "", ""];
  const from = at <= 16 ? 0 : text.lastIndexOf(" ", at - 2) + 1;
  return [(from > 0 ? "… " : "") + text.slice(from, at), text.slice(at, at + word.length), text.slice(at + word.length)];
}

/** A sentence: its badge shows its context alone, its text is edited where it stands. */
function Sentence({ context, text, word }: { context: number; text: string; word: string }): JSX.Element {
  const page = usePage();
  const [draft, setDraft] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const name = letter(context);
  const colour = context === 0 ? "c-a" : "c-b";
  const label = t(context === 0 ? "sentenceA" : "sentenceB");
  const done = () => {
    if (draft !== null && draft.trim() !== "" && draft.trim() !== text) void page.change([{ do: "text", context, text: draft.trim() }]);
    setDraft(null);
  };
  useEffect(() => {
    if (draft === null || document.activeElement === input.current) return;
    input.current?.focus();
    input.current?.select();
  }, [draft]);
  const shown = page.view.show === "both" || page.view.show === context;
  const [before, studied, after] = cut(text, word);
  return (
    <div class={`sentence${text === "" ? " empty" : ""}${shown ? "" : " away"}`}>
      <button type="button" class={`badge ${colour}`} aria-pressed={page.view.show === context} title={t("showOnly", { name })} aria-label={t("showOnly", { name })} disabled={text === ""} onClick={() => page.look({ show: page.view.show === context ? "both" : context === 0 ? 0 : 1 })}>
        {name}
      </button>
      {draft === null ? (
        <button type="button" class="text" aria-label={`${label}: ${text}`} onClick={() => setDraft(text)}>
          {text === "" ? t("compareWith") : <>{before}<u>{studied}</u>{after}</>}
        </button>
      ) : (
        <input
          ref={input}
          value={draft}
          aria-label={label}
          size={Math.max(12, draft.length)}
          onInput={(e) => setDraft(e.currentTarget.value)}
          onBlur={done}
          onKeyDown={(e) => {
            e.stopPropagation();
            if (e.key === "Enter") done();
            else if (e.key === "Escape") setDraft(null);
          }}
        />
      )}
    </div>
  );
}

function Lessons(): JSX.Element {
  const page = usePage();
  return (
    <label class="source">
      <span>{t("source")}</span>
      <select
        aria-label={t("source")}
        value={page.name}
        onChange={(e) => {
          const file = page.lessons.find((l) => l.name === e.currentTarget.value);
          if (file !== undefined) void page.open(file);
        }}
      >
        <optgroup label={t("lesson")}>
          {page.lessons.map((l) => (
            <option key={l.name} value={l.name}>
              {l.title === "" ? l.name : l.title}
            </option>
          ))}
        </optgroup>
      </select>
      <Down />
    </label>
  );
}

export function Share(): JSX.Element {
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
    ...(page.tab === "walk" ? [[t("saveLesson"), () => saveLesson(page)] as [string, () => void]] : []),
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
