import { defined } from "../../core/defined.ts";
import { once } from "../../core/once.ts";
import type { BallRegion } from "../../mesh/ball/region.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { fixedPoints } from "../../model/fixedPoints.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import { interacts, isActive, type SpinModel } from "../../model/spinModel.ts";
import { requireUniqueInBall, steadyStateKind } from "../../model/uniqueness.ts";
import { leastPurity, withinPurities } from "../../state/errorEstimate.ts";
import { withLazyPurity } from "../../state/lazyPurity.ts";
import type { Vector3 } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { requireTolerance } from "../../state/tolerance.ts";
import { sampleDensity, summarizeDensity } from "../density.ts";
import { estimateMoments, largerOf, largestMoment, PURITY_STEPS, sumOf } from "../errorEstimate.ts";
import { requireBand } from "../gaugeBand.ts";
import { pointState } from "../pointState.ts";
import {
  climbLadder,
  type LadderEstimate,
  type LadderStage,
  OTHER_MESHES,
  type Reached,
  type Resolution,
  type SteadyProgress,
  toleranceNotMet,
} from "../steadyLadder.ts";
import { addSeconds, type SteadyState } from "../steadyResult.ts";
import { type SteadyDensity, type SteadySystem, solveSteady } from "../steadySystem.ts";
import { lagrangeTetrahedron } from "./element.ts";
import { ballPolynomialCount } from "./polynomials.ts";
import { disputedPurityError } from "./purity.ts";
import { type BallSpace, ballUnknownCount } from "./space.ts";
import { ballStructure, ballSystem } from "./steady.ts";
import { solveBallSteadyInBand } from "./steadyInBand.ts";
import { type BallStageOptions, ballSteadyStages } from "./steadyStages.ts";

export interface BallSteadyOptions {
  /**
   * Largest accepted estimate of the absolute error of 2<J>/N and 4<J^2>/N^2; default 1e-8, inside a band 1e-5. Where mesh
   * and degree are both given, the default is not to ask for any.
   */
  readonly tolerance?: number;
  /** Tetrahedra; chosen by itself where absent, around the place where P is expected to be narrow. */
  readonly mesh?: Mesh;
  /** Degree of the elements, 1 to 4; chosen by itself where absent, and then up to 8. */
  readonly degree?: number;
  /**
   * Degree of the gauge band, at least 2. By default bands of growing degree where the equation is not parabolic (k_+ != k_-, in general w != 0, or an
   * interaction), and none where it is; "none" turns it off, and an answer that is not parabolic may then have few digits.
   */
  readonly band?: number | "none";
  /**
   * Whether mesh and degree are refined for the purity, too; default true. With false the moments alone decide, and the purity, which at large N costs
   * more than the solve, is computed when it is looked at, with whatever error estimate it then has.
   */
  readonly purity?: boolean;
  /** Limit on the number of unknowns of one solve; default 100,000. */
  readonly maximumUnknowns?: number;
  readonly onProgress?: (progress: SteadyProgress) => void;
}

/** Error of the purity that is good enough whatever the tolerance of the moments, of which it depends on those of all degrees. */
const PURITY_ASKED = 1e-4;

/** Solutions that do not resolve the purity may differ by less than their error: 3 times less was seen. */
const UNRESOLVED = 10;

/** P vanishes outside the mesh, which need not fill the ball: what P would be there is gauge. */
export type BallSteadyState = SteadyState<BallSpace>;

/**
 * Steady state of a model with local rates, from P in the Bloch ball: the null vector of the generator with int P = 1, on a mesh, with a degree and in
 * a gauge band that let the estimated error of every first and second moment be below the tolerance. The error is estimated from further solutions of
 * higher degree and wider band.
 *
 * For k_+ = k_- and degree >= 2 the moments are exact to rounding on any mesh, and so is everything where N <= degree (in a band N). Elsewhere a band
 * of 4 to 14 degrees does, on a mesh around the one stable fixed point of the mean field; where there is no such point, or P is broad at
 * N > 14, it may not. The purity depends on moments of all degrees: it is refined for, to 100 tolerances or 1e-4, while there is something left to try, and
 * its error may be larger in the end. Where nothing diffuses P is a delta, and `point` its place.
 *
 * @throws InputError for options out of range
 * @throws NotUniqueError where a quantity is conserved; without local rates J^2 is
 * @throws ConvergenceError where the tolerance is not met; it says what stopped the refinement
 */
export function ballSteadyState(model: SpinModel, options: BallSteadyOptions = {}): BallSteadyState {
  const started = performance.now();
  const band = bandOf(model, options.band);
  const tolerance = requireTolerance(options.tolerance ?? (band === null ? 1e-8 : 1e-5));
  if (options.degree !== undefined) lagrangeTetrahedron(options.degree);
  requireUniqueInBall(model);
  const delta = deltaOf(model);
  if (delta !== null) return pointState(model, delta.place, delta.error, started);

  const maximumUnknowns = options.maximumUnknowns ?? 100_000;
  const accuracyAsked = options.tolerance !== undefined || options.mesh === undefined || options.degree === undefined;
  const purityAllowance = Math.max(100, PURITY_ASKED / tolerance);
  const search = climbLadder<SteadyDensity<BallSpace>>({
    stages: ladderStages(model, { ...options, band, mayFilter: options.band === undefined }),
    estimate: (coarse, fine) => estimateErrors(model, coarse, fine, !accuracyAsked),
    tolerance,
    maximumUnknowns,
    // The covariance of the spins is 1/N, up to what they are polarised, and (N - 1)/N of that of P.
    leastCovariance: 1 / (model.spins - 1),
    purityAllowance: options.purity === false ? Number.POSITIVE_INFINITY : purityAllowance,
    purityRequired: false,
    ...defined({ onProgress: options.onProgress }),
  });
  const { reached } = search;
  if (reached !== null && (reached.end === "met" || !accuracyAsked)) {
    const resolved = accuracyAsked ? purityAllowance * tolerance : Number.POSITIVE_INFINITY;
    return finish(model, reached, resolved, started);
  }
  throw toleranceNotMet(search, tolerance, options.mesh === undefined ? [] : OTHER_MESHES);
}

/** Throws InputError for a band that cannot hold the moments. */
function bandOf(model: SpinModel, asked: number | "none" | undefined): BallStageOptions["band"] {
  if (asked === undefined) return isParabolicInBall(model) ? null : "grow";
  if (asked === "none") return null;
  return requireBand(asked, "leave the band out, and it grows until the tolerance is met");
}

/** Where P is a delta: nothing diffuses, or nothing leaves the end of the ladder. */
function deltaOf(model: SpinModel): { readonly place: Vector3; readonly error: number } | null {
  const kind = steadyStateKind(model);
  if (kind.kind === "point") return { place: kind.direction, error: 0 };
  if (isActive(model.collective) || interacts(model)) return null;
  // Local processes alone have an affine flow: one fixed point, which attracts, or the steady state would not be unique.
  const { position, positionError } = fixedPoints(model).points[0]!;
  return { place: position, error: positionError };
}

function* ladderStages(model: SpinModel, options: BallStageOptions): Generator<LadderStage<SteadyDensity<BallSpace>>> {
  for (const { mesh: make, name, rungs, region } of ballSteadyStages(model, options)) {
    const mesh = make();
    const counts = new Map<number, number>();
    const unknowns = (degree: number): number => {
      const count = counts.get(degree) ?? ballUnknownCount(mesh, degree);
      counts.set(degree, count);
      return count;
    };
    const fits = ({ degree, band }: Resolution): boolean =>
      band === null || ballPolynomialCount(band) <= unknowns(degree);
    const systems = new Map<number, SteadySystem<BallSpace>>();
    const systemAt = (degree: number): SteadySystem<BallSpace> => {
      const known = systems.get(degree);
      if (known !== undefined) return known;
      const system = ballSystem(model, ballStructure(mesh, degree));
      // Its time counts once.
      systems.set(degree, { ...system, seconds: 0 });
      return system;
    };
    const filtered = rungs.some(({ band }) => band !== null);
    yield {
      name,
      rungs: rungs.filter((rung) => fits(rung) && rung.compared.every(fits)),
      unknowns,
      solve: ({ degree, band }) =>
        band === null ? solveSteady(systemAt(degree)) : solveBallSteadyInBand(systemAt(degree), band),
      // In bands estimates fall in steps, and all there is to gain is the next degree.
      mayStall: !filtered,
      mayLeave: options.mesh === undefined && !filtered,
      suits: (solution) => region === null || isInside(solution, region),
    };
  }
}

/** Whether mean and width of P leave room in the region. */
function isInside({ moments }: SteadyDensity<BallSpace>, { centre, radius }: BallRegion): boolean {
  const { mean } = moments.moments;
  const distance = Math.hypot(mean[0] - centre[0], mean[1] - centre[1], mean[2] - centre[2]);
  const width = Math.sqrt(moments.central.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0));
  return distance < radius && width < radius / 2;
}

function estimateErrors(
  model: SpinModel,
  coarse: SteadyDensity<BallSpace>,
  fine: readonly SteadyDensity<BallSpace>[],
  anyMesh: boolean,
): LadderEstimate {
  const inBand = coarse.band !== null;
  const truncation = fine
    .map((finer) => estimateMoments(coarse.moments.moments, finer.moments.moments, 0, inBand))
    .reduce(largerOf);
  const purity = once(() => {
    const own = coarse.purity();
    const change = Math.max(...fine.map((finer) => Math.abs(own.purity - finer.purity().purity)));
    const truncated = inBand ? PURITY_STEPS * change + own.purity * purityBeyondBand(model.spins, coarse) : 0;
    const error = 2 * change + truncated + own.error + coarse.purityRounding();
    // A larger purity is asked for to more digits than its upper bound has.
    return anyMesh || own.purity < PURITY_ASKED ? disputedPurityError(own.purity, error, anyMesh) : error;
  });
  return { ...sumOf(truncation, coarse.rounding), rounding: largestMoment(coarse.rounding), purity };
}

/**
 * Size of what moments of degree above the band add to the purity, relative to it: of P around its mean m, with covariance C and as a Gaussian,
 *
 *     int int P P' ((1 + r.r')/2)^N ~ int int P P' exp(N (m.d + m.d' + d.d') / (1 + |m|^2)),   r = m + d.
 */
function purityBeyondBand(spins: number, { band, moments }: SteadyDensity<BallSpace>): number {
  if (band === null || band >= spins) return 0;
  const [x, y, z] = moments.moments.mean;
  const [xx, yy, zz, xy, xz, yz] = moments.central;
  const scale = spins / (1 + x * x + y * y + z * z);
  const along = Math.abs(x * x * xx + y * y * yy + z * z * zz + 2 * (x * y * xy + x * z * xz + y * z * yz));
  const widest = moments.central.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  // Of even degree n: (scale m.d)^n / n! has the mean (..)^n / n!!, (scale d.d')^n / n! less than (..)^n.
  let linear = 1;
  for (let n = 2; n <= band + 2; n += 2) linear *= (scale * scale * along) / n;
  return linear + (scale * widest) ** (band + 2);
}

function finish(
  model: SpinModel,
  { coarse, fine, errors, stage, rung }: Reached<SteadyDensity<BallSpace>>,
  resolvedPurity: number,
  started: number,
): BallSteadyState {
  const { space, moments, residual } = coarse;
  const density = coarse.density();
  const observed = observables(model.spins, moments.moments, 1, moments.covariance);
  const widest = Math.max(...rung.compared.map(({ band }) => band ?? 0));
  return {
    method: "fem",
    model,
    ...withLazyPurity(observed, errors, () => {
      const error = errors.purity();
      const caution = error > resolvedPurity ? UNRESOLVED : 1;
      return withinPurities(coarse.purity().purity, caution * error, leastPurity(model.spins, true));
    }),
    summary: summarizeDensity(sampleDensity(space, density), density),
    residual,
    mesh: stage,
    band: rung.band === null ? null : { degree: rung.band, compared: widest },
    space,
    density,
    multipoles: null,
    point: null,
    seconds: addSeconds([coarse, ...fine], started),
  };
}
