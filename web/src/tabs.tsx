// The views of the page. A tab is a link, so that it can be opened beside.

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { usePage } from "./context.ts";
import { saved } from "./files.ts";
import { Mark } from "./icons.tsx";
import { type Key, t } from "./messages.ts";

export type Tab = "walk" | "training";

const tabs: [Tab, Key, string][] = [
  ["walk", "tabWalk", "#"],
  ["training", "tabTraining", "#view=training"],
];

let turned = false; // by a tab, which keeps the focus though the view is another

/** The name of the page, and its views. */
export function Brand(): JSX.Element {
  return (
    <>
      <h1 class="brand">
        <Mark />
        heed
      </h1>
      <Tabs />
    </>
  );
}

function Tabs(): JSX.Element | null {
  const page = usePage();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (turned) box.current?.querySelector<HTMLElement>("[aria-current]")?.focus();
    turned = false;
  }, []);
  if (saved !== null) return null; // a page that was saved has the walk alone
  return (
    <nav class="tabs" ref={box} aria-label={t("tabs")}>
      {tabs.map(([tab, name, href]) => (
        <a
          key={tab}
          href={href}
          aria-current={page.tab === tab ? "page" : undefined}
          onClick={(e) => {
            if (e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
            e.preventDefault();
            turned = page.tab !== tab;
            page.turn(tab);
          }}
        >
          {t(name)}
        </a>
      ))}
    </nav>
  );
}
