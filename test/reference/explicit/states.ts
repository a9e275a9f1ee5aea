import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { SpinMoments, Vector3 } from "../../../src/state/moments.ts";
import { add, type ComplexMatrix, times, traceOfProduct, zeroMatrix } from "./complexMatrix.ts";
import { productState, type Triple, totalSpin } from "./spins.ts";

/* What is read from a density matrix, by traces. */

/** Moments in the units of `SpinMoments`, from traces. */
export function momentsOf(spin: Triple, spins: number, rho: ComplexMatrix): SpinMoments {
  const mean = (k: 0 | 1 | 2): number => (2 / spins) * traceOfProduct(rho, spin[k]);
  const second = (k: 0 | 1 | 2, l: 0 | 1 | 2): number =>
    (2 / spins ** 2) * traceOfProduct(rho, add(times(spin[k], spin[l]), times(spin[l], spin[k])));
  return {
    mean: [mean(0), mean(1), mean(2)],
    square: [second(0, 0), second(1, 1), second(2, 2)],
    cross: [second(0, 1), second(0, 2), second(1, 2)],
  };
}

export const purityOf = (rho: ComplexMatrix): number => traceOfProduct(rho, rho);

/** Moments and purity of a state of N spins in all 2^N dimensions. */
export const explicitState = (spins: number, rho: ComplexMatrix): SpinMoments & { readonly purity: number } => ({
  ...momentsOf(totalSpin(spins), spins, rho),
  purity: purityOf(rho),
});

export function entropyOf({ re, im }: ComplexMatrix): number {
  const n = re.rows;
  // As a real symmetric matrix of twice the order, each eigenvalue comes twice.
  const doubled = Matrix.zeros(2 * n, 2 * n);
  doubled.setSubMatrix(re, 0, 0).setSubMatrix(re, n, n);
  doubled.setSubMatrix(im, n, 0).setSubMatrix(Matrix.mul(im, -1), 0, n);
  const values = new EigenvalueDecomposition(doubled, { assumeSymmetric: true }).realEigenvalues;
  return values.reduce((total, value) => (value > 0 ? total - (value * Math.log(value)) / 2 : total), 0);
}

/** The state of the first `kept` spins: the partial trace over all others. */
export function reducedTo(spins: number, rho: ComplexMatrix, kept: number): ComplexMatrix {
  const rest = 2 ** (spins - kept);
  const order = 2 ** kept;
  const reduced = zeroMatrix(order);
  for (const part of ["re", "im"] as const) {
    for (let row = 0; row < order; row++) {
      for (let column = 0; column < order; column++) {
        let total = 0;
        for (let e = 0; e < rest; e++) total += rho[part].get(row * rest + e, column * rest + e);
        reduced[part].set(row, column, total);
      }
    }
  }
  return reduced;
}

/** <n|rho|n> with the product state along n. */
export const husimiOf = (spins: number, rho: ComplexMatrix, direction: Vector3): number =>
  traceOfProduct(rho, productState(spins, direction));
