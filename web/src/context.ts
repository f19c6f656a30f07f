// The page, for the components that draw it.

import { createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Page } from "./store.ts";
import type { Role } from "./types.gen.ts";

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error("no page");
  return page;
}

/** Draws the component anew whenever the page changes, from its first drawing on: an effect that waits for a frame misses what is there by then. */
export function useChanges(page: { subscribe: Page["subscribe"] }): void {
  const [, draw] = useState(0);
  useLayoutEffect(() => page.subscribe(() => draw((n) => n + 1)), [page]);
}

/** Whether a media query holds, now and later. */
export function useMedia(query: string): boolean {
  const [holds, set] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const changed = () => set(media.matches);
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, [query]);
  return holds;
}

/** The class that gives what has a role, and perhaps a context, its colour. */
export function colour(role: Role | string | undefined, context: number): string {
  switch (role) {
    case "output":
      return context < 0 ? "c-ink" : context % 2 === 0 ? "c-a" : "c-b";
    case "embed":
      return "c-e";
    case "query":
      return "c-q";
    case "key":
      return "c-k";
    case "value":
      return "c-v";
  }
  return "";
}

export const letter = (context: number): string => String.fromCharCode(65 + context);
