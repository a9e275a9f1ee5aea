import { ConvergenceError, ResourceLimitError } from "../core/errors.ts";
import { once } from "../core/once.ts";
import { coherentState } from "../dicke/initialStates.ts";
import { densityMatrixInBall, husimiInBall } from "../fem/ball/densityMatrix.ts";
import type { DensitySummary } from "../fem/density.ts";
import { densityMatrixOnSphere } from "../fem/sphere/densityMatrix.ts";
import { husimiOnSphere } from "../fem/sphere/husimi.ts";
import { purityBand } from "../fem/sphere/purity.ts";
import { blockDensityOfBall, husimiOfBall } from "../harmonic/ball/densityMatrix.ts";
import { densityMatrixOfHarmonics, husimiOfHarmonics } from "../harmonic/sphere/densityMatrix.ts";
import type { HarmonicState } from "../harmonic/sphere/state.ts";
import type { BallMoments } from "../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../state/blocks/blockDensity.ts";
import { mixProductStates } from "../state/blocks/blockMultipoles.ts";
import { husimiFunction, husimiOfMultipoles, husimiOfPopulations, husimiOfProduct } from "../state/blocks/husimi.ts";
import type { MomentBlocks } from "../state/blocks/momentBlocks.ts";
import { fromMultipoles, requireOrder } from "../state/blocks/multipoles.ts";
import type { DensityMatrix } from "../state/densityMatrix.ts";
import { type ErrorEstimate, traceNormFromErrors } from "../state/errorEstimate.ts";
import type { Vector3 } from "../state/moments.ts";
import { type AnySpace, isInBall } from "./domain.ts";
import { flatPoints } from "./points.ts";
import type { StateError, StateView } from "./state.ts";
import { stateDensity } from "./stateDensity.ts";

/*
 * What each road's own description of a state says of rho, Q and P.
 */

/** P on a mesh. */
export interface ElementState {
  readonly space: AnySpace;
  /** Nodal values; int P = 1. */
  readonly density: Float64Array;
  /** Multipoles of rho, where P was sought in a band of harmonics; they are then known better than the nodal values tell. */
  readonly multipoles: (() => Float64Array) | null;
  readonly summary: DensitySummary;
}

/** Of P on a mesh. */
export function viewOfElements(
  spins: number,
  { space, density, multipoles, summary }: ElementState,
  errors: () => ErrorEstimate,
): StateView {
  const common = {
    density: stateDensity(space, density, summary),
    point: null,
    stateError: knownToPurity(spins, errors),
  };
  if (isInBall(space))
    return {
      ...common,
      domain: "ball",
      densityMatrix: () => densityMatrixInBall(space, density, spins),
      husimi: (directions) => husimiInBall(space, density, spins, flatPoints(directions)),
    };
  if (multipoles !== null)
    return {
      ...common,
      domain: "sphere",
      densityMatrix: () => {
        // Before the multipoles, which take minutes for a million spins.
        requireOrder(spins);
        return fromMultipoles(spins, multipoles());
      },
      husimi: (directions) => {
        requireFewMultipoles(spins);
        return husimiOfMultipoles(spins, multipoles(), flatPoints(directions));
      },
    };
  const husimi = once(() => husimiOnSphere(space, density, spins));
  return {
    ...common,
    domain: "sphere",
    densityMatrix: () => densityMatrixOnSphere(space, density, spins),
    husimi: (directions) => husimi()(flatPoints(directions)),
  };
}

/** More take minutes. */
const MOST_MULTIPOLES = 1_000_000;

function requireFewMultipoles(spins: number): void {
  const count = (purityBand(spins) + 1) ** 2;
  if (count <= MOST_MULTIPOLES) return;
  throw new ResourceLimitError({
    what: `the Husimi function of ${spins} spins depends on ${count} multipoles, above the limit ${MOST_MULTIPOLES}`,
    remedy: "take fewer spins; the observables are there",
    value: count,
    limit: MOST_MULTIPOLES,
  });
}

/** Of a delta at a point: every spin along it, pure where it has length 1. */
export function viewOfPoint(
  spins: number,
  point: Vector3,
  domain: "sphere" | "ball",
  errors: () => ErrorEstimate,
): StateView {
  return {
    domain,
    density: null,
    point,
    densityMatrix: () => {
      if (domain === "ball") return mixProductStates(spins, Float64Array.from(point), Float64Array.of(1));
      requireOrder(spins);
      return coherentState(spins, point);
    },
    husimi: (directions) => husimiOfProduct(spins, point, flatPoints(directions)),
    stateError: boundedByMoments(errors),
  };
}

/** Of moments of P. */
export const viewOfMoments = (
  state: HarmonicState | BallMoments,
  domain: "sphere" | "ball",
  errors: () => ErrorEstimate,
): StateView => (domain === "sphere" ? viewOfHarmonics(state, errors) : viewOfBallMoments(state, errors));

function viewOfHarmonics(state: HarmonicState, errors: () => ErrorEstimate): StateView {
  const { spins, band } = state;
  return {
    domain: "sphere",
    density: null,
    point: null,
    densityMatrix: () => densityMatrixOfHarmonics(state),
    husimi: (directions) => husimiOfHarmonics(state, flatPoints(directions)),
    stateError: band === spins ? boundedByMoments(errors) : knownToPurity(spins, errors),
  };
}

function viewOfBallMoments(state: BallMoments, errors: () => ErrorEstimate): StateView {
  const { spins, band } = state;
  const blocks = once(() => {
    if (band === spins) return blockDensityOfBall(state);
    throw new ConvergenceError({
      what: `the moments that were solved for end at degree ${band} of ${spins}, and the blocks of a density matrix need them all`,
      remedy: `ask for the band ${spins}, or for the method dicke`,
      value: band,
      limit: spins,
    });
  });
  const known = band === spins ? boundedByMoments(errors) : knownToPurity(spins, errors);
  return {
    domain: "ball",
    density: null,
    ballMoments: state,
    point: null,
    densityMatrix: () => blocks().density,
    husimi: (directions) => husimiOfBall(state, flatPoints(directions)),
    stateError: () => {
      const { traceNorm, husimi } = known();
      return atMost(traceNorm + conversionError(blocks), husimi);
    },
  };
}

/** What rounding adds on the way from moments to rho; nothing where that is not there. */
function conversionError(blocks: () => MomentBlocks): number {
  try {
    return blocks().error;
  } catch (error) {
    if (error instanceof ConvergenceError || error instanceof ResourceLimitError) return 0;
    throw error;
  }
}

/** Of a density matrix. */
export const viewOfDensityMatrix = (
  rho: DensityMatrix | BlockDensityMatrix,
  errors: () => ErrorEstimate,
): StateView => ({
  domain: "blocks" in rho ? "ball" : "sphere",
  density: null,
  point: null,
  densityMatrix: () => rho,
  husimi: (directions) => husimiFunction(rho, flatPoints(directions)),
  stateError: boundedByMoments(errors),
});

/**
 * Of a density matrix that is diagonal in J_z and too large to be written down.
 *
 * @param populations of the largest total spin, m = N/2 first; null where they are too many as well
 */
export function viewOfPopulations(
  spins: number,
  populations: Float64Array | null,
  domain: "sphere" | "ball",
  errors: () => ErrorEstimate,
): StateView {
  const refusal = (wanted: string): ResourceLimitError =>
    new ResourceLimitError({
      what: `${wanted} of ${spins} spins did not fit the memory limit`,
      remedy: "raise the limit, or take fewer spins; the observables are there",
      value: spins,
    });
  return {
    domain,
    density: null,
    point: null,
    densityMatrix: () => {
      throw refusal("the density matrix");
    },
    husimi: (directions) => {
      if (populations === null) throw refusal("the populations");
      return husimiOfPopulations(spins, populations, flatPoints(directions));
    },
    stateError: boundedByMoments(errors),
  };
}

/** Of P around its axis, of which a few moments are known. */
export const viewOfExpansion = (spins: number): StateView =>
  viewOfFewMoments("ball", (wanted) => ({
    what: `${wanted} of ${spins} spins depends on moments of P of all degrees, of which those up to a few dozen were solved for`,
    remedy: "ask for the method dicke, or take fewer spins",
    value: spins,
  }));

/** Of populations and two coherences. */
export const viewOfCoherences = (spins: number, domain: "sphere" | "ball"): StateView =>
  viewOfFewMoments(domain, (wanted) => ({
    what: `${wanted} of ${spins} spins depends on all coherences, of which those of order 0 to 2 were followed, which tell first and second moments`,
    remedy: "take fewer spins, or a start that is the same all around the axis",
    value: spins,
  }));

/** Of P on elements beside an axis that is not z. */
export const viewOfTurned = (spins: number): StateView =>
  viewOfFewMoments("ball", (wanted) => ({
    what: `${wanted} of ${spins} spins was followed in axes in which that of the model is z`,
    remedy: "turn the axes of the model until that is z, or ask for the method dicke",
    value: spins,
  }));

function viewOfFewMoments(
  domain: "sphere" | "ball",
  refused: (wanted: string) => ConstructorParameters<typeof ResourceLimitError>[0],
): StateView {
  return {
    domain,
    density: null,
    point: null,
    densityMatrix: () => {
      throw new ResourceLimitError(refused("the density matrix"));
    },
    husimi: () => {
      throw new ResourceLimitError(refused("the Husimi function"));
    },
    stateError: () => atMost(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
  };
}

/** Trace norms are at most 2, and values of Q are between 0 and 1. */
const atMost = (traceNorm: number, husimi: number): StateError => ({
  traceNorm: Math.min(traceNorm, 2),
  husimi: Math.min(husimi, 1),
});

/** The errors of the moments are from a bound of the trace norm. <n|.|n> of a traceless matrix is at most half of that. */
const boundedByMoments = (errors: () => ErrorEstimate) => (): StateError => {
  const norm = traceNormFromErrors(errors());
  return atMost(norm, norm / 2);
};

/**
 * The moments of higher degree are known as well as the purity, to which each adds its square: so much is the Hilbert-Schmidt norm of what they are
 * off by, the trace norm at most sqrt(N + 1) times that.
 */
const knownToPurity = (spins: number, errors: () => ErrorEstimate) => (): StateError => {
  const estimate = errors();
  const norm = traceNormFromErrors(estimate);
  const higher = Math.sqrt(estimate.purity);
  return atMost(norm + Math.sqrt(spins + 1) * higher, norm / 2 + higher);
};
