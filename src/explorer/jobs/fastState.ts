import { BlochfemError, NotUniqueError } from "../../core/errors.ts";
import { sampleDensity, summarizeDensity } from "../../fem/density.ts";
import { expectedPeak, gradingScale } from "../../fem/sphere/expectedPeak.ts";
import type { FunctionSpace } from "../../fem/sphere/space.ts";
import { steadySolverOn } from "../../fem/steadyDensityOn.ts";
import type { SteadyDensity } from "../../fem/steadySystem.ts";
import { gradeMesh } from "../../mesh/grade.ts";
import { icosphere } from "../../mesh/icosphere.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import { meanFieldDomain } from "../../model/meanField.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { steadyStateKind } from "../../model/uniqueness.ts";
import type { State } from "../../roads/state.ts";
import { viewOfElements } from "../../roads/stateViews.ts";
import { harmonicAnswer } from "../../roads/steady/buildAnswer.ts";
import { steadyByHarmonics } from "../../roads/steady/byDomain.ts";
import { sharedHarmonicSolvers } from "../../roads/steady/sharedSolvers.ts";
import { steady } from "../../roads/steady.ts";
import { differenceOfMoments } from "../../state/comparison.ts";
import { withLazyPurity } from "../../state/lazyPurity.ts";
import type { SpinMoments, Vector3 } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";

/*
 * A steady state within a tenth of a second, for a picture that follows a slider: one space or one band, no search. Its errors are estimates of the same kind as
 * elsewhere; no tolerance is met.
 */

const BASE = icosphere(2);

/** Degree of the solution, and of the one that tells its error. */
const DEGREE = 4;
const LOWER_DEGREE = 3;

/** Harmonics: all where there are few; else a band that is solved for, with those that it is compared with, in time. */
export const WHOLE_BAND = 40;
const LOW_BAND = 60;

/** Above this N a band misses too much of what is not parabolic, and functions around the mean field are as quick. */
const MOST_SPINS_OF_A_BAND = 250;
const TOLERANCE = 1e-4;
/** Of polynomials in the ball. */
const BALL_BAND = 10;

export type FastSteady = (model: SpinModel) => State;

/** A solver that keeps what models after one another have in common: moments of one N. */
export function fastSteady(): FastSteady {
  const solvers = sharedHarmonicSolvers();
  const byMoments = (model: SpinModel): State => {
    const inBall = meanFieldDomain(model) === "ball";
    const { spins } = model;
    const band = inBall ? Math.min(spins, BALL_BAND) : spins <= WHOLE_BAND ? spins : LOW_BAND;
    const found = steadyByHarmonics(model, { band }, solvers);
    return harmonicAnswer({ model, reason: "it is fast", inBall, found, seconds: 0 });
  };
  return (model) => {
    // A point, or an error that says what is conserved.
    if (steadyStateKind(model).kind !== "unique") return steady(model);
    const inBall = meanFieldDomain(model) === "ball";
    const parabolic = !inBall && isParabolicOnSphere(model);
    const byFunctions = (): State => steady(model, { method: "fem", tolerance: TOLERANCE, purity: false });
    // Few moments may be those of a place that the mean field leaves, which they then say; one mesh is the first of a ladder that the full road climbs.
    if (inBall) return firstOf([() => byMoments(model), byFunctions]);
    if (!parabolic && model.spins <= MOST_SPINS_OF_A_BAND) return byMoments(model);
    return firstOf([parabolic ? () => byElements(model) : byFunctions, () => byMoments(model)]);
  };
}

/** What the first way finds that does not fail. */
function firstOf([way, next]: readonly [() => State, () => State]): State {
  try {
    return way();
  } catch (error) {
    if (error instanceof BlochfemError && !(error instanceof NotUniqueError)) return next();
    throw error;
  }
}

function byElements(model: SpinModel): State {
  const mesh = meshFor(model);
  const fine = steadySolverOn(mesh, DEGREE)(model) as SteadyDensity<FunctionSpace>;
  const coarse = steadySolverOn(mesh, LOWER_DEGREE)(model);
  const { moments, covariance } = fine.moments;
  const error = largestOf(differenceOfMoments(moments, coarse.moments.moments)) + largestRounding(fine.rounding);
  const all: Vector3 = [error, error, error];
  const rest = observables(model.spins, moments, 1, covariance);
  const { observables: seen, errorEstimate } = withLazyPurity(rest, { mean: all, square: all, cross: all }, () => {
    const { purity } = fine.purity();
    return { purity, error: Math.abs(purity - coarse.purity().purity) + fine.purityRounding() };
  });
  const { space } = fine;
  const density = fine.density();
  const summary = summarizeDensity(sampleDensity(space, density), density);
  return {
    method: "fem",
    model,
    observables: seen,
    errorEstimate,
    reason: "it is fast",
    ...viewOfElements(model.spins, { space, density, multipoles: null, summary }, () => errorEstimate),
  };
}

function meshFor(model: SpinModel): Mesh {
  const peak = expectedPeak(model);
  const scale = peak === null ? 1 : gradingScale(peak);
  return peak === null || scale === 1 ? BASE : gradeMesh(BASE, peak.centre, scale);
}

const largestOf = ({ mean, square, cross }: ReturnType<typeof differenceOfMoments>): number =>
  Math.max(mean, square, cross);

const largestRounding = ({ mean, square, cross }: SpinMoments): number => Math.max(...mean, ...square, ...cross);
