import { defined } from "../core/defined.ts";
import { InputError } from "../core/errors.ts";
import { breaksFault, type Drive, driveFrom, type FieldFormula, type FieldSamples } from "./drive.ts";
import { pathName, showValue } from "./issues.ts";
import { canonicalPath, modelParameter } from "./parameters.ts";
import { type ExplainSignal, type Signal, type SignalInput, signalOf } from "./signal.ts";
import type { SpinModel } from "./spinModel.ts";

/** The plain data of a drive of coefficients, by their paths as "interaction.zz". */
export interface ParameterSource {
  readonly parameters: Readonly<Record<string, SignalInput>>;
  /** Of a field that is driven as a whole. */
  readonly field?: FieldSamples | FieldFormula;
  /** Ascending times at which steps end besides. */
  readonly breaks?: readonly number[];
}

/** A drive of any coefficients; `field` is that of the model where it is not driven. */
export interface ParameterDrive extends Omit<Drive, "source"> {
  readonly source: ParameterSource;
  /** The coefficients, by their paths. */
  readonly parameters: ReadonlyMap<string, Signal>;
  /** Whether the field is driven as a whole besides. */
  readonly drivesField: boolean;
}

export interface ParameterDriveOptions {
  /** B(t) as a whole; its components may be among the coefficients instead, as "field.0". */
  readonly field?: Drive;
  /** Ascending times at which steps end besides. */
  readonly breaks?: readonly number[];
  /** Makes the error for what is wrong with the coefficient at a path. */
  readonly explain?: (path: string, fault: Parameters<ExplainSignal>[0]) => Error;
}

/**
 * Any coefficients of a model as functions of time, each a formula in t or samples, by the paths of `withParameter`:
 *
 *     parameterDrive(model, { "interaction.zz": "0.5*cos(2*t)", "collective.decay": { times: [0, 1], values: [0, 1] } })
 *
 * goes where a field does: evolve(model, { field: parameterDrive(...), ... }). What is not named stays as in the model. Rates may not
 * become negative in the time of an evolution, which it checks.
 *
 * @throws InputError for a path that the model does not have or that is driven twice, and for a formula or samples that are not understood
 */
export function parameterDrive(
  model: SpinModel,
  signals: Readonly<Record<string, SignalInput>>,
  { field: whole, breaks: given = [], explain }: ParameterDriveOptions = {},
): ParameterDrive {
  requireBreaks(given);
  const parameters = new Map<string, Signal>();
  for (const [name, input] of Object.entries(signals)) {
    const path = canonicalPath(name);
    requireDriveable(model, path, whole !== undefined);
    if (parameters.has(path)) {
      throw new InputError({
        what: `${path} is driven twice: ${name} is another name of it`,
        remedy: "leave one of them out",
        value: name,
      });
    }
    const own = explain === undefined ? undefined : (fault: Parameters<ExplainSignal>[0]) => explain(path, fault);
    parameters.set(path, signalOf(input, path, own));
  }
  const parts = [...parameters.values(), ...(whole === undefined ? [] : [whole])];
  const merged = (lists: readonly (readonly number[])[]): readonly number[] =>
    Object.freeze([...new Set(lists.flat())].sort((a, b) => a - b));
  const breaks = merged([given, ...parts.map((part) => part.breaks)]);
  const component = (k: 0 | 1 | 2, time: number): number => parameters.get(`field.${k}`)?.at(time) ?? model.field[k];
  const sources = Object.fromEntries([...parameters].map(([path, { source }]) => [path, source]));
  return Object.freeze({
    source: Object.freeze({
      parameters: Object.freeze(sources),
      ...defined({ field: whole?.source, breaks: given.length > 0 ? Object.freeze([...given]) : undefined }),
    }),
    field: whole?.field ?? ((time: number) => [component(0, time), component(1, time), component(2, time)] as const),
    breaks,
    stops: (from: number, to: number, maximumSeconds?: number) => {
      requireNotNegative(parameters, from, to);
      const inner = given.filter((time) => time > from && time < to);
      return merged([inner, ...parts.map((part) => part.stops(from, to, maximumSeconds))]);
    },
    parameters,
    drivesField: whole !== undefined,
  });
}

/** The drive of plain data, as another thread gives it, for a model with the same jumps. Throws as `parameterDrive` and `driveFrom`. */
export const parameterDriveFrom = (model: SpinModel, { parameters, field, breaks }: ParameterSource): ParameterDrive =>
  parameterDrive(model, parameters, {
    ...defined({ breaks }),
    ...(field === undefined ? {} : { field: driveFrom(field) }),
  });

/** Whether a negative value of the coefficient at a path has no meaning. */
export const isRate = (path: string): boolean => path.startsWith("collective.") || path.startsWith("local.");

/** @throws what explains the first rate that is negative somewhere between two times */
function requireNotNegative(parameters: ReadonlyMap<string, Signal>, from: number, to: number): void {
  for (const [path, signal] of parameters) {
    if (!isRate(path)) continue;
    const found = signal.negative(from, to);
    if (found === null) continue;
    throw signal.explain({
      what: `it is ${found.value} at t = ${found.time}, below 0`,
      remedy: `give a rate >= 0 at every time up to t = ${to}`,
      column: 1,
    });
  }
}

function requireDriveable(model: SpinModel, path: string, isWhole: boolean): void {
  modelParameter(model, path);
  const [group] = path.split(".");
  if (group !== "spins" && !(group === "field" && isWhole)) return;
  throw new InputError({
    what:
      group === "spins" ? "the number of spins cannot depend on time" : `${path} is driven beside a field as a whole`,
    remedy: group === "spins" ? "leave it out" : "give the field once",
    value: path,
  });
}

function requireBreaks(breaks: readonly number[]): void {
  const fault = breaksFault(breaks);
  if (fault === null) return;
  const value = breaks[fault.path?.[1] as number];
  throw new InputError({
    what: `${pathName(fault.path ?? [], "breaks")} is ${showValue(value)}, ${fault.what}`,
    remedy: fault.remedy,
    value,
    limit: fault.limit,
  });
}
