import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ago, clock, day, ending, fromLocal, midnights, moment, silence, span, toLocal, until, weekday } from "../src/lib/time";

const at = (text: string) => Date.parse(text);
const now = at("2026-11-23T09:41:00Z");
const zone = "Europe/London";

describe("instants as people read them", () => {
  it("says the day only when it isn't today", () => {
    expect(moment(at("2026-11-23T09:00:00Z"), zone, now)).toBe("today 09:00");
    expect(moment(at("2026-11-22T22:14:00Z"), zone, now)).toBe("yesterday 22:14");
    expect(moment(at("2026-05-28T05:52:00Z"), zone, now)).toBe("Thu 28 May 06:52");
    expect(moment(at("2025-05-28T05:52:00Z"), zone, now)).toBe("Wed 28 May 2025 06:52");
    expect(until(at("2026-11-23T17:00:00Z"), zone, now)).toBe("17:00");
    expect(until(at("2026-11-24T09:00:00Z"), zone, now)).toBe("tomorrow 09:00");
    expect(day(at("2026-12-06T00:00:00Z"), zone, now)).toBe("6 Dec");
    expect(day(at("2026-09-06T00:00:00Z"), zone, now)).toBe("6 Sep");
    expect(ending(at("2026-12-08T09:00:00Z"), at("2026-12-07T09:00:00Z"), zone)).toBe("Tue 09:00");
    expect(ending(at("2026-12-07T17:00:00Z"), at("2026-12-07T09:00:00Z"), zone)).toBe("17:00");
    expect(weekday(now, zone)).toBe("Mon 23");
  });

  it("today is a day of the workspace's zone, not of the clock's", () => {
    expect(moment(at("2026-11-22T16:00:00Z"), "Asia/Tokyo", at("2026-11-22T20:00:00Z"))).toBe("today 01:00");
  });

  it("spans and ages", () => {
    expect([0, 41, 119, 125, 47 * 60, 76 * 60, 20 * 1440].map(span)).toEqual(["0 min", "41 min", "119 min", "2 h 5 min", "47 h", "3 d 4 h", "20 d"]);
    expect(ago(now - 41 * 60_000, now)).toBe("41 min ago");
    expect(ago(now + 96 * 3_600_000, now)).toBe("in 4 d");
    expect(ago(now, now)).toBe("just now");
    expect(silence(now - 20 * 86_400_000, now)).toBe("20 d");
  });

  it("midnights are right on both days of a clock change", () => {
    const autumn = midnights(at("2026-10-24T12:00:00Z"), at("2026-10-27T12:00:00Z"), zone);
    expect(autumn.map((one) => new Date(one).toISOString())).toEqual(["2026-10-24T23:00:00.000Z", "2026-10-26T00:00:00.000Z", "2026-10-27T00:00:00.000Z"]);
  });

  it("an unknown zone is read as UTC, not thrown", () => {
    expect(clock(now, "Mars/Olympus")).toBe("09:41");
  });

  it("what a form holds comes back as it was", () => {
    expect(fromLocal("2026-07-01T09:00", zone)).toBe(at("2026-07-01T08:00:00Z"));
    expect(fromLocal("yesterday", zone)).toBeUndefined();
    fc.assert(
      fc.property(fc.integer({ min: at("2000-01-01"), max: at("2040-01-01") }), fc.constantFrom("Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"), (instant, place) => {
        const minute = Math.floor(instant / 60_000) * 60_000;
        const again = fromLocal(toLocal(minute, place), place);
        // An hour that occurs twice has two instants for one text; either is right.
        return again === minute || Math.abs((again ?? 0) - minute) <= 3_600_000;
      }),
    );
  });
});
