import { ballMoments } from "../fem/ball/moments.ts";
import type { FinalDensity } from "../fem/finalDensity.ts";
import { type HarmonicCoefficients, harmonicCoefficients } from "../fem/sphere/harmonicCoefficients.ts";
import { purityBand } from "../fem/sphere/purity.ts";
import { ballStateOfBlocks } from "../harmonic/ball/densityMatrix.ts";
import { evolveBall } from "../harmonic/ball/evolve.ts";
import { initialBallState } from "../harmonic/ball/initialState.ts";
import { harmonicsOfDensityMatrix } from "../harmonic/sphere/densityMatrix.ts";
import { evolveHarmonic } from "../harmonic/sphere/evolve.ts";
import { initialHarmonics } from "../harmonic/sphere/initialState.ts";
import type { HarmonicState } from "../harmonic/sphere/state.ts";
import { checkedInitialState, type MomentsStart } from "../model/initialState.ts";
import { hasLocalRates, type SpinModel } from "../model/spinModel.ts";
import type { BallMoments } from "../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../state/blocks/blockDensity.ts";
import { multipolesOfHarmonics } from "../state/blocks/multipoles.ts";
import type { DensityMatrix } from "../state/densityMatrix.ts";
import { type ErrorEstimate, traceNormFromErrors } from "../state/errorEstimate.ts";
import type { Vector3 } from "../state/moments.ts";
import { type AnySpace, isInBall } from "./domain.ts";
import type { FemEvolution, FluxCorrectedEvolution } from "./evolve/answer.ts";
import type { Steady } from "./steady/answer.ts";

/** Where a run ended, for an evolution that goes on from there; or the reason why it cannot. */
export type EndState =
  | { readonly state: MomentsStart; readonly missing: null }
  | { readonly state: null; readonly missing: string };

/** Numbers that a result may hold: 10 MB of text. */
const LARGEST_STATE = 500_000;

/** From the moments that the harmonic road found. */
export const endOfHarmonics = (
  state: HarmonicState | BallMoments,
  domain: MomentsStart["domain"],
  error: ErrorEstimate,
): EndState => bounded({ kind: "moments", domain, ...state, error: traceNormFromErrors(error) });

/** From a density matrix. Throws ResourceLimitError for one that is too large to be converted. */
export function endOfDensity(density: DensityMatrix | BlockDensityMatrix, error: ErrorEstimate): EndState {
  return "blocks" in density
    ? endOfHarmonics(ballStateOfBlocks(density), "ball", error)
    : endOfHarmonics(harmonicsOfDensityMatrix(density), "sphere", error);
}

/** Of a steady state by any road. */
export function endOfSteady(found: Steady): EndState {
  const { model, domain, errorEstimate, point, density } = found;
  if (found.method === "harmonic") return endOfHarmonics(found.state, domain, errorEstimate);
  if (found.method === "dicke")
    return found.rho === null
      ? noEndState("the density matrix did not fit the memory: its populations alone were solved for")
      : endOfDensity(found.rho, errorEstimate);
  if ("expansion" in found) {
    if (found.scheme === "axis" && found.moments !== null) return endOfHarmonics(found.moments, domain, errorEstimate);
    const place = found.scheme === "axis" ? "the axis" : "a fixed point";
    return noEndState(`P is known by its moments around ${place} alone, of which few are enough for the observables`);
  }
  if (point !== null) return endAtPoint(model, point, errorEstimate);
  const { space, values } = density!;
  const ofSolution = found.scheme === "galerkin" ? found.solution.multipoles : null;
  // Asked before they are computed, which takes minutes where they are millions.
  const expected = (purityBand(model.spins) + 1) ** 2;
  if (ofSolution && expected > LARGEST_STATE) return tooLarge(expected);
  const final = { space, density: () => values, degree: null, multipoles: ofSolution, turn: null };
  return bounded(stateOfElements(model, final, errorEstimate));
}

/** Of an evolution by finite elements. Throws the errors of `evolveByHarmonics`. */
export function endOfElements(
  model: SpinModel,
  { solution, errorEstimate }: FemEvolution | FluxCorrectedEvolution,
): EndState {
  const error = errorEstimate.at(-1);
  if (error === undefined) return noEndState("no time was left to follow");
  if (!("withheld" in solution)) {
    const expected = (purityBand(model.spins) + 1) ** 2;
    if (solution.band?.functions !== undefined && expected > LARGEST_STATE) return tooLarge(expected);
    return bounded(stateOfElements(model, solution.final(), error));
  }
  const { space, density } = solution;
  return bounded(
    stateOfElements(model, { space, density: () => density, degree: null, multipoles: null, turn: null }, error),
  );
}

function stateOfElements(
  model: SpinModel,
  { space, density, degree, multipoles, turn }: FinalDensity<AnySpace>,
  errorEstimate: ErrorEstimate,
): MomentsStart {
  const { spins } = model;
  const band = Math.min(spins, degree ?? LARGEST_ELEMENT_BAND);
  const moments = isInBall(space)
    ? ballMoments(space, spins, band)(density())
    : multipoles === null
      ? harmonicStateFromElements(spins, harmonicCoefficients(space, density(), band))
      : normalized(spins, multipoles());
  // The moments of higher degree are known as well as the purity, to which each adds its square.
  const error = traceNormFromErrors(errorEstimate) + Math.sqrt((spins + 1) * errorEstimate.purity);
  const state = { kind: "moments", domain: isInBall(space) ? "ball" : "sphere", ...moments, error } as const;
  return turn === null ? state : turned(model, state, turn);
}

const STILL = { dephasing: 0, pump: 0, decay: 0 };

/** Of the accuracy that is asked of a turn, which has no steps that could err. */
const TURN_TOLERANCE = 1e-12;

/** A state turned by a constant field: the harmonic road without any rate. A field mixes no degrees, so that N does not matter. */
function turned(
  model: SpinModel,
  state: MomentsStart,
  { field, time }: { readonly field: Vector3; readonly time: number },
): MomentsStart {
  if (time === 0) return state;
  const { domain, band, unknowns, error } = state;
  const request = {
    model: { ...model, spins: band, field, collective: STILL, local: STILL },
    times: [time],
    tolerance: TURN_TOLERANCE,
  };
  const { final, errorEstimate } =
    domain === "ball"
      ? evolveBall({ ...request, initial: { spins: band, band, unknowns } })
      : evolveHarmonic({ ...request, initial: { spins: band, band, unknowns } });
  const widened = Math.sqrt((state.spins + 1) / (band + 1));
  return { ...state, unknowns: final.unknowns, error: error + widened * traceNormFromErrors(errorEstimate[0]!) };
}

/** Degrees that elements are asked for. */
const LARGEST_ELEMENT_BAND = 60;

function harmonicStateFromElements(spins: number, { degree, real, imaginary }: HarmonicCoefficients): HarmonicState {
  return normalized(spins, multipolesOfHarmonics(spins, degree, real, imaginary));
}

/** Of trace 1. */
function normalized(spins: number, multipoles: Float64Array): HarmonicState {
  const norm = multipoles[0]! * Math.sqrt(spins + 1);
  return { spins, band: Math.sqrt(multipoles.length) - 1, unknowns: multipoles.map((value) => value / norm) };
}

function endAtPoint(model: SpinModel, vector: Vector3, error: ErrorEstimate): EndState {
  const { spins } = model;
  const start = checkedInitialState({ kind: "product", vector }, spins);
  const band = Math.min(spins, LARGEST_ELEMENT_BAND);
  return start.kind === "coherent" && !hasLocalRates(model)
    ? endOfHarmonics(initialHarmonics(spins, start, band), "sphere", error)
    : endOfHarmonics(initialBallState(spins, start, band), "ball", error);
}

export const noEndState = (missing: string): EndState => ({ state: null, missing });

function bounded(state: MomentsStart): EndState {
  const { length } = state.unknowns;
  return length <= LARGEST_STATE ? { state, missing: null } : tooLarge(length);
}

const tooLarge = (numbers: number): EndState =>
  noEndState(`the state has ${numbers} numbers, above the limit ${LARGEST_STATE}`);
