import { InputError } from "../../core/errors.ts";
import type { PhaseAxis } from "../../model/phases.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { parameterNames, parameterPath } from "../parameterNames.ts";
import type { Named } from "../selectRoads.ts";

/** One parameter of a scan and what it takes on. */
export interface ScanAxis {
  /** "field.x", "field.y", "field.z", "interaction.zz", "collective.pump", "local.jumps.0.rate", ... */
  readonly parameter: string;
  readonly values: readonly number[];
}

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

/** N moves nothing. */
function pathOf(model: SpinModel, name: string, option: string): string {
  const path = parameterPath(model, name, option, ["spins"]);
  if (path !== "spins") return path;
  throw new InputError({
    what: `${option} varies spins, and the mean field is the limit of many spins`,
    remedy: `vary one of ${parameterNames(model, ["spins"]).join(", ")}`,
    value: name,
  });
}
