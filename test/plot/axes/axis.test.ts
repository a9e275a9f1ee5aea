import { assert, double, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { placeAxis, rangeOf, roundValues, shortNumber } from "../../../src/plot/axes/axis.ts";

describe("a linear axis", () => {
  it("has round numbers that are told apart, however large or small the range", () => {
    const cases = property(
      double({ min: -1e6, max: 1e6, noNaN: true }),
      double({ min: -5, max: 6, noNaN: true }),
      integer({ min: 3, max: 12 }),
      (first, power, most) => {
        const last = first + 10 ** power;
        const values = roundValues([first, last], most);
        expect(values.length).toBeGreaterThanOrEqual(1);
        // One more where both ends are round.
        expect(values.length).toBeLessThanOrEqual(most + 1);
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(first - 1e-9 * 10 ** power);
          expect(value).toBeLessThanOrEqual(last + 1e-9 * 10 ** power);
        }
        const { ticks } = placeAxis({ label: "", range: [first, last] }, 0, 100, 100 / most);
        expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      },
    );
    assert(cases, { seed: 7, numRuns: 3000 });
  });

  it("runs either way", () => {
    const { place } = placeAxis({ label: "", range: [2, 0] }, 10, 20, 3);
    expect([place(2), place(0), place(1)]).toEqual([10, 20, 15]);
  });

  it("writes numbers far from 1 with a common power of ten", () => {
    const large = placeAxis({ label: "", range: [0, 30_000] }, 0, 100, 40);
    expect(large.factor).toBe("10^{4}");
    expect(large.ticks.map(({ label }) => label)).toEqual(["0", "1", "2", "3"]);
    const small = placeAxis({ label: "", range: [-0.002, 0.002] }, 0, 100, 20);
    expect(small.factor).toBe("10^{−3}");
    expect(small.ticks.map(({ label }) => label)).toEqual(["−2", "−1", "0", "1", "2"]);
    expect(placeAxis({ label: "", range: [0, 1] }, 0, 100, 40).factor).toBe("");
  });
});

describe("a logarithmic axis", () => {
  it("has equal room for equal ratios, numbers at powers of ten and marks between", () => {
    const { place, ticks } = placeAxis({ label: "", range: [1e-3, 1e3], scale: "log" }, 0, 60, 10);
    expect(place(1)).toBeCloseTo(30, 12);
    expect(ticks.filter(({ label }) => label !== "").map(({ label }) => label)).toEqual([
      "10^{−3}",
      "0.01",
      "0.1",
      "1",
      "10",
      "100",
      "10^{3}",
    ]);
    expect(ticks.length).toBe(7 + 6 * 8);
  });

  it("has numbers in between where there is room, and fewer where there is none", () => {
    const labels = (range: readonly [number, number], apart: number): string[] =>
      placeAxis({ label: "", range, scale: "log" }, 0, 60, apart)
        .ticks.map(({ label }) => label)
        .filter((label) => label !== "");
    expect(labels([1, 10], 5)).toEqual(["1", "2", "5", "10"]);
    expect(labels([1e-12, 1], 15)).toEqual(["10^{−12}", "10^{−9}", "10^{−6}", "10^{−3}", "1"]);
  });
});

it.each([
  [[1, 1], "linear"],
  [[0, Number.NaN], "linear"],
  [[0, 1], "log"],
  [[-1, 1], "log"],
] as const)("the range %j is no %s axis", (range, scale) => {
  expect(() => placeAxis({ label: "", range, scale }, 0, 1, 1)).toThrow(InputError);
});

it("a range holds what is finite, with a margin, and has a width even where nothing changes", () => {
  expect(rangeOf([0, Number.NaN, 1], [], 0.1)).toEqual([-0.1, 1.1]);
  expect(rangeOf([0.2], [0], 0)).toEqual([0, 0.2]);
  expect(rangeOf([4, 4])).toEqual([2, 6]);
  expect(rangeOf([0])).toEqual([-1, 1]);
  expect(rangeOf([])).toEqual([0, 1]);
});

it.each([
  [0, "0"],
  [-0.123456, "−0.123"],
  [1e-5, "10^{−5}"],
  [-2.5e7, "−2.5·10^{7}"],
])("%d is written %s", (value, text) => expect(shortNumber(value)).toBe(text));
