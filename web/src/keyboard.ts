// The keys of the whole page; handles and numbers have their own.

import type { Page } from "./store.ts";
import { play } from "./scrubber.tsx";

const writing = (e: KeyboardEvent) => e.target instanceof HTMLElement && e.target.matches("input, select, textarea, [role=menuitem]");

export function listen(page: Page): void {
  document.addEventListener("keydown", (e) => {
    if (writing(e) || page.dialog !== "") return;
    if (page.tab === "training" ? train(page, e) : act(page, e)) e.preventDefault();
  });
}

/** Does what a key means; false where it means nothing here. */
function act(page: Page, e: KeyboardEvent): boolean {
  const { step, show, formula } = page.view;
  if (e.ctrlKey || e.metaKey) {
    if (e.key.toLowerCase() !== "z") return false;
    e.shiftKey ? page.redo() : page.undo();
    return true;
  }
  if (e.altKey) return false;
  const alone = (c: 0 | 1) => page.look({ show: show === c ? "both" : c });
  const onButton = e.target instanceof HTMLElement && e.target.matches("button, a, summary");
  switch (e.key.length === 1 ? e.key.toLowerCase() : e.key) {
    case "ArrowLeft":
      return done(page.step(step - 1));
    case "ArrowRight":
      return done(page.step(step + 1));
    case "Home":
      return done(page.step(1));
    case "End":
      return done(page.step(7));
    case " ":
      return onButton ? false : done(play(page));
    case "a":
      return done(alone(0));
    case "b":
      return page.answer?.steps.length === 1 ? false : done(alone(1));
    case "w":
      return done(page.look({ formula: !formula }));
    case "d":
      return done(next(page));
    case "f":
      return done(page.fit());
    case "?":
      return done(page.set({ dialog: "keys" }));
    case "Escape":
      return done(page.set({ hover: null, lit: [], playing: false }));
  }
  if (/^[1-7]$/.test(e.key)) return done(page.step(Number(e.key)));
  return false;
}

/** Does what a key means in the Training view. */
function train(page: Page, e: KeyboardEvent): boolean {
  const { recorded } = page;
  if (e.ctrlKey || e.metaKey || e.altKey) return false;
  const onButton = e.target instanceof HTMLElement && e.target.matches("button, a, summary");
  switch (e.key.length === 1 ? e.key.toLowerCase() : e.key) {
    case "ArrowLeft":
      return done(recorded.by(-5));
    case "ArrowRight":
      return done(recorded.by(5));
    case "Home":
      return done(recorded.go(0));
    case "End":
      return done(recorded.go(Infinity));
    case " ":
      return onButton ? false : done(recorded.play());
    case "t":
      return done(recorded.turn(!recorded.trails));
    case "f":
      return done(recorded.refit());
    case "?":
      return done(page.set({ dialog: "keys" }));
    case "Escape":
      return done(recorded.set({ playing: false }));
  }
  return false;
}

function done(_: void): true {
  return true;
}

/** To the next step that disagrees, around. */
function next(page: Page): void {
  const list = page.disagreeing();
  const to = list.find((n) => n > page.view.step) ?? list[0];
  if (to !== undefined) page.step(to);
}
