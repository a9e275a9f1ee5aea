import { accumulateHarmonics } from "../../core/harmonicAnalysis.ts";
import { harmonicCount } from "../../core/sphericalHarmonics.ts";
import { cellCount } from "../../mesh/mesh.ts";
import { productExactness } from "../cells.ts";
import { densitySampler, type SampledDensity } from "../density.ts";
import { maximumExactness } from "../quadrature.ts";
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
): HarmonicCoefficients => harmonicsOfSample(densitySampler(space, harmonicExactness(space, degree))(density), degree);

/**
 * Exactness of the rule that sees Y_lm with l <= degree on the cells of a space: that of the density, and one more for each
 * radian that the phase of the harmonic turns across a cell.
 */
export function harmonicExactness(space: FunctionSpace, degree: number): number {
  const cellSize = Math.sqrt((4 * Math.PI) / cellCount(space.mesh)) * 1.5;
  const turns = space.mesh.grading === undefined ? Math.ceil(degree * cellSize) : 0;
  return Math.min(maximumExactness, productExactness(space) + turns);
}

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
