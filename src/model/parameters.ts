import { InputError } from "../core/errors.ts";
import { showValue } from "./issues.ts";
import { suggestName } from "./nearestName.ts";
import { type SpinModel, spinModel } from "./spinModel.ts";

/** Every number of a model by the path that `modelParameter` and `withParameter` take. */
export const MODEL_PARAMETERS: readonly string[] = Object.freeze([
  "spins",
  "field.0",
  "field.1",
  "field.2",
  ...["collective", "local"].flatMap((group) => ["dephasing", "pump", "decay"].map((name) => `${group}.${name}`)),
]);

/** The number at `path` ("field.0", "collective.pump", ...: MODEL_PARAMETERS). Throws InputError for any other path. */
export function modelParameter(model: SpinModel, path: string): number {
  requireParameter(path);
  const [group, name] = path.split(".") as [string, string | undefined];
  const value = model[group as keyof SpinModel];
  return name === undefined ? (value as number) : (value as unknown as Record<string, number>)[name]!;
}

/** The model with one number replaced, validated. Throws InputError for an unknown path or a value that is not allowed. */
export function withParameter(model: SpinModel, path: string, value: number): SpinModel {
  requireParameter(path);
  const [group, name] = path.split(".") as [string, string | undefined];
  if (name === undefined) return spinModel({ ...model, [group]: value });
  if (group === "field")
    return spinModel({ ...model, field: model.field.with(Number(name), value) as [number, number, number] });
  return spinModel({ ...model, [group]: { ...model[group as "collective" | "local"], [name]: value } });
}

function requireParameter(path: string): void {
  if (MODEL_PARAMETERS.includes(path)) return;
  throw new InputError({
    what: `${showValue(path)} is not a parameter of a model`,
    remedy: suggestName(path, MODEL_PARAMETERS),
    value: path,
    limit: MODEL_PARAMETERS,
  });
}
