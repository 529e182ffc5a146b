// Numbers as people read them. Rounding is for reading only: nothing is compared after it.
import type { CostUnit } from "../bindings/CostUnit";
import type { Unit } from "../bindings/Unit";
import { span } from "./time";

const NBSP = "\u00a0";
const MINUS = "−";

const plain = [0, 1, 2, 3, 4].map((digits) => new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** A number with thousands separators, a real minus sign and so many digits after the point. */
export function decimal(value: number, digits = 0): string {
  const text = (plain[digits] ?? plain[0]!).format(Math.abs(value));
  const isZero = !/[1-9]/.test(text);
  return value < 0 && !isZero ? `${MINUS}${text}` : text;
}

/** Three significant digits for what is small, none after the point for what is large. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return decimal(value);
  if (size >= 10) return decimal(value, 1);
  if (size >= 1) return decimal(value, 1);
  if (size >= 0.095) return decimal(value, 2);
  return size === 0 ? "0" : decimal(value, 3);
}

/** An amount for an axis: `6k`, `1.2M`. */
export function brief(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${trim(decimal(value / 1e6, 1))}M`;
  if (size >= 1e3) return `${trim(decimal(value / 1e3, 1))}k`;
  return trim(decimal(value, size < 10 && !Number.isInteger(value) ? 1 : 0));
}

const trim = (text: string) => text.replace(/\.0$/, "");

/** A share of one as per cent: `−18 %`, `0.4 %`. */
export function share(value: number): string {
  const percent = value * 100;
  const digits = percent !== 0 && Math.abs(percent) < 1 ? 1 : 0;
  return `${decimal(percent, digits)}${NBSP}%`;
}

/** A ratio of good: never rounded up to what it is not, with as many digits as tell it from 100 %. */
export function ratio(value: number, withSign = true): string {
  const percent = value * 100;
  const missing = 100 - percent;
  // A hair's breadth, so that 99.9 stands as 99.90 although binary fractions miss it.
  const digits = missing <= 0 || missing >= 1 - 1e-9 ? 1 : missing >= 0.1 - 1e-9 ? 2 : 3;
  const scale = 10 ** digits;
  const down = Math.floor(percent * scale + 1e-7) / scale;
  return `${missing <= 0 ? "100" : decimal(down, digits)}${withSign ? `${NBSP}%` : ""}`;
}

/** A target as it was set: `99.9 %`, `99.95 %`. */
export function target(value: number): string {
  const text = (value * 100).toFixed(4).replace(/0+$/, "").replace(/\.$/, "");
  return `${text.includes(".") ? text : `${text}.0`}${NBSP}%`;
}

const currencies = new Map<string, Intl.NumberFormat>();

function currency(code: string, digits: number): Intl.NumberFormat {
  const key = `${code}${digits}`;
  let found = currencies.get(key);
  if (!found) {
    const options = { style: "currency", currency: code, currencyDisplay: "narrowSymbol", minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
    try {
      found = new Intl.NumberFormat("en-GB", options);
    } catch {
      found = new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    }
    currencies.set(key, found);
  }
  return found;
}

/** An amount in the workspace's unit of cost. */
export function cost(value: number, unit: CostUnit): string {
  const size = Math.abs(value);
  const digits = size < 10 && !Number.isInteger(value) ? 2 : 0;
  if (unit === "user_minutes") return `${decimal(value, digits ? 1 : 0)}${NBSP}user-min`;
  const text = currency(unit.currency, digits).format(size);
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

/** The sign of the unit of cost, for the head of a column. */
export function costSign(unit: CostUnit): string {
  if (unit === "user_minutes") return "user-min";
  return currency(unit.currency, 0).formatToParts(0).find((part) => part.type === "currency")?.value ?? unit.currency;
}

/** A value with its unit. `bare` leaves out what the head of the column says. */
export function quantity(value: number, unit: Unit, costUnit: CostUnit, bare = false): string {
  const per = (amount: string, of: string) => (bare ? amount : `${amount}${of}`);
  const named = (amount: string, one: string, many: string) => (bare ? amount : `${amount}${NBSP}${amount === "1" ? one : many}`);
  const money = bare ? short(value) : cost(value, costUnit);
  switch (unit) {
    case "cost":
      return money;
    case "cost_per_minute":
      return per(money, "/min");
    case "cost_per_week":
      return per(money, `${NBSP}a${NBSP}week`);
    case "cost_per_week_per_week":
      return per(money, "/week per week");
    case "cost_per_hour":
      return per(money, "/h");
    case "cost_per_interaction":
      return money;
    case "count":
      return Number.isInteger(value) ? decimal(value) : short(value);
    case "ratio":
      // Near to all, a rounded share would claim all.
      return value > 0.95 && value < 1 ? ratio(value) : share(value);
    case "per_week":
      return per(short(value), `${NBSP}a${NBSP}week`);
    case "per_minute":
      return per(short(value), "/min");
    case "minutes":
      return span(value).replaceAll(" ", NBSP);
    case "hours":
      return per(short(value), `${NBSP}h`);
    case "days":
      return named(short(value), "day", "days");
    case "weeks":
      return bare ? decimal(value, value >= 100 ? 0 : 1) : named(short(value), "week", "weeks");
    case "burn":
      return per(short(value), `${NBSP}×`);
    case "milliseconds":
      return per(short(value), `${NBSP}ms`);
  }
}

/** `0.02 – 0.34 a week`: the unit once, where it stands behind. */
export function between(low: number, high: number, read: (value: number) => string): string {
  const [from, to] = [read(low), read(high)];
  const tail = /[^\d.,]+$/.exec(to)?.[0];
  return `${tail && from.endsWith(tail) ? from.slice(0, -tail.length) : from} – ${to}`;
}

/** `3 services`, `1 service`. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${decimal(count)}${NBSP}${count === 1 ? one : more}`;
}

/** A probability in words that claim no more than it says: `70 %`, `over 99 %`. */
export function chance(probability: number): string {
  const percent = Math.round(probability * 100);
  if (percent >= 100 && probability < 1) return `over 99${NBSP}%`;
  if (percent <= 0 && probability > 0) return `under 1${NBSP}%`;
  return `${percent}${NBSP}%`;
}
