import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { addBoundaryTerms } from "../../../src/fem/ball/boundaryTerms.ts";
import { assembleBallGenerator, ballWeights } from "../../../src/fem/ball/generator.ts";
import type { BallSpace } from "../../../src/fem/ball/space.ts";
import type { SparseMatrix } from "../../../src/linalg/sparse.ts";
import { ball, gradedBall } from "../../../src/mesh/ball/build.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";
import { coefficientsOf } from "../../../src/model/secondOrder/coefficients.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import type { SpinMoments } from "../../../src/state/moments.ts";
import { gmshBall } from "../../mesh/ball/meshes.ts";
import { type Polynomial, polynomialOf } from "../polynomials.ts";

/** Three meshes that have nothing in common: 50 to 200 cells each. */
export const threeMeshes = (): { readonly name: string; readonly mesh: Mesh }[] => [
  { name: "layered", mesh: ball(0, 3) },
  { name: "graded", mesh: gradedBall(0, { centre: [0.3, -0.2, 0.3], width: 0.2 }) },
  { name: "Gmsh", mesh: gmshBall() },
];

export function randomPolynomial(degree: number, seed: number): Polynomial {
  const coefficients = new Float64Array(((degree + 1) * (degree + 2) * (degree + 3)) / 6);
  fillNormal(createRandomStream(seed, 0), coefficients);
  return polynomialOf(degree, coefficients);
}

/** L without the integral over the boundary. */
export function withoutBoundary(space: BallSpace, model: SpinModel): SparseMatrix {
  const { pattern, values } = assembleBallGenerator(space, model);
  const boundary = { pattern, values: new Float64Array(values.length) };
  addBoundaryTerms(space, [ballWeights(coefficientsOf(model))], [boundary]);
  return { pattern, values: values.map((value, k) => value - boundary.values[k]!) };
}

/** Each rate alone, so that a mistake in one term cannot hide behind another; and all together. */
export const singleRates: readonly (readonly [string, SpinModel])[] = (
  [
    ["B_x", { field: [1, 0, 0] }],
    ["B_y", { field: [0, 1, 0] }],
    ["B_z", { field: [0, 0, 1] }],
    ["collective dephasing", { collective: { dephasing: 1 } }],
    ["collective pump", { collective: { pump: 1 } }],
    ["collective decay", { collective: { decay: 1 } }],
    ["local dephasing", { local: { dephasing: 1 } }],
    ["local pump", { local: { pump: 1 } }],
    ["local decay", { local: { decay: 1 } }],
    [
      "everything",
      {
        field: [0.3, -0.7, 1.1],
        collective: { dephasing: 0.4, pump: 0.6, decay: 0.9 },
        local: { dephasing: 0.2, pump: 0.5, decay: 0.3 },
      },
    ],
  ] as const
).map(([name, parts]) => [name, spinModel({ spins: 3, ...parts })] as const);

/** All rates, and what else there is. */
export const generalModels: readonly (readonly [string, SpinModel])[] = [
  ["every rate", singleRates.at(-1)![1]],
  [
    "everything",
    spinModel({
      spins: 3,
      field: [0.3, -0.7, 1.1],
      interaction: { xx: 0.4, yy: -0.7, zz: 0.2, xy: 0.5, xz: -0.3, yz: 0.6 },
      collective: { dephasing: 0.4, pump: 0.6, decay: 0.9, jumps: [{ rate: 0.7, operator: [1, "0.5i", [0.3, -0.4]] }] },
      local: { dephasing: 0.2, pump: 0.5, decay: 0.3, jumps: [{ rate: 0.4, operator: [0.2, [0.1, 0.6], "-i"] }] },
    }),
  ],
];

export const largestMomentError = (a: SpinMoments, b: SpinMoments): number =>
  Math.max(
    ...(["mean", "square", "cross"] as const).flatMap((group) =>
      a[group].map((value, k) => Math.abs(value - b[group][k]!)),
    ),
  );
