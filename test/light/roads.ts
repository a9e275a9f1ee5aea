import { expect } from "vitest";
import { correlation } from "../../src/roads/correlation.ts";
import { countingStatistics } from "../../src/roads/counting.ts";
import { emissionSpectrum } from "../../src/roads/emission.ts";
import type { LightMethod } from "../../src/roads/light/options.ts";
import { delays, frequencies, type LitModel, litModels, REFERENCE_ERROR } from "../reference/correlations.ts";

/** Of sums of the size of (N/2)^2, in which spectra and weights may be exponentially small. */
const ABSOLUTE = 1e-14;

const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

/** Each value within a share of the largest, and within its estimate and the error of the reference. */
function expectValues(
  found: readonly number[],
  expected: readonly number[],
  estimates: readonly number[],
  { share, absolute = 0 }: { readonly share: number; readonly absolute?: number },
): void {
  const size = largest(expected);
  expect(found).toHaveLength(expected.length);
  found.forEach((value, k) => {
    const error = Math.abs(value - expected[k]!);
    expect(error).toBeLessThanOrEqual(share * size + absolute);
    expect(error).toBeLessThanOrEqual(estimates[k]! + REFERENCE_ERROR * size + absolute);
  });
}

export const modelsUpTo = (spins: number): readonly LitModel[] => litModels.filter(({ model }) => model.spins <= spins);
export const modelsAbove = (spins: number): readonly LitModel[] => litModels.filter(({ model }) => model.spins > spins);

/** Spectrum, correlation functions and counting statistics of a model of the reference. */
export function expectLight(lit: LitModel, method: LightMethod, share: number): void {
  const { model } = lit;
  const absolute = ABSOLUTE * (model.spins / 2) ** 2;
  const emission = emissionSpectrum(model, { frequencies, method });
  expectValues(emission.incoherent, lit.spectrum, emission.errorEstimate, { share, absolute });
  const weights = [emission.coherentWeight, emission.incoherentWeight];
  const expected = [lit.coherentWeight, lit.incoherentWeight];
  expectValues(weights, expected, [emission.weightError, emission.weightError], { share, absolute });
  const [first, second] = ([1, 2] as const).map((order) => correlation(model, { order, times: delays, method }));
  for (const part of [0, 1] as const) {
    const values = first!.values.map((value) => value[part]);
    const exact = lit.g1.map((value) => value[part]);
    expectValues(
      [...values, first!.values[0]![0]],
      [...exact, lit.g1[0]![0]],
      [...first!.errorEstimate, first!.errorEstimate[0]!],
      { share },
    );
  }
  expectValues(
    second!.values.map(([re]) => re),
    lit.g2,
    second!.errorEstimate,
    { share },
  );
  for (const [channel, cumulants] of Object.entries(lit.counting)) {
    const found = countingStatistics(model, { channel, method });
    for (const key of ["rate", "variance", "third", "fano"] as const)
      expectValues([found[key]], [cumulants[key]], [found.errorEstimate[key]], { share });
  }
}
