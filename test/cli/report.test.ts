import { describe, expect, it } from "vitest";
import { compareRoads, DICKE_ACCURACY } from "../../src/cli/steady/report.ts";
import type { ErrorEstimate } from "../../src/state/errorEstimate.ts";

const road = (values: ErrorEstimate, estimate: number): Parameters<typeof compareRoads>[0] => ({
  method: "fem",
  observables: { ...values, squeezing: { kitagawaUeda: null, wineland: null } },
  errorEstimate: {
    mean: [estimate, estimate, estimate],
    square: [estimate, estimate, estimate],
    cross: [estimate, estimate, estimate],
    purity: estimate,
  },
  residual: 0,
  seconds: { total: 0 },
});

const zeros: ErrorEstimate = { mean: [0, 0, 0], square: [0, 0, 0], cross: [0, 0, 0], purity: 0 };

describe("compareRoads", () => {
  // Powers of two: the limit is met to the last bit.
  const estimate = 2 ** -20;
  const dicke = road(zeros, 0);

  it.each<[string, (value: number) => ErrorEstimate]>([
    ["mean", (value) => ({ ...zeros, mean: [0, -value, 0] })],
    ["square", (value) => ({ ...zeros, square: [0, 0, value] })],
    ["cross", (value) => ({ ...zeros, cross: [-value, 0, 0] })],
    ["purity", (value) => ({ ...zeros, purity: value })],
  ])("grants each %s its estimate and the accuracy of the Dicke road, and no more", (_, at) => {
    const limit = estimate + DICKE_ACCURACY;
    expect(compareRoads(road(at(limit), estimate), dicke).agrees).toBe(true);
    expect(compareRoads(road(at(limit * (1 + Number.EPSILON)), estimate), dicke).agrees).toBe(false);
  });

  it("grants a Dicke road of less accuracy its own estimate", () => {
    const values = { ...zeros, purity: 1.5 * estimate };
    expect(compareRoads(road(values, estimate), dicke).agrees).toBe(false);
    expect(compareRoads(road(values, estimate), road(zeros, estimate)).agrees).toBe(true);
  });
});
