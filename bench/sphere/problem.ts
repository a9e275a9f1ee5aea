import { exactModelOf } from "../exact.ts";
import { drivenModel } from "../models.ts";

/** Steady state on an icosphere of this level with elements of this degree. */
export interface SphereProblem {
  readonly level: number;
  readonly degree: number;
}

export const spins = 40;
export const fieldX = 1.5;
export const model = drivenModel(spins, fieldX);

/** 2,562, 10,242 and 40,962 unknowns: 10 4^level degree^2 + 2. */
export const problems: readonly SphereProblem[] = [1, 2, 4].flatMap((degree) =>
  [4, 5, 6].map((level) => ({ level: level - Math.log2(degree), degree })),
);

export const smallestProblems: readonly SphereProblem[] = [
  { level: 4, degree: 1 },
  { level: 2, degree: 4 },
];

/** 2<J_k>/N of the quantum steady state. */
export const exactMean = exactModelOf(model).steady.mean;
