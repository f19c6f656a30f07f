// Under the plane: how much of each arrow the projection keeps.

import type { JSX } from "preact";
import { changes as changesOf } from "./carried.ts";
import { colour, usePage } from "./context.ts";
import { recording } from "./files.ts";
import { percent } from "./format.ts";
import { Info } from "./icons.tsx";
import { Marked } from "./marked.tsx";
import { type Key, t } from "./messages.ts";
import type { Page } from "./store.ts";
import type { Kept, ModelRequest } from "./types.gen.ts";

/** One for each kind of arrow: e is that of all contexts, and what is no arrow of the walk stands back. */
function bars(kept: Kept[], show: "both" | 0 | 1): Kept[] {
  const letters = kept.filter((k) => ["symbol", "strong"].includes(k.label[0]?.style ?? "") && (show === "both" || k.context === show));
  return letters.filter((k, i) => k.role !== "embed" || letters.findIndex((o) => o.role === "embed") === i);
}

/** What a reader has changed in a model's runs, and where. */
function changes(page: Page): string {
  if (page.model === null) return "";
  const list = page.resumed ? carried(page) : ((page.lesson as unknown as ModelRequest | null)?.changes ?? []).map((c) => `L${c.layer}.H${c.head}`);
  const places = [...new Set(list)].join(", ");
  const one = (alone: Key, many: Key) => (list.length === 1 ? alone : many);
  return list.length === 0 ? "" : t(page.resumed ? one("setOne", "setMany") : one("changedOne", "changedMany"), { n: list.length, places });
}

/** The heads of the changes that were recorded, and of those that are set in what was. */
function carried(page: Page): string[] {
  const { layer, head } = page.answer?.walk.source ?? { layer: 0, head: 0 };
  return [...(recording?.changed ?? []), ...changesOf(page.lesson).map(() => `L${layer}.H${head}`)];
}

export function Strip(): JSX.Element {
  const page = usePage();
  const { answer, view } = page;
  const whole = (answer?.scene.plane.x.length ?? 2) <= 2;
  return (
    <div class="strip">
      <b>{t("projection")}</b>
      <span class={page.resumed ? "says long" : "says"}>
        <Marked text={page.resumed ? `${t("resumed")} ${changes(page)}` : changes(page) || t(whole ? "whole" : "keeps")} />
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
