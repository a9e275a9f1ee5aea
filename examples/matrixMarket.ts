import { readFileSync } from "node:fs";
import {
  analyze,
  conditionEstimate,
  factor,
  type SparseMatrix,
  solveRefined,
  sparseFromTriplets,
} from "blochfem/linalg";

// The format of most collections of matrices: a head, comments, a line of sizes, then "row column value", counted from 1.
function readMatrixMarket(text: string): SparseMatrix {
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const [, , format, field, symmetry] = head!.toLowerCase().split(/\s+/);
  if (format !== "coordinate" || (field !== "real" && field !== "integer")) throw new Error(`not read here: ${head}`);
  const [sizes, ...entries] = lines
    .filter((line) => line.trim() !== "" && !line.startsWith("%"))
    .map((line) => line.trim().split(/\s+/).map(Number));
  const mirrored = symmetry === "general" ? [] : entries.filter(([i, j]) => i !== j);
  const sign = symmetry === "skew-symmetric" ? -1 : 1;
  return sparseFromTriplets(
    sizes![0]!,
    sizes![1]!,
    [...entries.map(([i]) => i! - 1), ...mirrored.map(([, j]) => j! - 1)],
    [...entries.map(([, j]) => j! - 1), ...mirrored.map(([i]) => i! - 1)],
    [...entries.map(([, , value]) => value!), ...mirrored.map(([, , value]) => sign * value!)],
  );
}

const matrix = readMatrixMarket(readFileSync(new URL("./grid.mtx", import.meta.url), "utf8"));
const unknowns = matrix.pattern.rows;
const factorization = factor(analyze(matrix.pattern), matrix.values);
const solution = new Float64Array(unknowns);
const { status, backwardError } = solveRefined(matrix, factorization, new Float64Array(unknowns).fill(1), solution);
console.log(
  `${unknowns} unknowns, ${matrix.values.length} entries, ${factorization.symbolic.factorSize} in the factors`,
);
console.log(`${status}, exact for entries that differ by ${backwardError < 1e-15 ? "less than 1e-15" : backwardError}`);
console.log(
  `condition about ${conditionEstimate(matrix, factorization).toPrecision(2)}, largest value ${Math.max(...solution).toFixed(6)}`,
);
