import { multiplyDense } from "./multiply.ts";

/**
 * A small dense matrix, row-major, with the few operations that models need. ml-matrix has them all and much more, but comes as one file
 * that no bundler can take apart, a third of a page that solves.
 */
export class Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;

  /** From its rows. */
  constructor(rows: readonly ArrayLike<number>[]) {
    this.rows = rows.length;
    this.columns = rows[0]?.length ?? 0;
    this.values = new Float64Array(this.rows * this.columns);
    for (const [i, row] of rows.entries()) this.values.set(Array.from(row), i * this.columns);
  }

  static zeros(rows: number, columns: number): Matrix {
    return new Matrix(Array.from({ length: rows }, () => new Float64Array(columns)));
  }

  /** `factor` on the diagonal. */
  static eye(rows: number, columns = rows, factor = 1): Matrix {
    const matrix = Matrix.zeros(rows, columns);
    for (let i = 0; i < Math.min(rows, columns); i++) matrix.set(i, i, factor);
    return matrix;
  }

  static from1DArray(rows: number, columns: number, values: ArrayLike<number>): Matrix {
    const matrix = Matrix.zeros(rows, columns);
    matrix.values.set(Array.from(values));
    return matrix;
  }

  static add(a: Matrix, b: Matrix): Matrix {
    return Matrix.from1DArray(
      a.rows,
      a.columns,
      a.values.map((value, k) => value + b.values[k]!),
    );
  }

  static sub(a: Matrix, b: Matrix): Matrix {
    return Matrix.from1DArray(
      a.rows,
      a.columns,
      a.values.map((value, k) => value - b.values[k]!),
    );
  }

  get(i: number, j: number): number {
    return this.values[i * this.columns + j]!;
  }

  set(i: number, j: number, value: number): void {
    this.values[i * this.columns + j] = value;
  }

  /** Of each entry, in place. */
  mul(factor: number): this {
    for (let k = 0; k < this.values.length; k++) this.values[k]! *= factor;
    return this;
  }

  /** The matrix product. */
  mmul(other: Matrix): Matrix {
    const product = multiplyDense(this.rows, this.columns, other.columns, this.values, other.values);
    return Matrix.from1DArray(this.rows, other.columns, product);
  }

  transpose(): Matrix {
    return new Matrix(Array.from({ length: this.columns }, (_, j) => this.getColumn(j)));
  }

  kroneckerProduct(other: Matrix): Matrix {
    const product = Matrix.zeros(this.rows * other.rows, this.columns * other.columns);
    for (let i = 0; i < product.rows; i++) {
      for (let j = 0; j < product.columns; j++) {
        const outer = this.get(Math.floor(i / other.rows), Math.floor(j / other.columns));
        product.set(i, j, outer * other.get(i % other.rows, j % other.columns));
      }
    }
    return product;
  }

  trace(): number {
    let sum = 0;
    for (let i = 0; i < Math.min(this.rows, this.columns); i++) sum += this.get(i, i);
    return sum;
  }

  /** Of Frobenius. */
  norm(): number {
    return Math.hypot(...this.values);
  }

  /** Sum of the products of entries. */
  dot(other: Matrix): number {
    return this.values.reduce((sum, value, k) => sum + value * other.values[k]!, 0);
  }

  getRow(i: number): number[] {
    return Array.from(this.values.subarray(i * this.columns, (i + 1) * this.columns));
  }

  getColumn(j: number): number[] {
    return Array.from({ length: this.rows }, (_, i) => this.get(i, j));
  }

  getColumnVector(j: number): Matrix {
    return new Matrix(this.getColumn(j).map((value) => [value]));
  }

  to1DArray(): number[] {
    return Array.from(this.values);
  }

  to2DArray(): number[][] {
    return Array.from({ length: this.rows }, (_, i) => this.getRow(i));
  }
}
