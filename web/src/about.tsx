// About the numbers: where they come from, what heed verify measures of them just
// now, and the commands that give the same.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { usePage } from "./context.ts";
import { Dialog } from "./dialogs.tsx";
import { ask, saved } from "./files.ts";
import { superscript } from "./format.ts";
import { type Key, t, translated } from "./messages.ts";
import { command, verifying, type Origin, origin, quoted, byHand, request, version } from "./origin.ts";
import { saveLesson } from "./share.ts";

interface Check {
  claim: string;
  error: number | null; // null where it is no number
  limit: number;
  at: string;
}

/** What a promise gives, once it has; its refusal where it refuses. */
function useAsked<T>(asked: () => Promise<T>): { value?: T; error?: string } {
  const [known, set] = useState<{ value?: T; error?: string }>({});
  useEffect(() => {
    asked().then((value) => set({ value }), (why: unknown) => set({ error: String(why) }));
  }, []);
  return known;
}

export function About(): JSX.Element {
  const page = usePage();
  const from = useAsked(() => origin(page)).value;
  const heed = useAsked(version);
  const source = page.answer?.walk.source;
  return (
    <Dialog title={t("about")}>
      <div class="about-numbers">
        <dl>
          <Fact name="aboutSource" value={from === undefined ? "" : `${from.source}${source?.title === undefined ? "" : `, ${source.title}`}`} />
          <Fact name="aboutHash" value={from?.sha256 === "" ? t("aboutNoHash") : (from?.sha256 ?? "")} />
          <Fact name="aboutTokenizer" value={source?.tokenizer ?? ""} />
          <Fact name="aboutPrecision" value={source?.precision ?? ""} />
          <Fact name="aboutVersion" value={heed.value ?? heed.error ?? ""} />
        </dl>
        {saved === null && <Measured />}
        {from !== undefined && <Commands from={from} />}
      </div>
    </Dialog>
  );
}

function Fact({ name, value }: { name: Key; value: string }): JSX.Element {
  return (
    <div data-fact={name}>
      <dt>{t(name)}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** An error as its readers write it: 1.2 × 10⁻¹⁶. */
function power(x: number | null): string {
  if (x === null) return t("beyond");
  const [mantissa = "", exponent = ""] = x.toExponential(1).split("e");
  return x === 0 ? "0" : `${mantissa.replace(".0", "")}\u00a0×\u00a010${superscript(Number(exponent))}`;
}

function Measured(): JSX.Element {
  const page = usePage();
  const { value, error } = useAsked(async () => ((await (await ask(page.asking("verify"))).json()) as { checks: Check[] }).checks);
  return (
    <>
      <h3>{t("measured")}</h3>
      {error !== undefined && <p class="wrong">{t("notDone", { why: error })}</p>}
      {value === undefined && error === undefined && <p role="status">{t("measuring")}</p>}
      {value !== undefined && <Checks list={value} />}
    </>
  );
}

function Checks({ list }: { list: Check[] }): JSX.Element {
  return (
    <>
      <p>{t(usePage().model === null ? "measuredHow" : "measuredModel")}</p>
      <table class="compare">
        <thead>
          <tr>
            <th scope="col">{t("claim")}</th>
            <th scope="col">{t("errorFound")}</th>
            <th scope="col">{t("errorLimit")}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((c) => (
            <tr key={c.claim} class={c.error !== null && c.error <= c.limit ? "" : "wrong"} data-error={c.error}>
              <th scope="row">{translated(c.claim)}</th>
              <td>{power(c.error)}</td>
              <td>{power(c.limit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Commands({ from }: { from: Origin }): JSX.Element {
  const page = usePage();
  const hand = byHand(page);
  const walk = (rest: string) => command(page, "walk", from.source, rest);
  return (
    <>
      <h3>{t("commands")}</h3>
      {hand && <p>{t(page.resumed ? "aboutRecorded" : "aboutByHand")}</p>}
      {!from.kept && (
        <p>
          {t("aboutChanged")}{" "}
          <button type="button" class="way" onClick={() => saveLesson(page)}>
            {t("saveLesson")}
          </button>
        </p>
      )}
      <Command text={hand && !page.resumed ? request(page) : walk(" --json")} does="commandNumbers" />
      {(!hand || page.resumed) && <Command text={walk(` -o ${quoted(`${page.name}.pdf`)}`)} does="commandFigure" />}
      {(!hand || page.resumed) && <Command text={walk(` -o ${quoted(`${page.name}.html`)}`)} does="commandPage" />}
      <Command text={verifying(page, from.source)} does="commandVerify" />
      {saved !== null && <p>{t("measureSaved")}</p>}
    </>
  );
}

function Command({ text, does }: { text: string; does: Key }): JSX.Element {
  const page = usePage();
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    page.set({ said: t("commandCopied") });
  };
  return (
    <p class="command" data-command={does}>
      <span>{t(does)}</span>
      <code>{text}</code>
      <button type="button" class="way" aria-label={`${t("copyCommand")}: ${t(does)}`} onClick={() => void copy()}>
        {t("copyCommand")}
      </button>
    </p>
  );
}
