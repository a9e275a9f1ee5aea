import { InputError } from "../core/errors.ts";
import { showValue } from "./issues.ts";
import { suggestName } from "./nearestName.ts";
import { type Dissipation, type Interaction, NO_INTERACTION } from "./secondOrder/coefficients.ts";
import { type Rates, type SpinModel, spinModel } from "./spinModel.ts";

const GROUPS = ["collective", "local"] as const;

/** The numbers that every model has, by the paths that `modelParameter` and `withParameter` take. */
export const MODEL_PARAMETERS: readonly string[] = Object.freeze([
  "spins",
  "field.0",
  "field.1",
  "field.2",
  ...Object.keys(NO_INTERACTION).map((name) => `interaction.${name}`),
  ...GROUPS.flatMap((group) => ["dephasing", "pump", "decay"].map((name) => `${group}.${name}`)),
]);

/** Components as people write them. */
const COMPONENTS: Readonly<Record<string, string>> = {
  "field.x": "field.0",
  "field.y": "field.1",
  "field.z": "field.2",
};

export const COMPONENT_NAMES: readonly string[] = Object.freeze(Object.keys(COMPONENTS));

/** "field.0" of "field.x"; any other path as it is. */
export const canonicalPath = (path: string): string => (Object.hasOwn(COMPONENTS, path) ? COMPONENTS[path]! : path);

/** Those, and the rates of the jumps of a model: "collective.jumps.0.rate", counted from 0. */
export const parametersOf = (model: SpinModel): readonly string[] => [
  ...MODEL_PARAMETERS,
  ...GROUPS.flatMap((group) => (model[group].jumps ?? []).map((_, k) => `${group}.jumps.${k}.rate`)),
];

/**
 * The number at `path`: "spins", "field.x" or "field.0", "interaction.zz", "collective.pump", "local.jumps.0.rate", ... Throws InputError for any
 * other path, and for a jump that the model does not have.
 */
export function modelParameter(model: SpinModel, path: string): number {
  const [group, name, index] = partsOf(model, path);
  if (group === "spins") return model.spins;
  if (group === "field") return model.field[Number(name) as 0 | 1 | 2];
  if (group === "interaction") return (model.interaction ?? NO_INTERACTION)[name as keyof Interaction];
  if (name === "jumps") return model[group].jumps![Number(index)]!.rate;
  return model[group][name as keyof Rates];
}

/** The model with one number replaced, validated. Throws InputError as `modelParameter` does, or for a value that is not allowed. */
export function withParameter(model: SpinModel, path: string, value: number): SpinModel {
  partsOf(model, path);
  return spinModel(replaced(model, path, value));
}

/** The same for a path that the model has, and not validated: for values that change at every step. */
export function replaced(model: SpinModel, path: string, value: number): SpinModel {
  const [group, name, index] = canonicalPath(path).split(".") as Parts;
  if (group === "spins") return { ...model, spins: value };
  if (group === "field") return { ...model, field: model.field.with(Number(name), value) as [number, number, number] };
  if (group === "interaction")
    return { ...model, interaction: { ...(model.interaction ?? NO_INTERACTION), [name]: value } };
  const changed = name === "jumps" ? jumpsWith(model[group], Number(index), value) : { [name]: value };
  return { ...model, [group]: { ...model[group], ...changed } };
}

const jumpsWith = ({ jumps = [] }: Dissipation, index: number, rate: number): Pick<Dissipation, "jumps"> => ({
  jumps: jumps.map((jump, k) => (k === index ? { ...jump, rate } : jump)),
});

type Parts = [group: "spins" | "field" | "interaction" | "collective" | "local", name: string, index: string];

function partsOf(model: SpinModel, path: string): Parts {
  const names = parametersOf(model);
  const canonical = canonicalPath(path);
  if (names.includes(canonical)) return canonical.split(".") as Parts;
  throw new InputError({
    what: `${showValue(path)} is not a parameter of ${/^(collective|local)\.jumps\./.test(path) ? "this" : "a"} model`,
    remedy: suggestName(path, names),
    value: path,
    limit: names,
  });
}
