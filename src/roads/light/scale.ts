import type { ComplexVector } from "../../model/operator/linearForm.ts";
import type { Dissipation } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";

/** The largest |<l.J>|, N |l| / 2. */
export const largestAmplitude = ({ spins }: SpinModel, { re, im }: ComplexVector): number =>
  (spins / 2) * Math.hypot(...re, ...im);

/** One over the sum of fields and rates. */
export const shortTime = ({ field, collective, local }: SpinModel): number =>
  1 / (Math.hypot(...field) + rateOf(collective) + rateOf(local));

const rateOf = ({ dephasing, pump, decay, jumps = [] }: Dissipation): number =>
  jumps.reduce(
    (sum, { rate, operator: { re, im } }) => sum + rate * Math.hypot(...re, ...im) ** 2,
    dephasing + pump + decay,
  );
