import type { OperatorSpace } from "../../light/operatorSpace.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { nearestVertex } from "../../mesh/vectors.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { assembleMass } from "../mass.ts";
import {
  addSandwichBoundary,
  assembleMultiplication,
  assembleSandwich,
  type BoundaryFace,
  type MultipliedSpace,
  type ReferenceComponents,
} from "../multiplication.ts";
import { faceNormal, faceRule } from "./boundaryTerms.ts";
import { enrichedTetrahedron } from "./element.ts";
import { assembleBallGenerator } from "./generator.ts";
import type { AffineMap } from "./geometry.ts";
import { ballInitialLoad } from "./initialLoad.ts";
import { type BallSpace, ballSpace } from "./space.ts";

/** The permutation-symmetric operators by the nodal values of P on a mesh of the ball: moments up to the degree of the elements are exact where they close there. */
export function ballElementOperators(model: SpinModel, mesh: Mesh, degree: number): OperatorSpace {
  const space = ballSpace(mesh, enrichedTetrahedron(degree));
  const multiplied = multipliedSpace(space, model.spins);
  const faces = boundaryFaces(space);
  return {
    spins: model.spins,
    generator: assembleBallGenerator(space, model),
    generatorOf: (other) => assembleBallGenerator(space, other),
    mass: assembleMass(space),
    trace: new Float64Array(space.unknowns).fill(1),
    pin: nearestVertex(mesh.points, [0, 0, 0]),
    start: (initial) => ({ load: ballInitialLoad(space, initial, model.spins), error: 0 }),
    multiplication: (l) => assembleMultiplication(multiplied, l),
    sandwich: (l) => {
      const matrix = assembleSandwich(multiplied, l);
      addSandwichBoundary(multiplied, l, faces, matrix);
      return matrix;
    },
  };
}

/** What products with the spin are assembled from. */
export const multipliedSpace = (space: BallSpace, spins: number): MultipliedSpace<AffineMap> => ({
  space,
  spins,
  components: affine,
  rule: space.geometry.quadrature(2 * space.element.degree + 2),
});

const affine: ReferenceComponents<AffineMap> = ({ inverse }, _, vector, out) => {
  for (let k = 0; k < 3; k++) {
    out[k] = inverse[3 * k]! * vector[0]! + inverse[3 * k + 1]! * vector[1]! + inverse[3 * k + 2]! * vector[2]!;
  }
};

/** Flat faces: a product of two basis functions with polynomials of degree 3 there. */
function boundaryFaces({ boundary, element }: BallSpace): readonly BoundaryFace[] {
  const sides = [0, 1, 2, 3].map((face) => ({
    rule: faceRule(face, 2 * element.degree + 3),
    normal: faceNormal(face),
  }));
  return Array.from(boundary, (slot) => ({ cell: slot >> 2, ...sides[slot & 3]! }));
}
