import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { colorDistance, colorRamp, contrastRatio } from "../../src/plot/color.ts";
import { svgThemes } from "../../src/plot/theme.ts";

describe("colour scales", () => {
  const stops = ["#102030", "#a0b0c0", "#ffffff"] as const;
  const ramp = colorRamp(stops);

  it("pass through their colours, each as far from the first as it looks, and stay at the ends beyond them", () => {
    const [first, second] = [colorDistance(stops[0], stops[1]), colorDistance(stops[1], stops[2])];
    const middle = first / (first + second);
    expect([0, middle, 1, -3, 7].map(ramp)).toEqual([...stops, stops[0], stops[2]]);
  });

  it("are grey between greys", () => {
    const grey = colorRamp(["#000000", "#ffffff"])(0.5);
    // Oklab lightness 0.5 is linear light 0.5^3 = 0.125, which sRGB encodes as 1.055 * 0.125^(1/2.4) - 0.055 = 0.388.
    expect(grey).toBe("#636363");
  });

  it.each([[["#fff", "#000000"]], [["red", "#000000"]], [["#000000"]]])("refuse %j", (colors) => {
    expect(() => colorRamp(colors)).toThrow(InputError);
  });
});

describe("contrast", () => {
  it("is 21 of black on white, 1 of a colour on itself, whichever comes first", () => {
    expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21, 12);
    expect(contrastRatio("#ffffff", "#000000")).toBeCloseTo(21, 12);
    expect(contrastRatio("#336699", "#336699")).toBe(1);
  });
});

// The limits are those of WCAG 2.2: 4.5 for text (1.4.3), 3 for what has to be seen to understand a picture (1.4.11).
describe.each(svgThemes)("the $name theme", ({ paper, ink, muted, line, series, palette, ramp, diverging }) => {
  it("can be read", () => {
    for (const color of [ink, muted]) expect(contrastRatio(color, paper)).toBeGreaterThan(4.5);
    for (const color of [line, ...series, ...palette]) expect(contrastRatio(color, paper)).toBeGreaterThan(3);
    // Exact curves lie on top of the curves of the components.
    for (const color of series) expect(contrastRatio(color, ink)).toBeGreaterThan(1.8);
    expect(contrastRatio(ramp.at(-1)!, ramp[0]!)).toBeGreaterThan(7);
  });

  it("has a density scale that becomes steadily stronger", () => {
    const color = colorRamp(ramp);
    const strength = Array.from({ length: 41 }, (_, k) => contrastRatio(color(k / 40), paper));
    for (let k = 1; k < strength.length; k++) expect(strength[k]!).toBeGreaterThan(strength[k - 1]!);
  });

  it("has scales of equal steps", () => {
    const count = 20;
    for (const stops of [ramp, ...diverging]) {
      const color = colorRamp(stops);
      const steps = Array.from({ length: count }, (_, k) => colorDistance(color(k / count), color((k + 1) / count)));
      // Each of two colours is off by half of 1/255 in each channel, in linear light by up to 2.2 times that, and Oklab takes the third root of it: some
      // 0.003 for all but the darkest colours, of steps of 0.04 to 0.06. Corners at the stops make steps shorter by up to a tenth.
      expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.3);
    }
  });

  it("is told apart by the colour-blind", () => {
    for (const simulate of [(color: string) => color, ...BLINDNESS.map(seenBy)]) {
      for (const colors of [series, palette.slice(0, 3), diverging.map((stops) => stops.at(-2)!)]) {
        colors.forEach((color, k) => {
          // Differences of some 0.02 in Oklab are seen side by side; curves are thin and apart.
          for (const other of colors.slice(k + 1)) {
            expect(colorDistance(simulate(color), simulate(other))).toBeGreaterThan(0.08);
          }
        });
      }
    }
  });
});

/**
 * Linear light as people without one kind of cone see it: protanopia, deuteranopia, tritanopia (G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, 2009,
 * doi:10.1109/TVCG.2009.113, table of severity 1).
 */
const BLINDNESS: readonly (readonly number[])[] = [
  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
];

const seenBy =
  (matrix: readonly number[]) =>
  (color: string): string => {
    const light = [1, 3, 5].map((at) => {
      const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    const channels = [0, 1, 2].map((row) => {
      const value = Math.min(
        1,
        Math.max(
          0,
          light.reduce((sum, part, k) => sum + matrix[3 * row + k]! * part, 0),
        ),
      );
      const encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
      return Math.round(255 * encoded)
        .toString(16)
        .padStart(2, "0");
    });
    return `#${channels.join("")}`;
  };
