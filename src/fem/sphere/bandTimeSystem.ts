import { logPurityWeights } from "../../core/sphericalHarmonics.ts";
import { infinityNorm, multiply, type SparseMatrix, spectralNormBound } from "../../linalg/sparse.ts";
import type { InitialState } from "../../model/initialState.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { chebyshevProducts, type NumericalRange, turnsMuchFaster } from "../../ode/exponential/chebyshev.ts";
import type { ExplicitSystem } from "../explicitSystem.ts";
import { nodePoints } from "../nodePoints.ts";
import { combinedTimeSystem, movingGenerator, type TimeSystem } from "../timeSystem.ts";
import {
  bandFunctionals,
  bandGenerator,
  bandMass,
  expandBand,
  type HarmonicBand,
  harmonicBand,
  movingBandGenerator,
} from "./band.ts";
import { bandStart } from "./bandStart.ts";
import type { FunctionSpace } from "./space.ts";

/** The equation among the harmonics of a band, where loads are coefficients; the space only carries the values of P. */
export function bandTimeSystem(
  space: FunctionSpace,
  degree: number,
  model: SpinModel,
  initial: InitialState,
  moving: MovingModel | null,
): TimeSystem<FunctionSpace, HarmonicBand> {
  const band = harmonicBand(degree);
  const matrices = moving === null ? [bandGenerator(band, model)] : movingBandGenerator(band, moving);
  let points: Float64Array | null = null;
  const system = combinedTimeSystem({
    space,
    restriction: {
      band,
      matrix: (matrix) => matrix,
      vector: (vector) => vector,
      expand: (coefficients) => {
        points ??= nodePoints(space);
        return expandBand(degree, coefficients, points);
      },
    },
    mass: bandMass(matrices[0]!.pattern),
    matrices,
    moving,
    functionals: bandFunctionals(band),
    load: bandStart(band, initial, model.spins),
  });
  return { ...system, explicit: explicitSystem(band, model, matrices, moving) };
}

/** Times at which what moves is looked at for its size. */
const SAMPLES = 1000;

/** Derivatives of one step of order 8, and its length in units of the inverse of the largest eigenvalue. */
const STAGES = 12;
const STABLE_STEP = 6;

function explicitSystem(
  band: HarmonicBand,
  model: SpinModel,
  matrices: readonly SparseMatrix[],
  moving: MovingModel | null,
): ExplicitSystem {
  const { degree } = band;
  const { spins } = model;
  const { pattern } = matrices[0]!;
  const generator: SparseMatrix = { pattern, values: new Float64Array(pattern.columnIndices.length) };
  const moveTo = movingGenerator(matrices, moving);
  moveTo(0, generator.values);
  const weights = densityWeights(spins, degree);
  const sizes = matrices.map(infinityNorm);
  const fast = moving === null ? fastField(band, model) : null;
  return {
    ...(fast === null
      ? {}
      : {
          constant: { range: fast, perEuclidean: Math.sqrt(weights.reduce((largest, one) => Math.max(largest, one))) },
        }),
    rate: (time, load, derivative) => {
      if (moving !== null) moveTo(time, generator.values);
      multiply(generator, load, derivative);
    },
    norm: (load) => {
      let sum = 0;
      for (let l = 0, k = 0; l <= degree; l++) {
        let power = 0;
        for (; k < (l + 1) ** 2; k++) power += load[k]! ** 2;
        sum += weights[l]! * power;
      }
      return Math.sqrt(sum);
    },
    // Of the trace norm, which the evolution does not enlarge, and for few spins of the purity: see errorsFromDensity.
    perMoment: Math.max(2, Math.sqrt(spins + 1)),
    operations: (end) => {
      if (fast !== null) return chebyshevProducts(end, fast) * pattern.columnIndices.length;
      const largest = [1, ...largestFactors(moving, end)].reduce((sum, value, k) => sum + value * (sizes[k] ?? 0), 0);
      return ((end * largest) / STABLE_STEP) * STAGES * pattern.columnIndices.length * matrices.length;
    },
  };
}

/** The model's field, where it turns harmonics much faster than the rest of the equation moves them. */
function fastField(band: HarmonicBand, model: SpinModel): NumericalRange | null {
  const range = {
    turning: band.degree * Math.hypot(...model.field),
    damping: spectralNormBound(bandGenerator(band, { ...model, field: [0, 0, 0] })),
  };
  return turnsMuchFaster(range) ? range : null;
}

/** tr rho^2 = sum_l weights_l sum_m p_lm^2. Harmonics above N are gauge, and count as those of l = N so that they cannot grow unseen. */
function densityWeights(spins: number, degree: number): Float64Array {
  const logs = logPurityWeights(spins, degree);
  return Float64Array.from(logs, (_, l) => 4 * Math.PI * Math.exp(logs[Math.min(l, spins)]!));
}

function largestFactors(moving: MovingModel | null, end: number): number[] {
  if (moving === null) return [];
  const largest = moving.units.map(() => 0);
  for (let k = 0; k <= SAMPLES; k++) {
    for (const [i, value] of moving.factors((end * k) / SAMPLES).entries())
      largest[i] = Math.max(largest[i]!, Math.abs(value));
  }
  return largest;
}
