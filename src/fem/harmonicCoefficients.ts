import { accumulateHarmonics, harmonicCount } from "../core/sphericalHarmonics.ts";
import { sampleDensity } from "./density.ts";
import type { FunctionSpace } from "./space.ts";

/** p_lm = int P Y_lm for l <= degree, m >= 0, packed as in core/sphericalHarmonics. */
export interface HarmonicCoefficients {
  readonly degree: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Share of the mass that points may be left out with. */
const NEGLIGIBLE = 1e-13;

/** Harmonics of a density by quadrature in the cells, where it is smooth. Cost ~ points x degree^2. */
export function harmonicCoefficients(
  space: FunctionSpace,
  density: Float64Array,
  degree: number,
): HarmonicCoefficients {
  const sample = sampleDensity(space, density);
  const limit = NEGLIGIBLE / sample.values.length;
  let count = 0;
  for (let i = 0; i < sample.values.length; i++) {
    const weight = sample.values[i]! * sample.measure[i]!;
    if (Math.abs(weight) < limit) continue;
    sample.measure[count] = weight;
    sample.points.copyWithin(3 * count, 3 * i, 3 * i + 3);
    count++;
  }
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  accumulateHarmonics(degree, sample.points.subarray(0, 3 * count), sample.measure.subarray(0, count), real, imaginary);
  return { degree, real, imaginary };
}
