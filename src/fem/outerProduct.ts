/** Values of `left` and `right` worked on together: both fit into a second-level cache. */
const BLOCK = 8_192;

/**
 * out += left^T right for dense blocks: `left` and `right` hold `depth` rows of `size` values, `out` is size x size,
 * row-major. Register blocks of 2 x 4 keep the inner loop free of stores. This is where assembly spends its time.
 */
export const addOuterProducts = (
  out: Float64Array,
  size: number,
  left: Float64Array,
  right: Float64Array,
  depth: number,
): void => addProducts(out, { rows: size, columns: size }, left, right, depth);

/** The shape of `out`. */
interface Shape {
  readonly rows: number;
  readonly columns: number;
}

/** The same where rows of `left` and `right`, and so rows and columns of `out`, are of different lengths. */
export function addProducts(
  out: Float64Array,
  shape: Shape,
  left: Float64Array,
  right: Float64Array,
  depth: number,
): void {
  const { rows, columns } = shape;
  const most = Math.max(16, Math.floor((2 * BLOCK) / (rows + columns)));
  for (let begin = 0; begin < depth; begin += most) {
    const [ofLeft, ofRight] = [left.subarray(begin * rows), right.subarray(begin * columns)];
    addBlock(out, shape, ofLeft, ofRight, Math.min(most, depth - begin));
  }
}

function addBlock(
  out: Float64Array,
  { rows, columns }: Shape,
  left: Float64Array,
  right: Float64Array,
  depth: number,
): void {
  const evenRows = rows - (rows % 2);
  const wideColumns = columns - (columns % 4);
  for (let i = 0; i < evenRows; i += 2) {
    for (let j = 0; j < wideColumns; j += 4) {
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let k = 0, a = i, b = j; k < depth; k++, a += rows, b += columns) {
        const l0 = left[a]!;
        const l1 = left[a + 1]!;
        const r0 = right[b]!;
        const r1 = right[b + 1]!;
        const r2 = right[b + 2]!;
        const r3 = right[b + 3]!;
        s00 += l0 * r0;
        s01 += l0 * r1;
        s02 += l0 * r2;
        s03 += l0 * r3;
        s10 += l1 * r0;
        s11 += l1 * r1;
        s12 += l1 * r2;
        s13 += l1 * r3;
      }
      const at = i * columns + j;
      out[at]! += s00;
      out[at + 1]! += s01;
      out[at + 2]! += s02;
      out[at + 3]! += s03;
      out[at + columns]! += s10;
      out[at + columns + 1]! += s11;
      out[at + columns + 2]! += s12;
      out[at + columns + 3]! += s13;
    }
    for (let j = wideColumns; j < columns; j++) {
      out[i * columns + j]! += dot(left, i, rows, right, j, columns, depth);
      out[(i + 1) * columns + j]! += dot(left, i + 1, rows, right, j, columns, depth);
    }
  }
  for (let i = evenRows; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[i * columns + j]! += dot(left, i, rows, right, j, columns, depth);
  }
}

function dot(
  left: Float64Array,
  i: number,
  rows: number,
  right: Float64Array,
  j: number,
  columns: number,
  depth: number,
): number {
  let sum = 0;
  for (let k = 0, a = i, b = j; k < depth; k++, a += rows, b += columns) sum += left[a]! * right[b]!;
  return sum;
}
