import { describe, expect, it } from "vitest";
import { diagnose, spinModel } from "../../src/index.ts";
import { diagnosisPicture } from "../../src/plot/diagnosis.ts";
import { darkTheme } from "../../src/plot/theme.ts";
import { faultsOf, textsOf } from "./parseSvg.ts";

const driven = (field: number, dephasing: number) =>
  spinModel({ spins: 4, field: [field, 0, 0], collective: { decay: 1, dephasing } });

describe("the picture of a diagnosis", () => {
  it("has P with both regions outlined, the witness with its zeros, and the map with three curves", () => {
    const scan = [
      { parameter: "field.x", values: [0.4, 0.6] },
      { parameter: "collective.dephasing", values: [0, 0.6] },
    ] as const;
    const svg = diagnosisPicture(diagnose(driven(0.5, 0), { certify: true, scan }), "a_model.yaml");
    expect(faultsOf(svg)).toEqual([]);
    expect(svg.length).toBeLessThan(200_000);
    const texts = textsOf(svg);
    expect(texts).toEqual(
      expect.arrayContaining([
        "a_model.yaml",
        "P = 0",
        "not parabolic",
        "D has a negative eigenvalue",
        "T = 0",
        "exact end of parabolicity",
        "D positive at the stable fixed point (linear noise)",
        "end of entanglement, by the moment matrix",
      ]),
    );
    expect(texts.some((text) => /degree 4 with ∫ P T = −0\.947/.test(text))).toBe(true);
  });

  it("sizes point masses by weight", () => {
    const found = diagnose(driven(1.6, 0), { certify: true });
    expect(found.certificate).toMatchObject({ outcome: "classical", proof: "points" });
    const svg = diagnosisPicture(found, "classical", darkTheme);
    const radii = [...svg.matchAll(/r="([\d.]+)"[^>]*fill-opacity="0\.65"/g)].map(([, r]) => Number(r));
    expect(radii.length).toBeGreaterThan(3);
    expect(Math.max(...radii)).toBeGreaterThan(2 * Math.min(...radii));
  });

  it("is refused where there is nothing to draw", () => {
    const model = spinModel({ spins: 4, local: { decay: 1, pump: 1 } });
    expect(() => diagnosisPicture(diagnose(model), "ball")).toThrow(/nothing to draw/);
  });
});
