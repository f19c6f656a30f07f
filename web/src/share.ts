// What a reader takes along: the link, the plane as a picture, the page itself, the
// lesson, the numbers.

import { ask, saved } from "./files.ts";
import { t } from "./messages.ts";
import { csv, npz, walkJson } from "./numbers.ts";
import { base64, offline } from "./offline.ts";
import { lessonFile, sourced, version } from "./origin.ts";
import type { Page } from "./store.ts";
import type { Walk } from "./types.gen.ts";

function save(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export async function copyLink(page: Page): Promise<void> {
  await navigator.clipboard.writeText(location.href);
  page.set({ said: t("copied") });
}

export function saveLesson(page: Page): void {
  const { name, text } = lessonFile(page);
  save(name, new Blob([text], { type: "application/json" }));
}

/** The page itself, as it stands, in one file. */
export async function savePage(page: Page): Promise<void> {
  if (page.model !== null) {
    const recording = await page.record();
    const at = await (saved === null ? page.address(null) : page.address());
    return save(`${page.name}.html`, await offline({ heed: 1, kind: "walk", at, version: await version() }, recording));
  }
  const own = saved?.lesson?.name === page.name ? { lesson: saved.lesson } : {};
  save(`${page.name}.html`, await offline({ heed: 1, kind: "lesson", at: await page.address(), version: await version(), ...own }));
}

const styles = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font-family", "font-size", "font-style", "font-weight", "paint-order"];

/** The plane as it is drawn, with its styles in place and without its handles. */
function picture(): { text: string; width: number; height: number } | null {
  const svg = document.querySelector<SVGSVGElement>(".plane .picture");
  if (svg === null) return null;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [svg.querySelectorAll<SVGElement>("*"), copy.querySelectorAll<SVGElement>("*")];
  from.forEach((element, i) => {
    const [computed, target] = [getComputedStyle(element), to[i]];
    for (const name of styles) target?.style.setProperty(name, computed.getPropertyValue(name));
    target?.removeAttribute("class");
  });
  from.forEach((element, i) => { if (element.matches(".handle, .ringed, .reach")) to[i]?.remove(); });
  const box = svg.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
  copy.style.background = getComputedStyle(document.body).backgroundColor;
  return { text: new XMLSerializer().serializeToString(copy), width: box.width, height: box.height };
}

export function saveSvg(page: Page): void {
  const drawing = picture();
  if (drawing !== null) save(`${page.name}.svg`, new Blob([drawing.text], { type: "image/svg+xml" }));
}

/** The faces of the labels, inside the picture: one that is drawn to a canvas can ask for nothing. */
async function faces(): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule).map((rule) => whole(rule.cssText, sheet.href ?? document.baseURI)));
  return `<style>${(await Promise.all(rules)).join("")}</style>`;
}

/** A rule with the file that it names put into it. */
async function whole(rule: string, sheet: string): Promise<string> {
  const url = /url\("([^"]*)"\)/.exec(rule)?.[1] ?? "";
  if (url.startsWith("data:")) return rule;
  const file = await (await fetch(new URL(url, sheet))).blob();
  return rule.replace(url, `data:font/woff;base64,${await base64(file)}`);
}

/** The picture at twice its size. */
async function png(): Promise<Blob> {
  const drawing = picture();
  if (drawing === null) throw new Error("no picture");
  const style = await faces();
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawing.text.replace(/<svg[^>]*>/, (tag) => tag + style));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [drawing.width * 2, drawing.height * 2];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture")) : resolve(blob))));
}

export async function savePng(page: Page): Promise<void> {
  save(`${page.name}.png`, await png());
}

export async function copyFigure(page: Page): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ "image/png": png() })]); // asked for at once, while the click still counts
  page.set({ said: t("figureCopied") });
}

/** The walk that is shown, as a file's text or bytes. */
async function saveNumbers(page: Page, kind: string, write: (walk: Walk) => BlobPart): Promise<void> {
  const walk = page.answer?.walk;
  if (walk !== undefined) save(`${page.name}-numbers.${kind}`, new Blob([write(await sourced(page, walk))]));
}

export const saveJson = (page: Page): Promise<void> => saveNumbers(page, "json", walkJson);
export const saveCsv = (page: Page): Promise<void> => saveNumbers(page, "csv", csv);
export const saveNpz = (page: Page): Promise<void> => saveNumbers(page, "npz", npz);

/** The figure for print, which heed draws. */
async function print(page: Page, format: string): Promise<void> {
  const answer = await ask(page.asking(`figure?format=${format}`));
  save(`${page.name}-print.${format}`, await answer.blob());
}

export const printPdf = (page: Page): Promise<void> => print(page, "pdf");
export const printSvg = (page: Page): Promise<void> => print(page, "svg");
