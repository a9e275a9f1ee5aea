/** A B of small dense matrices, row-major: A rows x inner, B inner x columns. */
export function multiplyDense(
  rows: number,
  inner: number,
  columns: number,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): Float64Array {
  const product = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k]!;
      if (factor === 0) continue;
      for (let j = 0; j < columns; j++) product[i * columns + j]! += factor * b[k * columns + j]!;
    }
  }
  return product;
}
