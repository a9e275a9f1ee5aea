import { type MlSparseMatrix, tripletsOf } from "../../linalg/interop.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";
import { assembled, type Packing } from "../generator/assemble.ts";
import { blockGenerator, generatorTerms } from "../generator/blockGenerator.ts";
import { asRateModel } from "../processMatrix.ts";
import { spinOperators } from "../spinOperators.ts";
import { commutator, dissipator, scaled } from "../superoperators.ts";
import { requireCollective } from "./checks.ts";
import { coherenceLength, imaginaryStart, realStart } from "./coherences.ts";

/**
 * One term of the generator in real form. With rho = R + iS, R symmetric and S antisymmetric, and a real superoperator M:
 * "same": dR = M R, dS = M S; "mixing": dR = M S, dS = -M R.
 */
interface RealTerm {
  readonly kind: "same" | "mixing";
  readonly matrix: MlSparseMatrix;
}

/**
 * The Liouvillian of docs/physics.md, sections 1 and 8 without local processes, in the spin-N/2 space: the square matrix of order
 * (N + 1)^2 that takes a packed density matrix (see coherences.ts) to its time derivative. Only terms that are not zero enter the pattern, besides the
 * whole diagonal.
 *
 * @param field takes the place of the model's field
 * @throws InputError for local rates or a number of spins that is no positive integer
 */
export function collectiveLiouvillian(model: SpinModel, field: Vector3 = model.field): SparseMatrix {
  requireCollective(model);
  const rates = asRateModel(model);
  if (rates !== null) return fromProducts({ ...rates, field });
  return assembled([blockGenerator(generatorTerms(model, field), 0, 1)], collectivePacking(model.spins));
}

/** Where the elements of a packed density matrix are. */
export const collectivePacking = (spins: number): Packing => ({
  size: (spins + 1) ** 2,
  real: (_, q, b) => realStart(spins, q) + b,
  imaginary: (_, q, b) => imaginaryStart(spins, q) + b,
});

/** Of a field and rates alone, built from Kronecker products of the spin operators. */
function fromProducts(model: SpinModel): SparseMatrix {
  const terms = realTerms(model).map(({ kind, matrix }) => ({ kind, entries: tripletsOf(matrix) }));
  const size = (model.spins + 1) ** 2;
  const places = placesOf(model.spins);
  // Each entry serves the equation of R and that of S; the diagonal is added so that a shift of it keeps the pattern.
  const capacity = terms.reduce((sum, term) => sum + 2 * term.entries.values.length, size);
  const rows = new Int32Array(capacity);
  const columns = new Int32Array(capacity);
  const values = new Float64Array(capacity);
  let count = 0;
  const add = (row: number, column: number, value: number) => {
    rows[count] = row;
    columns[count] = column;
    values[count++] = value;
  };
  for (let k = 0; k < size; k++) add(k, k, 0);
  for (const { kind, entries } of terms) {
    for (let k = 0; k < entries.values.length; k++) {
      const row = entries.rows[k]!;
      const column = entries.columns[k]!;
      const value = entries.values[k]!;
      const realRow = places.real[row]!;
      const sign = places.sign[column]!;
      const realColumn = places.real[column]!;
      const imaginaryColumn = places.imaginary[column]!;
      // The upper triangle's equations repeat the lower one's, which alone has a place for S.
      if (places.sign[row]! < 0) continue;
      const imaginaryRow = places.imaginary[row]!;
      if (kind === "same") {
        add(realRow, realColumn, value);
        if (imaginaryRow >= 0 && sign !== 0) add(imaginaryRow, imaginaryColumn, sign * value);
      } else {
        if (sign !== 0) add(realRow, imaginaryColumn, sign * value);
        if (imaginaryRow >= 0) add(imaginaryRow, realColumn, -value);
      }
    }
  }
  return sparseFromTriplets(size, size, rows.subarray(0, count), columns.subarray(0, count), values.subarray(0, count));
}

/** -i[B.J, rho] splits by J_x, J_z real (mixing) and J_y = -iK with K real antisymmetric (same: -i[-iK, rho] = -[K, rho]). */
function realTerms(model: SpinModel): RealTerm[] {
  const { spins, field, collective } = model;
  const operators = spinOperators(spins);
  const { raising, lowering, jz } = operators;
  const terms: RealTerm[] = [];
  const addTerm = (kind: RealTerm["kind"], weight: number, build: () => MlSparseMatrix) => {
    if (weight !== 0) terms.push({ kind, matrix: scaled(build(), weight) });
  };
  addTerm("mixing", field[0] / 2, () => commutator(operators, raising.clone().add(lowering)));
  addTerm("same", -field[1] / 2, () => commutator(operators, raising.clone().sub(lowering)));
  addTerm("mixing", field[2], () => commutator(operators, jz));
  addTerm("same", (2 * collective.dephasing) / spins, () => dissipator(operators, jz));
  addTerm("same", (2 * collective.pump) / spins, () => dissipator(operators, raising));
  addTerm("same", (2 * collective.decay) / spins, () => dissipator(operators, lowering));
  return terms;
}

/**
 * For each element (i, j) of the full matrix, row by row: where its real and imaginary part are packed (-1: none), and
 * the sign with which S_ij is the packed imaginary part: 1 below the diagonal, -1 above, 0 on it.
 */
function placesOf(spins: number): { real: Int32Array; imaginary: Int32Array; sign: Int8Array } {
  const n = spins + 1;
  const real = new Int32Array(n * n);
  const imaginary = new Int32Array(n * n).fill(-1);
  const sign = new Int8Array(n * n);
  for (let q = 0; q < n; q++) {
    for (let j = 0; j < coherenceLength(spins, q); j++) {
      const lower = (j + q) * n + j;
      const upper = j * n + j + q;
      real[lower] = real[upper] = realStart(spins, q) + j;
      if (q === 0) continue;
      imaginary[lower] = imaginary[upper] = imaginaryStart(spins, q) + j;
      sign[lower] = 1;
      sign[upper] = -1;
    }
  }
  return { real, imaginary, sign };
}
