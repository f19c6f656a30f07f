// What a reader takes along: the link, the plane as a picture, the lesson.

import { t } from "./messages.ts";
import type { Page } from "./store.ts";

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
  save(`${page.name}.json`, new Blob([JSON.stringify(page.lesson, null, 2) + "\n"], { type: "application/json" }));
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
  const list: [string, string][] = [["regular", ""], ["italic", "font-style:italic"], ["semibold-italic", "font-style:italic;font-weight:600"]];
  const rules = list.map(async ([name, style]) => {
    const bytes = new Uint8Array(await (await fetch(new URL(`STIXTwoText-${name}.ttf`, document.baseURI))).arrayBuffer());
    let binary = "";
    for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return `@font-face{font-family:"STIX Two Text";${style};src:url(data:font/ttf;base64,${btoa(binary)})}`;
  });
  return `<style>${(await Promise.all(rules)).join("")}</style>`;
}

/** The picture at twice its size. */
export async function savePng(page: Page): Promise<void> {
  const drawing = picture();
  if (drawing === null) return;
  const style = await faces();
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawing.text.replace(/<svg[^>]*>/, (tag) => tag + style));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [drawing.width * 2, drawing.height * 2];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => { if (blob !== null) save(`${page.name}.png`, blob); });
}
