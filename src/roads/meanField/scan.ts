import { InputError } from "../../core/errors.ts";
import { suggestName } from "../../model/nearestName.ts";
import { parametersOf } from "../../model/parameters.ts";
import type { PhaseAxis } from "../../model/phases.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Named } from "../selectRoads.ts";

/** One parameter of a scan and what it takes on. */
export interface ScanAxis {
  /** "field.x", "field.y", "field.z", "interaction.zz", "collective.pump", "local.jumps.0.rate", ... */
  readonly parameter: string;
  readonly values: readonly number[];
}

/** Components as people write them. */
const COMPONENTS: Readonly<Record<string, string>> = {
  "field.x": "field.0",
  "field.y": "field.1",
  "field.z": "field.2",
};

/** What a scan may vary, by the names that people write: N moves nothing. */
const scanned = (model: SpinModel): readonly string[] => [
  ...Object.keys(COMPONENTS),
  ...parametersOf(model).filter((path) => path !== "spins" && !path.startsWith("field.")),
];

const MOST_PHASES = 250_000;

/**
 * The axes by the paths of the parameters in the model. `named` is how messages call the option.
 *
 * @throws InputError for an unknown parameter, the number of spins, one parameter twice, no values or too many
 */
export function phaseAxes(model: SpinModel, axes: readonly ScanAxis[], named: Named): readonly [PhaseAxis, PhaseAxis] {
  const option = named("scan");
  if (axes.length !== 2) {
    throw new InputError({
      what: `${option} has ${axes.length} parameter${axes.length === 1 ? "" : "s"}, not two`,
      remedy: "give two, each with its values",
      value: axes.length,
      limit: 2,
    });
  }
  const axisOf = ({ parameter, values }: ScanAxis): PhaseAxis => ({ path: pathOf(model, parameter, option), values });
  const [first, second] = [axisOf(axes[0]!), axisOf(axes[1]!)];
  if (first.path === second.path) {
    throw new InputError({
      what: `both parameters of ${option} are ${axes[0]!.parameter}`,
      remedy: "vary two different ones",
      value: axes[0]!.parameter,
    });
  }
  const count = first.values.length * second.values.length;
  if (count > MOST_PHASES) {
    throw new InputError({
      what: `${option} asks for ${count} phases, above ${MOST_PHASES}`,
      remedy: "give fewer values",
      value: count,
      limit: MOST_PHASES,
    });
  }
  return [first, second];
}

function pathOf(model: SpinModel, name: string, option: string): string {
  const names = scanned(model);
  const path = Object.hasOwn(COMPONENTS, name) ? COMPONENTS[name]! : name;
  if (path === "spins") {
    throw new InputError({
      what: `${option} varies spins, and the mean field is the limit of many spins`,
      remedy: `vary one of ${names.join(", ")}`,
      value: name,
    });
  }
  if (parametersOf(model).includes(path)) return path;
  throw new InputError({
    what: `${option} has "${name}", which is no parameter of a model`,
    remedy: suggestName(name, names),
    value: name,
    limit: names,
  });
}
