// A line of a step: symbols in their roles' colours, and live numbers.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { colour, usePage } from "./context.ts";
import { Pinned } from "./icons.tsx";
import { said, t } from "./messages.ts";
import { called } from "./names.ts";
import { meet, name, place } from "./refs.ts";
import { shown, useStill } from "./still.ts";
import type { Part } from "./types.gen.ts";

/** Bracket and comma take the colour of the numbers that they hold. */
function dressed(line: Part[]): Part[] {
  return line.map((p, i) => {
    if (p.role !== undefined || p.text === undefined) return p;
    const from = /\($/.test(p.text) ? line[i + 1] : /^[,)]/.test(p.text) ? line[i - 1] : undefined;
    if (from?.role === undefined || from.sub !== undefined || / \+ \($/.test(p.text)) return p;
    return { ...p, role: from.role, context: from.context, strong: from.strong ?? false };
  });
}

/** Where a told vector or number ends, so that its pin stands after it. */
function pinsAfter(line: Part[], i: number): boolean {
  const p = line[i];
  if (p?.given !== "stated" && p?.given !== "borrowed") return false;
  return line[i + 1]?.text !== ", " && line[i + 1]?.text !== ")";
}

export function Formula(props: { line: Part[]; yours?: boolean; told?: boolean }): JSX.Element | null {
  return useStill(() => shown(props.line), () => formula(props));
}

function formula({ line, yours = false, told = false }: { line: Part[]; yours?: boolean; told?: boolean }): JSX.Element {
  const parts = dressed(line);
  const equals = parts.flatMap((p, i) => (p.text?.includes(" = ") === true ? [i] : []));
  const [first = -1, last = -1] = [equals[0], equals.at(-1)];
  return (
    <span class="formula">
      {parts.map((p, i) => {
        const middle = equals.length > 1 && i > first && i < last;
        return (
          <>
            {/^ [=+] /.test(p.text ?? "") && <wbr />}
            {p.at !== undefined && p.value !== undefined ? <Live part={p} middle={middle} /> : <Words part={p} middle={middle} />}
            {pinsAfter(parts, i) && <Pin part={p} />}
            {p.text === ")" && i === parts.length - 1 && told && <Pin part={{ text: "", context: -1, given: "stated" }} />}
          </>
        );
      })}
      {yours && (
        <span class="chip b" title={t("yoursHow")}>
          {t("yours")}
        </span>
      )}
    </span>
  );
}

function Pin({ part }: { part: Part }): JSX.Element {
  const words = part.given === "borrowed" ? t("borrowed") : t("pinned");
  return (
    <span class={part.given === "borrowed" ? "pinned borrowed" : "pinned"} title={words}>
      <Pinned />
      <span class="spoken"> ({words})</span>
    </span>
  );
}

export function Words({ part, middle }: { part: Part; middle: boolean }): JSX.Element {
  const symbol = part.sub !== undefined;
  const text = part.key !== undefined ? said(part.key) : (part.text ?? "");
  const power = /^(.*)e\^$/.exec(text);
  return (
    <span class={[colour(part.role, part.context), middle && part.role === undefined ? "middle" : "", part.strong === true ? "strong" : "", symbol ? "symbol" : ""].join(" ")}>
      {power !== null ? <>{power[1]}exp </> : symbol ? <i>{text}</i> : text}
      {symbol && <sub>{part.sub}</sub>}
    </span>
  );
}

/** A live number: what it came from lights up, and it can be edited where that means something. */
function Live({ part, middle }: { part: Part; middle: boolean }): JSX.Element {
  const page = usePage();
  const [editing, setEditing] = useState(false);
  const ref = part.at;
  if (ref === undefined) return <></>;
  const id = name(ref);
  if (editing) return <Edit part={part} done={() => setEditing(false)} />;
  const from = page.hover?.part;
  const lit = (from !== undefined && from !== part && (from.from ?? []).some((r) => meet(r, ref))) || page.lit.some((r) => meet(r, ref));
  const over = (e: { currentTarget: HTMLElement }) => page.set({ hover: { part, box: e.currentTarget.getBoundingClientRect() } });
  const classes = ["number", colour(part.role, part.context), middle && part.role === undefined ? "middle" : "", part.strong === true ? "strong" : "", lit ? "lit" : "", from?.at !== undefined && name(from.at) === id ? "over" : ""];
  return (
    <button
      type="button"
      class={classes.join(" ")}
      data-at={id}
      data-value={String(part.value)}
      aria-label={t(part.edit === true ? "edit" : "numberOf", { name: called(ref, page.answer?.walk.traces ?? []), value: part.text ?? "" })}
      onPointerEnter={over}
      onPointerLeave={() => page.set({ hover: null })}
      onFocus={over}
      onBlur={() => page.set({ hover: null })}
      onClick={() => {
        if (part.edit !== true) return;
        page.set({ editing: id, hover: null });
        setEditing(true);
      }}
      onKeyDown={(e) => {
        if (e.key.toLowerCase() === "p" && !e.ctrlKey && !e.metaKey) page.pin(part);
        else if ((e.key === "ArrowUp" || e.key === "ArrowDown") && part.edit === true && typeof part.value === "number") nudge(e, part.value, part);
        else return;
        e.preventDefault();
        e.stopPropagation();
      }}
    >
      {part.text}
    </button>
  );

  function nudge(e: KeyboardEvent, value: number, p: Part): void {
    const by = (e.key === "ArrowUp" ? 1 : -1) * (e.shiftKey ? 1 : p.at?.tensor === "weights" ? 0.05 : 0.1);
    if (p.at !== undefined) page.nudge(p.at, value, by);
  }
}

function Edit({ part, done: left }: { part: Part; done: () => void }): JSX.Element {
  const page = usePage();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(String(part.value ?? ""));
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const finished = useRef(false);
  const entered = useRef(false);
  const done = (value: number | null) => {
    if (finished.current) return;
    finished.current = true;
    const at = part.at;
    page.set({ editing: "" });
    left();
    if (value !== null && input.current?.value.trim() !== "" && Number.isFinite(value) && value !== part.value && at !== undefined) {
      void page.change([{ do: "set", context: at.trace, at: place(at), value }]);
    }
    const id = at === undefined ? "" : name(at);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`.column [data-at="${id}"]`)?.focus());
  };
  const read = () => Number((input.current?.value ?? text).trim().replace("−", "-").replace(",", "."));
  return (
    <input
      ref={input}
      class="edit"
      inputMode="decimal"
      size={Math.max(3, Math.min(10, text.length))}
      value={text}
      aria-label={part.at === undefined ? "" : called(part.at, page.answer?.walk.traces ?? [])}
      aria-invalid={Number.isNaN(read())}
      onInput={(e) => setText(e.currentTarget.value)}
      onKeyUp={(e) => e.key === "Enter" && entered.current && done(read())}
      onBlur={() => done(read())}
      onKeyDown={(e) => {
        e.stopPropagation();
        if (e.key === "Enter") {
          e.preventDefault();
          entered.current = true; // and done when the key is up, so that it does not press the number that gets the focus
        } else if (e.key === "Escape") done(null);
        else if (e.key === "ArrowUp" || e.key === "ArrowDown") {
          e.preventDefault();
          setText(String(Number((read() + (e.key === "ArrowUp" ? 1 : -1) * (e.shiftKey ? 1 : 0.1)).toPrecision(12))));
        }
      }}
    />
  );
}
