import { describe, expect, it } from "vitest";
import { briefPair } from "../../src/core/brief.ts";

describe("briefPair", () => {
  it("has as few digits as tell two numbers apart", () => {
    expect(briefPair(-0.946980263, -0.5)).toEqual(["-0.947", "-0.5"]);
    expect(briefPair(0.123456789, 0.123456)).toEqual(["0.123457", "0.123456"]);
    expect(briefPair(1e-9, 1.00001e-9)).toEqual(["1e-9", "1.00001e-9"]);
    expect(briefPair(2, 2)).toEqual(["2", "2"]);
  });
});
