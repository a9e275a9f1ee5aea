import { once } from "../../core/once.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../linalg/sparse.ts";

export type Axis = 0 | 1 | 2;

/** The parameter-free matrices of `generator.ts` among harmonics, each made when first asked for and on a pattern of its own. */
export interface BandForms {
  readonly term: (term: number) => SparseMatrix;
  /** X_a, int v r_a P. */
  readonly position: (a: Axis) => SparseMatrix;
}

/** Axes of the pairs of chi and of the rotations. */
const TWISTS: readonly (readonly [Axis, Axis])[] = [
  [0, 0],
  [1, 1],
  [0, 1],
  [0, 2],
  [1, 2],
];
const ROTATIONS: readonly (readonly [Axis, Axis])[] = [
  [1, 1],
  [2, 2],
  [0, 1],
  [0, 2],
  [1, 2],
];

/**
 * All terms from the seven that are needed for rates about z, those of `bandTerms`.
 *
 * With R_a[v, P] = int P La . grad v, antisymmetric, W_a[v, P] = int P (ea - ra r) . grad v and the tilted Laplacian Z_a, components of vectors under
 * rotations, those along x and y are commutators of R with those along z. Multiplication by r_a changes l by 1 as W_a does, and only by other factors.
 * R and all of a degree l stay within l, so that every integral is a product of matrices, in which the cut at the highest degree leaves nothing out:
 *
 *     int P ra (Lb . grad v) = R_b X_a     int grad_a v (Lb . grad P) = W_a R_b^T     int (La . grad v)(Lb . grad P) = R_a R_b^T
 */
export function bandForms(degree: number, axial: readonly SparseMatrix[]): BandForms {
  const turn = (a: Axis): SparseMatrix => axial[a]!;
  const components = (along: SparseMatrix): ((a: Axis) => SparseMatrix) => {
    // e_y x e_z = e_x, e_x x e_z = -e_y.
    const x = once(() => sum([product(turn(1), along), negative(product(along, turn(1)))]));
    const y = once(() => sum([product(along, turn(0)), negative(product(turn(0), along))]));
    return (a) => (a === 2 ? along : a === 0 ? x() : y());
  };
  const drift = components(axial[3]!);
  const tilted = components(axial[5]!);
  const position = (a: Axis): SparseMatrix => multiplication(degree, drift(a));
  const twistDrift = (a: Axis, b: Axis): SparseMatrix => product(turn(b), position(a));
  const twist = (a: Axis, b: Axis): SparseMatrix => symmetrised(product(drift(a), transposed(turn(b))));
  const bothOrders = (of: (a: Axis, b: Axis) => SparseMatrix, [a, b]: readonly [Axis, Axis]): SparseMatrix =>
    a === b ? of(a, b) : sum([of(a, b), of(b, a)]);
  const term = (term: number): SparseMatrix => {
    if (term < 3) return turn(term as Axis);
    if (term < 8) return bothOrders(twistDrift, TWISTS[term - 3]!);
    if (term < 13) return bothOrders(twist, TWISTS[term - 8]!);
    if (term === 13) return axial[4]!;
    if (term === 15) return axial[6]!;
    if (term < 19) return bothOrders((a, b) => product(turn(a), transposed(turn(b))), ROTATIONS[term - 14]!);
    return term < 22 ? drift((term - 19) as Axis) : tilted((term - 22) as Axis);
  };
  return { term, position };
}

/** X_a from W_a: from l to l + 1 it is W_a / (l + 2), and symmetric. */
function multiplication(degree: number, drift: SparseMatrix): SparseMatrix {
  const degreeOf = Float64Array.from({ length: (degree + 1) ** 2 }, (_, k) => Math.floor(Math.sqrt(k)));
  const triplets = newTriplets();
  forEachEntry(drift, (row, column, value) => {
    const l = degreeOf[row]!;
    if (l < degreeOf[column]!) return;
    triplets.add(row, column, value / (l + 1));
    triplets.add(column, row, value / (l + 1));
  });
  return triplets.matrix(degreeOf.length);
}

interface Triplets {
  readonly add: (row: number, column: number, value: number) => void;
  readonly matrix: (size: number) => SparseMatrix;
}

function newTriplets(): Triplets {
  const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
  return {
    add: (row, column, value) => {
      rows.push(row);
      columns.push(column);
      values.push(value);
    },
    matrix: (size) => sparseFromTriplets(size, size, rows, columns, values),
  };
}

/** Visits what is not 0. */
export function forEachEntry(
  { pattern, values }: SparseMatrix,
  visit: (row: number, column: number, value: number) => void,
): void {
  for (let i = 0; i < pattern.rows; i++) {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
      if (values[k] !== 0) visit(i, pattern.columnIndices[k]!, values[k]!);
    }
  }
}

function product(a: SparseMatrix, b: SparseMatrix): SparseMatrix {
  const triplets = newTriplets();
  const { rowStarts, columnIndices } = b.pattern;
  forEachEntry(a, (row, middle, value) => {
    for (let k = rowStarts[middle]!; k < rowStarts[middle + 1]!; k++) {
      const other = b.values[k]!;
      if (other !== 0) triplets.add(row, columnIndices[k]!, value * other);
    }
  });
  return triplets.matrix(a.pattern.rows);
}

function sum(matrices: readonly SparseMatrix[]): SparseMatrix {
  const triplets = newTriplets();
  for (const matrix of matrices) forEachEntry(matrix, triplets.add);
  return triplets.matrix(matrices[0]!.pattern.rows);
}

function transposed(matrix: SparseMatrix): SparseMatrix {
  const triplets = newTriplets();
  forEachEntry(matrix, (row, column, value) => triplets.add(column, row, value));
  return triplets.matrix(matrix.pattern.rows);
}

const symmetrised = (matrix: SparseMatrix): SparseMatrix => sum([matrix, transposed(matrix)]);

const negative = ({ pattern, values }: SparseMatrix): SparseMatrix => ({
  pattern,
  values: values.map((value) => -value),
});
