import fc from "fast-check";
import type { Dissipation } from "../../../src/model/secondOrder/coefficients.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import { between } from "../arbitrary.ts";
import { generalModel } from "./arbitrary.ts";

const weakened = ({ dephasing, pump, decay, jumps }: Dissipation, by: number): Dissipation => ({
  dephasing: by * dephasing,
  pump: by * pump,
  decay: by * decay,
  jumps: (jumps ?? []).map((jump) => ({ ...jump, rate: by * jump.rate })),
});

/** Everything that damps, by the same factor of 1e-3 to 1: interactions then drive harmonics far up before they decay. */
export const dampedAtRandom = (spins: fc.Arbitrary<number>, local = false): fc.Arbitrary<SpinModel> =>
  fc.tuple(generalModel(spins, local), between(-3, 0)).map(([model, exponent]) =>
    spinModel({
      ...model,
      collective: weakened({ jumps: [], ...model.collective }, 10 ** exponent),
      local: weakened({ jumps: [], ...model.local }, 10 ** exponent),
    }),
  );
