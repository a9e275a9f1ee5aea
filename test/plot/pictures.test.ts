import { describe, expect, it } from "vitest";
import {
  check,
  correlation,
  countingStatistics,
  emissionSpectrum,
  evolve,
  meanField,
  sensitivities,
  spectrum,
  spinModel,
  steady,
} from "../../src/index.ts";
import { checkPicture } from "../../src/plot/check.ts";
import { evolutionPicture } from "../../src/plot/evolution.ts";
import { correlationPicture } from "../../src/plot/light/correlate.ts";
import { countingPicture } from "../../src/plot/light/counting.ts";
import { emissionPicture } from "../../src/plot/light/emission.ts";
import { sensitivityPicture } from "../../src/plot/light/sensitivity.ts";
import { meanFieldPicture } from "../../src/plot/meanField.ts";
import { spectrumPicture } from "../../src/plot/spectrum.ts";
import { steadyPicture } from "../../src/plot/steady.ts";
import { darkTheme, lightTheme } from "../../src/plot/theme.ts";
import { elementsOf, faultsOf, numbersOf, parseSvg, textsOf } from "./parseSvg.ts";

/** Well-formed, without a number that is none, a column wide and small; returns what is written. */
function expectPicture(svg: string): string[] {
  expect(faultsOf(svg)).toEqual([]);
  expect(svg.length).toBeLessThan(200_000);
  const root = parseSvg(svg);
  // 86 mm.
  expect(root.attributes.width).toBe("243.78pt");
  for (const { attributes } of elementsOf(root, "text")) {
    expect(Number(attributes.y)).toBeLessThan(Number.parseFloat(root.attributes.height!));
  }
  return textsOf(svg);
}

const pathsWith = (svg: string, attribute: string, value: string) =>
  elementsOf(parseSvg(svg), "path").filter(({ attributes }) => attributes[attribute] === value);

const driven = spinModel({ spins: 20, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
const decaying = spinModel({ spins: 12, field: [0.5, 0, 0], collective: { decay: 1 } });
const lossy = spinModel({ spins: 3, field: [0.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.1 } });

describe("the picture of a steady state", () => {
  it("has contours over decades from both sides, points, and the peak enlarged", () => {
    const svg = steadyPicture(steady(driven, { method: "fem" }), "a_b.yaml");
    const texts = expectPicture(svg);
    expect(texts).toEqual(
      expect.arrayContaining([
        "a_b.yaml",
        "front",
        "back",
        "stable fixed point",
        "mean",
        "0.001",
        "1",
        "P around the mean",
      ]),
    );
    expect(texts).toContain("N = 20,  Bx = 0.5,  κz = 1,  κ+ = 1");
    expect(texts.some((text) => /^finite elements,.*error of moments ≤ \d/.test(text))).toBe(true);
    // Three decades in four bands each are eleven levels inside. All of them are around the peak, which is on the front.
    expect(pathsWith(svg, "stroke-opacity", "0.35").length).toBe(11);
    expect(texts).not.toContain("P = 0");
    expect(elementsOf(parseSvg(svg), "pattern").length).toBe(0);
  });

  it("where the equation is not parabolic has P in a band, its zeros, and the region hatched", () => {
    for (const method of ["fem", "dicke"] as const) {
      const svg = steadyPicture(steady(decaying, { method }), "decay", darkTheme);
      const texts = expectPicture(svg);
      expect(texts).toEqual(expect.arrayContaining(["P = 0", "equation not parabolic"]));
      expect(texts.join()).toMatch(/P in harmonics l ≤ \d+/);
      // Region and legend; D has a negative eigenvalue below the equator, which both sides show.
      expect(elementsOf(parseSvg(svg), "pattern").length).toBe(3);
    }
  });

  it("of many spins has the Husimi function where P would hide in its harmonics", () => {
    const svg = steadyPicture(
      steady(spinModel({ spins: 200, field: [0.5, 0, 0], collective: { decay: 1 } }), { method: "harmonic" }),
      "many",
    );
    const texts = expectPicture(svg);
    expect(texts).toEqual(expect.arrayContaining(["Q", "Q around the mean", "equation not parabolic"]));
  });

  it("in the ball has slices, as far as the mesh goes, and by other methods the Husimi function", () => {
    const texts = expectPicture(steadyPicture(steady(lossy, { method: "fem" }), "ball"));
    expect(texts).toEqual(expect.arrayContaining(["along z", "z", "y"]));
    expect(texts.join()).toMatch(/Slices.*across at z = −?0\.\d/);
    expect(expectPicture(steadyPicture(steady(lossy, { method: "dicke" }), "ball"))).toContain("Q");
  });

  it("that is a point, or an expansion around an axis, has its mean", () => {
    const pure = spinModel({ spins: 5, collective: { decay: 1 } });
    expect(expectPicture(steadyPicture(steady(pure), "point"))).toContain("mean");
  });
});

describe("the picture of an evolution", () => {
  const times = Array.from({ length: 11 }, (_, k) => k / 5);
  const initial = { coherent: [1, 0, 0] } as const;
  const run = evolve(lossy, { initial, times, method: "harmonic" });
  const { observables, errorEstimate } = run.result();
  const at = { model: lossy, method: "harmonic" as const, times, observables };

  it("has a curve for each component, points where times are few, and Husimi functions on one scale", () => {
    const snapshots = [0.4, 2].map((time) => ({
      time,
      state: evolve(lossy, { initial, times: [time], method: "harmonic" }).final(),
    }));
    const svg = evolutionPicture({ ...at, errorEstimate, snapshots }, "in time");
    const texts = expectPicture(svg);
    expect(texts).toEqual(
      expect.arrayContaining(["time t  (1/rate)", "2⟨Jk⟩/N", "tr ρ2", "k = z", "t = 0.4", "t = 2"]),
    );
    expect(elementsOf(parseSvg(svg), "circle").filter(({ attributes }) => attributes.r === "1.2").length).toBe(
      11 * 7 + 3,
    );
  });

  it("has points of other methods beside its lines, at times of their own, with bars, and P in the place of Q", () => {
    const start = { coherent: [1, 0, 0] } as const;
    const model = spinModel({ spins: 6, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } });
    const [main, other, third] = (["harmonic", "dicke", "sde"] as const).map((method) =>
      evolve(model, {
        initial: start,
        times,
        method,
        ...(method === "sde" ? { trajectories: 200, seed: 3 } : {}),
      }).result(),
    );
    const snapshots = [1, 2].map((time) => ({
      time,
      state: evolve(model, { initial: start, times: [time], method: "harmonic" }).final(),
    }));
    const svg = evolutionPicture({ ...main!, model, snapshots, strip: "P", others: [other!, third!] }, "three");
    const texts = expectPicture(svg);
    expect(texts).toEqual(
      expect.arrayContaining(["harmonic moments", "Dicke basis", "trajectories", "t = 1", "t = 2"]),
    );
    expect(texts.join()).toMatch(/P in harmonics l ≤ 6, front/);
    expect(texts).not.toContain("Husimi function Q, front");
    // Rings at six of eleven times for each of seven curves, and one in the legend.
    const rings = elementsOf(parseSvg(svg), "circle").filter(({ attributes }) => attributes.r === "1.8");
    expect(rings.length).toBe(6 * 7 + 1);
  });

  it("has bands as wide as the errors", () => {
    const wide = errorEstimate.map((one) => ({ ...one, purity: 0.1 }));
    const svg = evolutionPicture({ ...at, errorEstimate: wide }, "in time");
    const band = pathsWith(svg, "fill-opacity", "0.3").at(-1)!;
    const numbers = numbersOf(band.attributes.d!);
    // Low values first, then high ones backwards: 0.2 apart on an axis from 0 to 1 and a twentieth, 44 points long.
    const widest = Math.max(...observables.map(({ purity }) => purity));
    const span = 1.1 * widest;
    expect(Math.abs(numbers[1]! - numbers.at(-1)! - (0.2 / span) * 44)).toBeLessThan(0.02);
  });
});

it("phases of a mean field have colours of their own", () => {
  const labels = [
    "stable",
    "multistable",
    "closedOrbits",
    "separatedOrbits",
    "mixed",
    "oscillating",
    "continuum",
    "marginal",
  ] as const;
  const found = meanField(driven, {
    scan: [
      { parameter: "field.x", values: labels.map((_, k) => k) },
      { parameter: "field.y", values: [0, 1] },
    ],
  });
  const fills = (phases: readonly (typeof labels)[number][]): number => {
    const scan = { ...found.scan!, labels: phases.map((label) => [label, label]) };
    const svg = meanFieldPicture({ ...found, scan }, "phases");
    return new Set([...svg.matchAll(/fill="(#[0-9a-f]{6})"/g)].map(([, fill]) => fill)).size;
  };
  expect(fills(labels)).toBe(fills(labels.map(() => "stable")) + labels.length - 1);
});

describe("the picture of a spectrum", () => {
  it("has every eigenvalue, the zero apart", () => {
    const found = spectrum(driven, { count: 7 });
    const svg = spectrumPicture(found, "spectrum");
    const texts = expectPicture(svg);
    expect(texts).toEqual(expect.arrayContaining(["Re λ  (rate)", "Im λ  (rate)", "zero: conserved"]));
    // And one in the legend.
    expect(elementsOf(parseSvg(svg), "circle").length).toBe(found.eigenvalues.length - 1 + 1);
  });

  it("has crosses as long as errors", () => {
    const found = spectrum(driven, { count: 3 });
    const bars = (errorEstimate: readonly number[]) =>
      pathsWith(spectrumPicture({ ...found, errorEstimate }, ""), "stroke-width", "0.7").length;
    const wide = found.errorEstimate.map(() => 0.01);
    expect(bars(wide) - bars(found.errorEstimate)).toBe(found.eigenvalues.length);
  });
});

describe("the picture of the mean field", () => {
  it("has the flow, the path and the phases", () => {
    const scan = [
      { parameter: "field.x", values: [0.5, 1.5] },
      { parameter: "collective.dephasing", values: [0, 0.5, 1] },
    ] as const;
    const found = meanField(decaying, { from: [1, 0, 0], to: 2, every: 0.1, scan });
    const texts = expectPicture(meanFieldPicture(found, "flow"));
    expect(texts).toEqual(
      expect.arrayContaining([
        "stable fixed point",
        "path to t = 2",
        "one stable point",
        "closed orbits",
        "field Bx  (rate)",
      ]),
    );
  });

  it("without any motion has no curves", () => {
    expect(expectPicture(meanFieldPicture(meanField(spinModel({ spins: 2 })), "still")).join()).toContain("continuum");
  });
});

describe("the picture of a check", () => {
  it("has a point for each observable of each other method, and what is allowed", async () => {
    const found = await check(spinModel({ spins: 2, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } }), {
      trajectories: 1000,
    });
    const svg = checkPicture(found, "check", lightTheme);
    const texts = expectPicture(svg);
    expect(texts).toEqual(
      expect.arrayContaining(["difference over what is allowed", "xy", "tr ρ2", "what is allowed"]),
    );
    expect(texts.some((text) => text.startsWith("steady, from "))).toBe(true);
    const [state] = found.states;
    const points = ["circle", "rect"].flatMap((name) => elementsOf(parseSvg(svg), name));
    expect(points.length).toBeGreaterThanOrEqual(10 * (state!.roads.length - 2));
  });
});

describe("pictures of light", () => {
  const frequencies = Array.from({ length: 31 }, (_, k) => (k - 15) / 5);

  it("of a spectrum have the curve, and the elastic line where it is in sight", () => {
    const texts = expectPicture(emissionPicture(emissionSpectrum(decaying, { frequencies }), "s"));
    expect(texts).toEqual(expect.arrayContaining(["frequency ω  (rate)", "spectrum S  (1/rate)  (×10−4)"]));
    expect(texts.some((text) => /^elastic line, weight 2π × \d/.test(text))).toBe(true);
    const aside = expectPicture(emissionPicture(emissionSpectrum(decaying, { frequencies: [1, 2] }), "s"));
    expect(aside.some((text) => text.startsWith("elastic"))).toBe(false);
  });

  it("of correlations have a complex g1, and g2, with what they tend to", () => {
    const times = frequencies.slice(15);
    const first = expectPicture(correlationPicture(correlation(decaying, { order: 1, times }), "g"));
    expect(first).toEqual(expect.arrayContaining(["normalised g1", "Re", "Im", "absolute value", "coherent part"]));
    const second = expectPicture(correlationPicture(correlation(decaying, { order: 2, times }), "g"));
    expect(second).toEqual(expect.arrayContaining(["normalised g2", "what it tends to"]));
  });

  it("of counts and of sensitivities have a point for each number", () => {
    const discs = (svg: string) => elementsOf(parseSvg(svg), "circle").length;
    const counts = countingPicture(countingStatistics(decaying), "n", darkTheme);
    expectPicture(counts);
    // One more stands in the legend.
    expect(discs(counts)).toBe(3 + 1);
    const slopes = sensitivityPicture(sensitivities(lossy, { parameters: ["field.x", "local.decay"] }), "d");
    expect(expectPicture(slopes)).toEqual(expect.arrayContaining(["Bx", "γ−", "k = z"]));
    expect(discs(slopes)).toBe(2 * 2 * 3 + 3);
  });
});
