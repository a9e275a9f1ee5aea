import { Matrix, solve } from "ml-matrix";
import { InputError } from "../../core/errors.ts";

/**
 * Singly diagonally implicit Runge-Kutta methods that are stiffly accurate and L-stable: every stage solves with the same
 * matrix M - gamma h L, and the last stage is the new value.
 */
export interface ImplicitScheme {
  readonly name: "euler" | "sdirk2" | "sdirk4";
  readonly order: number;
  readonly stages: number;
  /** The common diagonal. */
  readonly gamma: number;
  /** Lower triangular, stages x stages; its last row is the weights. */
  readonly a: readonly (readonly number[])[];
  readonly c: readonly number[];
  /** Weights of the embedded method of order `embeddedOrder`. */
  readonly embedded: readonly number[];
  readonly embeddedOrder: number;
  /** Weights b(theta) of the continuous extension at theta in [0, 1]; b(1) are the method's weights. */
  readonly dense: (theta: number) => number[];
}

const root = 1 - Math.SQRT1_2;

/** Backward Euler. Its error estimate compares with the value at the start of the step. */
const euler = scheme("euler", 1, [[1]], [0], 0);

/** Two stages, order 2 (Alexander, doi:10.1137/0714068, Theorem 5 with s = 2). */
const sdirk2 = scheme("sdirk2", 2, [[root], [1 - root, root]], [1, 0], 1);

/** Five stages, order 4(3) (Hairer and Wanner, Solving Ordinary Differential Equations II, doi:10.1007/978-3-642-05221-7, Table IV.6.5). */
const sdirk4 = scheme(
  "sdirk4",
  4,
  [
    [1 / 4],
    [1 / 2, 1 / 4],
    [17 / 50, -1 / 25, 1 / 4],
    [371 / 1360, -137 / 2720, 15 / 544, 1 / 4],
    [25 / 24, -49 / 48, 125 / 16, -85 / 12, 1 / 4],
  ],
  [59 / 48, -17 / 96, 225 / 32, -85 / 12, 0],
  3,
);

export const implicitSchemes: readonly ImplicitScheme[] = [euler, sdirk2, sdirk4];

/** @throws InputError for a name that is none of "euler", "sdirk2", "sdirk4" */
export function implicitScheme(name: string): ImplicitScheme {
  const found = implicitSchemes.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = implicitSchemes.map((one) => one.name).join(", ");
  throw new InputError({
    what: `"${name}" is no time scheme`,
    remedy: `use one of ${names}`,
    value: name,
    limit: names,
  });
}

function scheme(
  name: ImplicitScheme["name"],
  order: number,
  rows: readonly (readonly number[])[],
  embedded: readonly number[],
  embeddedOrder: number,
): ImplicitScheme {
  const stages = rows.length;
  const a = rows.map((row) => Array.from({ length: stages }, (_, j) => row[j] ?? 0));
  const c = a.map((row) => row.reduce((sum, value) => sum + value, 0));
  return Object.freeze({
    name,
    order,
    stages,
    gamma: rows[0]![0]!,
    a,
    c,
    embedded,
    embeddedOrder,
    dense: continuousExtension(a, c),
  });
}

/**
 * b(theta) from as many order conditions as there are stages: sum b = theta, b.c = theta^2/2, b.c^2 = theta^3/3,
 * b.Ac = theta^3/6, b.AAc = theta^4/24. The method's own weights fulfil them at theta = 1.
 */
function continuousExtension(a: readonly (readonly number[])[], c: readonly number[]): (theta: number) => number[] {
  const stages = c.length;
  const apply = (x: readonly number[]): number[] =>
    a.map((row) => row.reduce((sum, value, j) => sum + value * x[j]!, 0));
  const conditions = [c.map(() => 1), [...c], c.map((value) => value * value), apply(c), apply(apply(c))];
  const right = (theta: number): number[] => [theta, theta ** 2 / 2, theta ** 3 / 3, theta ** 3 / 6, theta ** 4 / 24];
  const matrix = new Matrix(conditions.slice(0, stages));
  return (theta) => solve(matrix, Matrix.columnVector(right(theta).slice(0, stages))).to1DArray();
}
