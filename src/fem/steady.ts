import { ConvergenceError, InputError, NotParabolicError, NotUniqueError } from "../core/errors.ts";
import { icosphere } from "../mesh/icosphere.ts";
import { type Mesh, vertexCount } from "../mesh/mesh.ts";
import { gradeMesh } from "../mesh/moebius.ts";
import { isParabolicOnSphere, requiredDephasing } from "../model/kramersMoyal.ts";
import { hasLocalRates, type SpinModel } from "../model/spinModel.ts";
import { steadyStateKind } from "../model/uniqueness.ts";
import type { Observables, Vector3 } from "../state/moments.ts";
import { observables } from "../state/observables.ts";
import { type DensitySummary, sampleDensity, summarizeDensity } from "./density.ts";
import { lagrangeTriangle, maximumTriangleDegree } from "./element.ts";
import { covarianceChange, type ErrorEstimate, estimateMoments, largestMoment } from "./errorEstimate.ts";
import { expectedPeak, gradingScale, type PeakEstimate } from "./grading.ts";
import { purity } from "./purity.ts";
import { type SteadyDensity, type StageSeconds, solveSteady } from "./solveSteady.ts";
import type { FunctionSpace } from "./space.ts";

export interface SteadyOptions {
  /** Largest accepted estimate of the absolute error of 2<J>/N and 4<J^2>/N^2; default 1e-8. */
  readonly tolerance?: number;
  /** A mesh of the sphere; chosen by itself where absent. */
  readonly mesh?: Mesh;
  /** Element degree, 1 to 8; chosen by itself where absent. */
  readonly degree?: number;
  /** Solve although the equation is not parabolic; the answer may then have few digits, or none. */
  readonly force?: boolean;
  /** Limit on the number of unknowns of one solve; default 200,000, about 3 GiB. */
  readonly maximumUnknowns?: number;
  readonly onProgress?: (progress: SteadyProgress) => void;
}

export interface SteadyProgress {
  readonly mesh: string;
  readonly degree: number;
  readonly unknowns: number;
  /** Largest error estimate so far; null before the first. */
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
  /** Finite-element space and nodal values of P; null where P is concentrated on `point`. */
  readonly space: FunctionSpace | null;
  readonly density: Float64Array | null;
  /** Direction of the delta, where the steady state is a pure coherent state. */
  readonly point: Vector3 | null;
  readonly seconds: StageSeconds & { readonly total: number };
}

/** One mesh with the degrees to try on it. */
interface Stage {
  readonly mesh: () => Mesh;
  readonly name: string;
  readonly degrees: readonly number[];
  readonly peak: PeakEstimate | null;
}

/**
 * Steady state of a model with collective processes: the null vector of the generator with int P = 1, on a mesh and degree
 * chosen so that the estimated error of every first and second moment is below the tolerance. The result of degree p is
 * reported with an error estimated from degree p + 1.
 *
 * @throws InputError for local rates (they need the ball) and options out of range
 * @throws NotUniqueError where a quantity is conserved
 * @throws NotParabolicError where the diffusion has a negative eigenvalue, unless `force`
 * @throws ConvergenceError where the tolerance is not met; it says what stopped the refinement
 */
export function steadyState(model: SpinModel, options: SteadyOptions = {}): SteadyState {
  const started = performance.now();
  const tolerance = checkedTolerance(options.tolerance ?? 1e-8);
  requireCollective(model);
  const kind = steadyStateKind(model);
  if (kind.kind === "notUnique") {
    throw new NotUniqueError({
      what: `the steady state is not unique: ${kind.conserved} is conserved`,
      remedy: "add pump or decay, or dephasing with a field across the z axis",
      value: kind.conserved,
    });
  }
  if (kind.kind === "point") return pureState(model, kind.direction, started);
  if (!options.force && !isParabolicOnSphere(model)) throw notParabolic(model);

  const strict = options.tolerance !== undefined || options.mesh === undefined || options.degree === undefined;
  const search = { best: Number.POSITIVE_INFINITY, last: "no space fits the limit on the unknowns" };
  let fallback: { coarse: SteadyDensity; fine: SteadyDensity; name: string } | null = null;
  for (const stage of stages(model, options)) {
    const outcome = climb(model, stage, tolerance, options, search);
    if (outcome === null) continue;
    if (outcome.met) return finish(model, outcome.coarse, outcome.fine, stage.name, started);
    fallback = { coarse: outcome.coarse, fine: outcome.fine, name: stage.name };
    if (outcome.stalled) break;
  }
  if (fallback !== null && (!strict || options.force)) {
    return finish(model, fallback.coarse, fallback.fine, fallback.name, started);
  }
  throw new ConvergenceError({
    what: `the error estimate ${search.best.toExponential(1)} stays above the tolerance ${tolerance}: ${search.last}`,
    remedy: options.mesh
      ? "give a finer mesh, or leave the mesh to be chosen, or ask for a larger tolerance"
      : "ask for a larger tolerance",
    value: search.best,
    limit: tolerance,
  });
}

interface Outcome {
  readonly met: boolean;
  readonly stalled: boolean;
  readonly coarse: SteadyDensity;
  readonly fine: SteadyDensity;
}

/** Raises the degree on one mesh until the estimate meets the tolerance; null where the peak is not where the mesh is fine. */
function climb(
  model: SpinModel,
  stage: Stage,
  tolerance: number,
  options: SteadyOptions,
  search: { best: number; last: string },
): Outcome | null {
  const mesh = stage.mesh();
  const towards = stage.peak?.centre ?? [0, 0, 1];
  const limit = options.maximumUnknowns ?? 200_000;
  let coarse: SteadyDensity | null = null;
  let outcome: Outcome | null = null;
  let stalls = 0;
  let previous: number | null = null;
  for (const degree of [...stage.degrees, stage.degrees.at(-1)! + 1]) {
    const unknowns = (vertexCount(mesh) - 2) * degree ** 2 + 2;
    if (unknowns > limit) {
      search.last = `degree ${degree} on ${stage.name} would need ${unknowns} unknowns, above the limit ${limit}`;
      return outcome;
    }
    options.onProgress?.({
      mesh: stage.name,
      degree,
      unknowns,
      estimate: Number.isFinite(search.best) ? search.best : null,
    });
    const fine: SteadyDensity = solveSteady(model, mesh, degree, towards);
    if (coarse !== null) {
      const estimate = largestMoment(estimateMoments(coarse, fine, model.spins));
      stalls = estimate > 0.5 * search.best ? stalls + 1 : 0;
      search.best = Math.min(search.best, estimate);
      search.last = `degree ${degree - 1} on ${stage.name} was the last that was tried`;
      const met =
        estimate <= tolerance &&
        covarianceChange(coarse, fine) <= 100 * tolerance &&
        Math.abs(purityOf(coarse, model) - purityOf(fine, model)) <= tolerance;
      outcome = { met, stalled: false, coarse, fine };
      if (met && stage.peak !== null && !nearPeak(fine, stage.peak)) return null;
      if (met) return outcome;
      // Rounding, not resolution: more unknowns would only add to it.
      if (stalls >= 3 && estimate < 1e-4) {
        search.last = "rounding errors no longer let it fall with more unknowns";
        return { ...outcome, stalled: true };
      }
      // Estimates fall geometrically with the degree: where the highest degree would not do, a finer mesh is cheaper now.
      const rate = previous === null ? 0.1 : Math.min(1, estimate / previous);
      if (options.mesh === undefined && estimate * rate ** (stage.degrees.at(-1)! + 1 - degree) > tolerance) {
        return outcome;
      }
      previous = estimate;
    }
    coarse = fine;
  }
  return outcome;
}

/** Meshes and degrees in the order in which they are tried. */
function* stages(model: SpinModel, options: SteadyOptions): Generator<Stage> {
  const fixedDegree = options.degree === undefined ? null : lagrangeTriangle(options.degree).degree;
  if (options.mesh !== undefined) {
    const mesh = options.mesh;
    requireSphere(mesh);
    const first = Math.min(5, Math.max(1, Math.ceil(Math.sqrt(2000 / vertexCount(mesh)))));
    const degrees = fixedDegree === null ? range(first, maximumTriangleDegree) : [fixedDegree];
    yield { mesh: () => mesh, name: "the given mesh", degrees, peak: null };
    return;
  }
  const peak = expectedPeak(model);
  const scale = peak === null ? 1 : gradingScale(peak);
  for (const graded of scale > 1 ? [true, false] : [false]) {
    // Low degrees need finer meshes; the limit on the unknowns ends the list.
    for (let level = 2; level <= 7; level++) {
      const degrees = fixedDegree === null ? range(level === 2 ? 4 : 6, maximumTriangleDegree) : [fixedDegree];
      if (graded && level > 4) continue;
      yield graded
        ? {
            mesh: () => gradeMesh(icosphere(level), peak!.centre, scale),
            name: `icosphere:${level} graded by ${scale.toPrecision(3)} around (${peak!.centre.map((c) => c.toFixed(3)).join(", ")})`,
            degrees,
            peak,
          }
        : { mesh: () => icosphere(level), name: `icosphere:${level}`, degrees, peak: null };
    }
  }
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, k) => first + k);

/** Whether the density is where linear noise said, with a width of that order. */
function nearPeak(solution: SteadyDensity, peak: PeakEstimate): boolean {
  const [xx, yy, zz] = solution.moments.central as unknown as Vector3;
  const width = Math.sqrt(Math.max(0, xx + yy + zz));
  const mean = solution.moments.moments.mean;
  const distance = Math.hypot(mean[0] - peak.centre[0], mean[1] - peak.centre[1], mean[2] - peak.centre[2]);
  return width > peak.width / 4 && width < 4 * peak.width && distance < 4 * peak.width;
}

function finish(
  model: SpinModel,
  coarse: SteadyDensity,
  fine: SteadyDensity,
  mesh: string,
  started: number,
): SteadyState {
  const sample = sampleDensity(coarse.space, coarse.density);
  const coarsePurity = purityOf(coarse, model);
  const moments = estimateMoments(coarse, fine, model.spins);
  const add = (stage: keyof StageSeconds): number => coarse.seconds[stage] + fine.seconds[stage];
  return {
    method: "fem",
    model,
    observables: observables(model.spins, coarse.moments.moments, coarsePurity, coarse.moments.covariance),
    errorEstimate: { ...moments, purity: 2 * Math.abs(coarsePurity - purityOf(fine, model)) + 1e-12 },
    summary: summarizeDensity(sample, coarse.density),
    residual: coarse.residual,
    mesh,
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

const purities = new WeakMap<SteadyDensity, number>();

function purityOf(solution: SteadyDensity, model: SpinModel): number {
  let value = purities.get(solution);
  if (value === undefined) {
    value = purity(solution.space, solution.density, model.spins);
    purities.set(solution, value);
  }
  return value;
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
    space: null,
    density: null,
    point: direction,
    seconds: { assembly: 0, analysis: 0, factorization: 0, solve: 0, total: (performance.now() - started) / 1000 },
  };
}

function requireCollective(model: SpinModel): void {
  if (!hasLocalRates(model)) return;
  throw new InputError({
    what: "the model has local rates, which take P off the sphere into the ball",
    remedy: "set local.dephasing, local.pump and local.decay to 0",
    value: model.local,
    limit: 0,
  });
}

function requireSphere(mesh: Mesh): void {
  if (mesh.dimension === 2) return;
  throw new InputError({
    what: `the mesh has dimension ${mesh.dimension}; P lives on the sphere, dimension 2`,
    remedy: "give a triangle mesh of the unit sphere",
    value: mesh.dimension,
    limit: 2,
  });
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

function notParabolic(model: SpinModel): NotParabolicError {
  const required = requiredDephasing(model);
  return new NotParabolicError({
    what: `the equation is not parabolic: collective.dephasing is ${model.collective.dephasing}, below (sqrt(pump) - sqrt(decay))^2 / 2 = ${required}`,
    remedy: `raise collective.dephasing to ${required}, use the Dicke method, or force a solution that may have few digits`,
    value: model.collective.dephasing,
    limit: required,
  });
}
