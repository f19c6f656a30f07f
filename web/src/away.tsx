// A line that tells that the server is away; the page goes on without it.

import type { JSX } from "preact";
import { usePage } from "./context.ts";
import { t } from "./messages.ts";

export function Away(): JSX.Element {
  const { away } = usePage();
  return (
    <p class={away ? "away" : "spoken"} role="status">
      {away ? t("away") : ""}
    </p>
  );
}
