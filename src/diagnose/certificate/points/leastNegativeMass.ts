import { InputError, ResourceLimitError } from "../../../core/errors.ts";
import {
  multiplyStrips,
  multiplyStripsTransposed,
  type StripMatrix,
  weightedGram,
} from "../../../linalg/dense/strips.ts";
import type { Constraints } from "../../../linalg/linearProgram.ts";
import { restoreConstraints } from "../../../linalg/restoreConstraints.ts";
import type { Vector3 } from "../../../state/moments.ts";
import type { SphereMoments, Witness } from "../certificate.ts";
import { type ExchangeRound, exchangeRounds, type Iterate, type PointProgram } from "./exchange.ts";
import { pointAt } from "./grid.ts";
import { evenComponents, imagesOf, mirrorsOf } from "./mirrors.ts";
import { addUp } from "./mixture.ts";
import { LARGEST_PROGRAM, type PointOptions } from "./pointCertificate.ts";
import { polynomialRange } from "./range.ts";
import { integralError, type PointMoments, pointMoments } from "./scale.ts";

export interface NegativeMassOptions extends PointOptions {
  /** Of the distance of the bounds, relative to 1 + mass. Default 1e-6. */
  readonly tolerance?: number;
}

/** Least mass of the negative part that any P of a state has, harmonics above N chosen at will. */
export interface NegativeMass {
  /** Both proven, errors of the state and rounding included. */
  readonly bounds: readonly [number, number];
  /** A P whose negative mass is the upper bound, but for a density that is smaller than the residual: weights of both signs at points. */
  readonly points: readonly Vector3[];
  readonly weights: Float64Array;
  /** T with 0 <= T <= 1 on the sphere: the negative mass is at least -int P T, the lower bound. Null where no bound above 0 was found. */
  readonly witness: Witness | null;
}

const DEFAULT_TOLERANCE = 1e-6;
const MOST_ROUNDS = 12;

/**
 * min of sum_k w-_k over points n_k and weights w+, w- >= 0 with sum_k (w+_k - w-_k) b_a(n_k) = m_a, by an interior point method with exchange
 * of points; its dual is max -int P T over the polynomials 0 <= T <= 1 of degree N. It grows exponentially with N and says less than the
 * visibility. Where the time is up or points bring nothing more the bounds are wider than the tolerance.
 *
 * @throws InputError where the band is below N; ResourceLimitError where there are too many moments
 */
export function leastNegativeMass(given: SphereMoments, options: NegativeMassOptions = {}): NegativeMass {
  if (given.band < given.spins)
    throw new InputError({
      what: `the moments are known up to degree ${given.band}, the negative mass of N = ${given.spins} needs all`,
      remedy: "compute the state in the full band",
      value: given.band,
      limit: given.spins,
    });
  const moments = pointMoments(given);
  const program = signedProgram(given, moments);
  if (program.components.length > LARGEST_PROGRAM)
    throw new ResourceLimitError({
      what: `the linear programme has ${program.components.length} moments, above the limit ${LARGEST_PROGRAM}`,
      remedy: "ask for the certificate from the moment matrix, which needs no linear programme",
      value: program.components.length,
      limit: LARGEST_PROGRAM,
    });
  const tolerance = options.tolerance ?? DEFAULT_TOLERANCE;
  const late = options.deadline ?? (() => false);
  let timeOut = false;
  const watch = (): boolean => {
    timeOut ||= late();
    return timeOut;
  };
  let lower: LowerBound | null = null;
  let last: ExchangeRound | null = null;
  let upper: Signed = { mass: Number.POSITIVE_INFINITY, points: [], weights: new Float64Array(0) };
  let rounds = 0;
  for (const round of exchangeRounds(program, { tolerance: tolerance / 1e3, watch, late })) {
    last = round;
    const found = signedPoints(round, program);
    if (found.mass < upper.mass) upper = found;
    const goal = tolerance * (1 + upper.mass);
    timeOut ||= ++rounds === MOST_ROUNDS;
    // What the least values that were seen leave of the bound, before they are proven: that takes longer than a round.
    if (!timeOut && upper.mass - roughBound(round) > goal / 4) continue;
    lower = lowerBound(round, program, goal / 4, late);
    break;
  }
  // Where the exchange ended of itself, for want of points that break the bounds.
  lower ??= last === null ? NO_BOUND : lowerBound(last, program, tolerance, late);
  return { bounds: [lower.bound, upper.mass], points: upper.points, weights: upper.weights, witness: lower.witness };
}

/** Columns b_a(n_k) with the cost 0, then -b_a(n_k) with the cost 1; T = -sum y_a b_a. */
function signedProgram(given: SphereMoments, moments: PointMoments): PointProgram {
  const mirrors = mirrorsOf(given.band, given.multipoles, given.error);
  const components = evenComponents(given.band, mirrors);
  return {
    moments,
    mirrors,
    components,
    constraints: signedConstraints,
    costs: (points) => new Float64Array(2 * points).fill(1, points),
    polynomial: (dual) => {
      const coefficients = new Float64Array(moments.values.length);
      for (let i = 0; i < components.length; i++) coefficients[components[i]!] = -dual[i]!;
      return coefficients;
    },
    twoSided: true,
  };
}

function signedConstraints(columns: StripMatrix): Constraints {
  const n = columns.columns;
  const scratch = new Float64Array(n);
  return {
    rows: columns.rows,
    columns: 2 * n,
    multiply: (x, y) => {
      for (let k = 0; k < n; k++) scratch[k] = x[k]! - x[n + k]!;
      multiplyStrips(columns, scratch, y);
    },
    multiplyTransposed: (y, x) => {
      multiplyStripsTransposed(columns, y, x);
      for (let k = 0; k < n; k++) x[n + k] = -x[k]!;
    },
    gram: (d, product) => {
      for (let k = 0; k < n; k++) scratch[k] = d[k]! + d[n + k]!;
      weightedGram(columns, scratch, product);
    },
  };
}

interface Signed {
  readonly mass: number;
  readonly points: readonly Vector3[];
  readonly weights: Float64Array;
}

/** What the polynomial that points leave has below 0 is no more than it reaches. */
function signedPoints(
  { point, points, constraints, rightHandSide }: Iterate,
  { moments, mirrors }: PointProgram,
): Signed {
  const found = point.primal.slice();
  restoreConstraints(constraints, rightHandSide, found);
  const count = points.length / 3;
  const placed: Vector3[] = [];
  const weights: number[] = [];
  let mass = 0;
  for (let k = 0; k < count; k++) {
    const weight = found[k]! - found[count + k]!;
    mass += Math.max(0, -weight);
    const images = imagesOf(pointAt(points, k), mirrors);
    for (const image of images) {
      placed.push(image);
      weights.push(weight / images.length);
    }
  }
  const sum = addUp(moments, placed, Float64Array.from(weights), 0);
  return { mass: mass * (1 + count * Number.EPSILON) + sum.reach, points: placed, weights: sum.weights };
}

function roughBound({ point, lowest }: ExchangeRound): number {
  const excess = Math.max(0, -lowest);
  return (point.dualObjective - excess) / (1 + 2 * excess);
}

interface LowerBound {
  readonly bound: number;
  readonly witness: Witness | null;
}

const NO_BOUND: LowerBound = { bound: 0, witness: null };

/** T brought between 0 and 1 by its range over the sphere. */
function lowerBound(
  { polynomial }: ExchangeRound,
  { moments, mirrors }: PointProgram,
  tolerance: number,
  late: () => boolean,
): LowerBound {
  const value = polynomial.coefficients.reduce((sum, y, a) => sum + y * moments.values[a]!, 0);
  // Raising T by it costs as much, and dividing by the new range the share of the bound.
  const range = polynomialRange(polynomial, mirrors, tolerance / (2 + Math.abs(value)), late);
  if (range === null) return NO_BOUND;
  const below = Math.max(0, -range.lower);
  const above = Math.max(0, range.upper - 1);
  const scale = 1 / (1 + below + above);
  const coefficients = polynomial.coefficients.map((y, a) => scale * (y + (a === 0 ? below : 0)));
  const integral = coefficients.reduce((sum, y, a) => sum + y * moments.values[a]!, 0);
  const bound = -integral - integralError(moments, coefficients);
  if (!(bound > 0)) return NO_BOUND;
  return { bound, witness: { kind: "polynomial", degree: moments.degree, coefficients } };
}
