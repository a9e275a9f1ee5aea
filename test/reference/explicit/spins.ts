import { Matrix } from "ml-matrix";
import type { Vector3 } from "../../../src/state/moments.ts";
import { parts, type SpinOperator } from "../equation.ts";
import { add, type ComplexMatrix, identity, kronecker, scale, sum, times } from "./complexMatrix.ts";

/* Operators of N spins in all 2^N dimensions, as Kronecker products; no formula for angular momentum enters. */

export type Triple = readonly [ComplexMatrix, ComplexMatrix, ComplexMatrix];

const empty = (): Matrix => Matrix.zeros(2, 2);
const of = (rows: number[][]): Matrix => new Matrix(rows);

/** sigma_x, sigma_y, sigma_z. */
export const pauli: Triple = [
  {
    re: of([
      [0, 1],
      [1, 0],
    ]),
    im: empty(),
  },
  {
    re: empty(),
    im: of([
      [0, -1],
      [1, 0],
    ]),
  },
  {
    re: of([
      [1, 0],
      [0, -1],
    ]),
    im: empty(),
  },
];

export const sites = (spins: number): number[] => Array.from({ length: spins }, (_, site) => site);

/** A matrix of one spin at its place, the identity on all others. */
export const onSite = (spins: number, site: number, single: ComplexMatrix): ComplexMatrix =>
  sites(spins)
    .map((other) => (other === site ? single : identity(2)))
    .reduce(kronecker);

/** sigma_x, sigma_y, sigma_z of one spin among N. */
export const spinAt = (spins: number, site: number): Triple => [
  onSite(spins, site, pauli[0]),
  onSite(spins, site, pauli[1]),
  onSite(spins, site, pauli[2]),
];

/** J_x, J_y, J_z. */
export function totalSpin(spins: number): Triple {
  const component = (axis: 0 | 1 | 2): ComplexMatrix =>
    scale(sum(sites(spins).map((site) => onSite(spins, site, pauli[axis]))), 0.5);
  return [component(0), component(1), component(2)];
}

/** l . S, S either J or the Pauli matrices of one spin. */
export const along = (operator: SpinOperator, spin: Triple): ComplexMatrix =>
  sum(spin.map((component, axis) => scale(component, ...parts(operator[axis]!))));

/** The product of N copies of (1 + r . sigma)/2. */
export function productState(spins: number, vector: Vector3): ComplexMatrix {
  const single = scale(add(identity(2), along(vector, pauli)), 0.5);
  return sites(spins)
    .map(() => single)
    .reduce(kronecker);
}

/** The symmetric subspace: column i is the normalised sum of all basis states with i spins down. */
function symmetricIsometry(spins: number): ComplexMatrix {
  const size = 2 ** spins;
  // A basis state counts its spins that point down in binary digits.
  const down = (basis: number) => [...basis.toString(2)].filter((bit) => bit === "1").length;
  const counts = new Array<number>(spins + 1).fill(0);
  for (let basis = 0; basis < size; basis++) counts[down(basis)]!++;
  const re = Matrix.zeros(size, spins + 1);
  for (let basis = 0; basis < size; basis++) re.set(basis, down(basis), 1 / Math.sqrt(counts[down(basis)]!));
  return { re, im: Matrix.zeros(size, spins + 1) };
}

/** J_x, J_y, J_z projected on the symmetric subspace, states descending in m. */
export function projectedSpin(spins: number): Triple {
  const isometry = symmetricIsometry(spins);
  const transposed = { re: isometry.re.transpose(), im: isometry.im.transpose() };
  const [x, y, z] = totalSpin(spins);
  const project = (operator: ComplexMatrix) => times(times(transposed, operator), isometry);
  return [project(x), project(y), project(z)];
}
