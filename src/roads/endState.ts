import { ballMoments } from "../fem/ball/moments.ts";
import { type HarmonicCoefficients, harmonicCoefficients } from "../fem/harmonicCoefficients.ts";
import { ballStateOfBlocks } from "../harmonic/ball/densityMatrix.ts";
import { initialBallState } from "../harmonic/ball/initialBallState.ts";
import { harmonicsOfDensityMatrix } from "../harmonic/densityMatrix.ts";
import type { HarmonicState } from "../harmonic/harmonicState.ts";
import { initialHarmonics } from "../harmonic/initialHarmonics.ts";
import { checkedInitialState, type MomentsStart } from "../model/initialState.ts";
import { hasLocalRates, type SpinModel } from "../model/spinModel.ts";
import type { BallMoments } from "../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../state/blocks/blockDensity.ts";
import { multipolesOfHarmonics } from "../state/blocks/multipoles.ts";
import type { DensityMatrix } from "../state/densityMatrix.ts";
import { type ErrorEstimate, traceNormFromErrors } from "../state/errorEstimate.ts";
import type { Vector3 } from "../state/moments.ts";
import { isInBall } from "./elements.ts";
import { isAnswerInBall, type Steady } from "./steadyAnswer.ts";

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
  const { model, errorEstimate } = found;
  const domain = isAnswerInBall(found) ? "ball" : "sphere";
  if (found.method === "harmonic") return endOfHarmonics(found.state, domain, errorEstimate);
  if (found.method === "dicke")
    return found.density === null
      ? noEndState("the density matrix did not fit the memory: its populations alone were solved for")
      : endOfDensity(found.density, errorEstimate);
  const { space, density } = found.solution;
  if ("point" in found.solution && found.solution.point !== null)
    return endAtPoint(model, found.solution.point, errorEstimate);
  if (space === null || density === null) return noEndState("P has no values on a mesh");
  const { spins } = model;
  const band = Math.min(spins, LARGEST_ELEMENT_BAND);
  const moments = isInBall(space)
    ? ballMoments(space, spins, band)(density)
    : harmonicStateFromElements(spins, harmonicCoefficients(space, density, band));
  // The moments of higher degree are known as well as the purity, to which each adds its square.
  const error = traceNormFromErrors(errorEstimate) + Math.sqrt((spins + 1) * errorEstimate.purity);
  return bounded({ kind: "moments", domain: isInBall(space) ? "ball" : "sphere", ...moments, error });
}

/** Degrees that elements are asked for. */
const LARGEST_ELEMENT_BAND = 60;

function harmonicStateFromElements(spins: number, { degree, real, imaginary }: HarmonicCoefficients): HarmonicState {
  const unknowns = multipolesOfHarmonics(spins, degree, real, imaginary);
  const norm = unknowns[0]! * Math.sqrt(spins + 1);
  return { spins, band: degree, unknowns: unknowns.map((value) => value / norm) };
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
  return length <= LARGEST_STATE
    ? { state, missing: null }
    : noEndState(`the state has ${length} numbers, above the limit ${LARGEST_STATE}`);
}
