import { spinModel } from "../../src/model/spinModel.ts";
import { drivenModel } from "../models.ts";

/** The matrix of a steady state on an icosphere, or in a ball of twice as many layers, with elements of this degree. */
export interface SolverProblem {
  readonly isBall: boolean;
  readonly level: number;
  readonly degree: number;
}

export const sphereModel = drivenModel(40, 1.5);

export const ballModel = spinModel({
  spins: 100,
  field: [1, 0, 0.5],
  collective: { dephasing: 0.5, pump: 0.5, decay: 0.5 },
  local: { dephasing: 0.2, pump: 0.1, decay: 0.3 },
});

const sphere = (degree: number, level: number): SolverProblem => ({ isBall: false, degree, level });

export const problems: readonly SolverProblem[] = [
  sphere(1, 5),
  sphere(1, 6),
  sphere(1, 7),
  sphere(2, 5),
  sphere(4, 3),
  sphere(4, 4),
  sphere(4, 5),
  sphere(8, 2),
  sphere(8, 3),
  { isBall: true, degree: 2, level: 3 },
  { isBall: true, degree: 4, level: 2 },
];

export const smallestProblems: readonly SolverProblem[] = [sphere(1, 3), sphere(4, 1)];
