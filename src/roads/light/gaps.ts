import { defined } from "../../core/defined.ts";
import { BlochfemError, ConvergenceError, InputError } from "../../core/errors.ts";
import { once } from "../../core/once.ts";
import { type EigenvaluePlace, type EigenvalueSlopes, eigenvalueSlopes } from "../../light/gaps.ts";
import type { Complex } from "../../light/poles.ts";
import type { OperatorEquations } from "../../light/system.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { type ChosenSpectrum, spectrum } from "../spectrum.ts";
import { lightAnswer } from "./answer.ts";
import { expandsVectors } from "./elements.ts";
import { LIGHT_TOLERANCE, type LightOptions } from "./options.ts";
import type { LightRoad } from "./road.ts";

/**
 * How a slow mode of the generator changes with each parameter.
 *
 * @inline
 */
export interface EigenvalueSensitivity {
  /** Real and imaginary part: of a pair of conjugates the one above the axis. */
  readonly eigenvalue: readonly [re: number, im: number];
  readonly error: number;
  /** By how much relative errors of the generator show in it: 1 where left and right eigenvector are parallel, null where it is not known. */
  readonly condition: number | null;
  /** Real and imaginary part of d lambda / d theta, by parameter; empty where it is refused. */
  readonly parameters: Readonly<Record<string, readonly [re: number, im: number]>>;
  readonly errorEstimate: Readonly<Record<string, number>>;
  /** Why there are no derivatives: the eigenvalue is degenerate, or too nearly so; null where there are. */
  readonly refusal: string | null;
}

/**
 * The slowest modes, by a road of their own: meshes leave too much out for vectors of the generator.
 *
 * @inline
 */
export interface GapSensitivities extends LightRoad {
  readonly eigenvalues: readonly EigenvalueSensitivity[];
  readonly refusal: null;
}

/**
 * Why there are no derivatives of eigenvalues, and what to do: those of moments do not hang on it.
 *
 * @inline
 */
export interface RefusedGaps {
  readonly eigenvalues: readonly [];
  readonly refusal: string;
}

/** `gapSensitivities`, or why there are none. Throws InputError alone. */
export function gapsOrRefusal(...asked: Parameters<typeof gapSensitivities>): GapSensitivities | RefusedGaps {
  try {
    return gapSensitivities(...asked);
  } catch (error) {
    if (!(error instanceof BlochfemError) || error instanceof InputError) throw error;
    return { eigenvalues: [], refusal: error.message };
  }
}

/** So many are asked for at most. */
const MOST = 40;

/** Of the list of a spectrum: those behind the last one tell how far that is from others. */
const BEHIND = 4;

/** Only places to start from: errors are found anew. */
const PLACE_TOLERANCE = 1e-4;

/** @throws InputError for what is no number of eigenvalues */
export function requireEigenvalueCount(count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= MOST) return;
  throw new InputError({
    what: `the derivatives of ${count} eigenvalues are asked for, not of a whole number from 1 to ${MOST}`,
    remedy: "give how many of the slowest modes are wanted, such as 2",
    value: count,
    limit: MOST,
  });
}

/**
 * Derivatives of the slowest eigenvalues behind those that are zero.
 *
 * @param units for each parameter the model in which it alone is there, and is 1
 * @throws as `lightAnswer`, and as `spectrum` where there is no list of eigenvalues
 */
export function gapSensitivities(
  model: SpinModel,
  names: readonly string[],
  units: readonly SpinModel[],
  count: number,
  options: LightOptions,
): GapSensitivities {
  const { tolerance = LIGHT_TOLERANCE, limits } = options;
  const places = once(() => placesOf(model, count, limits));
  const { found, ...road } = lightAnswer<{ readonly found: readonly EigenvalueSlopes[] }>(
    model,
    {
      name: "the derivatives of eigenvalues",
      moments: model.spins,
      all: true,
      refusals: expandsVectors(model)
        ? {}
        : { fem: "eigenvalues by elements are not accurate enough for their vectors, left and right" },
      ask: (equations) => ({
        found: slopesOf(equations, units, places()).map((one) => judged(one, tolerance, sensitive(one))),
      }),
      withDifference: (fine, coarse) => ({
        found: fine.found.map((one) => judged(compared(one, coarse.found), tolerance, "fewer functions tell others")),
      }),
      // What is too uncertain is refused one by one.
      relativeError: () => 0,
      missing: (answer) => answer.found.find(({ refusal }) => refusal !== null)?.refusal ?? null,
      numbers: (answer) => ({
        values: answer.found.flatMap(({ value, slopes }) => [...value, ...slopes.flat()]),
        errors: answer.found.flatMap(({ error, errors }) => [error, error, ...errors.flatMap((own) => [own, own])]),
      }),
    },
    options,
  );
  return {
    ...road,
    refusal: null,
    eigenvalues: found.map(({ value, error, condition, slopes, errors, refusal }) => ({
      eigenvalue: value,
      error,
      condition,
      parameters: Object.fromEntries(slopes.map((slope, k) => [names[k]!, slope])),
      errorEstimate: Object.fromEntries(errors.map((own, k) => [names[k]!, own])),
      refusal,
    })),
  };
}

function slopesOf(
  { space }: OperatorEquations,
  units: readonly SpinModel[],
  places: readonly EigenvaluePlace[],
): readonly EigenvalueSlopes[] {
  const slopes = units.map(space.generatorOf);
  return places.map((place) => eigenvalueSlopes(space.generator, place, slopes));
}

/** The slowest ones that are not zero, of each pair one. */
function placesOf(model: SpinModel, count: number, limits: LightOptions["limits"]): readonly EigenvaluePlace[] {
  const { eigenvalues, errorEstimate } = longestList(model, [2 * count + BEHIND, 2 * count, count], limits);
  const places = eigenvalues.map((at, k): EigenvaluePlace => {
    const others = eigenvalues.filter((_, j) => j !== k);
    const nearest = Math.min(...others.map((other) => Math.hypot(other[0] - at[0], other[1] - at[1])));
    // An only one is as far from others as it can be.
    return { at, error: errorEstimate[k]!, apart: others.length === 0 ? Math.hypot(...at) : nearest };
  });
  const moving = places.filter(({ at, error }) => at[1] >= 0 && Math.hypot(...at) > error);
  if (moving.length > 0) return moving.slice(0, count);
  throw new ConvergenceError({
    what: "no eigenvalue but zeros is among the slowest",
    remedy: "take a model with a steady state of its own",
    value: eigenvalues.length,
  });
}

/** The first of the lists that is certain to its end: where one is not, a shorter one may be. Throws as `spectrum` of the longest. */
function longestList(model: SpinModel, counts: readonly number[], limits: LightOptions["limits"]): ChosenSpectrum {
  let first: unknown = null;
  for (const count of counts) {
    try {
      return spectrum(model, { count, tolerance: PLACE_TOLERANCE, ...defined({ limits }) });
    } catch (error) {
      if (!(error instanceof BlochfemError) || error instanceof InputError) throw error;
      first ??= error;
    }
  }
  throw first;
}

/** With what a lower band makes of it added to its errors; refused where the lower band does not have it. */
function compared(one: EigenvalueSlopes, others: readonly EigenvalueSlopes[]): EigenvalueSlopes {
  if (one.refusal !== null) return one;
  const apart = (a: Complex, b: Complex): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const [nearest] = others
    .filter(({ refusal }) => refusal === null)
    .toSorted((a, b) => apart(a.value, one.value) - apart(b.value, one.value));
  if (nearest === undefined) return refusedFor(one, "a lower band has nothing to compare it with");
  return {
    ...one,
    error: one.error + apart(one.value, nearest.value),
    errors: one.errors.map((error, k) => error + apart(one.slopes[k]!, nearest.slopes[k]!)),
  };
}

const sensitive = ({ condition }: EigenvalueSlopes): string =>
  `its condition number is ${condition?.toExponential(1)}, as near an exceptional point, where eigenvalues have no derivative`;

/** Refused where its derivatives are not known to the tolerance, and why. */
function judged(one: EigenvalueSlopes, tolerance: number, why: string): EigenvalueSlopes {
  if (one.refusal !== null) return one;
  const size = Math.max(1, ...one.slopes.map((slope) => Math.hypot(...slope)));
  const worst = Math.max(one.error, ...one.errors) / size;
  if (worst <= tolerance) return one;
  return refusedFor(
    one,
    `its derivatives are known to ${worst.toExponential(1)} of the largest alone, above the tolerance ${tolerance}: ${why}`,
  );
}

const refusedFor = (one: EigenvalueSlopes, refusal: string): EigenvalueSlopes => ({
  ...one,
  slopes: [],
  errors: [],
  refusal,
});
