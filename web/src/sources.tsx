// Where the numbers come from: a lesson, numbers of one's own, or a model with
// its layers and heads.

import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { usePage } from "./context.ts";
import { Down } from "./icons.tsx";
import { t } from "./messages.ts";
import type { Page } from "./store.ts";
import type { Json, LessonFile } from "./types.gen.ts";

/** What numbers of one's own begin with: two words along the axes, and no matrices. */
const own: Json = { heed: 1, text: "first second", embed: { first: [1, 0], second: [0, 1] }, maps: { Q: "identity", K: "identity", V: "identity" } };

/** Reads a lesson that was saved from here. */
async function read(page: Page, file: File): Promise<void> {
  try {
    await page.open({ name: file.name.replace(/\.json$/, ""), title: file.name, lesson: JSON.parse(await file.text()) as Json });
  } catch {
    page.set({ error: t("noLesson", { file: file.name }) });
  }
}

export function Sources(): JSX.Element {
  const page = usePage();
  const picker = useRef<HTMLInputElement>(null);
  const chosen = page.model === null ? `lesson:${page.name}` : `model:${page.model.name}`;
  const shipped = page.lessons.some((l) => l.name === page.name);
  const choose = (value: string) => {
    const [kind, name = ""] = [value.slice(0, value.indexOf(":")), value.slice(value.indexOf(":") + 1)];
    const file = page.lessons.find((l) => l.name === name);
    if (kind === "model") void page.openModel(name);
    else if (kind === "lesson" && file !== undefined) void page.open(file);
    else if (kind === "own") void page.open({ name: "own", title: t("ownNumbers"), lesson: own } satisfies LessonFile);
    else if (kind === "file") picker.current?.click();
  };
  return (
    <label class="source">
      <span>{t("source")}</span>
      <select
        aria-label={t("source")}
        value={chosen}
        onChange={(e) => {
          const { value } = e.currentTarget;
          e.currentTarget.value = chosen; // until it is there
          choose(value);
        }}
      >
        <optgroup label={t("lesson")}>
          {page.lessons.map((l) => (
            <option key={l.name} value={`lesson:${l.name}`}>
              {l.title === "" ? l.name : l.title}
            </option>
          ))}
        </optgroup>
        <optgroup label={t("own")}>
          {page.model === null && !shipped && page.name !== "" && page.name !== "own" && <option value={chosen}>{page.name}</option>}
          <option value={page.name === "own" && page.model === null ? chosen : "own:"}>{t("ownNumbers")}</option>
          <option value="file:">{t("openFile")}</option>
        </optgroup>
        {page.models.length > 0 && (
          <optgroup label={t("models")}>
            {page.models.map((name) => (
              <option key={name} value={`model:${name}`}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
      </select>
      <Down />
      <input
        ref={picker}
        type="file"
        hidden
        accept=".json,application/json"
        onChange={(e) => {
          const [file] = e.currentTarget.files ?? [];
          if (file !== undefined) void read(page, file);
          e.currentTarget.value = "";
        }}
      />
    </label>
  );
}

/** The head that is shown, of a model. */
export function Heads(): JSX.Element | null {
  const page = usePage();
  const source = page.answer?.walk.source;
  if (page.model === null || source === undefined) return null;
  const { heads } = page.model;
  const list = (n: number) => Array.from({ length: n }, (_, i) => i);
  const { layer, head } = source;
  if (page.resumed) {
    return (
      <span class="source head">
        <span>{t("layer")}</span> <b>{layer}</b> <span>{t("head")}</span> <b>{head}</b>
      </span>
    );
  }
  return (
    <span class="source head">
      {heads.length > 1 && (
        <label>
          <span>{t("layer")}</span>
          <select value={layer} aria-label={t("layer")} onChange={(e) => page.alter({ layer: Number(e.currentTarget.value), head: Math.min(head, (heads[Number(e.currentTarget.value)] ?? 1) - 1) })}>
            {list(heads.length).map((i) => <option key={i} value={i}>{i}</option>)}
          </select>
        </label>
      )}
      <label>
        <span>{t("head")}</span>
        <select value={head} aria-label={t("head")} onChange={(e) => page.alter({ layer, head: Number(e.currentTarget.value) })}>
          {list(heads[layer] ?? 1).map((i) => <option key={i} value={i}>{i}</option>)}
        </select>
      </label>
      <button type="button" class="strongest" title={source.chosen ?? t("strongest")} aria-pressed={source.chosen !== undefined} onClick={() => page.alter({ layer: undefined, head: undefined } as object)}>
        {t("strongest")}
      </button>
    </span>
  );
}

/** A model that runs: how far it is, and a way to give it up. */
export function Waiting(): JSX.Element | null {
  const page = usePage();
  if (page.waiting === null) return null;
  return (
    <div class="waiting" role="progressbar" aria-label={t("running", { name: page.waiting.for })} aria-valuenow={Math.round(page.waiting.part * 100)}>
      <i style={{ width: `${page.waiting.part * 100}%` }} />
      <span>{t("running", { name: page.waiting.for })}</span>
      <button type="button" onClick={() => page.cancel()}>
        {t("cancel")}
      </button>
    </div>
  );
}
