import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asPercent, readRange, readShare } from "../src/lib/range";

describe("a stated range", () => {
  it("keeps every digit, takes a point, says what is wrong", () => {
    expect(readRange({ low: "310", mid: "1206.10", high: "2,950" })).toEqual({ range: { low: "310", mid: "1206.10", high: "2950" }, wrong: "" });
    expect(readRange({ low: "", mid: "2", high: "" })).toEqual({ range: { low: "2", mid: "2", high: "2" }, wrong: "" });
    expect(readRange({ low: "", mid: "", high: "" })).toEqual({ wrong: "" });
    expect(readRange({ low: "1", mid: "", high: "3" }).wrong).toContain("middle");
    expect(readRange({ low: "3", mid: "2", high: "4" }).wrong).toContain("least");
    expect(readRange({ low: "a lot", mid: "2", high: "4" }).wrong).toContain("a lot");
    expect(readRange({ low: "-1", mid: "2", high: "4" }).range).toBeUndefined();
  });

  it("shares cross as exact decimals", () => {
    expect(readShare({ low: "55", mid: "70", high: "85.5" }).range).toEqual({ low: "0.55", mid: "0.7", high: "0.855" });
    expect(readShare({ low: "0.5", mid: "7", high: "100" }).range).toEqual({ low: "0.005", mid: "0.07", high: "1" });
    expect(readShare({ low: "5", mid: "7", high: "101" }).wrong).toContain("100");
    expect(asPercent("0.55")).toBe("55");
    expect(asPercent("0.005")).toBe("0.5");
    expect(asPercent("1")).toBe("100");
  });

  it("per cent and share are each other's inverse, and nothing throws", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
        const percent = String(hundredths / 100);
        return asPercent(readShare({ low: percent, mid: percent, high: percent }).range!.mid) === percent;
      }),
    );
    fc.assert(fc.property(fc.string(), fc.string(), fc.string(), (low, mid, high) => typeof readShare({ low, mid, high }).wrong === "string"));
  });
});
