import { InputError } from "../core/errors.ts";
import { suggestName } from "../model/nearestName.ts";
import { parametersOf } from "../model/parameters.ts";
import type { SpinModel } from "../model/spinModel.ts";

/** Components as people write them. */
const COMPONENTS: Readonly<Record<string, string>> = {
  "field.x": "field.0",
  "field.y": "field.1",
  "field.z": "field.2",
};

/** What may be varied, by the names that people write, but for some. */
export const parameterNames = (model: SpinModel, without: readonly string[] = []): readonly string[] => [
  ...Object.keys(COMPONENTS),
  ...parametersOf(model).filter((path) => !path.startsWith("field.") && !without.includes(path)),
];

/**
 * The path of a parameter in the model, as `withParameter` takes it, by the name that people write, "field.x", or by the path itself.
 *
 * @param option what messages call the place of the name
 * @param without names that messages do not suggest
 * @throws InputError for a name that is no parameter
 */
export function parameterPath(model: SpinModel, name: string, option: string, without: readonly string[] = []): string {
  const path = Object.hasOwn(COMPONENTS, name) ? COMPONENTS[name]! : name;
  if (parametersOf(model).includes(path)) return path;
  const names = parameterNames(model, without);
  throw new InputError({
    what: `${option} has "${name}", which is no parameter of a model`,
    remedy: suggestName(name, names),
    value: name,
    limit: names,
  });
}
