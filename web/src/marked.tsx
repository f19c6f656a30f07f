// A message in which *some* words stand out: symbols in an aside, a count.

import type { JSX } from "preact";

export function Marked({ text }: { text: string }): JSX.Element {
  return <>{text.split("*").map((part, i) => (i % 2 === 1 ? <i key={i}>{part}</i> : part))}</>;
}
