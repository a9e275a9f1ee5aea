import type { OperatorSpace } from "../../light/operatorSpace.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { nearestVertex } from "../../mesh/vectors.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { productExactness } from "../cells.ts";
import { assembleMass } from "../mass.ts";
import { assembleMultiplication, assembleSandwich, type ReferenceComponents } from "../multiplication.ts";
import { enrichedTriangle } from "./element.ts";
import { assembleGenerator } from "./generator.ts";
import type { SphereMap } from "./geometry.ts";
import { initialLoad } from "./initialLoad.ts";
import { functionSpace } from "./space.ts";

/**
 * The operators of the symmetric subspace by the nodal values of P on a mesh of the sphere.
 *
 * @param towards direction in which P of the steady state is expected to be large
 */
export function elementOperators(
  model: SpinModel,
  mesh: Mesh,
  degree: number,
  towards: ArrayLike<number> = [0, 0, 1],
): OperatorSpace {
  const space = functionSpace(mesh, enrichedTriangle(degree));
  const rule = space.geometry.quadrature(productExactness(space));
  const multiplied = { space, spins: model.spins, components: contravariant, rule };
  return {
    spins: model.spins,
    generator: assembleGenerator(space, model),
    generatorOf: (other) => assembleGenerator(space, other),
    mass: assembleMass(space),
    trace: new Float64Array(space.unknowns).fill(1),
    pin: nearestVertex(mesh.points, towards),
    start: (initial) => ({ load: initialLoad(space, initial, model.spins), error: 0 }),
    multiplication: (l) => assembleMultiplication(multiplied, l),
    sandwich: (l) => assembleSandwich(multiplied, l),
  };
}

/** Of a tangent vector. */
const contravariant: ReferenceComponents<SphereMap> = ({ first, second, inverseMetric }, p, vector, out) => {
  const at = 3 * p;
  const along1 = vector[0]! * first[at]! + vector[1]! * first[at + 1]! + vector[2]! * first[at + 2]!;
  const along2 = vector[0]! * second[at]! + vector[1]! * second[at + 1]! + vector[2]! * second[at + 2]!;
  out[0] = inverseMetric[at]! * along1 + inverseMetric[at + 1]! * along2;
  out[1] = inverseMetric[at + 1]! * along1 + inverseMetric[at + 2]! * along2;
};
