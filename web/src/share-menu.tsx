// The menu of what a reader takes along.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePage } from "./context.ts";
import { Upload } from "./icons.tsx";
import { t } from "./messages.ts";
import { copyLink, saveLesson, savePng, saveSvg } from "./share.ts";

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
