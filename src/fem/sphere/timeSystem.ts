import type { InitialState } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";
import { momentFunctionals } from "../functionals.ts";
import { assembleMass } from "../mass.ts";
import { combinedTimeSystem, type TimeSystem } from "../timeSystem.ts";
import type { HarmonicBand } from "./band.ts";
import { assembleDrivenGenerator, assembleGenerator } from "./generator.ts";
import { initialLoad } from "./initialLoad.ts";
import type { FunctionSpace } from "./space.ts";

/** The equation on the sphere, ready for time steps. */
export type SphereTimeSystem = TimeSystem<FunctionSpace, HarmonicBand>;

/**
 * The equation on a whole space of the sphere.
 *
 * @param field the field as a function of time; the model's own, constant, where null
 */
export function timeSystem(
  space: FunctionSpace,
  model: SpinModel,
  initial: InitialState,
  field: ((time: number) => Vector3) | null,
): SphereTimeSystem {
  const functionals = momentFunctionals(space);
  const load = initialLoad(space, initial, model.spins);
  const matrices = field === null ? [assembleGenerator(space, model)] : assembleDrivenGenerator(space, model);
  const mass = assembleMass(space);
  return combinedTimeSystem({ space, restriction: null, mass, matrices, field, functionals, load });
}
