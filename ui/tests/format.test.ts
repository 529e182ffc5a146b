import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { between, brief, chance, cost, costSign, decimal, quantity, ratio, share, short, target } from "../src/lib/format";
import type { Unit } from "../src/bindings/Unit";

const flat = (text: string) => text.replaceAll("\u00a0", " ");
const pounds = { currency: "GBP" };
const units: Unit[] = ["cost", "cost_per_minute", "cost_per_week", "cost_per_week_per_week", "cost_per_hour", "cost_per_interaction", "count", "ratio", "per_week", "per_minute", "minutes", "hours", "days", "weeks", "burn", "milliseconds"];

describe("numbers as people read them", () => {
  it("money has its sign, thousands and a real minus", () => {
    expect(cost(12004, pounds)).toBe("£12,004");
    expect(cost(-2031, pounds)).toBe("−£2,031");
    expect(cost(10.53, pounds)).toBe("£11");
    expect(cost(1.5, pounds)).toBe("£1.50");
    expect(flat(cost(1200, "user_minutes"))).toBe("1,200 user-min");
    expect(costSign(pounds)).toBe("£");
  });

  it("an unknown currency code is shown, not thrown", () => {
    expect(cost(5, { currency: "not a code" })).toContain("5");
  });

  it("shares of a budget are whole per cent, small ones have a digit", () => {
    expect(flat(share(-0.18))).toBe("−18 %");
    expect(flat(share(0.004))).toBe("0.4 %");
    expect(flat(share(0))).toBe("0 %");
  });

  it("a ratio of good is never rounded up to all good", () => {
    expect(flat(ratio(0.69))).toBe("69.0 %");
    expect(flat(ratio(0.9971))).toBe("99.71 %");
    expect(flat(ratio(0.99991))).toBe("99.991 %");
    expect(flat(ratio(1))).toBe("100 %");
    expect(flat(ratio(0.999))).toBe("99.90 %");
    expect(flat(quantity(0.999, "ratio", pounds))).toBe("99.90 %");
    fc.assert(fc.property(fc.double({ min: 0, max: 0.99999999, noNaN: true }), (value) => ratio(value, false) !== "100" && !ratio(value, false).startsWith("100.")));
  });

  it("a target stands as it was set", () => {
    expect([0.999, 0.9995, 0.99, 0.5].map((one) => flat(target(one)))).toEqual(["99.9 %", "99.95 %", "99.0 %", "50.0 %"]);
  });

  it("a range names its unit once", () => {
    expect(flat(between(0.024, 0.337, (value) => quantity(value, "per_week", pounds)))).toBe("0.024 – 0.34 a week");
    expect(between(310, 2950, (value) => cost(value, pounds))).toBe("£310 – £2,950");
  });

  it("certainty claims no more than it has", () => {
    expect([0.7, 0.999, 1, 0.001, 0].map((one) => flat(chance(one)))).toEqual(["70 %", "over 99 %", "100 %", "under 1 %", "0 %"]);
  });

  it("small and large numbers keep their digits", () => {
    expect([0.024, 0.135, 0, 1.25, 12, 12.34, 1234.5].map(short)).toEqual(["0.024", "0.14", "0", "1.3", "12", "12.3", "1,235"]);
    expect([950, 6000, 1500000, 2.5].map(brief)).toEqual(["950", "6k", "1.5M", "2.5"]);
  });

  it("minus zero is zero", () => {
    expect(decimal(-0.001)).toBe("0");
    expect(flat(share(-0.0001))).toBe("0.0 %");
  });

  it("every unit reads every number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), fc.constantFrom(...units), fc.boolean(), (value, unit, bare) => {
        const text = quantity(value, unit, pounds, bare);
        return text.length > 0 && !text.includes("NaN") && !text.includes("-");
      }),
    );
  });
});
