// A stated range on its way from a form to the core. Exact decimals stay text: no digit is lost in a float.
import type { Range } from "../bindings/Range";

export interface RangeText {
  low: string;
  mid: string;
  high: string;
}

const NUMBER = /^\d{1,15}(\.\d{1,10})?$/;

/** Reads low, mid and high. Only the middle given: a point. All empty: nothing stated. */
export function readRange(text: RangeText, scale = 1): { range?: Range; wrong: string } {
  const [low, mid, high] = [text.low, text.mid, text.high].map((one) => one.trim().replaceAll(",", "")) as [string, string, string];
  if (!low && !mid && !high) return { wrong: "" };
  if (!mid) return { wrong: "The middle is missing: as likely above as below." };
  const all = { low: low || mid, mid, high: high || mid };
  for (const one of Object.values(all)) if (!NUMBER.test(one)) return { wrong: `“${one}” is not a number such as 1200 or 0.7.` };
  if (Number(all.low) > Number(all.mid) || Number(all.mid) > Number(all.high)) return { wrong: "The least comes first, the most last." };
  return { range: scale === 1 ? all : { low: scaled(all.low), mid: scaled(all.mid), high: scaled(all.high) }, wrong: "" };
}

/** Per cent to a share, on the digits themselves: 70 becomes 0.7, 0.5 becomes 0.005. */
function scaled(percent: string): string {
  const [whole = "0", part = ""] = percent.split(".");
  const digits = whole.padStart(3, "0") + part;
  const point = digits.length - part.length - 2;
  const text = `${digits.slice(0, point)}.${digits.slice(point)}`.replace(/^0+(?=\d)/, "").replace(/\.?0+$/, "");
  return text === "" ? "0" : text;
}

/** The text of a share as per cent, exactly. */
export function asPercent(share: string): string {
  const [whole = "0", part = ""] = share.split(".");
  const digits = part.padEnd(2, "0");
  const text = `${whole}${digits.slice(0, 2)}.${digits.slice(2)}`.replace(/^0+(?=\d)/, "").replace(/\.?0*$/, "");
  return text === "" ? "0" : text;
}

/** Reads per cent into shares of one. */
export function readShare(text: RangeText): { range?: Range; wrong: string } {
  const read = readRange(text);
  if (read.range && Number(read.range.high) > 100) return { wrong: "At most 100 %." };
  if (!read.range) return read;
  return readRange(text, 100);
}
