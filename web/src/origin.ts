// Where the numbers that are shown come from, and the commands that give the same.

import { read, recording, saved } from "./files.ts";
import type { Page } from "./store.ts";
import type { ModelRequest, Source, Walk } from "./types.gen.ts";

export interface Origin {
  source: string; // as --source names it
  sha256: string; // of its file; "" where it cannot be told
  kept: boolean; // it ships with heed; else it is the file that saves the lesson
}

/** The lesson as a file. */
export function lessonFile(page: Page): { name: string; text: string } {
  return { name: `${page.name}.json`, text: JSON.stringify(page.lesson, null, 2) + "\n" };
}

/** A browser tells the hash to pages of this machine and from disk, and over the network to none. */
async function hash(text: string): Promise<string> {
  if (crypto.subtle === undefined) return "";
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function origin(page: Page): Promise<Origin> {
  if (page.model !== null) return { source: page.model.name, sha256: page.answer?.walk.source.sha256 ?? "", kept: true };
  const shipped = page.lessons.find((l) => l.name === page.name)?.sha256;
  if (shipped !== undefined && page.unchanged()) return { source: `lesson:${page.name}`, sha256: shipped, kept: true };
  const file = lessonFile(page);
  return { source: file.name, sha256: await hash(file.text), kept: false };
}

/** The version of heed that this is; "" where nobody knows. */
export async function version(): Promise<string> {
  if (saved !== null) return saved.version;
  return ((await (await read("api/v1/version")).json()) as { version: string }).version;
}

/** The walk with all that heed walk tells of its source. */
export async function sourced(page: Page, walk: Walk): Promise<Walk> {
  const { source: name, sha256 } = await origin(page);
  const { name: _, ...rest } = walk.source;
  const source: Source = { name, sha256, ...rest, version: await version() };
  return { ...walk, source };
}

/** A word of a command, as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w:./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}

/** Whether a model's runs were changed by hand, each text by itself, which no command does. */
export function byHand(page: Page): boolean {
  if (page.resumed && (recording?.changed ?? []).length > 0) return true;
  return page.model !== null && ((page.lesson as unknown as ModelRequest).changes ?? []).length > 0;
}

/** What asks heed serve for the numbers. */
export function request(page: Page): string {
  return `curl -s ${new URL("api/v1/models/walk", document.baseURI)} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(page.lesson))}`;
}

/** What heed walk is to be told of a model's head and texts. */
function asked(page: Page): string {
  const walk = page.answer?.walk;
  if (page.model === null || walk === undefined) return "";
  return ` --layer ${walk.source.layer} --head ${walk.source.head} --word ${quoted(walk.traces[0]?.word ?? "")}${walk.traces.map((trace) => ` ${quoted(trace.text)}`).join("")}`;
}

/** heed verify, with this source. */
export function verifying(page: Page, source: string): string {
  return page.model === null ? command(page, "verify", source) : `heed verify --source ${quoted(source)} ${quoted(page.answer?.walk.traces[0]?.text ?? "")}`;
}

/** A command of heed's with this source: rest is what follows. */
export function command(page: Page, verb: string, source: string, rest = ""): string {
  return `heed ${verb} --source ${quoted(source)}${page.view.formula ? " --formula" : ""}${asked(page)}${rest}`;
}
