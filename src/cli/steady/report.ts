import type { BandPair } from "../../fem/gaugeBand.ts";
import type { MeshRepairs } from "../../mesh/adopted.ts";
import { cellCount, type Mesh } from "../../mesh/mesh.ts";
import { type WrittenModel, writtenModel } from "../../model/writtenModel.ts";
import { parabolicityOf } from "../../roads/parabolicityOf.ts";
import type { AxisSteady, PointSteady, Steady } from "../../roads/steady/answer.ts";
import type { SteadyMethod } from "../../roads/steady/options.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../../state/moments.ts";
import { initialReport } from "../arguments/initial.ts";
import type { MeshInput } from "../arguments/meshInput.ts";
import type { FisherReport } from "./fisher.ts";

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

/** Polynomials around the ring or the point of the axis, or the fixed point of the mean field, up to a total degree; errors from lower ones. */
export type ExpansionReport = AxisSteady["expansion"] | PointSteady["expansion"];

export interface DensityReport {
  readonly minimum: number;
  /** null where P is concentrated on a point. */
  readonly maximum: number | null;
  readonly negativeMass: number;
  readonly mass: number;
}

/** What one road found. */
export interface RoadReport {
  readonly method: SteadyMethod;
  /** Why it was taken. */
  readonly reason: string;
  /** null where no space was needed: P is concentrated on a point. */
  readonly space: FemSpaceReport | ExpansionReport | HarmonicSpaceReport | DickeSpaceReport | null;
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
  readonly method: SteadyMethod;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  readonly difference: ErrorEstimate;
  /** Largest difference that counts as agreement: the error estimate plus what is granted to the Dicke road. */
  readonly allowed: ErrorEstimate;
  readonly agrees: boolean;
  readonly residual: number;
  readonly seconds: { readonly total: number };
}

/** The object that `blochfem steady --json` prints. */
export interface SteadyReport extends RoadReport {
  readonly model: WrittenModel;
  /** The start whose limit was asked for, as under `initial` in a model file. */
  readonly initial?: unknown;
  readonly parabolicity: ReturnType<typeof parabolicityOf>;
  readonly check?: CheckReport;
  readonly fisher?: FisherReport;
}

/** The report with its keys in the order in which they are printed; `input` is the mesh that the user named. */
export function steadyReport(state: Steady, input: MeshInput | null, check: CheckReport | null): SteadyReport {
  const { model, method, reason, observables, errorEstimate, residual, seconds, point } = state;
  return {
    model: writtenModel(model),
    ...(state.initial === undefined ? {} : { initial: initialReport(state.initial) }),
    method,
    reason,
    space: spaceReport(state, input),
    observables,
    errorEstimate,
    parabolicity: parabolicityOf(model),
    density: densityReport(state),
    ...(point === null ? {} : { point }),
    residual,
    seconds: { ...seconds },
    ...(check === null ? {} : { check }),
  };
}

function spaceReport(state: Steady, input: MeshInput | null): RoadReport["space"] {
  if (state.method === "harmonic") return { band: state.band, unknowns: state.unknowns };
  if (state.method === "dicke") return { states: state.states, unknowns: state.unknowns };
  if ("expansion" in state) return { ...state.expansion };
  if (state.density === null) return null;
  const { space } = state.density;
  const repairs = input?.repairs ? { repairs: input.repairs } : {};
  const common = { dimension: space.mesh.dimension, cells: cellCount(space.mesh), unknowns: space.unknowns };
  if (state.scheme === "fluxCorrection") {
    const { withheld, iterations } = state.solution;
    const mesh = input === null ? state.meshName : `${input.name} refined once`;
    return { mesh, degree: 1, ...common, fluxCorrection: { withheld, iterations }, ...repairs };
  }
  const { band, mesh } = state.solution;
  return {
    mesh: input?.name ?? mesh,
    degree: space.element.degree,
    ...common,
    ...(band === null ? {} : { band }),
    ...repairs,
  };
}

function densityReport(state: Steady): DensityReport | null {
  const { density, point } = state;
  if (density !== null) return density.summary;
  if ("profile" in state) return state.profile()?.summary ?? null;
  return point === null ? null : { minimum: 0, maximum: null, negativeMass: 0, mass: 1 };
}

/** Accuracy of the Dicke road in every observable, whatever its own estimate says. */
export const DICKE_ACCURACY = 1e-10;

type Compared = Pick<Steady, "method" | "observables" | "errorEstimate" | "residual" | "seconds">;

/** A road against another one, observable by observable. */
export function compareRoads(road: Compared, other: Compared): CheckReport {
  const difference = combine(road.observables, other.observables, (a, b) => Math.abs(a - b));
  const allowed = combine(road.errorEstimate, other.errorEstimate, (a, b) => a + Math.max(b, DICKE_ACCURACY));
  const excess = combine(difference, allowed, (a, b) => a - b);
  return {
    method: other.method,
    observables: other.observables,
    errorEstimate: other.errorEstimate,
    difference,
    allowed,
    agrees: [...excess.mean, ...excess.square, ...excess.cross, excess.purity].every((value) => value <= 0),
    residual: other.residual,
    seconds: { total: other.seconds.total },
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
