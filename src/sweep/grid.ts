import { InputError } from "../core/errors.ts";
import { withParameter } from "../model/parameters.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { ScanAxis } from "../roads/meanField/scan.ts";
import { parameterPath } from "../roads/parameterNames.ts";
import { inCode, type Named } from "../roads/selectRoads.ts";

/** What is varied: each entry with all values of the others; parameters of an entry that is a list go together, value by value. */
export type Variation = readonly (ScanAxis | readonly ScanAxis[])[];

/** The points of a sweep, plain data: that of number `index` is found by dividing it, the last entry changes fastest. */
export interface SweepGrid {
  /** Of each entry the parameters that go together, with as many values each. */
  readonly entries: readonly (readonly ScanAxis[])[];
  /** The same by their paths in the model. */
  readonly paths: readonly (readonly string[])[];
  readonly points: number;
}

/** Rows beyond these do not fit the memory of one process. */
const MOST_POINTS = 1_000_000;

/**
 * @param named how messages call `vary`
 * @throws InputError for an unknown parameter, one that is varied twice, lists that go together and differ in length, no values, values that are no numbers,
 *   and too many points
 */
export function sweepGrid(model: SpinModel, vary: Variation, named: Named = inCode): SweepGrid {
  const option = named("vary");
  const entries = vary.map((entry) => ("parameter" in entry ? [entry] : entry));
  const paths = entries.map((axes) => axes.map(({ parameter }) => parameterPath(model, parameter, option)));
  requireOnce(entries.flat(), paths.flat(), option);
  for (const axes of entries) requireTogether(axes, option);
  const points = entries.reduce((product, axes) => product * axes[0]!.values.length, 1);
  if (points > MOST_POINTS) {
    throw new InputError({
      what: `${option} asks for ${points} points, above ${MOST_POINTS}`,
      remedy: "give fewer values, or make several sweeps of it",
      value: points,
      limit: MOST_POINTS,
    });
  }
  return { entries, paths, points };
}

function requireOnce(axes: readonly ScanAxis[], paths: readonly string[], option: string): void {
  if (axes.length === 0) {
    throw new InputError({
      what: `${option} names no parameter`,
      remedy: "give one with its values, such as field.x from 0 to 2",
    });
  }
  const second = paths.findIndex((path, k) => paths.indexOf(path) < k);
  if (second < 0) return;
  throw new InputError({
    what: `${option} has ${axes[second]!.parameter} twice`,
    remedy: "give all its values at once",
    value: axes[second]!.parameter,
  });
}

function requireTogether(axes: readonly ScanAxis[], option: string): void {
  const [first] = axes;
  for (const { parameter, values } of axes) {
    const wrong = values.find((value) => !Number.isFinite(value));
    if (values.length === 0 || wrong !== undefined) {
      throw new InputError({
        what: `${option} has ${wrong === undefined ? "no values" : `the value ${wrong}`} for ${parameter}`,
        remedy: "give finite numbers, at least one",
        value: wrong,
      });
    }
    if (values.length === first!.values.length) continue;
    throw new InputError({
      what: `${parameter} has ${values.length} values and goes together with ${first!.parameter}, which has ${first!.values.length}`,
      remedy: "give both as many values, or vary them one by one",
      value: values.length,
      limit: first!.values.length,
    });
  }
}

/** The place of a point among the values of each entry. */
export function placesOf({ entries }: SweepGrid, index: number): number[] {
  const places = new Array<number>(entries.length);
  let rest = index;
  for (let k = entries.length - 1; k >= 0; k--) {
    const count = entries[k]![0]!.values.length;
    places[k] = rest % count;
    rest = Math.floor(rest / count);
  }
  return places;
}

/** The parameters of a point by the names that they were given by. */
export function parametersAt(grid: SweepGrid, index: number): Readonly<Record<string, number>> {
  const places = placesOf(grid, index);
  return Object.fromEntries(
    grid.entries.flatMap((axes, k) => axes.map(({ parameter, values }) => [parameter, values[places[k]!]!])),
  );
}

/** The model at a point. Throws InputError for a value that is not allowed. */
export function modelAt(model: SpinModel, grid: SweepGrid, index: number): SpinModel {
  const places = placesOf(grid, index);
  return grid.entries.reduce(
    (changed, axes, k) =>
      axes.reduce((one, { values }, j) => withParameter(one, grid.paths[k]![j]!, values[places[k]!]!), changed),
    model,
  );
}

/** Whether a parameter is varied, by its path in the model. */
export const isVaried = ({ paths }: SweepGrid, path: string): boolean => paths.flat().includes(path);
