import { ConvergenceError } from "../../../core/errors.ts";
import { once } from "../../../core/once.ts";
import type { AxialModel } from "../../../model/secondOrder/axis.ts";
import {
  type BallMoments,
  correlationStrengths,
  purityBeyondStrengths,
  purityOfStrengths,
} from "../../../state/ballMoments.ts";
import { type BestExpansion, bestExpansion } from "../../expansionLadder.ts";
import type { AxisProfile } from "../profile.ts";
import { ballMomentsOf } from "./moments.ts";
import { lowIntegrals } from "./polynomials.ts";
import { elementProfile } from "./profile.ts";
import { formsInBand, type HalfDiskSolution, type MeshChoice, steadyInHalfDisk } from "./solve.ts";

/** A steady P in the half disk of u = x^2 + y^2 and z. */
export interface HalfDiskSteady {
  /** <u>, <z> and <z^2> of P, and their errors. */
  readonly u: number;
  readonly z: number;
  readonly zz: number;
  readonly errors: readonly [u: number, z: number, zz: number];
  readonly purity: { readonly purity: number; readonly error: number };
  readonly residual: number;
  readonly band: number;
  /** The band that errors are from; of all degrees up to N on another mesh it is the same. */
  readonly compared: number;
  readonly unknowns: number;
  /** Up to the band. */
  readonly moments: BallMoments;
  readonly profile: () => AxisProfile;
}

/** Up to this N the polynomials of all degrees are solved for at once; some tenths of a second on each of two meshes. */
const ALWAYS_WHOLE = 24;
/** Up to this N they are where lower bands do not do. */
const MOST_WHOLE = 46;
/** Bands that are tried for more spins. */
const BANDS = [12, 16, 20, 25, 31, 38, 46] as const;
/** Share of the largest error that each moment has at least. */
const COMMON = 1 / 64;
/** The difference of two solutions is multiplied by this. */
const SAFETY = 4;

interface Solved {
  readonly solution: HalfDiskSolution;
  readonly values: readonly [number, number, number];
}

/**
 * The steady P of elements in bands of growing degree, up to N where that is affordable.
 *
 * @param tolerance of <u>, <z> and <z^2>
 * @throws ConvergenceError where no band is good enough to be compared with another
 */
export function steadyOnHalfDisk(model: AxialModel, tolerance: number): HalfDiskSteady {
  const { spins } = model;
  if (spins <= ALWAYS_WHOLE) return whole(model);
  const solve = (band: number, stretch: number): Solved => solved(model, band, stretch === 1 ? 0 : 1);
  const best = bestExpansion(
    BANDS.filter((band) => band < spins),
    solve,
    { tolerance, common: COMMON },
  );
  const isEnough = best !== null && Math.max(...best.errors) <= tolerance;
  if (!isEnough && spins <= MOST_WHOLE) return whole(model);
  if (best === null) {
    throw new ConvergenceError({
      what: `bands of polynomials up to degree ${BANDS.at(-1)} do not determine P of ${spins} spins`,
      remedy: "use the method dicke",
      value: spins,
    });
  }
  return truncated(model, best);
}

function solved(model: AxialModel, band: number, choice: MeshChoice): Solved {
  const solution = steadyInHalfDisk(formsInBand(model, band, choice));
  const { u, z, zz } = lowIntegrals(solution.integrals);
  return { solution, values: [u, z, zz] };
}

/** All degrees up to N, on two meshes: what they differ by is rounding. */
function whole(model: AxialModel): HalfDiskSteady {
  const { spins } = model;
  const [one, other] = [solved(model, spins, 0), solved(model, spins, 1)];
  const errors = one.values.map((value, k) => SAFETY * Math.abs(value - other.values[k]!));
  const purities = [one, other].map(({ solution }) => purityOf(spins, solution).purity) as [number, number];
  return finished(model, one, errors, spins, SAFETY * Math.abs(purities[0] - purities[1]));
}

/** A band below N: the purity depends on moments of all degrees. */
function truncated(model: AxialModel, { expansion, errors, compared }: BestExpansion<Solved>): HalfDiskSteady {
  const { purity, beyond } = purityOf(model.spins, expansion.solution);
  return finished(model, expansion, errors, compared, Math.max(purity, SAFETY * beyond));
}

function finished(
  model: AxialModel,
  { solution, values: [u, z, zz] }: Solved,
  truncation: readonly number[],
  compared: number,
  purityError: number,
): HalfDiskSteady {
  const { forms, coefficients, integrals, residual } = solution;
  // <u>, <z> and <z^2> are made of the first four, with factors of order 1.
  const rounding = SUM * Math.max(...solution.rounding(LOW));
  const { purity } = purityOf(model.spins, solution);
  return {
    u,
    z,
    zz,
    errors: truncation.map((error) => error + rounding) as unknown as HalfDiskSteady["errors"],
    purity: { purity, error: purityError + PURITY_ROUNDING * rounding },
    residual,
    band: forms.band,
    compared,
    unknowns: forms.size,
    moments: ballMomentsOf(model.spins, forms.band, integrals),
    profile: once(() => elementProfile(forms, coefficients)),
  };
}

/** Polynomials up to degree 2: 1, z, z^2 and u. */
const LOW = 4;
/** Of their factors in <u>, <z> and <z^2>. */
const SUM = 4;
/** The purity is a sum of squares of moments of all degrees. */
const PURITY_ROUNDING = 64;

function purityOf(spins: number, { forms, integrals }: HalfDiskSolution): { purity: number; beyond: number } {
  const strengths = correlationStrengths(ballMomentsOf(spins, forms.band, integrals));
  return { purity: purityOfStrengths(spins, strengths), beyond: purityBeyondStrengths(spins, strengths) };
}
