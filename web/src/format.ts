// Numbers as their readers write them: the same rules as package geom's Number
// and Fixed, for the few that come without words.

const minus = (s: string) => s.replace("-", "−");

/** Digits and signs, set high. */
export function superscript(n: number): string {
  return [...String(n)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("");
}

/** x rounded to at most the given decimals; what is too small or large gets a power of ten. */
export function number(x: number | null, decimals = 4): string {
  if (x === null || Number.isNaN(x)) return "–";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const size = Math.abs(x);
  if ((size !== 0 && size < 10 ** -decimals / 2) || size >= 1e7) return scientific(x, decimals);
  const off = Math.abs(x - Math.round(x));
  if (off > 1e-9 && Math.round(x) !== 0 && off < 10 ** -decimals / 2) decimals = 1 - Math.floor(Math.log10(off));
  const trimmed = x.toFixed(decimals).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  return minus(trimmed === "-0" ? "0" : trimmed);
}

/** x with exactly the given decimals, for columns and the plane. */
export function fixed(x: number | null, decimals: number): string {
  const rounded = number(x, decimals);
  if (/[×–∞]/.test(rounded)) return rounded;
  const s = (x ?? 0).toFixed(decimals);
  return /^-?[0.]+$/.test(s) ? s.replace("-", "") : minus(s);
}

/** x with exactly the given decimals and nothing else, beside a scale that tells the size. */
export function plain(x: number | null, decimals: number): string {
  if (x === null) return "–";
  const s = x.toFixed(decimals);
  return /^-?[0.]+$/.test(s) ? s.replace("-", "") : minus(s);
}

function scientific(x: number, decimals: number): string {
  const [mantissa = "", exponent = ""] = x.toExponential(Math.min(decimals, 2)).split("e");
  return `${minus(mantissa.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, ""))}\u00a0×\u00a010${superscript(Number(exponent))}`;
}

export const percent = (share: number): string => `${Math.round(share * 100)}%`;
