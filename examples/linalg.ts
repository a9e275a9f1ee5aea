import { planSolver, type SparseMatrix, sparseFromTriplets } from "blochfem/linalg";

// -u'' = 1 on a line of 99 points: one plan for the pattern, then any values, then any right-hand side.
const size = 99;
const rows: number[] = [];
const columns: number[] = [];
const values: number[] = [];
for (let i = 0; i < size; i++) {
  for (const j of [i - 1, i, i + 1].filter((k) => k >= 0 && k < size)) {
    rows.push(i);
    columns.push(j);
    values.push(i === j ? 2 : -1);
  }
}
const matrix: SparseMatrix = sparseFromTriplets(size, size, rows, columns, values);
const solver = planSolver(matrix.pattern).factor(matrix.values);
const solution = new Float64Array(size);
const { status } = solver.solve(new Float64Array(size).fill(1e-4), solution);
console.log(`${status}: u in the middle is ${solution[49]!.toFixed(6)}`);
