import { InputError } from "../../../core/errors.ts";
import { fromMultipoles, multipolesOf } from "../../../state/blocks/multipoles.ts";
import { type DensityMatrix, hermiticityDefect, isPositive } from "../../../state/densityMatrix.ts";
import { requireErrorBound } from "../../requireErrorBound.ts";
import type { SphereMoments } from "../certificate.ts";

/** Multipoles as methods give them: state/blocks/multipoles.ts, up to degree `band`. */
export interface KnownMultipoles {
  readonly spins: number;
  readonly band: number;
  readonly multipoles: Float64Array;
  /** Bounds of the length of what they are off by, degree by degree, where that is known; `error` bounds the whole all the same. */
  readonly degreeErrors?: Float64Array;
}

/** What is taken for rounding of a state, where the caller knows of no larger error. */
const DEFECT = 1e-10;
/** Above it the eigenvalues of the density matrix are not asked for. */
const LARGEST_CHECKED = 200;

/**
 * What a certificate is made from. A density matrix or multipoles up to a band, and `error`, a bound of what they are off by (Frobenius norm of
 * the error of rho up to that band), to which rounding of the conversion is added, and what keeps a density matrix from being Hermitian. One with
 * eigenvalues below zero or a purity above 1 is off by at least as much.
 *
 * @throws InputError for a state that is not normalised, not a number, not Hermitian or has eigenvalues (or purity) that no state has
 */
export function sphereMoments(state: DensityMatrix | KnownMultipoles, error = 0): SphereMoments {
  requireErrorBound(error);
  const { spins } = state;
  requireSpins(spins);
  const given = "multipoles" in state ? state : { spins, band: spins, multipoles: multipolesOfDensity(state, error) };
  requireLayout(given);
  const { band } = given;
  const multipoles = Float64Array.from(given.multipoles);
  requireNumbers(multipoles);
  const off = requireNorm(spins, multipoles, error);
  const rounding = "multipoles" in state ? 0 : 2 * (spins + 8) * Number.EPSILON + mirrorDefect(state);
  const total = Math.max(error + off + rounding, requirePurity(multipoles, error + off + rounding));
  const known = { spins, band, multipoles };
  const missing = band < spins || spins > LARGEST_CHECKED ? 0 : negativePart(spins, multipoles, total);
  // What is no state is off by more than was said, in whatever degrees.
  if (!("degreeErrors" in state) || total > error + off || missing > total)
    return { ...known, error: Math.max(total, missing) };
  const degreeErrors = Float64Array.from(state.degreeErrors);
  requireDegreeErrors(degreeErrors, band);
  degreeErrors[0]! += off;
  return { ...known, error: total, degreeErrors };
}

function multipolesOfDensity(density: DensityMatrix, error: number): Float64Array {
  const multipoles = multipolesOf(density);
  requireNumbers(density.real);
  requireNumbers(density.imaginary);
  const defect = hermiticityDefect(density);
  if (defect <= Math.max(DEFECT, error)) return multipoles;
  throw new InputError({
    what: `the density matrix is not Hermitian: an element and the conjugate of its mirror image differ by ${defect}`,
    remedy: "give a Hermitian matrix, or the error that it has",
    value: defect,
    limit: Math.max(DEFECT, error),
  });
}

function requireDegreeErrors(errors: Float64Array, band: number): void {
  if (errors.length === band + 1 && errors.every((value) => value >= 0 && Number.isFinite(value))) return;
  throw new InputError({
    what: `${errors.length} errors are given for the degrees 0 to ${band}`,
    remedy: "give a number from 0 on for each degree",
    value: errors.length,
    limit: band + 1,
  });
}

function requireSpins(spins: number): void {
  if (Number.isInteger(spins) && spins >= 1) return;
  throw new InputError({
    what: `a state of ${spins} spins is asked about`,
    remedy: "give a state of one spin or more",
    value: spins,
    limit: 1,
  });
}

function requireLayout({ spins, band, multipoles }: KnownMultipoles): void {
  if (!(Number.isInteger(band) && band >= 0 && band <= spins)) {
    throw new InputError({
      what: `multipoles up to degree ${band} are given of ${spins} spins`,
      remedy: "give those of a band from 0 to N",
      value: band,
      limit: spins,
    });
  }
  if (multipoles.length === (band + 1) ** 2) return;
  throw new InputError({
    what: `${multipoles.length} multipoles are given, a band of ${band} has ${(band + 1) ** 2}`,
    remedy: "give (band + 1)^2 numbers",
    value: multipoles.length,
    limit: (band + 1) ** 2,
  });
}

function requireNumbers(entries: Float64Array): void {
  const wrong = entries.find((value) => !Number.isFinite(value));
  if (wrong === undefined) return;
  throw new InputError({
    what: `the state has an entry ${wrong}`,
    remedy: "give finite numbers",
    value: wrong,
  });
}

/** How far the trace is from 1, as a multipole. */
function requireNorm(spins: number, multipoles: Float64Array, error: number): number {
  const trace = multipoles[0]! * Math.sqrt(spins + 1);
  const off = Math.abs(multipoles[0]! - 1 / Math.sqrt(spins + 1));
  const limit = Math.max(DEFECT, error);
  if (off <= limit) return off;
  throw new InputError({
    what: `the state is not normalised: its trace is ${trace}`,
    remedy: "divide it by its trace",
    value: trace,
    limit: 1,
  });
}

/** Frobenius norm of what replacing the upper triangle by the conjugate of the lower one, which is read, changes. */
function mirrorDefect({ spins, real, imaginary }: DensityMatrix): number {
  const n = spins + 1;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    squares += imaginary[i * n + i]! ** 2;
    for (let j = 0; j < i; j++) {
      squares += (real[i * n + j]! - real[j * n + i]!) ** 2 + (imaginary[i * n + j]! + imaginary[j * n + i]!) ** 2;
    }
  }
  return Math.sqrt(squares);
}

/** How far the multipoles are from those of any state because they are too long. */
function requirePurity(multipoles: Float64Array, error: number): number {
  const purity = multipoles.reduce((sum, value) => sum + value * value, 0);
  const excess = Math.max(0, Math.sqrt(purity) - 1);
  if (excess <= Math.max(DEFECT, error)) return excess;
  throw new InputError({
    what: `this is no state: tr rho^2 is ${purity}`,
    remedy: "give a density matrix, or the error that it has",
    value: purity,
    limit: 1,
  });
}

/** Frobenius norm of what has to be added so that no eigenvalue is negative, from above; 0 where none is below -error. */
function negativePart(spins: number, multipoles: Float64Array, error: number): number {
  const density = fromMultipoles(spins, multipoles);
  const limit = Math.max(DEFECT, error);
  const rounding = 4 * (spins + 1) * Number.EPSILON;
  for (let tolerance = Math.max(error, rounding); ; tolerance *= 4) {
    const tried = Math.min(tolerance, limit);
    if (isPositive(density, tried)) return tried <= Math.max(error, rounding) ? 0 : tried * Math.sqrt(spins + 1);
    if (tolerance < limit) continue;
    throw new InputError({
      what: `this is no state: its density matrix has an eigenvalue below -${limit}`,
      remedy: "give a positive semidefinite density matrix, or the error that it has",
      value: -limit,
      limit: 0,
    });
  }
}
