// The matrices: in a line how they came to be, in the active step their numbers
// to edit, and what each does to the unit grid.

import type { JSX } from "preact";
import { colour, usePage } from "./context.ts";
import { number } from "./format.ts";
import { Formula } from "./formula.tsx";
import { t } from "./messages.ts";
import { gridLines, gridSquare } from "./plane.ts";
import { Pull } from "./pull.tsx";
import { useStill } from "./still.ts";
import type { Answer, Grid, Part, Point } from "./types.gen.ts";

export const roles: Record<string, "query" | "key" | "value" | "output"> = { Q: "query", K: "key", V: "value", O: "output" };

export const W = ({ map }: { map: string }): JSX.Element => (
  <span class={`symbol ${map === "O" ? "" : colour(roles[map], 0)}`}>
    <i>W</i>
    <sub>{map}</sub>
  </span>
);

/** The stated scores that a map was solved from. */
function scores(answer: Answer | null): string {
  const pins = answer?.walk.traces[0]?.pins ?? [];
  return pins.filter((p) => p.at.startsWith("scores")).map((p) => number(p.value)).join(", ");
}

export function MapLines({ active }: { active: boolean }): JSX.Element | null {
  const page = usePage();
  const answer = page.answer;
  if (answer === null || answer.maps.length === 0) return null;
  const same = answer.maps.filter((g) => g.says === "identity");
  const none = !answer.maps.some((g) => g.says === "given");
  return (
    <div class="lines maps">
      <span class="formula middle">
        {t(none ? "noMatrices" : "matrices")}{" "}
        {same.map((g, i) => (
          <>
            {i > 0 && " = "}
            <W map={g.name} />
          </>
        ))}
        {same.length > 0 && t("identity")}
        {answer.maps
          .filter((g) => g.says !== "identity")
          .map((g, i) => (
            <>
              {(i > 0 || same.length > 0) && ", "}
              <W map={g.name} />
              {g.says === "solved" && <span class="chip v">{t("solvedFrom", { scores: scores(page.view.formula ? page.other : answer) })}</span>}
            </>
          ))}
      </span>
      {active && <Convention />}
      {active &&
        answer.maps.map((g) => (
          <span class="matrix" key={g.name}>
            <W map={g.name} /> ={" "}
            <span class="rows">
              {[0, 1].map((i) => (
                <span key={i}>
                  <Formula line={[0, 1].map((j) => ({ ...(page.view.columns ? cell(g, j, i) : cell(g, i, j)), edit: page.model === null }))} />
                </span>
              ))}
            </span>
          </span>
        ))}
    </div>
  );
}

/** One number of a map, which the engine keeps for row vectors. */
function cell(g: Grid, i: number, j: number): Part {
  const value = g.rows[i]?.[j] ?? 0;
  return { text: number(value), context: -1, at: { trace: 0, tensor: `maps.${g.name}`, index: [i, j] }, value };
}

/** Row vectors or column vectors: the same map, written the other way. */
function Convention(): JSX.Element {
  const page = usePage();
  const { columns } = page.view;
  const e = <i class="c-e">e</i>;
  return (
    <div class="convention">
      <span class="formula">
        <i class="c-q">q</i> = {columns ? <W map="Q" /> : e} {columns ? e : <W map="Q" />}
      </span>
      <div class="switch" role="group" aria-label={t("convention")}>
        {[false, true].map((choice) => (
          <button key={String(choice)} type="button" aria-pressed={columns === choice} onClick={() => page.look({ columns: choice })}>
            {t(choice ? "columns" : "rows")}
          </button>
        ))}
      </div>
      <small>{t(columns ? "columnsSay" : "rowsSay")}</small>
    </div>
  );
}

/** The unit grid and its image under each map, with the unit square filled. */
export function Maps(): JSX.Element | null {
  const page = usePage();
  const maps = page.answer?.maps ?? [];
  const { pulled } = page;
  const large = maps.find((g) => g.name === pulled);
  return useStill(() => JSON.stringify([maps, pulled]), () => maps.length === 0 ? null : (
    <section class="card" aria-label={t("maps")}>
      <h3>{t("maps")}</h3>
      <div class="grids">
        {maps.map((g) => (
          <figure key={g.name}>
            <button type="button" aria-label={t("pull", { name: g.name })} aria-expanded={pulled === g.name} onClick={() => page.set({ pulled: pulled === g.name ? "" : g.name })}>
              <UnitGrid g={g} />
            </button>
            <figcaption>
              <W map={g.name} /> <small>{g.says === "identity" ? t("identity") : g.says === "solved" ? t("solved") : t("determinant", { factor: number(g.determinant, 2) })}</small>
            </figcaption>
          </figure>
        ))}
      </div>
      {large !== undefined && <Pull g={large} />}
    </section>
  ));
}

const reach = 2; // units of the grid on each side of the origin

function UnitGrid({ g }: { g: Grid }): JSX.Element {
  const name = t("mapOf", { name: g.name, determinant: number(g.determinant) });
  const line = ([a, b]: [Point, Point]) => `M${a.x} ${-a.y}L${b.x} ${-b.y}`;
  const ghost = gridLines([[1, 0], [0, 1]], reach).map(line).join("");
  const image = gridLines(g.rows, reach).map(line).join("");
  return (
    <svg viewBox="-2.1 -2.1 4.2 4.2" class={`grid ${colour(roles[g.name], 0)}`} role="img" aria-label={name}>
      <title>{name}</title>
      <path class="ghost" d={ghost} />
      <polygon class="square" points={gridSquare(g.rows).map((p) => `${p.x},${-p.y}`).join(" ")} />
      <path class="image" d={image} />
    </svg>
  );
}
