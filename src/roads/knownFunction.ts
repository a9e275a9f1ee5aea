import { BlochfemError } from "../core/errors.ts";
import { bandDensity, knownBand } from "../diagnose/negativity/bandDensity.ts";
import { densityEvaluator } from "../fem/evaluate.ts";
import type { BandPair } from "../fem/gaugeBand.ts";
import { isParabolicOnSphere } from "../model/kramersMoyal.ts";
import { subjectOf } from "./diagnose/subject.ts";
import type { State } from "./state.ts";
import type { AxisSteady } from "./steady/answer.ts";

/** Values at points of the unit sphere or the ball, three numbers each, into `out`. */
export type PointsFunction = (points: Float64Array, out: Float64Array) => void;

/** Functions that P is a sum of, as of `BandPair`. */
export type FunctionBand = Pick<BandPair, "degree" | "functions">;

/** What is known of a state as a function on the sphere or in the ball. */
export interface KnownFunction {
  /** Q where P is not known as a function, or is none that is looked at. */
  readonly symbol: "P" | "Q";
  readonly evaluate: PointsFunction;
  /** Where it is known, which a grid of points may miss. */
  readonly maximum?: number;
  /** What it is a sum of, where that is not all. */
  readonly band: FunctionBand | null;
  /** Whether a value costs as much as all of a density matrix. */
  readonly dear: boolean;
  /** Inside the ball: whether a point is in the mesh that P is on. null on the sphere. */
  readonly contains: ((point: Float64Array) => boolean) | null;
  /** Values of a smaller size are of no account, and so are their signs; absent where all are. */
  readonly negligible?: number;
}

/** P is wanted to this in int |dP|, where a band is chosen. */
const WANTED = 1e-3;

/** Harmonics that are summed; where the equation is not parabolic those of high degree hide all others. */
const MOST_BAND = 60;
const MOST_WHERE_ILL_POSED = 20;

/** From here on P is narrower than the latter show. */
const MANY = 100;

/** P as the road has it, else in the harmonics in which it is known, else the Husimi function; null where nothing is known, or P is a delta. */
export function knownFunction(state: State): KnownFunction | null {
  if (state.point !== null) return null;
  const { model, domain, density } = state;
  const illPosed = domain === "sphere" && !isParabolicOnSphere(model);
  const band = bandOf(state);
  const oscillates = illPosed && (density === null || (band !== null && band.functions === undefined));
  if (density !== null && !oscillates) return ofElements(state, band);
  return aroundAxis(state) ?? ofHarmonics(state) ?? husimiOf(state) ?? ofElements(state, band);
}

/** Of the largest value: what is less, far out where rounding is left of a polynomial and its weight. */
const NEGLIGIBLE = 1e-3;

/** P of a steady state around its axis; null where it is none, or not known as a function. */
function aroundAxis(state: State): KnownFunction | null {
  const { axis, profile } = state as Partial<AxisSteady>;
  const shown = profile?.() ?? null;
  if (axis === undefined || shown === null) return null;
  const inside = (x: number, y: number, z: number): readonly [rho: number, along: number] => {
    const along = axis[0] * x + axis[1] * y + axis[2] * z;
    return [Math.hypot(x - along * axis[0], y - along * axis[1], z - along * axis[2]), along];
  };
  return {
    symbol: "P",
    evaluate: (points, out) => {
      for (let k = 0; k < out.length; k++) {
        out[k] = shown.at(...inside(points[3 * k]!, points[3 * k + 1]!, points[3 * k + 2]!));
      }
    },
    maximum: shown.summary.maximum,
    band: null,
    dear: false,
    contains: (point) => shown.contains(...inside(point[0]!, point[1]!, point[2]!)),
    negligible: NEGLIGIBLE * shown.summary.maximum,
  };
}

/** The band of a steady state of elements, where P was sought in one. */
export function bandOf(state: State): FunctionBand | null {
  const solution = (state as Partial<{ solution: { readonly band?: FunctionBand | null } }>).solution;
  return solution?.band ?? null;
}

function ofElements({ density, domain }: State, band: FunctionBand | null): KnownFunction | null {
  if (density === null) return null;
  const { space, values, summary } = density;
  const { locate } = space.geometry.finder();
  const reference = new Float64Array(3);
  return {
    symbol: "P",
    evaluate: densityEvaluator(space, values),
    maximum: summary.maximum,
    band,
    dear: false,
    contains: domain === "ball" ? (point) => locate(point, reference) >= 0 : null,
  };
}

/** P on the sphere in the harmonics that its moments tell; null in the ball, of states that are narrower than these show, and of those without moments. */
export function ofHarmonics(state: State): KnownFunction | null {
  const { model, domain, point } = state;
  if (domain !== "sphere" || point !== null) return null;
  const illPosed = !isParabolicOnSphere(model);
  const most = illPosed ? MOST_WHERE_ILL_POSED : MOST_BAND;
  if (model.spins > (illPosed ? MANY : most)) return null;
  const { moments } = subjectOf(state);
  if (moments === null) return null;
  const { spins, band: known, unknowns: multipoles, error } = moments;
  const sphere = { spins, band: known, multipoles, error };
  const band = Math.min(most, knownBand(sphere, WANTED));
  return { symbol: "P", evaluate: bandDensity(sphere, band).fill, band: { degree: band }, dear: false, contains: null };
}

/** The Husimi function of a state, on the sphere; null where the road cannot tell it. */
export function husimiOf(state: State): KnownFunction | null {
  const evaluate: PointsFunction = (points, out) => out.set(state.husimi(points));
  try {
    evaluate(Float64Array.of(0, 0, 1), new Float64Array(1));
  } catch (error) {
    if (error instanceof BlochfemError) return null;
    throw error;
  }
  return { symbol: "Q", evaluate, band: null, dear: state.method !== "harmonic", contains: null };
}
