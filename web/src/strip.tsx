// Under the plane: how much of each arrow the projection keeps.

import type { JSX } from "preact";
import { colour, usePage } from "./context.ts";
import { Info } from "./icons.tsx";
import { Marked } from "./marked.tsx";
import { t } from "./messages.ts";
import type { Page } from "./store.ts";
import type { Kept, ModelRequest } from "./types.gen.ts";

const percent = (share: number) => `${Math.round(share * 100)}%`;

/** One for each kind of arrow: e is that of all contexts, and what is no arrow of the walk stands back. */
function bars(kept: Kept[], show: "both" | 0 | 1): Kept[] {
  const letters = kept.filter((k) => ["symbol", "strong"].includes(k.label[0]?.style ?? "") && (show === "both" || k.context === show));
  return letters.filter((k, i) => k.role !== "embed" || letters.findIndex((o) => o.role === "embed") === i);
}

/** What a reader has changed in a model's runs, and where. */
function changes(page: Page): string {
  if (page.model === null) return "";
  const list = (page.lesson as unknown as ModelRequest | null)?.changes ?? [];
  const places = [...new Set(list.map((c) => `L${c.layer}.H${c.head}`))].join(", ");
  return list.length === 0 ? "" : t(list.length === 1 ? "changedOne" : "changedMany", { n: list.length, places });
}

export function Strip(): JSX.Element {
  const page = usePage();
  const { answer, view } = page;
  const whole = (answer?.scene.plane.x.length ?? 2) <= 2;
  return (
    <div class="strip">
      <b>{t("projection")}</b>
      <span class="says">
        <Marked text={changes(page) || t(whole ? "whole" : "keeps")} />
      </span>
      <ul>
        {bars(answer?.scene.kept ?? [], view.show).map((k, i) => (
          <li key={i} class={k.share < 0.3 ? "low" : ""}>
            <i class={colour(k.role, k.context)}>{k.label[0]?.text}</i>
            <span class={`bar ${colour(k.role, k.context)}`}>
              <span style={{ width: percent(k.share) }} />
            </span>
            {percent(k.share)}
          </li>
        ))}
      </ul>
      <button type="button" class="bare" title={t("about")} aria-label={t("about")} onClick={() => page.set({ dialog: "about" })}>
        <Info />
      </button>
    </div>
  );
}
