import { assert, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { bandColor, divergingBands, logBands, sequentialBands } from "../../../src/plot/axes/bands.ts";
import { colorDistance } from "../../../src/plot/color.ts";
import { lightTheme, svgThemes } from "../../../src/plot/theme.ts";

describe("bands", () => {
  it("enclose their range between round edges, ascending", () => {
    const range = property(
      double({ min: -1e4, max: 1e4, noNaN: true }),
      double({ min: 1e-3, max: 1e4, noNaN: true }),
      (low, width) => {
        const { edges, colors } = sequentialBands(low, low + width, lightTheme);
        expect(edges.length).toBe(colors.length + 1);
        expect(edges[0]!).toBeLessThanOrEqual(low + 1e-8 * width);
        expect(edges.at(-1)!).toBeGreaterThanOrEqual(low + width - 1e-8 * width);
        for (let k = 1; k < edges.length; k++) expect(edges[k]!).toBeGreaterThan(edges[k - 1]!);
      },
    );
    assert(range, { seed: 7, numRuns: 1000 });
  });

  it("meet at 0 where they diverge, equally strong on both sides", () => {
    for (const theme of svgThemes) {
      const { edges, colors } = divergingBands(-1, 1, theme);
      expect(edges).toContain(0);
      const half = colors.length / 2;
      const neutral = theme.diverging[0][0]!;
      for (let k = 0; k < half; k++) {
        const [below, above] = [
          colorDistance(colors[half - 1 - k]!, neutral),
          colorDistance(colors[half + k]!, neutral),
        ];
        // The two scales go through other hues, so that distances to the neutral colour agree as the lengths of the scales do.
        expect(Math.abs(below / above - 1)).toBeLessThan(0.35);
      }
    }
  });

  it("of a small negative part have a weak colour for it", () => {
    const { edges, colors } = divergingBands(-0.1, 1, lightTheme);
    const neutral = lightTheme.diverging[0][0]!;
    expect(edges[0]).toBe(-0.2);
    // The middle of the band is a ninth of that of the last one.
    expect(colorDistance(colors[0]!, neutral)).toBeLessThan(0.2 * colorDistance(colors.at(-1)!, neutral));
  });

  it("of one value have a width", () => {
    for (const value of [0, 3, -2]) {
      const { edges } = sequentialBands(value, value, lightTheme);
      expect(edges[0]!).toBeLessThanOrEqual(value);
      expect(edges.at(-1)!).toBeGreaterThanOrEqual(value);
      expect(edges.length).toBeGreaterThan(1);
    }
  });

  it("are refused where a value is not finite", () => {
    expect(() => divergingBands(Number.NaN, 1, lightTheme)).toThrow(InputError);
  });

  it("over decades have equal ratios", () => {
    const { edges, log } = logBands(5, 3, lightTheme);
    expect(log).toBe(true);
    expect(edges[0]).toBeCloseTo(5e-3, 12);
    for (let k = 1; k < edges.length; k++) expect(edges[k]! / edges[k - 1]!).toBeCloseTo(10 ** 0.25, 10);
  });

  it("give a value the colour of its band, and of the nearest beyond", () => {
    const bands = { edges: [0, 1, 2], colors: ["#000000", "#ffffff"], log: false };
    expect([-1, 0, 0.9, 1, 5].map((value) => bandColor(bands, value))).toEqual([
      "#000000",
      "#000000",
      "#000000",
      "#ffffff",
      "#ffffff",
    ]);
  });
});
