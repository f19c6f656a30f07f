// The vectors of a plane as a table, for those who do not see it.

import type { JSX } from "preact";
import { number } from "./format.ts";
import { t } from "./messages.ts";

export interface Row {
  id: string;
  name: string;
  x: number | null;
  y: number | null;
}

export function VectorTable({ caption, rows, step }: { caption: string; rows: Row[]; step?: number }): JSX.Element {
  return (
    <table class="spoken" data-step={step}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t("vector")}</th>
          <th scope="col">x</th>
          <th scope="col">y</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((r) => (
          <tr key={r.id} data-row={r.id}>
            <th scope="row">{r.name}</th>
            <td>{number(r.x)}</td>
            <td>{number(r.y)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
