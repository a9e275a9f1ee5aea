import { InputError } from "../../core/errors.ts";
import type { Drive } from "../../model/drive.ts";
import { driveFrom } from "../../model/drive.ts";
import { type ParameterDrive, type ParameterSource, parameterDriveFrom } from "../../model/parameterDrive.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { evolveRoadsFor } from "../../roads/evolve/options.ts";
import { evolve } from "../../roads/evolve.ts";
import type { Named } from "../../roads/selectRoads.ts";
import type { SweepGrid } from "../grid.ts";
import type { SweepEvolveOptions, TaskSolver } from "./task.ts";

/** The plain data of a drive. */
export type DriveSource = Drive["source"] | ParameterSource;

/** The options with the data of a drive in its place, as another thread can be given them. */
export interface PlainEvolveOptions extends Omit<SweepEvolveOptions, "field"> {
  readonly field?: DriveSource;
}

/** @throws InputError for a field that is a function, which no other thread can be given */
export function plainEvolveOptions({ field, ...options }: SweepEvolveOptions): PlainEvolveOptions {
  if (field === undefined) return options;
  if (typeof field !== "function") return { ...options, field: field.source };
  throw new InputError({
    what: "the field is a function, which no other thread can be given",
    remedy: "give it by formulas or samples",
    value: "function",
  });
}

/** @throws InputError for options that do not go together, and for a parameter that is varied and depends on time */
export function evolveTask({ to, field, ...options }: PlainEvolveOptions, grid: SweepGrid, named: Named): TaskSolver {
  evolveRoadsFor({ ...options }, named);
  if (!(to > 0 && to < Number.POSITIVE_INFINITY)) {
    throw new InputError({
      what: `${named("to")} is ${to}, which is no time`,
      remedy: "give a time above 0, in the inverse unit of the rates",
      value: to,
      limit: 0,
    });
  }
  requireStill(field, grid, named);
  return (model) => {
    const drive = field === undefined ? {} : { field: driveOf(model, field) };
    const { observables, errorEstimate, method } = evolve(model, { ...options, times: [to], ...drive }).result();
    return { observables: observables[0]!, errorEstimate: errorEstimate[0]!, method };
  };
}

const driveOf = (model: SpinModel, source: DriveSource): Drive | ParameterDrive =>
  "parameters" in source ? parameterDriveFrom(model, source) : driveFrom(source);

function requireStill(source: DriveSource | undefined, { entries, paths }: SweepGrid, named: Named): void {
  if (source === undefined) return;
  const moves = (path: string): boolean => {
    const isField = path.startsWith("field.");
    if (!("parameters" in source)) return isField;
    return path in source.parameters || (isField && source.field !== undefined);
  };
  const names = entries.flat().map(({ parameter }) => parameter);
  const found = paths.flat().findIndex(moves);
  if (found < 0) return;
  throw new InputError({
    what: `${named("vary")} has ${names[found]}, which depends on time in the model`,
    remedy: "vary another parameter, or give it as a number in the model",
    value: names[found],
  });
}
