import { InputError } from "../core/errors.ts";
import { suggestName } from "../model/nearestName.ts";
import { COMPONENT_NAMES, canonicalPath, parametersOf } from "../model/parameters.ts";
import type { SpinModel } from "../model/spinModel.ts";

/** What may be varied, by the names that people write, but for some. */
export const parameterNames = (model: SpinModel, without: readonly string[] = []): readonly string[] => [
  ...COMPONENT_NAMES,
  ...parametersOf(model).filter((path) => !path.startsWith("field.") && !without.includes(path)),
];

/**
 * The path of a parameter in the model, "field.0", by the name that people write, "field.x", or by the path itself.
 *
 * @param option what messages call the place of the name
 * @param without names that messages do not suggest
 * @throws InputError for a name that is no parameter
 */
export function parameterPath(model: SpinModel, name: string, option: string, without: readonly string[] = []): string {
  const path = canonicalPath(name);
  if (parametersOf(model).includes(path)) return path;
  const names = parameterNames(model, without);
  throw new InputError({
    what: `${option} has "${name}", which is no parameter of a model`,
    remedy: suggestName(name, names),
    value: name,
    limit: names,
  });
}
