import { once } from "../../core/once.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { nearestVertex } from "../../mesh/vectors.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { productExactness } from "../cells.ts";
import { densitySampler } from "../density.ts";
import { momentFunctionals } from "../functionals.ts";
import { type SteadyStructure, type SteadySystem, steadyStructure } from "../steadySystem.ts";
import { enrichedTriangle } from "./element.ts";
import { assembleGenerator } from "./generator.ts";
import { spherePurity } from "./purity.ts";
import { type FunctionSpace, functionSpace } from "./space.ts";

/** What the steady equations of all models on a mesh of the sphere share. */
export function sphereStructure(mesh: Mesh, degree: number): SteadyStructure<FunctionSpace> {
  const started = performance.now();
  const space = functionSpace(mesh, enrichedTriangle(degree));
  return steadyStructure(started, space, momentFunctionals(space));
}

/**
 * The steady equation of a model on a mesh of the sphere.
 *
 * @param towards direction in which the density is expected to be large
 */
export function sphereSystem(
  model: SpinModel,
  structure: SteadyStructure<FunctionSpace>,
  towards: ArrayLike<number> = [0, 0, 1],
): SteadySystem<FunctionSpace> {
  const start = performance.now();
  const { space } = structure;
  const sampler = once(() => densitySampler(space, productExactness(space)));
  const { of, boundedSquare } = spherePurity(space, model.spins, sampler);
  return {
    ...structure,
    model,
    generator: assembleGenerator(space, model),
    pin: nearestVertex(space.mesh.points, towards),
    sample: (density) => sampler()(density),
    purity: of,
    squareOfChange: (_density, change) => boundedSquare(change),
    seconds: structure.seconds + (performance.now() - start) / 1000,
  };
}
