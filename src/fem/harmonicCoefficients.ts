import { accumulateHarmonics, harmonicCount } from "../core/sphericalHarmonics.ts";
import { type SampledDensity, sampleDensity } from "./density.ts";
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
export const harmonicCoefficients = (
  space: FunctionSpace,
  density: Float64Array,
  degree: number,
): HarmonicCoefficients => harmonicsOfSample(sampleDensity(space, density), degree);

/** The same from a sample that is at hand. */
export function harmonicsOfSample(sample: SampledDensity, degree: number): HarmonicCoefficients {
  const limit = NEGLIGIBLE / sample.values.length;
  const points = new Float64Array(sample.points.length);
  const weights = new Float64Array(sample.values.length);
  let count = 0;
  for (let i = 0; i < sample.values.length; i++) {
    const weight = sample.values[i]! * sample.measure[i]!;
    if (Math.abs(weight) < limit) continue;
    weights[count] = weight;
    for (let k = 0; k < 3; k++) points[3 * count + k] = sample.points[3 * i + k]!;
    count++;
  }
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  accumulateHarmonics(degree, points.subarray(0, 3 * count), weights.subarray(0, count), real, imaginary);
  return { degree, real, imaginary };
}
