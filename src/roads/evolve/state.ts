import { ConvergenceError } from "../../core/errors.ts";
import { type DensitySummary, sampleDensity, summarizeDensity } from "../../fem/density.ts";
import { initialBallState } from "../../harmonic/ball/initialState.ts";
import { initialHarmonics } from "../../harmonic/sphere/initialState.ts";
import { livesInBall } from "../../model/initialState.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import { type AnySpace, isInBall } from "../domain.ts";
import { endOfElements } from "../endState.ts";
import type { State, StateView } from "../state.ts";
import {
  viewOfCoherences,
  viewOfDensityMatrix,
  viewOfElements,
  viewOfMoments,
  viewOfPoint,
  viewOfPopulations,
  viewOfTurned,
} from "../stateViews.ts";
import type { AxisEvolution, Evolved, FemEvolution, FluxCorrectedEvolution } from "./answer.ts";
import type { RoadRequest } from "./request.ts";

/** The state at the last time of an evolution. Throws ConvergenceError where no time was left to follow. */
export function stateOfEvolution(request: RoadRequest, found: Evolved): State {
  const { method, reason } = found;
  const [observables, errorEstimate] = [found.observables.at(-1), found.errorEstimate.at(-1)];
  if (observables === undefined || errorEstimate === undefined) {
    throw new ConvergenceError({
      what: "the run was resumed at its last time, and no time was left to follow",
      remedy: "take the state from the run that the snapshot is from",
    });
  }
  const { model, initial } = request;
  return { method, model, initial, observables, errorEstimate, reason, ...viewOf(request, found, errorEstimate) };
}

function viewOf(request: RoadRequest, found: Evolved, errorEstimate: ErrorEstimate): StateView {
  const { spins } = request.model;
  const domain = livesInBall(request.model, request.initial) ? "ball" : "sphere";
  const errors = (): ErrorEstimate => errorEstimate;
  switch (found.method) {
    case "harmonic":
      return viewOfMoments(found.state, domain, errors);
    case "dicke":
      return found.rho === null
        ? found.populations === null
          ? viewOfCoherences(spins, domain)
          : viewOfPopulations(spins, found.populations, domain, errors)
        : viewOfDensityMatrix(found.rho, errors);
    case "sde":
      return withoutState(domain);
    case "fem":
      if (request.times.at(-1) === 0) return viewOfStart(request, errors);
      if (found.scheme === "axis") return viewBesideAxis(spins, found, errors);
      return found.scheme === "galerkin" ? viewOfPair(request, found, errors) : viewOfFlux(spins, found, errors);
  }
}

/** Above it the moments of a start take longer than a look at it may, and say no more than the point does. */
const MOST_SPINS_BY_MOMENTS = 100;

/** Nothing was evolved: deltas have moments, and no values on a mesh. */
function viewOfStart({ model, initial }: RoadRequest, errors: () => ErrorEstimate): StateView {
  const { spins } = model;
  if (spins > MOST_SPINS_BY_MOMENTS && initial.kind === "coherent" && !livesInBall(model, initial))
    return viewOfPoint(spins, [...initial.direction], "sphere", errors);
  return livesInBall(model, initial)
    ? viewOfMoments(initialBallState(spins, initial, spins), "ball", errors)
    : viewOfMoments(initialHarmonics(spins, initial, spins), "sphere", errors);
}

function viewOfPair({ model }: RoadRequest, found: FemEvolution, errors: () => ErrorEstimate): StateView {
  const { space, density, multipoles, turn } = found.solution.final();
  if (turn === null) {
    const values = density();
    const summary = summaryOf(space, values);
    return viewOfElements(model.spins, { space, density: values, multipoles, summary }, errors);
  }
  // P is known in a frame that turns: its moments are turned back.
  const end = endOfElements(model, found);
  if (end.state === null) return withoutState(isInBall(space) ? "ball" : "sphere");
  return viewOfMoments(end.state, end.state.domain, errors);
}

/** With P beside the axis, which pictures show. */
function viewBesideAxis(spins: number, { solution }: AxisEvolution, errors: () => ErrorEstimate): StateView {
  const { axis, moments, profile } = solution;
  const view = axis[2] === 1 ? viewOfMoments(moments, "ball", errors) : viewOfTurned(spins);
  return Object.assign({}, view, { axis, profile });
}

const viewOfFlux = (spins: number, { solution }: FluxCorrectedEvolution, errors: () => ErrorEstimate): StateView => {
  const { space, density } = solution;
  return viewOfElements(spins, { space, density, multipoles: null, summary: summaryOf(space, density) }, errors);
};

const summaryOf = (space: AnySpace, density: Float64Array): DensitySummary =>
  summarizeDensity(sampleDensity(space, density), density);

/** Of trajectories, which tell moments. */
function withoutState(domain: "sphere" | "ball"): StateView {
  const refused = (wanted: string): ConvergenceError =>
    new ConvergenceError({
      what: `${wanted} is not known: first and second moments and the purity are`,
      remedy: "ask for the method harmonic or dicke",
    });
  return {
    domain,
    density: null,
    point: null,
    densityMatrix: () => {
      throw refused("the density matrix");
    },
    husimi: () => {
      throw refused("the Husimi function");
    },
    // The largest that there are.
    stateError: () => ({ traceNorm: 2, husimi: 1 }),
  };
}
