// The page as one file that needs no server and no network: script, style, fonts,
// lessons and engine, and the state in which it was saved. A page that was saved
// is written again as it was read, with its state of now.

import { read, saved } from "./files.ts";
import { type State, written } from "./state.ts";

// Before anything is drawn, the document is still what was read.
const source = saved === null ? "" : "<!doctype html>\n" + document.documentElement.outerHTML;

/** A file's bytes as text. */
export async function base64(blob: Blob): Promise<string> {
  const reader = new FileReader();
  const read = new Promise((resolve) => (reader.onload = resolve));
  reader.readAsDataURL(blob);
  await read;
  return String(reader.result).replace(/^[^,]*,/, "");
}

/** The page's file; a recording is put into it as the server gave it. */
export async function offline(state: State, recording = ""): Promise<Blob> {
  let text = source;
  if (saved === null) {
    text = put(await (await read("offline.txt")).text(), "recording", recording);
  }
  return new Blob([put(text, "state", written(state))], { type: "text/html" });
}

/** The page with a text in the script element of that name. */
function put(page: string, name: string, text: string): string {
  const from = page.indexOf(">", page.indexOf(` id="${name}"`)) + 1;
  return page.slice(0, from) + text + page.slice(page.indexOf("<", from));
}
