import { type Parabolicity, parabolicity } from "../../diagnose/parabolicity.ts";
import type { BandPair } from "../../fem/steady.ts";
import type { MeshRepairs } from "../../mesh/adopt.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../../state/moments.ts";

export type Method = "fem" | "harmonic" | "dicke";

export interface FemSpaceReport {
  readonly mesh: string;
  /** 2 on the sphere, 3 in the ball. */
  readonly dimension: Mesh["dimension"];
  readonly cells: number;
  readonly degree: number;
  readonly unknowns: number;
  /**
   * Present where P was sought within the harmonics l <= degree, in the ball within the polynomials of that degree; the error
   * estimate is from a second band.
   */
  readonly band?: BandPair;
  /** Present with --scheme fluxCorrection: the share of the antidiffusive flux that was held back to keep P >= 0. */
  readonly fluxCorrection?: { readonly withheld: number; readonly iterations: number };
  /** Present where a mesh file had to be mended. */
  readonly repairs?: MeshRepairs;
}

/** The moments of P up to a degree; errors from a second band where the first leaves something out. */
export interface HarmonicSpaceReport {
  readonly band: BandPair | { readonly degree: number };
  readonly unknowns: number;
}

/**
 * The spin-N/2 space: N + 1 Dicke states, and the elements of the density matrix. With local rates the states |j, m> of every
 * total spin j, and the elements that do not vanish by symmetry.
 */
export interface DickeSpaceReport {
  readonly states: number;
  readonly unknowns: number;
}

export interface DensityReport {
  readonly minimum: number;
  /** null where P is concentrated on a point. */
  readonly maximum: number | null;
  readonly negativeMass: number;
  readonly mass: number;
}

/** What one road found. */
export interface RoadReport {
  readonly method: Method;
  /** null where no space was needed: P is concentrated on a point. */
  readonly space: FemSpaceReport | HarmonicSpaceReport | DickeSpaceReport | null;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  /** Of P; null for the other roads. */
  readonly density: DensityReport | null;
  /** Present where P is concentrated on this point. */
  readonly point?: Vector3;
  /** Backward error of the null vector; of moments their time derivative, in units of the rates. */
  readonly residual: number;
  /** Wall-clock seconds of the stages and of the whole. */
  readonly seconds: Readonly<Record<string, number>> & { readonly total: number };
}

/** Absolute difference of each observable of the two roads, and whether each is within what the roads claim. */
export interface CheckReport {
  readonly method: "dicke";
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  readonly difference: ErrorEstimate;
  /** Largest difference that counts as agreement: the error estimate plus what is granted to the Dicke road. */
  readonly allowed: ErrorEstimate;
  readonly agrees: boolean;
  readonly residual: number;
  readonly seconds: { readonly total: number };
}

/** In the ball there is no more than a verdict: these are about the sphere. */
export interface BallParabolicity {
  readonly parabolic: boolean;
  readonly minimumEigenvalue: null;
  readonly areaFraction: null;
  readonly requiredDephasing: null;
  readonly zRange: null;
}

/** On the sphere, or in the ball where local rates take P there. */
export function parabolicityOf(model: SpinModel): Parabolicity | BallParabolicity {
  if (!hasLocalRates(model)) return parabolicity(model);
  return {
    parabolic: isParabolicInBall(model),
    minimumEigenvalue: null,
    areaFraction: null,
    requiredDephasing: null,
    zRange: null,
  };
}

/** The object that `blochfem steady --json` prints. */
export interface SteadyReport extends RoadReport {
  readonly model: SpinModel;
  readonly parabolicity: Parabolicity | BallParabolicity;
  readonly check?: CheckReport;
}

/** The report with its keys in the order in which they are printed. */
export function steadyReport(
  model: SpinModel,
  diffusion: Parabolicity | BallParabolicity,
  road: RoadReport,
  check: CheckReport | null,
): SteadyReport {
  return {
    model,
    method: road.method,
    space: road.space,
    observables: road.observables,
    errorEstimate: road.errorEstimate,
    parabolicity: diffusion,
    density: road.density,
    ...(road.point === undefined ? {} : { point: road.point }),
    residual: road.residual,
    seconds: road.seconds,
    ...(check === null ? {} : { check }),
  };
}

/** Accuracy of the Dicke road in every observable, whatever its own estimate says. */
export const DICKE_ACCURACY = 1e-10;

/** A road against `dicke`, observable by observable. */
export function compareRoads(road: RoadReport, dicke: RoadReport): CheckReport {
  const difference = combine(road.observables, dicke.observables, (a, b) => Math.abs(a - b));
  const allowed = combine(road.errorEstimate, dicke.errorEstimate, (a, b) => a + Math.max(b, DICKE_ACCURACY));
  const excess = combine(difference, allowed, (a, b) => a - b);
  return {
    method: "dicke",
    observables: dicke.observables,
    errorEstimate: dicke.errorEstimate,
    difference,
    allowed,
    agrees: [...excess.mean, ...excess.square, ...excess.cross, excess.purity].every((value) => value <= 0),
    residual: dicke.residual,
    seconds: { total: dicke.seconds.total },
  };
}

function combine(a: ErrorEstimate, b: ErrorEstimate, operation: (a: number, b: number) => number): ErrorEstimate {
  const vector = (u: Vector3, v: Vector3): Vector3 => [
    operation(u[0], v[0]),
    operation(u[1], v[1]),
    operation(u[2], v[2]),
  ];
  return {
    mean: vector(a.mean, b.mean),
    square: vector(a.square, b.square),
    cross: vector(a.cross, b.cross),
    purity: operation(a.purity, b.purity),
  };
}
