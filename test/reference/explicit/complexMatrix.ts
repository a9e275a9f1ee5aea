import { Matrix } from "ml-matrix";

/** Dense complex matrix. */
export interface ComplexMatrix {
  readonly re: Matrix;
  readonly im: Matrix;
}

export const add = (a: ComplexMatrix, b: ComplexMatrix): ComplexMatrix => ({
  re: Matrix.add(a.re, b.re),
  im: Matrix.add(a.im, b.im),
});

export const times = (a: ComplexMatrix, b: ComplexMatrix): ComplexMatrix => ({
  re: Matrix.sub(a.re.mmul(b.re), a.im.mmul(b.im)),
  im: Matrix.add(a.re.mmul(b.im), a.im.mmul(b.re)),
});

export const scale = (a: ComplexMatrix, re: number, im = 0): ComplexMatrix => ({
  re: Matrix.sub(Matrix.mul(a.re, re), Matrix.mul(a.im, im)),
  im: Matrix.add(Matrix.mul(a.re, im), Matrix.mul(a.im, re)),
});

export const adjoint = (a: ComplexMatrix): ComplexMatrix => ({
  re: a.re.transpose(),
  im: Matrix.mul(a.im.transpose(), -1),
});

export const kronecker = (a: ComplexMatrix, b: ComplexMatrix): ComplexMatrix => ({
  re: Matrix.sub(a.re.kroneckerProduct(b.re), a.im.kroneckerProduct(b.im)),
  im: Matrix.add(a.re.kroneckerProduct(b.im), a.im.kroneckerProduct(b.re)),
});

export const zeroMatrix = (order: number): ComplexMatrix => ({
  re: Matrix.zeros(order, order),
  im: Matrix.zeros(order, order),
});

export const identity = (order: number): ComplexMatrix => ({ re: Matrix.eye(order), im: Matrix.zeros(order, order) });

export const sum = (terms: readonly ComplexMatrix[]): ComplexMatrix => terms.reduce(add);

/** Real part of tr a b. */
export function traceOfProduct(a: ComplexMatrix, b: ComplexMatrix): number {
  let total = 0;
  for (let i = 0; i < a.re.rows; i++) {
    for (let j = 0; j < a.re.columns; j++) total += a.re.get(i, j) * b.re.get(j, i) - a.im.get(i, j) * b.im.get(j, i);
  }
  return total;
}
