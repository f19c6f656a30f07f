// The sentence of a context, in the bar on top: read, edited, and its studied
// word chosen.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { letter, usePage } from "./context.ts";
import { t } from "./messages.ts";

/** A sentence about its studied word; of what stands far before it, only that it is there. */
function cut(text: string, word: string): [string, string, string] {
  const at = text.toLowerCase().lastIndexOf(word.toLowerCase());
  if (at < 0 || word === "") return [text, "", ""];
  const from = at <= 16 ? 0 : text.lastIndexOf(" ", at - 2) + 1;
  return [(from > 0 ? "… " : "") + text.slice(from, at), text.slice(at, at + word.length), text.slice(at + word.length)];
}

/** A sentence: its badge shows its context alone, its text is edited where it stands. */
export function Sentence({ context, text, word }: { context: number; text: string; word: string }): JSX.Element {
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
      {page.resumed ? (
        <span class="text">{before}<u>{studied}</u>{after}</span>
      ) : draft === null ? (
        <button type="button" class="text" aria-label={`${label}: ${text === "" ? t("compareWith") : text}`} onClick={() => setDraft(text)}>
          {text === "" ? t("compareWith") : <>{before}<u>{studied}</u>{after}</>}
        </button>
      ) : (
        <span class="editing" onFocusOut={(e) => { if (!(e.relatedTarget instanceof Node && e.currentTarget.contains(e.relatedTarget))) done(); }}>
        <input
          ref={input}
          value={draft}
          aria-label={label}
          size={Math.max(12, draft.length)}
          onInput={(e) => setDraft(e.currentTarget.value)}
          onKeyDown={(e) => {
            e.stopPropagation();
            if (e.key === "Enter") done();
            else if (e.key === "Escape") setDraft(null);
          }}
        />
        {draft === text && <Studied context={context} text={text} word={word} done={() => setDraft(null)} />}
        </span>
      )}
    </div>
  );
}

/** The words of the sentence, to choose the one that is studied. */
function Studied({ context, text, word, done }: { context: number; text: string; word: string; done: () => void }): JSX.Element {
  const page = usePage();
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  const choose = (to: string) => {
    done();
    if (to !== word) void page.change([{ do: "focus", context, text: to }]);
  };
  return (
    <span class="studied">
      {t("study")}
      {words.map((w, i) => words.findIndex((o) => o.toLowerCase() === w.toLowerCase()) === i && (
        <button key={w} type="button" aria-pressed={w.toLowerCase() === word.toLowerCase()} onClick={() => choose(w)}>
          {w}
        </button>
      ))}
    </span>
  );
}
