import { ResourceLimitError } from "../../../core/errors.ts";
import type { BlockDensityMatrix } from "../../../state/blocks/blockDensity.ts";
import { errorsFromTraceNorm } from "../../../state/errorEstimate.ts";
import { blocksOf } from "../../entanglement/blocksOf.ts";
import { type PairCorrelations, pairCorrelations } from "../../entanglement/pairCorrelations.ts";
import { type PartialTransposeOptions, partialTransposes } from "../../entanglement/partialTranspose.ts";
import { errorOfState } from "../../entanglement/requireState.ts";
import { spinMoments } from "../../entanglement/spinMoments.ts";
import { squeezingInequalities } from "../../entanglement/squeezingInequalities.ts";
import { clock } from "../clock.ts";
import type { BallCertificate, EntangledInBall } from "./ballCertificate.ts";
import { ballFunctional } from "./ballFunctional.ts";
import { type BallMixture, mixtureRest } from "./mixture.ts";
import { gridMixture } from "./points.ts";
import { type LeastPolynomial, leastPolynomials } from "./polynomials.ts";

export interface BallCertifyOptions extends Pick<PartialTransposeOptions, "cuts" | "workLimit"> {
  /**
   * Whether the equation is parabolic and P had no negative values at the start (or the state is its steady one), which proves a mixture of identical
   * product states. Default false.
   */
  readonly parabolic?: boolean;
  /** Whether mixtures of identical product states are sought, and excluded. Default true. */
  readonly identicalProducts?: boolean;
  /** Time for all, in seconds; default 60. When it is over, what is not decided is "undecided". */
  readonly seconds?: number;
}

/** Multiplications of partial transposes in a second. */
const WORK_PER_SECOND = 3e8;

/** Beyond it the moment matrix takes long, and rounding and the error of the state leave little of it: they grow as 5^N. */
const LARGEST_MATRIX = 20;

/** Beyond it the linear programme takes long, and the margin that it needs is large. */
const LARGEST_POINTS = 8;

/**
 * Whether a permutation-symmetric state is entangled, by the partial transposes of every cut and the optimal spin squeezing inequalities; a mixture
 * of identical product states, by the parabolic argument or by points; or no such mixture, by the moment matrix and the localising matrix, which proves nothing
 * about entanglement. What is claimed holds for all states within `stateError`.
 *
 * @param stateError bound of the trace norm of what the density matrix is off by
 * @throws InputError for what is no state (errorOfState), a cut that does not exist, or a time that is negative
 */
export function certifyBall(
  density: BlockDensityMatrix,
  stateError: number,
  options: BallCertifyOptions = {},
): BallCertificate {
  const error = errorOfState(density, stateError);
  const { seconds = 60, identicalProducts = true } = options;
  const hasMatrix = identicalProducts && density.spins <= LARGEST_MATRIX;
  const left = clock(seconds);
  const late = (): boolean => left() <= 0;
  const workLimit = Math.min(options.workLimit ?? Number.POSITIVE_INFINITY, WORK_PER_SECOND * seconds);
  const entangled = entangledBy(density, error, { ...options, workLimit });
  const least = hasMatrix && !late() ? leastPolynomials(ballFunctional(density, error)) : [];
  const square = least.find(({ witness }) => witness.kind === "square");
  const judged = {
    leastEigenvalue: square?.value ?? null,
    leastEigenvalueError: square?.errorBound ?? null,
  };
  const negative = strongest(least);
  if (options.parabolic === true && (entangled.found !== null || negative !== null)) {
    return {
      outcome: "undecided",
      reason:
        "a witness detects a state that a parabolic equation is said to keep a mixture of identical product states",
      traceDistance: null,
      ...judged,
    };
  }
  if (entangled.found !== null) return { ...entangled.found, ...judged };
  if (options.parabolic === true)
    return { outcome: "classical", proof: "parabolic", traceDistance: error / 2, ...judged };
  if (negative !== null) return { outcome: "not-identical-product", ...negative, ...judged };
  const points =
    identicalProducts && density.spins <= LARGEST_POINTS && !late() ? pointProof(density, error, late) : null;
  if (points?.outcome === "classical") return { ...points, ...judged };
  return {
    outcome: "undecided",
    reason: [
      ...entangled.reasons,
      late()
        ? `the time of ${seconds} s was over`
        : hasMatrix
          ? "neither partial transposes nor inequalities detect entanglement, and the moment matrix does not exclude a mixture of identical product states"
          : `no entanglement was detected${identicalProducts ? `, and the moment matrix is not tried above N = ${LARGEST_MATRIX}` : " by partial transposes and inequalities"}`,
    ].join("; "),
    traceDistance: points?.traceDistance ?? null,
    ...judged,
  };
}

type PointProof =
  | ({ readonly outcome: "classical"; readonly proof: "points"; readonly traceDistance: number } & BallMixture)
  | { readonly outcome: "undecided"; readonly traceDistance: number };

/** Points of a grid, where their mixture proves what it should. */
function pointProof(density: BlockDensityMatrix, error: number, late: () => boolean): PointProof | null {
  const pair = density.spins >= 2 ? pairOf(density, error) : null;
  const mixture = gridMixture(ballFunctional(density, error), pair, late);
  if (mixture === null) return null;
  const { reach, traceDistance } = mixtureRest(density, error, mixture);
  return reach <= mixture.uniformPart
    ? { outcome: "classical", proof: "points", ...mixture, traceDistance }
    : { outcome: "undecided", traceDistance };
}

/** What is farthest below zero in units of its error. */
function strongest(candidates: readonly LeastPolynomial[]): LeastPolynomial | null {
  const negative = candidates.filter(({ value, errorBound }) => value + errorBound < 0);
  return negative.reduce<LeastPolynomial | null>(
    (best, one) => (best === null || one.value / one.errorBound < best.value / best.errorBound ? one : best),
    null,
  );
}

type Found = Omit<EntangledInBall, "leastEigenvalue" | "leastEigenvalueError">;

function entangledBy(
  density: BlockDensityMatrix,
  error: number,
  { cuts, workLimit }: BallCertifyOptions,
): { readonly found: Found | null; readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  const candidates: Found[] = [];
  if (density.spins >= 2) {
    try {
      const transposes = partialTransposes(density, {
        error,
        ...(cuts === undefined ? {} : { cuts }),
        ...(workLimit === undefined ? {} : { workLimit }),
      });
      for (const { cut, vector, leastEigenvalue, errorBound } of transposes.cuts)
        candidates.push({
          outcome: "entangled",
          witness: { kind: "partialTranspose", cut, vector },
          value: leastEigenvalue,
          errorBound,
        });
    } catch (failure) {
      if (!(failure instanceof ResourceLimitError)) throw failure;
      reasons.push(failure.what);
    }
    for (const { axes, margin, errorBound } of squeezingInequalities(pairOf(density, error)))
      candidates.push({ outcome: "entangled", witness: { kind: "squeezing", axes }, value: margin, errorBound });
  }
  // The first kind that detects anything: a partial transpose sees all that an inequality sees of two spins.
  const detected = candidates.filter(({ value, errorBound }) => value + errorBound < 0);
  const kind = detected[0]?.witness.kind;
  const same = detected.filter(({ witness }) => witness.kind === kind);
  const found = same.reduce<Found | null>((best, one) => (best === null || one.value < best.value ? one : best), null);
  return { found, reasons };
}

const pairOf = (density: BlockDensityMatrix, error: number): PairCorrelations =>
  pairCorrelations(density.spins, spinMoments(blocksOf(density)), errorsFromTraceNorm(error, 1), false);
