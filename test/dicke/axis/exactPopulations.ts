import { neighbourOf, type PopulationRates } from "../../../src/dicke/axis/populationRates.ts";

/** Doubles are whole multiples of 2^-1074. */
const toInteger = (value: number): bigint => {
  let scaled = value;
  let shift = 0n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  return BigInt(scaled) << (1074n - shift);
};

/**
 * The stationary distribution in exact integers, by Cramer's rule without fractions (Bareiss elimination of the balance
 * equations): no step rounds but the last.
 */
export function exactPopulations(rates: PopulationRates): number[] {
  const { size, outgoing } = rates;
  const matrix = Array.from({ length: size }, () => new Array<bigint>(size + 1).fill(0n));
  for (let state = 0; state < size; state++) {
    for (let direction = 0; direction < 9; direction++) {
      const rate = toInteger(outgoing[direction]![state]!);
      if (rate === 0n) continue;
      matrix[neighbourOf(rates, state, direction)]![state]! += rate;
      matrix[state]![state]! -= rate;
    }
  }
  // The last balance follows from the others: it gives way to the sum of all.
  matrix[size - 1] = [...new Array<bigint>(size).fill(1n), 1n];
  const solution = solveExactly(matrix);
  const total = solution.reduce((a, b) => a + b);
  return solution.map((value) => quotient(value, total));
}

/** The unknowns of an augmented system, all times its determinant. */
function solveExactly(matrix: bigint[][]): bigint[] {
  const n = matrix.length;
  let divisor = 1n;
  for (let k = 0; k < n; k++) {
    const pivot = matrix.findIndex((row, i) => i >= k && row[k] !== 0n);
    [matrix[k], matrix[pivot]] = [matrix[pivot]!, matrix[k]!];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = matrix[i]![k]!;
      for (let j = 0; j <= n; j++) {
        if (j !== k) matrix[i]![j] = (matrix[i]![j]! * matrix[k]![k]! - factor * matrix[k]![j]!) / divisor;
      }
      matrix[i]![k] = 0n;
    }
    // Rows above are kept at the common diagonal.
    divisor = matrix[k]![k]!;
  }
  return matrix.map((row) => row[n]!);
}

/** To seventeen digits, however small: one shift brings the quotient to 2^64 or more. */
function quotient(value: bigint, total: bigint): number {
  const [a, b] = [value < 0n ? -value : value, total < 0n ? -total : total];
  if (a === 0n) return 0;
  const shift = BigInt(Math.max(0, b.toString(2).length - a.toString(2).length + 64));
  return Number((a << shift) / b) * 2 ** -Number(shift);
}
