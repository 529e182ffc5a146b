// Instants as people read them, in the zone of the workspace. All arithmetic is on milliseconds UTC.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
// British English writes “Sept”; three letters each keep a column straight.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone}${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    try {
      found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
    } catch {
      found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
    }
    formats.set(key, found);
  }
  return found;
}

/** `09:41`. */
export function clock(at: number, zone: string): string {
  return format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** `21 Nov`, or `21 Nov 2025` in another year than `now`. */
export function day(at: number, zone: string, now: number): string {
  const { day: number, month } = parts(at, zone, { day: "numeric", month: "numeric" });
  const year = yearOf(at, zone);
  return `${Number(number)} ${MONTHS[Number(month) - 1] ?? ""}${year === yearOf(now, zone) ? "" : ` ${year}`}`;
}

/** `Mon 23`. */
export function weekday(at: number, zone: string): string {
  const { weekday: name, day: number } = parts(at, zone, { weekday: "short", day: "numeric" });
  return `${name} ${number}`;
}

/** `today 09:00`, `yesterday 22:14`, `Thu 28 May 06:52`. */
export function moment(at: number, zone: string, now: number): string {
  const time = clock(at, zone);
  if (sameDay(at, now, zone)) return `today ${time}`;
  if (sameDay(at, now - DAY, zone)) return `yesterday ${time}`;
  const name = parts(at, zone, { weekday: "short" }).weekday;
  return `${name} ${day(at, zone, now)} ${time}`;
}

/** `17:00` today, otherwise with the day. */
export function until(at: number, zone: string, now: number): string {
  const time = clock(at, zone);
  if (sameDay(at, now, zone)) return time;
  if (sameDay(at, now + DAY, zone)) return `tomorrow ${time}`;
  const name = parts(at, zone, { weekday: "short" }).weekday;
  return Math.abs(at - now) < 6 * DAY ? `${name} ${time}` : `${name} ${day(at, zone, now)} ${time}`;
}

/** The end of a span that begins at `from`: `17:00` on the same day, `Tue 09:00` within the week. */
export function ending(to: number, from: number, zone: string): string {
  const time = clock(to, zone);
  if (sameDay(to, from, zone)) return time;
  const name = parts(to, zone, { weekday: "short" }).weekday;
  return to - from < 6 * DAY ? `${name} ${time}` : `${name} ${day(to, zone, from)} ${time}`;
}

/** `41 min`, `2 h 5 min`, `3 d 4 h`. */
export function span(minutes: number): string {
  const sign = minutes < 0 ? "−" : "";
  const all = Math.abs(Math.round(minutes));
  if (all < 120) return `${sign}${all} min`;
  const hours = Math.floor(all / 60);
  if (hours < 48) return `${sign}${hours} h${all % 60 ? ` ${all % 60} min` : ""}`;
  const days = Math.floor(hours / 24);
  if (days < 14 && hours % 24) return `${sign}${days} d ${hours % 24} h`;
  return `${sign}${days} d`;
}

/** `41 min ago`, `in 4 d`, `just now`. */
export function ago(at: number, now: number): string {
  const minutes = Math.round((now - at) / MINUTE);
  if (Math.abs(minutes) < 1) return "just now";
  return minutes > 0 ? `${span(minutes)} ago` : `in ${span(-minutes)}`;
}

/** How long nothing has come: `19 d`. */
export function silence(last: number, now: number): string {
  return span((now - last) / MINUTE);
}

export function sameDay(one: number, other: number, zone: string): boolean {
  const options: Intl.DateTimeFormatOptions = { year: "numeric", month: "numeric", day: "numeric" };
  return format(zone, options).format(one) === format(zone, options).format(other);
}

/** Midnights of the zone within a half-open span. Steps by hours, so that days of 23 and 25 hours are right. */
export function midnights(from: number, to: number, zone: string): number[] {
  const found: number[] = [];
  const start = Math.ceil(from / HOUR) * HOUR;
  for (let at = start; at < to; at += HOUR) if (clock(at, zone) === "00:00") found.push(at);
  return found;
}

/** Milliseconds from what an `<input type="datetime-local">` holds, understood in the zone; `undefined` when it is no time. */
export function fromLocal(text: string, zone: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text);
  if (!match) return undefined;
  const [year, month, date, hour, minute] = match.slice(1).map(Number) as [number, number, number, number, number];
  const wall = Date.UTC(year, month - 1, date, hour, minute);
  // Two rounds settle the offset, also on the days of a clock change.
  let at = wall - offset(wall, zone);
  at = wall - offset(at, zone);
  return Number.isNaN(at) ? undefined : at;
}

/** The text of an `<input type="datetime-local">` for an instant. */
export function toLocal(at: number, zone: string): string {
  return new Date(at + offset(at, zone)).toISOString().slice(0, 16);
}

function offset(at: number, zone: string): number {
  const p = parts(at, zone, { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" });
  const wall = Date.UTC(Number(p.year), Number(p.month) - 1, Number(p.day), Number(p.hour), Number(p.minute), Number(p.second));
  return wall - Math.floor(at / 1000) * 1000;
}

function yearOf(at: number, zone: string): string {
  return parts(at, zone, { year: "numeric" }).year ?? "";
}

function parts(at: number, zone: string, options: Intl.DateTimeFormatOptions): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  return Object.fromEntries(format(zone, options).formatToParts(at).map(({ type, value }) => [type, value]));
}
