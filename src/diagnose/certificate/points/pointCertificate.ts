import { brief } from "../../../core/brief.ts";
import { aboutDuration } from "../../../core/duration.ts";
import { multiplyStrips, multiplyStripsTransposed, weightedGram } from "../../../linalg/dense/strips.ts";
import { restoreConstraints } from "../../../linalg/restoreConstraints.ts";
import type { Vector3 } from "../../../state/moments.ts";
import type { SphereMoments } from "../certificate.ts";
import { axialCertificate, isAxial } from "./axial/axialCertificate.ts";
import { type ExchangeRound, exchangeRounds, type Iterate, type PointProgram } from "./exchange.ts";
import { fewPoints } from "./fewPoints.ts";
import { pointAt } from "./grid.ts";
import { evenComponents, imagesOf, mirrorsOf } from "./mirrors.ts";
import { addUp, type Mixture } from "./mixture.ts";
import { integralError, type PointMoments, pointMoments } from "./scale.ts";
import { classical, type PointVerdict, undecided } from "./verdict.ts";
import { provenWitness } from "./witness.ts";

export interface PointOptions {
  /** Asked now and then; true ends the search as undecided. */
  readonly deadline?: () => boolean;
  /** Seconds that are left: a linear programme that is predicted to take more is not begun. Default: no end. */
  readonly secondsLeft?: () => number;
}

/** More rows than these take gigabytes and hours. */
export const LARGEST_PROGRAM = 2600;

/** Of a first round of the linear programme with four points to a moment, some eight iterations: measured from 200 to 840 rows. */
const programSeconds = (rows: number): number => 1.5e-8 * rows ** 3;

const MOST_ROUNDS = 30;
const TOLERANCE = 1e-10;

/** A margin below it is not sought further: rounding of the normal equations is not far below. */
const SMALL_MARGIN = 1e-6;

/** Of the largest white noise that the linear programme allows, a proof needs a part: then the search ends early. */
const ENOUGH = 0.5;

/** Gap at which an iterate with a negative white noise is looked at as a witness, relative to it; smaller from round to round. */
const FIRST_GAP = 0.05;

/**
 * Seeks points and weights w_k >= 0 and as much white noise as there can be that have the moments of the state,
 *
 *     max eps:  sum_k w_k b_a(n_k) + eps delta_a0 = m_a,
 *
 * by an interior point method with exchange of points. "classical" with proof "points": what points and white noise leave, errors of the state
 * and rounding included, is a polynomial that the white noise outweighs everywhere, so both together are a density without negative values
 * that has all moments of the state. "entangled": the dual is a polynomial T >= 0, its least value over the sphere bounded, with
 * int P T < 0 beyond all errors; coefficients over the b_a of scale.ts, the first 1. Without a margin for either: "undecided", with the
 * trace distance to the mixture that was found, which may be rounding alone. A band below N that a mixture has proves nothing: the search ends
 * where one is found. Symmetry about z makes it a matter of rings, without a linear programme.
 */
export function pointCertificate(given: SphereMoments, options: PointOptions = {}): PointVerdict {
  const moments = pointMoments(given);
  const late = options.deadline ?? (() => false);
  if (isAxial(given)) return axialCertificate(given, moments, late);
  const program = classicalProgram(given, moments);
  if (program.components.length > LARGEST_PROGRAM)
    return undecided(
      `the linear programme has ${program.components.length} moments, above the limit ${LARGEST_PROGRAM}`,
      null,
      null,
    );
  const known = given.band === given.spins;
  const proof = (mixture: Mixture): PointVerdict =>
    known ? classical(mixture) : undecided(noWitness(given), null, null);
  const few = fewPoints(moments, late);
  const margin = few !== null && few.mixture.uniform > few.mixture.reach;
  if (margin && (!known || few.mixture.traceDistance < SMALL_MARGIN)) return proof(few.mixture);
  if (few?.found && (margin || !known)) return proof(few.mixture);
  if (few?.found)
    return undecided(
      `no margin: the state is a mixture of ${few.mixture.points.length} product states but for rounding and the errors of the state`,
      [0, few.mixture.reach],
      few.mixture.traceDistance,
    );
  const seconds = programSeconds(program.components.length);
  const left = options.secondsLeft?.() ?? Number.POSITIVE_INFINITY;
  if (seconds > left) {
    if (margin) return proof(few.mixture);
    const reason = `the linear programme of ${program.components.length} moments would take ${aboutDuration(seconds)}, and ${Math.max(0, left).toFixed(1)} s are left`;
    return undecided(reason, null, known ? (few?.mixture.traceDistance ?? null) : null);
  }
  let timeOut = false;
  let witnessGap = FIRST_GAP;
  let nextTry = Number.POSITIVE_INFINITY;
  let proven: Mixture | null = null;
  const watch = (iterate: Iterate): boolean => {
    timeOut ||= late();
    if (timeOut) return true;
    const { dualObjective, gap, dualResidual } = iterate.point;
    const dual = 1 - dualObjective;
    const precise = dualResidual < 1e-6 * Math.abs(dual);
    if (dual < 0) return precise && gap < -witnessGap * dual;
    if (!precise || gap > (1 - ENOUGH) * dual || gap > nextTry) return false;
    nextTry = gap / 4;
    const { mixture, exact } = mixtureOf(iterate, program);
    if (exact && mixture.uniform > mixture.reach) proven = mixture;
    return proven !== null;
  };
  let best: Mixture | null = null;
  let negativeMass = Number.POSITIVE_INFINITY;
  let rounds = 0;
  for (const round of exchangeRounds(program, { tolerance: TOLERANCE, watch, late })) {
    if (proven !== null) return proof(proven);
    const { mixture: found } = mixtureOf(round, program);
    if (found.uniform > found.reach) return proof(found);
    best = best === null || found.traceDistance < best.traceDistance ? found : best;
    negativeMass = Math.min(negativeMass, Math.max(0, round.point.primalObjective - 1) + found.reach);
    const witness = provenWitness(round.polynomial, round.lowest, moments, program.mirrors, late);
    if (witness !== null) return witness;
    if (isHopeless(round, best, moments)) break;
    witnessGap /= 10;
    nextTry = Number.POSITIVE_INFINITY;
    if (timeOut || ++rounds === MOST_ROUNDS) break;
  }
  // Farther from the state than what the linear programme finds, and a proof all the same.
  if (margin) return proof(few.mixture);
  const reason = timeOut
    ? "the time is up"
    : !known
      ? `the moments above degree ${given.band} are not known`
      : `no margin: the white noise beside the points is ${brief(best?.uniform ?? 0)}, the errors and what is left reach ${brief(best?.reach ?? 0)}`;
  return undecided(reason, known ? [0, negativeMass] : null, known ? (best?.traceDistance ?? null) : null);
}

/** Of a band below N that is that of a mixture: every T of its degrees that is nowhere negative has int P T >= 0, and more moments are not known. */
const noWitness = ({ band, spins }: SphereMoments): string =>
  `a mixture of product states has the same moments up to degree ${band}: they prove nothing, and those up to N = ${spins} are not known`;

/** min sum_k w_k = 1 - eps over the moments l > 0; T = 1 - sum z_a b_a. */
export function classicalProgram(given: SphereMoments, moments: PointMoments): PointProgram {
  const mirrors = mirrorsOf(given.band, given.multipoles, given.error);
  const components = evenComponents(given.band, mirrors).filter((a) => a > 0);
  return {
    moments,
    mirrors,
    components,
    constraints: (columns) => ({
      rows: columns.rows,
      columns: columns.columns,
      multiply: (x, y) => multiplyStrips(columns, x, y),
      multiplyTransposed: (y, x) => multiplyStripsTransposed(columns, y, x),
      gram: (d, product) => weightedGram(columns, d, product),
    }),
    costs: (points) => new Float64Array(points).fill(1),
    polynomial: (dual) => {
      const coefficients = new Float64Array(moments.values.length);
      coefficients[0] = 1;
      for (let i = 0; i < components.length; i++) coefficients[components[i]!] = -dual[i]!;
      return coefficients;
    },
    twoSided: false,
  };
}

/** Points with all their mirror images, and whether they have the moments to rounding, and the white noise where it is positive; else the weights are brought to 1. */
function mixtureOf(
  { point, points, constraints, rightHandSide }: Iterate,
  { moments, mirrors }: PointProgram,
): { readonly mixture: Mixture; readonly exact: boolean } {
  const found = point.primal.slice();
  const exact = restoreConstraints(constraints, rightHandSide, found);
  const total = found.reduce((sum, weight) => sum + weight, 0);
  const factor = total < 1 ? 1 : 1 / total;
  const placed: Vector3[] = [];
  const weights: number[] = [];
  for (let k = 0; k < found.length; k++) {
    const images = imagesOf(pointAt(points, k), mirrors);
    for (const image of images) {
      placed.push(image);
      weights.push((factor * found[k]!) / images.length);
    }
  }
  return { mixture: addUp(moments, placed, Float64Array.from(weights), Math.max(0, 1 - total)), exact };
}

/**
 * No mixture has more white noise than errors of the state reach, or than can be told from none, and the same goes for a witness. The bound
 * is int P T of T raised to its least value, which is not proven here.
 */
function isHopeless({ point, lowest, polynomial }: ExchangeRound, best: Mixture, moments: PointMoments): boolean {
  const shift = Math.max(0, -lowest);
  const largest = (1 - point.dualObjective + shift) / (1 + shift);
  const error = integralError(moments, polynomial.coefficients);
  // What the mixture lacks is sought on where no proof is in sight, too.
  const near = best.traceDistance - (Math.sqrt(moments.spins + 1) * moments.error) / 2 < SMALL_MARGIN;
  return near && (largest < SMALL_MARGIN || (largest < moments.reach && 1 - point.dualObjective > -error));
}
