import { ConvergenceError, InputError } from "../core/errors.ts";
import { type Mesh, vertexCount } from "../mesh/mesh.ts";
import { isParabolicOnSphere } from "../model/kramersMoyal.ts";
import { requireCollective, type SpinModel } from "../model/spinModel.ts";
import { requireUniqueSteadyState, steadyStateKind } from "../model/uniqueness.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import type { Observables, SpinMoments, Vector3 } from "../state/moments.ts";
import { observables } from "../state/observables.ts";
import { comparedBand, defaultBand } from "./band.ts";
import { type DensitySummary, sampleDensity, summarizeDensity } from "./density.ts";
import { covarianceChange, estimateMoments, largestMoment, roundingFloor } from "./errorEstimate.ts";
import type { PeakEstimate } from "./grading.ts";
import { type StageSeconds, type SteadyDensity, solveSteady } from "./solveSteady.ts";
import { solveSteadyInBand } from "./solveSteadyInBand.ts";
import type { FunctionSpace } from "./space.ts";
import { type Stage, smoothStages, steadyStages } from "./steadyStages.ts";

export interface SteadyOptions {
  /**
   * Largest accepted estimate of the absolute error of 2<J>/N and 4<J^2>/N^2; default 1e-8, inside a band 1e-7. Where mesh
   * and degree are both given, the default is not to ask for any.
   */
  readonly tolerance?: number;
  /** A mesh of the sphere; chosen by itself where absent. */
  readonly mesh?: Mesh;
  /** Element degree, 1 to 8; chosen by itself where absent. */
  readonly degree?: number;
  /**
   * Gauge filter: solve within the harmonics l <= band. By default min(N, 4 sqrt(N)) where the equation is not parabolic, and
   * none where it is; "none" turns it off, and an answer that is not parabolic may then have few digits.
   */
  readonly band?: number | "none";
  /** Limit on the number of unknowns of one solve; default 200,000, about 3 GiB. */
  readonly maximumUnknowns?: number;
  readonly onProgress?: (progress: SteadyProgress) => void;
}

export interface SteadyProgress {
  readonly mesh: string;
  readonly degree: number;
  readonly unknowns: number;
  /** Smallest error estimate so far; null before the first. */
  readonly estimate: number | null;
}

/** The steady state from the P-function on the sphere. */
export interface SteadyState {
  readonly method: "fem";
  readonly model: SpinModel;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  readonly summary: DensitySummary;
  /** Backward error of the null vector. */
  readonly residual: number;
  /** How the mesh was made, as far as this function made it. */
  readonly mesh: string;
  /** The gauge filter's band and the one that its error was estimated from; null without a filter. */
  readonly band: BandPair | null;
  /** Finite-element space and nodal values of P; null where P is concentrated on `point`. */
  readonly space: FunctionSpace | null;
  readonly density: Float64Array | null;
  /** Direction of the delta, where the steady state is a pure coherent state. */
  readonly point: Vector3 | null;
  readonly seconds: StageSeconds & { readonly total: number };
}

export interface BandPair {
  readonly degree: number;
  readonly compared: number;
}

/**
 * Steady state of a model with collective processes: the null vector of the generator with int P = 1, on a mesh and degree
 * chosen so that the estimated error of every first and second moment is below the tolerance. The error is estimated from a
 * second solution of higher degree (and wider band).
 *
 * @throws InputError for local rates (they need the ball) and options out of range
 * @throws NotUniqueError where a quantity is conserved
 * @throws ConvergenceError where the tolerance is not met; it says what stopped the refinement
 */
export function steadyState(model: SpinModel, options: SteadyOptions = {}): SteadyState {
  const started = performance.now();
  requireCollective(model);
  const band = bandOf(model, options.band);
  const tolerance = checkedTolerance(options.tolerance ?? (band === null ? 1e-8 : 1e-7));
  requireUniqueSteadyState(model);
  const kind = steadyStateKind(model);
  if (kind.kind === "point") return pureState(model, kind.direction, started);

  const solver: Solver = { model, band, limit: options.maximumUnknowns ?? 200_000 };
  const search: Search = {
    best: Number.POSITIVE_INFINITY,
    of: "the moments",
    last: "no space fits the limit on the unknowns",
  };
  let reached: Outcome | null = null;
  for (const stage of (band === null ? steadyStages : smoothStages)(model, {
    ...options,
    maximumUnknowns: solver.limit,
  })) {
    const outcome = climb(solver, stage, tolerance, options, search);
    if (outcome === null) continue;
    if (outcome.end === "met") return finish(solver, outcome, stage.name, started);
    reached = outcome;
    if (outcome.end === "stalled") {
      search.last = "rounding errors no longer let it fall with more unknowns";
      break;
    }
  }
  const accuracyAsked = options.tolerance !== undefined || options.mesh === undefined || options.degree === undefined;
  if (reached !== null && !accuracyAsked) return finish(solver, reached, "the given mesh", started);
  throw new ConvergenceError({
    what: `the error estimate ${search.best.toExponential(1)} of ${search.of} stays above the tolerance ${tolerance}: ${search.last}`,
    remedy: options.mesh
      ? "give a finer mesh, or leave the mesh to be chosen, or ask for a larger tolerance"
      : "ask for a larger tolerance",
    value: search.best,
    limit: tolerance,
  });
}

interface Solver {
  readonly model: SpinModel;
  readonly band: BandPair | null;
  readonly limit: number;
}

interface Search {
  /** Smallest estimate so far, and of what. */
  best: number;
  of: string;
  last: string;
}

interface Outcome {
  readonly end: "met" | "open" | "stalled";
  /** What is reported, and what tells its error. */
  readonly coarse: SteadyDensity;
  readonly fine: SteadyDensity;
}

/** Raises the degree on one mesh until the estimate meets the tolerance; null where the peak is not where the mesh is fine. */
function climb(
  solver: Solver,
  stage: Stage,
  tolerance: number,
  options: SteadyOptions,
  search: Search,
): Outcome | null {
  const { model, band, limit } = solver;
  const mesh = stage.mesh();
  const known = new Map<string, SteadyDensity>();
  const at = (degree: number, bandDegree: number | null): SteadyDensity => {
    const key = `${degree} ${bandDegree}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const estimate = Number.isFinite(search.best) ? search.best : null;
    options.onProgress?.({ mesh: stage.name, degree, unknowns: unknownCount(mesh, degree), estimate });
    const solution =
      bandDegree === null
        ? solveSteady(model, mesh, degree, stage.peak?.centre ?? [0, 0, 1])
        : solveSteadyInBand(model, mesh, degree, bandDegree);
    known.set(key, solution);
    return solution;
  };
  let outcome: Outcome | null = null;
  let previous: number | null = null;
  for (const [k, [degree, compared]] of stage.pairs.entries()) {
    const unknowns = unknownCount(mesh, Math.max(degree, compared));
    if (unknowns > limit) {
      search.last = `${stage.name} would need ${unknowns} unknowns at degree ${Math.max(degree, compared)}, above the limit ${limit}`;
      return outcome;
    }
    const coarse = at(degree, band?.degree ?? null);
    const fine = at(compared, band?.compared ?? null);
    const errors = estimatePair(solver, coarse, fine);
    let limiting = "the moments";
    let estimate = largestMoment(errors);
    // What else is cheap to ask for: the width of a narrow peak to a hundred times the tolerance, relatively, and the purity.
    if (estimate <= tolerance && covarianceChange(coarse, fine) / 100 > tolerance) {
      limiting = "the covariance, relative to its trace and divided by 100";
      estimate = covarianceChange(coarse, fine) / 100;
    }
    // The tolerance is one of moments; the purity, which depends on all harmonics, is granted twice as much.
    if (estimate <= tolerance && errors.purity() / 2 > tolerance) {
      limiting = "the purity";
      estimate = errors.purity() / 2;
    }
    const stalled: boolean =
      limiting === search.of && estimate > tolerance && estimate < 1e-4 && estimate > 0.5 * search.best;
    if (estimate < search.best) {
      search.best = estimate;
      search.of = limiting;
    }
    search.last = `degree ${degree} on ${stage.name} was the last that was tried`;
    const met = estimate <= tolerance;
    if (met && stage.peak !== null && !nearPeak(fine, stage.peak)) return null;
    outcome = { end: met ? "met" : stalled ? "stalled" : "open", coarse, fine };
    if (outcome.end !== "open") return outcome;
    // Estimates fall geometrically from pair to pair: where the last would not do, a finer mesh is cheaper now.
    const rate: number = previous === null ? 1e-3 : estimate / previous;
    if (options.mesh === undefined && estimate * rate ** (stage.pairs.length - 1 - k) > tolerance) return outcome;
    previous = estimate;
  }
  return outcome;
}

function estimatePair(
  { model, band }: Solver,
  coarse: SteadyDensity,
  fine: SteadyDensity,
): SpinMoments & { readonly purity: () => number } {
  const floor = roundingFloor(coarse.space.mesh, model.spins);
  const moments = estimateMoments(coarse.moments.moments, fine.moments.moments, floor, band !== null);
  return { ...moments, purity: () => 2 * Math.abs(coarse.purity() - fine.purity()) + 1e-12 };
}

/** (V - 2) p^2 + 2 on a closed surface of genus 0. */
export const unknownCount = (mesh: Mesh, degree: number): number => (vertexCount(mesh) - 2) * degree ** 2 + 2;

/** The band to solve in, or null for none. Throws InputError for one that cannot hold the moments. */
export function bandOf(model: SpinModel, asked: number | "none" | undefined): BandPair | null {
  if (asked === "none" || (asked === undefined && isParabolicOnSphere(model))) return null;
  const degree = asked ?? Math.max(2, defaultBand(model.spins));
  if (Number.isInteger(degree) && degree >= 2) return { degree, compared: comparedBand(degree) };
  throw new InputError({
    what: `the band ${degree} is not an integer of at least 2`,
    remedy: `second moments need l = 2; min(N, 4 sqrt(N)) = ${defaultBand(model.spins)} is the usual choice`,
    value: degree,
    limit: 2,
  });
}

/** Whether the density is where linear noise said, with a width of that order. */
function nearPeak(solution: SteadyDensity, peak: PeakEstimate): boolean {
  const [xx, yy, zz] = solution.moments.central as unknown as Vector3;
  const width = Math.sqrt(Math.max(0, xx + yy + zz));
  const mean = solution.moments.moments.mean;
  const distance = Math.hypot(mean[0] - peak.centre[0], mean[1] - peak.centre[1], mean[2] - peak.centre[2]);
  return width > peak.width / 4 && width < 4 * peak.width && distance < 4 * peak.width;
}

function finish(solver: Solver, outcome: Outcome, mesh: string, started: number): SteadyState {
  const { model, band } = solver;
  const { coarse, fine } = outcome;
  const sample = sampleDensity(coarse.space, coarse.density);
  const coarsePurity = coarse.purity();
  const errors = estimatePair(solver, coarse, fine);
  const add = (stage: keyof StageSeconds): number => coarse.seconds[stage] + fine.seconds[stage];
  return {
    method: "fem",
    model,
    observables: observables(model.spins, coarse.moments.moments, coarsePurity, coarse.moments.covariance),
    errorEstimate: { ...errors, purity: errors.purity() },
    summary: summarizeDensity(sample, coarse.density),
    residual: coarse.residual,
    mesh,
    band,
    space: coarse.space,
    density: coarse.density,
    point: null,
    seconds: {
      assembly: add("assembly"),
      analysis: add("analysis"),
      factorization: add("factorization"),
      solve: add("solve"),
      total: (performance.now() - started) / 1000,
    },
  };
}

/** P = delta(r - direction): the pure coherent state, exact. */
function pureState(model: SpinModel, direction: Vector3, started: number): SteadyState {
  const noise = 1 / model.spins;
  const moments = {
    mean: direction,
    square: direction.map((c) => noise + (1 - noise) * c * c) as unknown as Vector3,
    cross: [
      (1 - noise) * direction[0] * direction[1],
      (1 - noise) * direction[0] * direction[2],
      (1 - noise) * direction[1] * direction[2],
    ] as Vector3,
  };
  const none: Vector3 = [0, 0, 0];
  return {
    method: "fem",
    model,
    observables: observables(model.spins, moments, 1),
    errorEstimate: { mean: none, square: none, cross: none, purity: 0 },
    summary: { minimum: 0, maximum: Number.POSITIVE_INFINITY, negativeMass: 0, mass: 1 },
    residual: 0,
    mesh: "none",
    band: null,
    space: null,
    density: null,
    point: direction,
    seconds: { assembly: 0, analysis: 0, factorization: 0, solve: 0, total: (performance.now() - started) / 1000 },
  };
}

function checkedTolerance(tolerance: number): number {
  if (tolerance > 0 && tolerance < 1) return tolerance;
  throw new InputError({
    what: `the tolerance is ${tolerance}, outside (0, 1)`,
    remedy: "it is the absolute error accepted for moments of order 1; 1e-8 is the default",
    value: tolerance,
    limit: 1,
  });
}
