// The bar above the Training view: the two contexts, which record, share, theme.

import type { JSX } from "preact";
import { letter, usePage } from "./context.ts";
import { Down } from "./icons.tsx";
import { t } from "./messages.ts";
import { Share } from "./share-menu.tsx";
import { Brand } from "./tabs.tsx";
import { Theme } from "./top.tsx";
import type { Pair } from "./types.gen.ts";

export function TrainingTop(): JSX.Element {
  const { recorded } = usePage();
  return (
    <header class="top">
      <Brand />
      <span class="space" />
      <Pairs />
      <label class="source">
        <span>{t("source")}</span>
        <select
          aria-label={t("source")}
          value={recorded.name}
          onChange={(e) => {
            const chosen = recorded.list.find((r) => r.name === e.currentTarget.value);
            if (chosen !== undefined) void recorded.open(chosen);
          }}
        >
          {recorded.list.map((r) => (
            <option key={r.name} value={r.name}>
              {r.live ? t("live") : r.name}
            </option>
          ))}
        </select>
        <Down />
      </label>
      <Share />
      <Theme />
      {recorded.error !== "" && (
        <p class="error" role="alert">
          {recorded.error}
        </p>
      )}
    </header>
  );
}

/** The pair of contexts that is looked at: its two texts, and over them a list of all pairs. */
function Pairs(): JSX.Element | null {
  const { recorded } = usePage();
  const pairs = recorded.training?.pairs ?? [];
  const pair = pairs[recorded.pair];
  if (pair === undefined) return null;
  const both = (p: Pair) => `${p.contexts[0].text} / ${p.contexts[1].text}`;
  return (
    <label class="sentences phrases">
      {pair.contexts.map((c, i) => (
        <span key={i} class="sentence" aria-hidden="true">
          <span class={`badge ${i === 0 ? "c-a" : "c-b"}`}>{letter(i)}</span>
          <Text text={c.text} word={pair.word} />
          {i === 1 && pairs.length > 1 && <Down />}
        </span>
      ))}
      {pairs.length > 1 ? (
        <select aria-label={t("phrases")} value={String(recorded.pair)} onChange={(e) => recorded.choose(Number(e.currentTarget.value))}>
          {pairs.map((p, i) => (
            <option key={i} value={String(i)}>
              {both(p)}
            </option>
          ))}
        </select>
      ) : (
        <span class="spoken">{both(pair)}</span>
      )}
    </label>
  );
}

function Text({ text, word }: { text: string; word: string }): JSX.Element {
  const at = text.toLowerCase().lastIndexOf(word.toLowerCase());
  return (
    <span class="text">
      {text.slice(0, at)}
      <u>{text.slice(at, at + word.length)}</u>
      {text.slice(at + word.length)}
    </span>
  );
}
