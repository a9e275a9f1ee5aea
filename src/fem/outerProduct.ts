/** Values of `left` and `right` worked on together: both fit into a second-level cache. */
const BLOCK = 8_192;

/**
 * out += left^T right for dense blocks: `left` and `right` hold `depth` rows of `size` values, `out` is size x size,
 * row-major. Register blocks of 2 x 4 keep the inner loop free of stores. This is where assembly spends its time.
 */
export function addOuterProducts(
  out: Float64Array,
  size: number,
  left: Float64Array,
  right: Float64Array,
  depth: number,
): void {
  const rows = Math.max(16, Math.floor(BLOCK / size));
  for (let begin = 0; begin < depth; begin += rows) {
    const from = begin * size;
    addBlock(out, size, left.subarray(from), right.subarray(from), Math.min(rows, depth - begin));
  }
}

function addBlock(out: Float64Array, size: number, left: Float64Array, right: Float64Array, depth: number): void {
  const evenRows = size - (size % 2);
  const wideColumns = size - (size % 4);
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
      for (let k = 0, a = i, b = j; k < depth; k++, a += size, b += size) {
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
      const at = i * size + j;
      out[at]! += s00;
      out[at + 1]! += s01;
      out[at + 2]! += s02;
      out[at + 3]! += s03;
      out[at + size]! += s10;
      out[at + size + 1]! += s11;
      out[at + size + 2]! += s12;
      out[at + size + 3]! += s13;
    }
    for (let j = wideColumns; j < size; j++) {
      out[i * size + j]! += dot(left, i, right, j, size, depth);
      out[(i + 1) * size + j]! += dot(left, i + 1, right, j, size, depth);
    }
  }
  for (let i = evenRows; i < size; i++) {
    for (let j = 0; j < size; j++) out[i * size + j]! += dot(left, i, right, j, size, depth);
  }
}

function dot(left: Float64Array, i: number, right: Float64Array, j: number, size: number, depth: number): number {
  let sum = 0;
  for (let k = 0, a = i, b = j; k < depth; k++, a += size, b += size) sum += left[a]! * right[b]!;
  return sum;
}
