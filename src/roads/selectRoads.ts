import { InputError } from "../core/errors.ts";

/**
 * How messages call an option: as the library or the command line writes it.
 *
 * @inline
 */
export type Named = (option: string) => string;

export const inCode: Named = (option) => `"${option}"`;

/**
 * The roads of `all`, in their order, that look at every option that is given; the one that is named where a method is. `allowed` lists
 * the roads that look at an option: every road looks at those that are not listed.
 *
 * @throws InputError for an option that does not go with the method, and for two of different methods
 */
export function selectRoads<Method extends string>(
  all: readonly Method[],
  allowed: Readonly<Record<string, readonly Method[]>>,
  options: Readonly<Record<string, unknown>>,
  named: Named,
): readonly Method[] {
  const { method } = options;
  const chosen = method === undefined || method === "auto";
  let roads = chosen ? all : all.filter((road) => road === method);
  if (roads.length === 0) throw unknownMethod(method, all, named);
  let by = chosen ? "" : `${named("method")} ${method}`;
  for (const [option, which] of Object.entries(allowed)) {
    if (options[option] === undefined) continue;
    const left = roads.filter((road) => which.includes(road));
    if (left.length === 0) throw conflict(named(option), by);
    // What narrows the choice is what a later option may be at odds with.
    if (left.length < roads.length) by = named(option);
    roads = left;
  }
  return roads;
}

const conflict = (option: string, by: string): InputError =>
  new InputError({
    what: `${option} does not go with ${by}: no method looks at both`,
    remedy: `leave ${option} or ${by} out`,
    value: option,
    limit: by,
  });

const unknownMethod = (method: unknown, all: readonly string[], named: Named): InputError =>
  new InputError({
    what: `${named("method")} is ${JSON.stringify(method)}, not one of auto, ${all.join(", ")}`,
    remedy: "leave it out, and one is chosen",
    value: method,
    limit: all,
  });
