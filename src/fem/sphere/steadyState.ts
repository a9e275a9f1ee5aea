import { defined } from "../../core/defined.ts";
import { once } from "../../core/once.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import { slowestQuantity } from "../../model/slowestQuantity.ts";
import { interacts, requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { nearlyConserved, requireUniqueSteadyState, steadyStateKind } from "../../model/uniqueness.ts";
import { leastPurity, withinPurities } from "../../state/errorEstimate.ts";
import { withLazyPurity } from "../../state/lazyPurity.ts";
import { observables } from "../../state/observables.ts";
import { requireTolerance } from "../../state/tolerance.ts";
import { sampleDensity, summarizeDensity } from "../density.ts";
import { estimateMoments, largerOf, largestMoment, sumOf } from "../errorEstimate.ts";
import { type BandPair, comparedBand, requireBand } from "../gaugeBand.ts";
import { pointState } from "../pointState.ts";
import {
  climbLadder,
  GAIN_OF_TWO_DEGREES,
  type LadderEstimate,
  type LadderStage,
  OTHER_MESHES,
  type Reached,
  type SteadyProgress,
  toleranceNotMet,
} from "../steadyLadder.ts";
import { addSeconds, type SteadyState } from "../steadyResult.ts";
import { type SteadyDensity, solveSteady } from "../steadySystem.ts";
import type { BisectedMeshes } from "./adapted/bisectedMeshes.ts";
import { chartErrors } from "./axial/chartErrors.ts";
import { axialStages } from "./axial/stages.ts";
import { defaultBand, LARGEST_FOR_BAND, LARGEST_WHOLE_BAND } from "./band.ts";
import type { PeakEstimate } from "./expectedPeak.ts";
import { type FunctionSpace, sphereUnknownCount } from "./space.ts";
import { sphereStructure, sphereSystem } from "./steady.ts";
import { solveSteadyInBand } from "./steadyInBand.ts";
import {
  bandMesh,
  comparedDegrees,
  type StageOptions,
  steadyStages,
  WIDEST_BAND,
  wideningBands,
} from "./steadyStages.ts";

export type { SteadyProgress };

export interface SteadyOptions {
  /**
   * Largest accepted estimate of the absolute error of 2<J>/N and 4<J^2>/N^2; default 1e-8. Where mesh
   * and degree are both given, the default is not to ask for any.
   */
  readonly tolerance?: number;
  /** A mesh of the sphere; chosen by itself where absent. */
  readonly mesh?: Mesh;
  /** Element degree, 1 to 8; chosen by itself where absent. */
  readonly degree?: number;
  /**
   * Gauge filter: solve within the harmonics l <= band. By default N up to N = 100, then 4 sqrt(N), but at least 100, and wider where the tolerance asks for
   * it, where the equation is not parabolic, and none where it is; "none" turns it off, and an answer that is not parabolic may then have few digits.
   */
  readonly band?: number | "none";
  /**
   * Whether mesh and degree are refined for the purity, too; default true. With false the moments alone decide, and the purity, which at large N costs
   * more than the solve, is computed when it is looked at, with whatever error estimate it then has.
   */
  readonly purity?: boolean;
  /** Limit on the number of unknowns of one solve; default 200,000, about 3 GiB. */
  readonly maximumUnknowns?: number;
  /** Meshes to go on with where two even ones do not do and P has not one peak: `bisectedMeshes`; by default even ones. */
  readonly bisected?: BisectedMeshes;
  readonly onProgress?: (progress: SteadyProgress) => void;
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
export function steadyState(model: SpinModel, options: SteadyOptions = {}): SteadyState<FunctionSpace> {
  const started = performance.now();
  requireCollective(model);
  const band = bandOf(model, options.band);
  const tolerance = requireTolerance(options.tolerance ?? 1e-8);
  requireUniqueSteadyState(model);
  if (band === null) requireUniqueOnMeshes(model);
  const kind = steadyStateKind(model);
  if (kind.kind === "point") return pointState(model, kind.direction, 0, started);

  const maximumUnknowns = options.maximumUnknowns ?? 200_000;
  const search = climbLadder<SteadyDensity<FunctionSpace>>({
    stages: ladderStages(model, band, { ...options, tolerance, maximumUnknowns }),
    estimate: (coarse, fine, earlier) => estimateErrors(band !== null, coarse, fine, earlier),
    tolerance,
    maximumUnknowns,
    // Of one spin the second moments are known, and those of P gauge.
    leastCovariance: model.spins === 1 ? Number.POSITIVE_INFINITY : 0,
    purityAllowance:
      options.purity === false || (band !== null && choosesWay(model, options)) ? Number.POSITIVE_INFINITY : 2,
    purityRequired: true,
    ...defined({ onProgress: options.onProgress }),
  });
  const { reached } = search;
  const accuracyAsked = options.tolerance !== undefined || options.mesh === undefined || options.degree === undefined;
  if (reached !== null && (reached.end === "met" || !accuracyAsked)) return finish(model, reached, started);
  throw toleranceNotMet(
    search,
    tolerance,
    options.mesh
      ? OTHER_MESHES
      : band !== null && choosesWay(model, options)
        ? interacts(model)
          ? TWISTED
          : CRITICAL
        : [],
  );
}

function ladderStages(
  model: SpinModel,
  band: BandPair | null,
  options: SteadyOptions & StageOptions,
): Iterable<LadderStage<SteadyDensity<FunctionSpace>>> {
  if (band === null) return wholeStages(model, options);
  return choosesWay(model, options) ? axialThenBand(model, band, options) : [bandStage(model, band, options)];
}

/** Seen at N = 10,000 in the critical field of collective decay: an error of 1e-3 with as many harmonics as double precision can hold. */
const CRITICAL = [
  "move the field, since next to a critical point P narrows as slowly as N^(-1/3), too wide for the tangent plane of a fixed point, and its harmonics outgrow double precision",
];

const TWISTED = [
  "take the method harmonic, since with an interaction no shift of the sphere makes the mean field a rigid turn",
];

/** Whether ways whose cost does not grow with N are tried first: beyond bands that cut nothing off, and beyond cheap ones where the purity is not asked for. */
const choosesWay = ({ spins }: SpinModel, { band, purity }: SteadyOptions): boolean =>
  band === undefined && spins > (purity === false ? LARGEST_WHOLE_BAND : LARGEST_FOR_BAND);

function* axialThenBand(
  model: SpinModel,
  band: BandPair,
  options: SteadyOptions & StageOptions,
): Generator<LadderStage<SteadyDensity<FunctionSpace>>> {
  yield* axialStages(model, options);
  if (band.degree <= WIDEST_BAND) yield bandStage(model, band, options);
}

/** One mesh, which only carries the values of P, and bands that widen until nothing is cut off, or one that is given. */
function bandStage(
  model: SpinModel,
  band: BandPair,
  options: SteadyOptions & StageOptions,
): LadderStage<SteadyDensity<FunctionSpace>> {
  const { mesh, name, degree } = bandMesh(band.degree, options);
  const bands = options.band === undefined ? wideningBands(band.degree, model.spins) : [band.degree];
  return {
    name,
    rungs: bands.map((width) => ({
      degree,
      band: width,
      compared: bandsBeside(width, model.spins, options.band !== undefined).map((other) => ({ degree, band: other })),
    })),
    unknowns: () => sphereUnknownCount(mesh, degree),
    solve: (resolution) => solveSteadyInBand(model, mesh, degree, resolution.band!),
    mayStall: true,
    mayLeave: false,
    suits: () => true,
  };
}

/** Up to this N a band that is given is compared with all harmonics. */
const ALWAYS_WHOLE = 64;

/**
 * Bands that tell what one leaves out, the one that is reported first. Nothing says that bands have begun to converge at one that is given: weakly damped harmonics that run into the
 * cut come back, and the next band may differ by a fortieth of what both miss.
 */
function bandsBeside(band: number, spins: number, given: boolean): readonly number[] {
  // Above N there is gauge only: a band that reaches so far cuts nothing off.
  if (band >= spins) return [band];
  const next = comparedBand(band);
  const wider = Math.min(spins, WIDEST_BAND, Math.max(ALWAYS_WHOLE, 2 * band));
  return given && wider > next ? [wider, next] : [next];
}

function* wholeStages(model: SpinModel, options: StageOptions): Generator<LadderStage<SteadyDensity<FunctionSpace>>> {
  for (const { mesh: make, name, pairs, peak, towards, mayFail } of steadyStages(model, options)) {
    const mesh = make();
    yield {
      name,
      rungs: pairs.map(([degree, compared]) => ({
        degree,
        band: null,
        compared: comparedDegrees(degree, compared, options).map((own) => ({ degree: own, band: null })),
      })),
      unknowns: (degree) => sphereUnknownCount(mesh, degree),
      solve: ({ degree }) => solveSteady(sphereSystem(model, sphereStructure(mesh, degree), towards ?? peak?.centre)),
      mayStall: true,
      mayLeave: options.mesh === undefined,
      // Rungs are a degree apart.
      firstRate: Math.sqrt(GAIN_OF_TWO_DEGREES),
      ...defined({ mayFail }),
      suits: (solution) => peak === null || nearPeak(solution, peak),
    };
  }
}

function estimateErrors(
  inBand: boolean,
  coarse: SteadyDensity<FunctionSpace>,
  fine: readonly SteadyDensity<FunctionSpace>[],
  earlier: readonly SteadyDensity<FunctionSpace>[],
): LadderEstimate {
  const common = {
    rounding: largestMoment(coarse.rounding),
    purity: once(() => {
      const own = coarse.purity();
      const changes = fine.map((other) => {
        const { purity, error } = other.purity();
        return Math.abs(own.purity - purity) + own.error + error;
      });
      return 2 * Math.max(...changes) + own.error + coarse.purityRounding();
    }),
  };
  if (coarse.functions !== undefined) {
    const { cautious, credited } = chartErrors(coarse, [...fine, ...earlier]);
    return { ...sumOf(cautious, coarse.rounding), ...common, credited: sumOf(credited, coarse.rounding) };
  }
  const truncation = fine
    .map((finer) => estimateMoments(coarse.moments.moments, finer.moments.moments, 0, inBand))
    .reduce(largerOf);
  return { ...sumOf(truncation, coarse.rounding), ...common };
}

/**
 * Where only terms below this share of the largest lift a conserved quantity, quadrature on a mesh lifts it as much: seen at dephasing 1 with pump and
 * decay of 1e-12, which two degrees agree to ignore.
 */
const LEAST_LIFT = 1e-9;

/** @throws NotUniqueError where elements cannot tell the model from one with a conserved quantity */
function requireUniqueOnMeshes(model: SpinModel): void {
  const slow = slowestQuantity(model);
  if (slow !== null && slow.relative < LEAST_LIFT) throw nearlyConserved(slow);
}

/** The band to solve in, or null for none. Throws InputError for one that cannot hold the moments. */
export function bandOf(
  model: SpinModel,
  asked: number | "none" | undefined,
  isParabolic: () => boolean = () => isParabolicOnSphere(model),
): BandPair | null {
  if (asked === "none" || (asked === undefined && isParabolic())) return null;
  const usual = Math.max(2, defaultBand(model.spins));
  const degree = requireBand(asked ?? usual, `${usual} is the usual choice`);
  return { degree, compared: comparedBand(degree) };
}

/** Whether the density is where linear noise said, with a width of that order. */
function nearPeak(solution: SteadyDensity<FunctionSpace>, peak: PeakEstimate): boolean {
  const [xx, yy, zz] = solution.moments.central;
  const width = Math.sqrt(Math.max(0, xx + yy + zz));
  const mean = solution.moments.moments.mean;
  const distance = Math.hypot(mean[0] - peak.centre[0], mean[1] - peak.centre[1], mean[2] - peak.centre[2]);
  return width > peak.width / 4 && width < 4 * peak.width && distance < 4 * peak.width;
}

function finish(
  model: SpinModel,
  { coarse, fine, errors, stage, rung }: Reached<SteadyDensity<FunctionSpace>>,
  started: number,
): SteadyState<FunctionSpace> {
  const { space, moments, residual } = coarse;
  const density = coarse.density();
  const observed = observables(model.spins, moments.moments, 1, moments.covariance);
  return {
    method: "fem",
    model,
    ...withLazyPurity(observed, errors.credited ?? errors, () =>
      withinPurities(coarse.purity().purity, errors.purity(), leastPurity(model.spins, false)),
    ),
    summary: summarizeDensity(coarse.sample?.(density) ?? sampleDensity(space, density), density),
    residual,
    mesh: stage,
    band:
      rung.band === null
        ? null
        : { degree: rung.band, compared: rung.compared[0]!.band!, ...defined({ functions: coarse.functions }) },
    space,
    density,
    multipoles: coarse.multipoles,
    point: null,
    seconds: addSeconds([coarse, ...fine], started),
  };
}
