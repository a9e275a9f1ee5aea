import { describe, expect, it } from "vitest";
import { ConvergenceError } from "../../src/core/errors.ts";
import { type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import { correlation } from "../../src/roads/correlation.ts";
import { emissionSpectrum } from "../../src/roads/emission.ts";

/** Far from an answer, so that every number is looked at. */
const tolerance = 0.999;
const frequencies = [0, 0.3, -0.7, 1.5];
const times = [0, 0.3, 1, 3];

interface Told {
  readonly values: readonly number[];
  readonly errors: readonly number[];
}

/** Weakly damped or weakly driven, in a band so low that 4/5 of it errs alike: by two to six times what the two differ by. */
const cases: readonly [string, number, SpinModelInput, "spectrum" | 1 | 2][] = [
  [
    "a spectrum of a laser below threshold",
    7,
    { spins: 17, collective: { decay: 8.5 }, local: { pump: 0.0537, decay: 0.0118 } },
    "spectrum",
  ],
  ["g1 where pump outweighs decay", 5, { spins: 12, collective: { decay: 1 }, local: { pump: 2.78 } }, 1],
  [
    "g2 of a laser in a weak field",
    6,
    { spins: 13, field: [0.0039, 0, 0], collective: { decay: 6.5 }, local: { pump: 0.0363 } },
    2,
  ],
];

function told(input: SpinModelInput, question: "spectrum" | 1 | 2, options: object): Told {
  const model = spinModel(input);
  if (question === "spectrum") {
    const { incoherent, errorEstimate } = emissionSpectrum(model, { frequencies, ...options });
    return { values: incoherent, errors: errorEstimate };
  }
  const { values, errorEstimate } = correlation(model, { order: question, times, ...options });
  return { values: values.flat(), errors: errorEstimate.flatMap((error) => [error, error]) };
}

describe("light in a band that is given", () => {
  it.each(cases)("is within its estimate: %s, band %d", (_name, band, input, question) => {
    const exact = told(input, question, { method: "dicke" });
    const found = told(input, question, { method: "harmonic", band, tolerance });
    for (const [k, value] of found.values.entries()) {
      expect(Math.abs(value - exact.values[k]!)).toBeLessThanOrEqual(found.errors[k]! + exact.errors[k]!);
    }
  });

  it("is none where degrees agree on a place that the mean field leaves", () => {
    // At half its upper threshold a laser has <z> = 1/2; moments up to degree 10 say that it is all up.
    const spins = 1e6;
    const model = spinModel({
      spins,
      field: [1e-3 * spins, 0, 0],
      collective: { decay: spins / 2 },
      local: { pump: spins / 4 },
    });
    for (const band of [6, 10]) {
      expect(() => emissionSpectrum(model, { frequencies: [0], band, tolerance })).toThrow(ConvergenceError);
    }
  });
});
