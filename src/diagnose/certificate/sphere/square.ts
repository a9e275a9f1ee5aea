import { InputError } from "../../../core/errors.ts";
import type { EntangledCertificate, SphereMoments, Witness } from "../certificate.ts";
import { leastEigenpair } from "./leastEigenpair.ts";
import { momentMatrix } from "./momentMatrix.ts";
import { multipoleGains } from "./multipoleGains.ts";
import { squareOrder } from "./squareBasis.ts";
import { squareMultipoles } from "./squareMultipoles.ts";
import { witnessValue } from "./witnessValue.ts";

/** The least eigenvalue of a moment matrix, with bounds that hold for the state itself, and what it proves. */
export interface SquareSearch {
  /** Of T. */
  readonly degree: number;
  /** Least eigenvalue in units in which white noise has 1. */
  readonly leastEigenvalue: number;
  /** How far it may be off: the error of the state, rounding, and the search. */
  readonly errorBound: number;
  /** Largest magnitude of an eigenvalue, within a few percent. */
  readonly largest: number;
  /** null where nothing is proved. */
  readonly entangled: Pick<EntangledCertificate, "witness" | "value" | "errorBound" | "visibility"> | null;
}

/** Below this share of the largest eigenvalue a negative one is not told from rounding. */
export const RESOLVED = 1e-12;

/** What `searchSquares` takes: products of harmonics and some factors of a matrix that no symmetry takes apart. Measured from D = 20 to 60. */
export function squareSeconds(degree: number): number {
  // Of odd degrees the matrix is complex, twice as large as a real one.
  const size = (degree % 2 === 0 ? 1 : 2) * squareOrder(degree);
  return 1e-8 * size ** 2 * degree + 1.5e-9 * size ** 3;
}

/**
 * Least eigenvalue of the moment matrix of squares of degree D <= band, and the witness T = |q|^2 it gives. For D = N it is negative where the partial
 * transpose across floor(N/2) | ceil(N/2) is.
 *
 * @returns null where `expired` became true
 * @throws InputError for a degree that is not in the band
 */
export function searchSquares(moments: SphereMoments, degree: number, expired: () => boolean): SquareSearch | null {
  requireDegree(moments, degree);
  const matrix = momentMatrix(moments, degree, expired);
  if (matrix === null) return null;
  const pair = leastEigenpair(matrix.size, matrix.values, expired);
  if (pair === null) return null;
  const { value: leastEigenvalue, lower, largest } = pair;
  const errorBound = leastEigenvalue - lower + matrix.rounding + stateError(moments, degree);
  const found = { degree, leastEigenvalue, errorBound, largest };
  if (!(leastEigenvalue < -RESOLVED * largest)) return { ...found, entangled: null };
  const witness: Witness = { kind: "square", degree, coefficients: matrix.toCoefficients(pair.vector) };
  const judged = witnessValue(moments, squareMultipoles(moments.spins, degree, witness.coefficients));
  if (!(judged.value + judged.errorBound < 0)) return { ...found, entangled: null };
  return { ...found, entangled: { witness, ...judged, visibility: 1 / (1 - judged.value) } };
}

/** @throws InputError for a degree that is no whole number from 1 to the band */
export function requireDegree({ band }: SphereMoments, degree: number): void {
  if (Number.isInteger(degree) && degree >= 1 && degree <= band) return;
  throw new InputError({
    what: `square witnesses of degree ${degree} are asked for where degrees up to ${band} are known`,
    remedy: "give a degree from 1 to the band",
    value: degree,
    limit: band,
  });
}

/**
 * Bound of what the error of the state does to an eigenvalue: by its length; or, where it is known degree by degree, by the largest value over the sphere of
 * the polynomial with these moments, sum_m b_lm^2 = 2l + 1, since M is multiplication by it between functions of length 1.
 */
function stateError(moments: SphereMoments, degree: number): number {
  const whole = moments.error * stateGain(moments.spins, degree);
  const { degreeErrors } = moments;
  if (degreeErrors === undefined) return whole;
  const apart = multipoleGains(moments.spins, degree).reduce(
    (sum, gain, l) => sum + (2 * l + 1) * gain * degreeErrors[l]!,
    0,
  );
  return Math.min(whole, apart);
}

/**
 * Bound of what an error of the state, of length 1, does to an eigenvalue. A partial transpose keeps lengths, and the least eigenvalue of that of white
 * noise of D spins is a! b!/(D + 1)! across a | b, at J = D/2. Losing N - D spins multiplies multipoles of degree l by what the gains do.
 */
function stateGain(spins: number, degree: number): number {
  const all = multipoleGains(spins, degree);
  const kept = multipoleGains(degree, degree);
  let gain = degree + 1;
  for (let k = 1; k <= Math.floor(degree / 2); k++) gain *= (degree + 1 - k) / k;
  return gain * all.reduce((high, value, l) => Math.max(high, value / kept[l]!), 0);
}
