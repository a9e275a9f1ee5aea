import { SingularMatrixError } from "../../core/errors.ts";
import type { SparsityPattern } from "../sparse.ts";

export interface Scales {
  readonly rowScale: Float64Array;
  readonly columnScale: Float64Array;
}

/** A column that is smaller than this where all rows are of unit size tells that rows were scaled by their columns' sizes. */
const SMALL_COLUMN = 2 ** -10;

/**
 * Powers of two (no rounding) that bring the largest entry of every row, then of every column, to the range (1/2, 1]. Where that leaves columns of very
 * different sizes, rows and columns are first balanced by geometric means.
 *
 * @throws SingularMatrixError for an entry that is not finite
 */
export function equilibrate(pattern: SparsityPattern, values: Float64Array): Scales {
  const { scales, leastColumn } = toUnitSize(pattern, values, null);
  return leastColumn >= SMALL_COLUMN ? scales : toUnitSize(pattern, values, balance(pattern, values)).scales;
}

/** Rows, then columns brought to unit size, from the scales given or from 1; and the smallest column, 0 aside, between the two. */
function toUnitSize(
  pattern: SparsityPattern,
  values: Float64Array,
  start: Scales | null,
): { readonly scales: Scales; readonly leastColumn: number } {
  const { rows, columns, rowStarts, columnIndices } = pattern;
  const columnScale = start === null ? new Float64Array(columns).fill(1) : start.columnScale.slice();
  const rowScale = start === null ? rowScales(pattern, values) : rescaledRows(pattern, values, start);
  const largest = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const scale = rowScale[i]!;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const j = columnIndices[k]!;
      const value = start === null ? Math.abs(values[k]!) * scale : Math.abs(values[k]!) * scale * columnScale[j]!;
      if (value > largest[j]!) largest[j] = value;
    }
  }
  let leastColumn = Number.POSITIVE_INFINITY;
  for (let j = 0; j < columns; j++) {
    if (largest[j]! > 0 && largest[j]! < leastColumn) leastColumn = largest[j]!;
    columnScale[j]! *= powerOfTwo(largest[j]!);
  }
  return { scales: { rowScale, columnScale }, leastColumn };
}

function rowScales({ rows, rowStarts, columnIndices }: SparsityPattern, values: Float64Array): Float64Array {
  const scales = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let largest = 0;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const value = Math.abs(values[k]!);
      // The negated comparison also catches NaN.
      if (!(value <= Number.MAX_VALUE)) throw notFinite(i, columnIndices[k]!, values[k]!);
      if (value > largest) largest = value;
    }
    scales[i] = powerOfTwo(largest);
  }
  return scales;
}

function rescaledRows(
  { rows, rowStarts, columnIndices }: SparsityPattern,
  values: Float64Array,
  { rowScale, columnScale }: Scales,
): Float64Array {
  const scales = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let largest = 0;
    const scale = rowScale[i]!;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const value = Math.abs(values[k]!) * scale * columnScale[columnIndices[k]!]!;
      if (!(value <= Number.MAX_VALUE)) throw notFinite(i, columnIndices[k]!, values[k]!);
      if (value > largest) largest = value;
    }
    scales[i] = scale * powerOfTwo(largest);
  }
  return scales;
}

const BALANCE_SWEEPS = 6;

/** Powers of two that bring the geometric means of rows and columns to 1, by sweeps (A. R. Curtis and J. K. Reid, doi:10.1093/imamat/10.1.118). */
function balance({ rows, columns, rowStarts, columnIndices }: SparsityPattern, values: Float64Array): Scales {
  const exponents = values.map((value) => (value === 0 ? Number.NaN : Math.log2(Math.abs(value))));
  const rowShift = new Float64Array(rows);
  const columnShift = new Float64Array(columns);
  const counts = new Int32Array(columns);
  for (let sweep = 0; sweep < BALANCE_SWEEPS; sweep++) {
    const sums = new Float64Array(columns);
    counts.fill(0);
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      let count = 0;
      for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
        if (Number.isNaN(exponents[k]!)) continue;
        sum += exponents[k]! + columnShift[columnIndices[k]!]!;
        count++;
      }
      rowShift[i] = count === 0 ? 0 : -sum / count;
      for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
        if (Number.isNaN(exponents[k]!)) continue;
        sums[columnIndices[k]!]! += exponents[k]! + rowShift[i]!;
        counts[columnIndices[k]!]!++;
      }
    }
    for (let j = 0; j < columns; j++) columnShift[j] = counts[j] === 0 ? 0 : -sums[j]! / counts[j]!;
  }
  const power = (shift: number): number => 2 ** Math.round(shift);
  return { rowScale: rowShift.map(power), columnScale: columnShift.map(power) };
}

const double = new Float64Array(1);
const bits = new Uint32Array(double.buffer, 0, 2);
/** The half with sign and exponent is the last one where bytes ascend. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** 2^-k for a value in (2^(k - 1), 2^k], 1 for 0: from the bits, in a fraction of the time of a logarithm. */
function powerOfTwo(value: number): number {
  if (!(value > 0)) return 1;
  double[0] = value;
  const high = bits[HIGH]!;
  const exponent = high >>> 20;
  // The smallest and largest numbers, whose inverse has no exponent of its own.
  if (exponent === 0 || exponent > 2044) return 2 ** Math.min(1023, -Math.ceil(Math.log2(value)));
  const isPower = (high & 0xfffff) === 0 && bits[1 - HIGH] === 0;
  bits[HIGH] = (2045 - exponent + (isPower ? 1 : 0)) << 20;
  bits[1 - HIGH] = 0;
  return double[0];
}

const notFinite = (row: number, column: number, value: number): SingularMatrixError =>
  new SingularMatrixError({
    what: `the matrix entry at row ${row}, column ${column} is ${value}`,
    remedy: "every entry has to be finite: check the model and the mesh that it was assembled from",
    value,
  });

/**
 * Size below which a pivot of the equilibrated matrix (entries of unit size) counts as zero: the rounding error that an
 * elimination of n unknowns leaves behind, with random signs.
 */
export const singularBelow = (n: number): number => 8 * Number.EPSILON * Math.sqrt(n);
