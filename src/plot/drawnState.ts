import { BlochfemError } from "../core/errors.ts";
import { bandDensity, knownBand } from "../diagnose/negativity/bandDensity.ts";
import { densityEvaluator } from "../fem/evaluate.ts";
import { isParabolicOnSphere } from "../model/kramersMoyal.ts";
import { subjectOf } from "../roads/diagnose/subject.ts";
import type { State } from "../roads/state.ts";
import type { PointFunction } from "./discContours.ts";
import { bandFact, type DrawnBand } from "./facts.ts";

/** What is drawn of a state. */
export interface DrawnState {
  /** Markup: *P*, or *Q* where P is not known as a function, or is none that is looked at. */
  readonly symbol: "*P*" | "*Q*";
  readonly evaluate: PointFunction;
  /** Where it is known, which a grid of points may miss. */
  readonly maximum?: number;
  /** What it is a sum of, where that is not all; markup. */
  readonly fact: string | null;
  /** Whether a value costs as much as all of a density matrix. */
  readonly dear: boolean;
  /** Inside the ball: whether a point is in the mesh that P is on. null on the sphere. */
  readonly contains: ((point: Float64Array) => boolean) | null;
}

/** P is wanted to this in int |dP|, where a band is chosen. */
const WANTED = 1e-3;

/** Harmonics that are drawn; where the equation is not parabolic those of high degree hide all others. */
const MOST_BAND = 60;
const MOST_WHERE_ILL_POSED = 20;

/** From here on P is narrower than the latter show. */
const MANY = 100;

/** P as the road has it, else in the harmonics in which it is known, else the Husimi function; null where nothing is known, or P is a delta. */
export function drawnState(state: State): DrawnState | null {
  if (state.point !== null) return null;
  const { model, domain, density } = state;
  const illPosed = domain === "sphere" && !isParabolicOnSphere(model);
  const band = bandOf(state);
  const oscillates = illPosed && (density === null || (band !== null && band.functions === undefined));
  if (density !== null && !oscillates) return ofElements(state, band);
  const most = illPosed ? MOST_WHERE_ILL_POSED : MOST_BAND;
  const wide = model.spins <= (illPosed ? MANY : most);
  return (domain === "sphere" && wide ? ofMoments(state, most) : null) ?? husimiOf(state) ?? ofElements(state, band);
}

/** That of a steady state of elements, where it was sought in one. */
function bandOf(state: State): DrawnBand | null {
  const solution = (state as Partial<{ solution: { readonly band?: DrawnBand | null } }>).solution;
  return solution?.band ?? null;
}

function ofElements({ density, domain }: State, band: DrawnBand | null): DrawnState | null {
  if (density === null) return null;
  const { space, values, summary } = density;
  const inBall = domain === "ball";
  const { locate } = space.geometry.finder();
  const reference = new Float64Array(3);
  return {
    symbol: "*P*",
    evaluate: densityEvaluator(space, values),
    maximum: summary.maximum,
    fact: band === null ? null : bandFact(band, inBall),
    dear: false,
    contains: inBall ? (point) => locate(point, reference) >= 0 : null,
  };
}

function ofMoments(state: State, most: number): DrawnState | null {
  const { moments } = subjectOf(state);
  if (moments === null) return null;
  const { spins, band: known, unknowns: multipoles, error } = moments;
  const sphere = { spins, band: known, multipoles, error };
  const band = Math.min(most, knownBand(sphere, WANTED));
  const { fill } = bandDensity(sphere, band);
  return {
    symbol: "*P*",
    evaluate: fill,
    fact: bandFact({ degree: band }, false),
    dear: false,
    contains: null,
  };
}

/** The Husimi function of a state, on the sphere; null where the road cannot tell it. */
export function husimiOf(state: State): DrawnState | null {
  const evaluate: PointFunction = (points, out) => out.set(state.husimi(points));
  try {
    evaluate(Float64Array.of(0, 0, 1), new Float64Array(1));
  } catch (error) {
    if (error instanceof BlochfemError) return null;
    throw error;
  }
  return { symbol: "*Q*", evaluate, fact: null, dear: state.method !== "harmonic", contains: null };
}
