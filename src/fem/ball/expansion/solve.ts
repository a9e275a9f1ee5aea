import { SYMMETRIC_PAIRS } from "../../../core/symmetricPairs.ts";
import { roundingSamples } from "../../../linalg/roundingSamples.ts";
import { planSolver } from "../../../linalg/solver.ts";
import type { SparseMatrix } from "../../../linalg/sparse.ts";
import type { Coefficients } from "../../../model/secondOrder/coefficients.ts";
import { expandedGenerator, type Frame } from "./generator.ts";
import { placeOf } from "./places.ts";

/** Moments int P h_i h_j h_k of a steady P in one frame, up to a total degree. */
export interface SteadyExpansion {
  readonly frame: Frame;
  readonly degree: number;
  /** The first is int P = 1. */
  readonly values: Float64Array;
  /** Backward error of the solve. */
  readonly residual: number;
  /** Samples of what a relative error 1 of all entries changes in the values. */
  readonly changes: () => readonly Float64Array[];
}

/**
 * The steady moments of an expansion up to a degree: those that the generator of this degree leaves at rest.
 *
 * @throws SingularMatrixError
 */
export function expandSteady(coefficients: Coefficients, frame: Frame, degree: number): SteadyExpansion {
  const { matrix, source } = withoutMass(expandedGenerator(coefficients, frame, degree));
  const solver = planSolver(matrix.pattern, { method: "direct" }).factor(matrix.values);
  const solution = new Float64Array(source.length);
  const right = source.map((value) => -value);
  const { residual } = solver.solve(right, solution);
  const changes = (): readonly Float64Array[] => {
    const sizes = withoutMass(expandedGenerator(coefficients, frame, degree, true));
    const samples = roundingSamples(sizes.matrix, solution, solver.approximate, { rightHandSide: sizes.source });
    return samples.map((change) => Float64Array.of(0, ...change));
  };
  return { frame, degree, values: Float64Array.of(1, ...solution), residual, changes };
}

/** Without the row of the constant, which is at rest, and its column, which drives the others. */
function withoutMass({ pattern, values }: SparseMatrix): {
  readonly matrix: SparseMatrix;
  readonly source: Float64Array;
} {
  const size = pattern.rows - 1;
  const source = new Float64Array(size);
  const rowStarts = new Int32Array(size + 1);
  const columnIndices = new Int32Array(values.length);
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let row = 0; row < size; row++) {
    for (let k = pattern.rowStarts[row + 1]!; k < pattern.rowStarts[row + 2]!; k++) {
      const column = pattern.columnIndices[k]!;
      if (column === 0) {
        source[row] = values[k]!;
        continue;
      }
      columnIndices[count] = column - 1;
      kept[count++] = values[k]!;
    }
    rowStarts[row + 1] = count;
  }
  const reduced = { rows: size, columns: size, rowStarts, columnIndices: columnIndices.slice(0, count) };
  return { matrix: { pattern: reduced, values: kept.slice(0, count) }, source };
}

const AXES = [0, 1, 2] as const;
/** Integrals of P times 1, d_k and d_k d_l (xx, yy, zz, xy, xz, yz), d = r - centre: 10 numbers, from coefficients of any mass. */
export function integralsOf({ axes, widths, signs }: Frame, values: Float64Array): Float64Array {
  const mass = values[0]!;
  const first = AXES.map((j) => widths[j] * values[placeOf(j === 0 ? 1 : 0, j === 1 ? 1 : 0, j === 2 ? 1 : 0)]!);
  /** int P q_j q_k: q^2 = sqrt(2) h_2 + sign. */
  const product = (j: 0 | 1 | 2, k: 0 | 1 | 2): number => {
    const count = [0, 0, 0] as [number, number, number];
    count[j]++;
    count[k]++;
    const value = values[placeOf(...count)]!;
    return widths[j] * widths[k] * (j === k ? Math.SQRT2 * value + signs[j] * mass : value);
  };
  const integrals = Float64Array.of(mass, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  for (const j of AXES) {
    for (const i of AXES) integrals[1 + i]! += axes[j][i] * first[j]!;
    for (const k of AXES) {
      const value = product(j, k);
      for (const [at, [i, l]] of SYMMETRIC_PAIRS.entries()) integrals[4 + at]! += axes[j][i] * axes[k][l] * value;
    }
  }
  return integrals;
}
