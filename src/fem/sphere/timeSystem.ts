import type { InitialState } from "../../model/initialState.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { momentFunctionals } from "../functionals.ts";
import { assembleMass } from "../mass.ts";
import { combinedTimeSystem, type TimeSystem } from "../timeSystem.ts";
import type { HarmonicBand } from "./band.ts";
import { assembleGenerator, assembleMovingGenerator } from "./generator.ts";
import { initialLoad } from "./initialLoad.ts";
import type { FunctionSpace } from "./space.ts";

/** The equation on the sphere, ready for time steps. */
export type SphereTimeSystem = TimeSystem<FunctionSpace, HarmonicBand>;

/**
 * The equation on a whole space of the sphere.
 *
 * @param moving what depends on time; the model is constant where null
 */
export function timeSystem(
  space: FunctionSpace,
  model: SpinModel,
  initial: InitialState,
  moving: MovingModel | null,
): SphereTimeSystem {
  const functionals = momentFunctionals(space);
  const load = initialLoad(space, initial, model.spins);
  const matrices = moving === null ? [assembleGenerator(space, model)] : assembleMovingGenerator(space, moving);
  const mass = assembleMass(space);
  return combinedTimeSystem({ space, restriction: null, mass, matrices, moving, functionals, load });
}
