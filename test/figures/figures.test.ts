import { describe, expect, it } from "vitest";
import { endOfEntanglement } from "../../examples/figures/endOfEntanglement.ts";
import type { Figure } from "../../examples/figures/figure.ts";
import { alignedTable } from "../../examples/figures/figure.ts";
import { meanFieldFlows } from "../../examples/figures/meanFieldFlows.ts";
import { steadyDensity } from "../../examples/figures/steadyDensity.ts";
import { trajectoryMeans } from "../../examples/figures/trajectoryMeans.ts";
import { pngRenderer } from "../../src/cli/files/png.ts";
import { darkTheme, lightTheme, svgThemes } from "../../src/plot/theme.ts";
import { faultsOf, parseSvg, textsOf } from "../plot/parseSvg.ts";

/** Every text of a drawing as a reader sees it. */
const renderPng = await pngRenderer();

const labels = (svg: string): string[] => textsOf(svg).map((text) => text.replaceAll(/\s+/g, " "));

function expectDrawable({ draw }: Figure): void {
  for (const theme of svgThemes) {
    const svg = draw(theme);
    expect(faultsOf(svg)).toEqual([]);
    expect(svg.length).toBeLessThan(200_000);
    const other = theme === lightTheme ? darkTheme : lightTheme;
    for (const color of [other.paper, other.ink]) expect(svg).not.toContain(color);
    const png = renderPng(svg);
    const header = new DataView(png.buffer, png.byteOffset, 24);
    const { width, height } = parseSvg(svg).attributes;
    for (const [at, length] of [
      [16, width],
      [20, height],
    ] as const) {
      // 600 dots in an inch of 72 points, to a whole number of dots.
      expect(Math.abs(header.getUint32(at) - (600 / 72) * Number.parseFloat(length!))).toBeLessThan(1);
    }
  }
}

describe("figures", () => {
  it("Fig. 1 is drawn, with the fixed points that its caption names", () => {
    const figure = meanFieldFlows();
    expectDrawable(figure);
    expect(labels(figure.draw(lightTheme))).toEqual(
      expect.arrayContaining(["(b) with local decay", "stable fixed point"]),
    );
    // One unstable point on the sphere; inside the ball only stable ones, with dephasing in the middle.
    expect(figure.table.filter((line) => line.includes("unstable")).length).toBe(1);
    expect(figure.table.at(-1)).toMatch(/dephasing +stable +0\.0000 +0\.0000 +0\.0000/);
  });

  it("Fig. 2 is drawn from few trajectories, one range for the panels of a row", async () => {
    const figure = await trajectoryMeans({ few: 20, many: 600, duration: 2, looks: 10, workers: 1 });
    expectDrawable(figure);
    const texts = labels(figure.draw(lightTheme));
    expect(texts).toEqual(
      expect.arrayContaining(["(a) Bx = 0.5", "(b) Bx = 1.5", "600 trajectories", "2⟨Jk⟩/N", "k = z"]),
    );
    // One for each row.
    expect(texts.filter((text) => text === "−0.5").length).toBe(2);
    expect(figure.table.length).toBe(9);
    // Without dephasing there are no trajectories, and elements are right to rounding.
    expect(texts.some((text) => text.includes("κz = 0: not parabolic"))).toBe(true);
    for (const line of figure.table.slice(7)) expect(line).toMatch(/e-1\d /);
  });

  it("Fig. 3 is drawn for one number of spins", () => {
    const figure = steadyDensity([20]);
    expectDrawable(figure);
    expect(labels(figure.draw(lightTheme))).toEqual(
      expect.arrayContaining(["N = 20", "max P = 26.9", "z", "x", "0.01"]),
    );
  });

  it("the end of entanglement is drawn, below the end of parabolicity", () => {
    const figure = endOfEntanglement([2, 4], 0.5, 0.5);
    expectDrawable(figure);
    expect(labels(figure.draw(lightTheme))).toEqual(
      expect.arrayContaining(["end of entanglement, N = 4", "dephasing κz / κ−", "1.5"]),
    );
    const row = figure.table.find((line) => line.startsWith("0.500"))!;
    const [, parabolic, gaussian, ...ends] = row.split(/ +/).map(Number);
    expect(parabolic).toBe(0.5);
    // |z| / (1 + |z|) with z = -sqrt(1 - B^2).
    expect(gaussian).toBeCloseTo(Math.sqrt(0.75) / (1 + Math.sqrt(0.75)), 6);
    // By another program, to the digits that it was printed with.
    expect(Math.abs(ends[0]! - 0.4197)).toBeLessThan(6e-6);
    expect(Math.abs(ends[1]! - 0.45508)).toBeLessThan(6e-6);
    expect(figure.table.at(-1)).toMatch(/1\.4503\d\d/);
  });

  it("have tables with aligned columns", () => {
    expect(
      alignedTable([
        ["name", "b"],
        ["c", "100"],
      ]),
    ).toEqual(["name    b", "c     100"]);
  });
});
