import type { Drive, Field } from "./drive.ts";
import { isRate, type ParameterDrive } from "./parameterDrive.ts";
import { modelParameter, parametersOf, replaced } from "./parameters.ts";
import type { Signal } from "./signal.ts";
import type { SpinModel } from "./spinModel.ts";

/** A model of which some coefficients depend on time. Every term of its equation is linear in them. */
export interface MovingModel {
  /** The model with 0 in the place of what moves. */
  readonly still: SpinModel;
  /** For each coefficient that moves a model in which it is 1, and everything else 0. */
  readonly units: readonly SpinModel[];
  /** Values of these coefficients at a time: the equation is that of `still` plus the sum of factors times those of `units`. */
  readonly factors: (time: number) => readonly number[];
  /** The model at a time. */
  readonly at: (time: number) => SpinModel;
  /** Whether nothing but the field moves, which is then three of the units. */
  readonly isField: boolean;
  /** Paths of what moves. */
  readonly paths: readonly string[];
}

const FIELD_PATHS = ["field.0", "field.1", "field.2"] as const;

/** The model in a field B(t), or driven otherwise. Throws InputError for a parameter that it does not have. */
export function movingModel(model: SpinModel, field: Field, drive?: Drive | ParameterDrive): MovingModel {
  const others = drive !== undefined && "parameters" in drive ? drive : null;
  const signals = others?.parameters ?? new Map<string, Signal>();
  const isWhole = others === null || others.drivesField;
  for (const path of signals.keys()) modelParameter(model, path);
  const paths = [...(isWhole ? FIELD_PATHS : []), ...signals.keys()];
  const nothing = parametersOf(model).reduce(
    (rest, path) => (path === "spins" ? rest : replaced(rest, path, 0)),
    model,
  );
  const factors = (time: number): readonly number[] => {
    const values: number[] = isWhole ? [...field(time)] : [];
    // What rounding has left below 0 of a rate that touches it: a drive says where one is negative.
    for (const [path, signal] of signals) values.push(isRate(path) ? Math.max(0, signal.at(time)) : signal.at(time));
    return values;
  };
  return {
    still: paths.reduce((rest, path) => replaced(rest, path, 0), model),
    units: paths.map((path) => replaced(nothing, path, 1)),
    factors,
    at: (time) => atValues(model, paths, factors(time)),
    isField: isWhole && signals.size === 0,
    paths,
  };
}

/** The model with other values of some parameters. */
export const atValues = (model: SpinModel, paths: readonly string[], values: readonly number[]): SpinModel =>
  paths.reduce((rest, path, k) => replaced(rest, path, values[k]!), model);

/** What a model adds up to at any time: itself, or what stands still and what moves. */
export const partsOfModel = (model: SpinModel, moving: MovingModel | null): readonly SpinModel[] =>
  moving === null ? [model] : [moving.still, ...moving.units];

/** Whether a unit is a component of the field. */
export const isFieldUnit = ({ field }: SpinModel): boolean => field.some((component) => component !== 0);
