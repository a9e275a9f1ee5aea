import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { colorRamp, contrastRatio } from "../../src/plot/color.ts";
import { svgThemes } from "../../src/plot/theme.ts";

describe("colour scales", () => {
  const ramp = colorRamp(["#102030", "#a0b0c0", "#ffffff"]);

  it("pass through their colours, and stay at the ends beyond them", () => {
    expect([0, 0.5, 1, -3, 7].map(ramp)).toEqual(["#102030", "#a0b0c0", "#ffffff", "#102030", "#ffffff"]);
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
describe.each(svgThemes)("the $name theme", ({ paper, ink, muted, line, series, ramp }) => {
  it("can be read", () => {
    for (const color of [ink, muted]) expect(contrastRatio(color, paper)).toBeGreaterThan(4.5);
    for (const color of [line, ...series]) expect(contrastRatio(color, paper)).toBeGreaterThan(3);
    // Exact curves lie on top of the curves of the components.
    for (const color of series) expect(contrastRatio(color, ink)).toBeGreaterThan(1.8);
    expect(contrastRatio(ramp.at(-1)!, ramp[0]!)).toBeGreaterThan(7);
  });

  it("has a density scale that becomes steadily stronger", () => {
    const color = colorRamp(ramp);
    const strength = Array.from({ length: 41 }, (_, k) => contrastRatio(color(k / 40), paper));
    for (let k = 1; k < strength.length; k++) expect(strength[k]!).toBeGreaterThan(strength[k - 1]!);
  });
});
