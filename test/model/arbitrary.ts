import fc from "fast-check";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";

// The same cases in every run: a failure can be repeated, and a pass means the same tomorrow.
fc.configureGlobal({ seed: 20_201_001 });

/**
 * Evenly distributed numbers. fc.double is even in the bit patterns instead: nearly all of its numbers between 0 and 1 are
 * below 1e-10.
 */
export const between = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((k) => low + (high - low) * (k / 1_000_000));

/** Zero often enough that every combination of present and absent terms turns up; otherwise of order one. */
const rate = fc.oneof(fc.constant(0), between(0.05, 2));
const component = fc.oneof(fc.constant(0), between(-2, 2), between(-1e-6, 1e-6));
const rates = fc.record({ dephasing: rate, pump: rate, decay: rate });
const noRates = fc.constant({ dephasing: 0, pump: 0, decay: 0 });
const field = fc.tuple(component, component, component);
const spins = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 1_000_000 }));

export const anyModel: fc.Arbitrary<SpinModel> = fc
  .record({ spins, field, collective: rates, local: fc.oneof(noRates, rates) })
  .map(spinModel);

export const collectiveModel: fc.Arbitrary<SpinModel> = fc.record({ spins, field, collective: rates }).map(spinModel);

/** A point of the unit sphere, the poles included. */
export const spherePoint: fc.Arbitrary<[number, number, number]> = fc
  .tuple(fc.oneof(fc.constantFrom(-1, 1e-9 - 1, 0, 1 - 1e-9, 1), between(-1, 1)), between(0, 2 * Math.PI))
  .map(([z, phi]) => {
    const rho = Math.sqrt(Math.max(0, 1 - z * z));
    return [rho * Math.cos(phi), rho * Math.sin(phi), z];
  });

/** A point of the closed unit ball. */
export const ballPoint: fc.Arbitrary<[number, number, number]> = fc
  .tuple(spherePoint, between(0, 1))
  .map(([[x, y, z], radius]) => [radius * x, radius * y, radius * z]);

/** Sum of the magnitudes of all coefficients of the flow: what its rounding errors scale with. */
export function rateScale(model: SpinModel): number {
  const { field, collective, local } = model;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + Math.abs(value), 0);
  return sum([...field, ...Object.values(collective), ...Object.values(local)]);
}
