import { SingularMatrixError } from "../core/errors.ts";
import { createRandomStream, fillNormal } from "../core/random.ts";
import { factorComplex } from "../linalg/direct/complex/factorComplex.ts";
import {
  type ComplexMatrix,
  type ComplexVectors,
  shiftedMatrix,
  withDiagonal,
} from "../linalg/direct/complex/matrix.ts";
import { solveComplexRefined } from "../linalg/direct/complex/refineComplex.ts";
import { solveComplex } from "../linalg/direct/complex/solveComplex.ts";
import { analyze, type SymbolicFactorization } from "../linalg/direct/lu.ts";
import { FORMULA_ROUNDINGS, rootMeanSquare } from "../linalg/roundingSamples.ts";
import { multiply, type SparseMatrix } from "../linalg/sparse.ts";
import { addScaled, dot } from "../linalg/vectorKernels.ts";
import type { LightSystem } from "./system.ts";

/** Light as it leaves: mass times the two Hermitian parts of (A - <A>) rho, traceless. */
export type EmittedLoad = readonly [Float64Array, Float64Array];

/** A spectrum frequency by frequency. */
export interface DirectSpectrum {
  /** Floating-point operations that each frequency takes, about. */
  readonly operations: number;
  /**
   * S(w) and the spread of it over samples of rounding; null where the equations are singular, at w = 0 above all.
   *
   * @param loads the exact one, then those of the samples
   */
  readonly at: (
    w: number,
    loads: readonly EmittedLoad[],
  ) => { readonly value: number; readonly rounding: number } | null;
}

/** Any fixed number: the same question has the same estimate. */
const SEED = 15;

/** Operations that a value of the factors is worth in a substitution: it is read once and used twice. */
const SUBSTITUTION = 40;

/**
 * S(w) = 2 Re (reader_1 + i reader_2) . (i w mass - L)^{-1} (load_1 + i load_2) by factors of that matrix: for frequencies that the Krylov space of the inverse does
 * not reach.
 */
export function directSpectrum(system: LightSystem, reader: EmittedLoad): DirectSpectrum {
  const { space, steady, weights } = system;
  const { mass } = space;
  const generator = mass === null ? withDiagonal(space.generator) : space.generator;
  const symbolic: SymbolicFactorization = analyze(generator.pattern);
  const size = generator.pattern.rows;
  const traceless = ({ real, imaginary }: ComplexVectors): void => {
    addScaled(real, -dot(weights, real), steady);
    addScaled(imaginary, -dot(weights, imaginary), steady);
  };
  const solved = (w: number, loads: readonly EmittedLoad[]): readonly number[] => {
    const matrix: ComplexMatrix = shiftedMatrix(generator, mass, [0, w]);
    const factorization = factorComplex(symbolic, matrix);
    return loads.map(([real, imaginary], sample) => {
      const z = { real: new Float64Array(size), imaginary: new Float64Array(size) };
      solveComplexRefined(matrix, factorization, { real, imaginary }, z);
      traceless(z);
      if (sample > 0) {
        const change = noiseOf(space.sizes ?? space.generator, mass, w, z, sample);
        solveComplex(factorization, change, change);
        traceless(change);
        addScaled(z.real, 1, change.real);
        addScaled(z.imaginary, 1, change.imaginary);
      }
      // The matrix is that of L - i w mass.
      return -2 * (dot(reader[0], z.real) - dot(reader[1], z.imaginary));
    });
  };
  return {
    operations: 4 * symbolic.operations + (1 + system.samples) * SUBSTITUTION * symbolic.factorSize,
    at: (w, loads) => {
      try {
        const [value, ...others] = solved(w, loads);
        return { value: value!, rounding: rootMeanSquare(others.map((other) => other - value!)) };
      } catch (error) {
        if (error instanceof SingularMatrixError) return null;
        throw error;
      }
    },
  };
}

/** What independent errors of the entries of L and of the mass matrix leave in a row, in roundings. */
function noiseOf(
  sizes: SparseMatrix,
  mass: SparseMatrix | null,
  w: number,
  { real, imaginary }: ComplexVectors,
  sample: number,
): ComplexVectors {
  const squares = real.map((re, j) => re ** 2 + imaginary[j]! ** 2);
  const sums = squareSums(sizes, squares);
  if (mass !== null) addScaled(sums, w ** 2, squareSums(mass, squares));
  const stream = createRandomStream(SEED, sample);
  const noise = { real: new Float64Array(real.length), imaginary: new Float64Array(real.length) };
  for (const part of [noise.real, noise.imaginary]) {
    fillNormal(stream, part);
    for (let i = 0; i < part.length; i++) part[i]! *= FORMULA_ROUNDINGS * Number.EPSILON * Math.sqrt(sums[i]!);
  }
  return noise;
}

/** sum_j a_ij^2 x_j for every row. */
function squareSums({ pattern, values }: SparseMatrix, x: Float64Array): Float64Array {
  const sums = new Float64Array(pattern.rows);
  multiply({ pattern, values: values.map((value) => value ** 2) }, x, sums);
  return sums;
}
