// The menu of what a reader takes along.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePage } from "./context.ts";
import { saved } from "./files.ts";
import { Upload } from "./icons.tsx";
import { type Key, t } from "./messages.ts";
import { copyFigure, copyLink, printPdf, printSvg, saveCsv, saveJson, saveLesson, saveNpz, savePage, savePng, saveSvg } from "./share.ts";
import type { Page } from "./store.ts";

type Act = (page: Page) => void | Promise<void>;

/** What there is, and what it needs: the walk, of a lesson, or the server too. */
const groups: [Key, Act, ("walk" | "lesson" | "served" | "served walk")?][][] = [
  [
    ["copyLink", copyLink, "served"],
    ["copyFigure", copyFigure],
  ],
  [
    ["saveSvg", saveSvg],
    ["savePng", savePng],
    ["printPdf", printPdf, "served walk"],
    ["printSvg", printSvg, "served walk"],
  ],
  [
    ["savePage", savePage, "walk"],
    ["saveLesson", saveLesson, "lesson"],
    ["numbersJson", saveJson, "walk"],
    ["numbersCsv", saveCsv, "walk"],
    ["numbersNpz", saveNpz, "walk"],
  ],
  [["about", (page) => page.set({ dialog: "about" }), "walk"]],
];

function offered(page: Page, needs: string): boolean {
  if (needs.startsWith("served") && saved !== null) return false;
  if (page.tab !== "walk" && needs !== "" && needs !== "served") return false;
  return needs !== "lesson" || page.model === null;
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
  const act = async (does: Act) => {
    setOpen(false);
    try {
      await does(page);
    } catch (why) {
      page.set({ error: t("notDone", { why: String(why) }) });
    }
  };
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
          {groups.map((group, i) => (
            <div key={i} role="group">
              {group.filter(([, , needs = ""]) => offered(page, needs)).map(([key, does]) => (
                <button key={key} type="button" role="menuitem" data-key={key} onClick={() => void act(does)}>
                  {t(key)}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
