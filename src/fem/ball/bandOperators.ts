import { ConvergenceError } from "../../core/errors.ts";
import { once } from "../../core/once.ts";
import type { OperatorSpace } from "../../light/operatorSpace.ts";
import { factorCholesky } from "../../linalg/dense/cholesky.ts";
import { identity } from "../../linalg/dense/identity.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import { ball } from "../../mesh/ball/build.ts";
import { checkedInitialState, partsOf } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { multiplicationBy } from "../expansionOperators.ts";
import { assembleMass } from "../mass.ts";
import { assembleMultiplication } from "../multiplication.ts";
import { requireAllHarmonics } from "../startingPoints.ts";
import { type BallBand, ballBand, reduceBallMatrix } from "./band.ts";
import { enrichedTetrahedron } from "./element.ts";
import { assembleBallGenerator } from "./generator.ts";
import { bandInitialLoad } from "./initialLoad.ts";
import { multipliedSpace } from "./operators.ts";
import { ballSpace } from "./space.ts";

const AXES = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;

/**
 * The permutation-symmetric operators by the polynomials of degree <= N among elements of that degree on the icosahedron: their moments obey their own equations, and what P has
 * beyond is gauge, so that nothing is left out, parabolic or not. The unknowns are coefficients of the polynomials that are orthonormal there, the first the constant.
 *
 * @throws ResourceLimitError as `ballBand`
 */
export function ballBandOperators(model: SpinModel): OperatorSpace {
  const { spins } = model;
  const degree = Math.max(2, spins);
  const space = ballSpace(ball(0), enrichedTetrahedron(degree));
  const plain = ballBand(space, degree);
  const { size, pattern } = plain;
  const triangle = choleskyOf(plain, assembleMass(space));
  const band = { ...plain, basis: withBasis(plain, triangle) };
  const generatorOf = (other: SpinModel): SparseMatrix => tested(band, assembleBallGenerator(space, other));
  const full = assembleBallGenerator(space, model);
  const sizes = reduceBallMatrix(
    { ...band, basis: band.basis.map(Math.abs) },
    { pattern: full.pattern, values: full.values.map(Math.abs) },
  );
  const trace = new Float64Array(size);
  trace[0] = 1 / band.basis[0]!;
  const products = once(() =>
    AXES.map((re) => {
      const { real, imaginary } = assembleMultiplication(multipliedSpace(space, spins), { re, im: [0, 0, 0] });
      return [reduceBallMatrix(band, real), reduceBallMatrix(band, imaginary)] as const;
    }),
  );
  return {
    spins,
    generator: tested(band, full),
    sizes,
    generatorOf,
    mass: { pattern, values: identity(size) },
    trace,
    pin: 0,
    start: (initial) => {
      for (const { state } of partsOf(checkedInitialState(initial, spins))) {
        if (state.kind === "moments") requireAllHarmonics(state);
      }
      const load = bandInitialLoad(plain, initial, spins);
      forward(size, triangle, load);
      return { load, error: 0 };
    },
    multiplication: (l) => multiplicationBy(products(), l),
    sandwich: null,
  };
}

/** A generator in the band. The constant as a test function has a row of zeros, but for rounding. */
function tested(band: BallBand, matrix: SparseMatrix): SparseMatrix {
  const reduced = reduceBallMatrix(band, matrix);
  reduced.values.fill(0, 0, band.size);
  return reduced;
}

/** L of the mass matrix L L^T of the polynomials, entry (i, j) at j * size + i. */
function choleskyOf(band: BallBand, mass: SparseMatrix): Float64Array {
  const { values } = reduceBallMatrix(band, mass);
  const dropped = factorCholesky(band.size, values, 0);
  if (dropped === 0) return values;
  throw new ConvergenceError({
    what: `${dropped} of ${band.size} polynomials of degree ${band.degree} cannot be told from the others in double precision`,
    remedy: "take another method",
    value: dropped,
  });
}

/** Values of L^{-1} times the polynomials, which are orthonormal. */
function withBasis({ size, basis }: BallBand, triangle: Float64Array): Float64Array {
  const values = basis.slice();
  for (let at = 0; at < values.length; at += size) forward(size, triangle, values.subarray(at, at + size));
  return values;
}

/** x = L^{-1} x. */
function forward(size: number, triangle: Float64Array, x: Float64Array): void {
  for (let j = 0; j < size; j++) {
    x[j]! /= triangle[j * size + j]!;
    for (let i = j + 1; i < size; i++) x[i]! -= triangle[j * size + i]! * x[j]!;
  }
}
