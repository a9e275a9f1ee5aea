import fc from "fast-check";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";

/** Seven orders to either side: a model holds coefficients that are at most 1e15 apart. */
const size = fc.double({ min: 1e-7, max: 1e7, noNaN: true });
const rate = fc.oneof(fc.constant(0), size);
const component = fc.oneof(
  rate,
  size.map((value) => -value),
);
const rates = fc.record({ dephasing: rate, pump: rate, decay: rate });

/** Any with an interaction, and the largest numbers of spins. */
export const anyModel: fc.Arbitrary<SpinModel> = fc
  .record({
    spins: fc.oneof(
      fc.integer({ min: 1, max: 100 }),
      fc.maxSafeInteger().map((n) => Math.max(1, Math.abs(n))),
    ),
    field: fc.tuple(component, component, component),
    interaction: fc.record({ xx: size, yy: component, zz: component, xy: component, xz: component, yz: component }),
    collective: rates,
    local: rates,
  })
  .map(spinModel);
