import { addScaled, dot } from "../linalg/vectorKernels.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { type Arithmetic, type Rounded, rounded, withLeastError } from "./arithmetic.ts";
import { transposed } from "./emitted.ts";
import type { Multiplication, OperatorSpace } from "./operatorSpace.ts";
import type { LightSystem } from "./system.ts";

/** x, y and z, of whichever frame the equations stand in. */
export const AXES: readonly ComplexVector[] = [
  { re: [1, 0, 0], im: [0, 0, 0] },
  { re: [0, 1, 0], im: [0, 0, 0] },
  { re: [0, 0, 1], im: [0, 0, 0] },
];

/** Observables of `sensitivityNumbers`: 2<J_k>/N, then 4<J_k^2>/N^2, k = x, y, z. */
export const OBSERVABLE_COUNT = 6;

/**
 * d<O>/d theta of a steady state for some parameters, by parameter and then by observable: with L^T w = o - <o> m it is -w . (dL/d theta) rho, one solve an observable.
 *
 * @param units for each parameter the model in which it alone is there, and is 1: as L is linear in it, its generator is dL/d theta
 * @param axes x, y and z of the observables
 */
export function sensitivityNumbers(
  system: LightSystem,
  units: readonly SpinModel[],
  axes: readonly ComplexVector[] = AXES,
): Rounded {
  const { space } = system;
  const slopes = units.map(space.generatorOf);
  const readers = observableReaders(space, axes);
  const { values, rounding } = rounded(system, ({ steady, times, adjoint }) => {
    const duals = readers.map(adjoint);
    return Float64Array.from(
      slopes.flatMap((slope) => {
        const driven = times(slope, steady);
        return duals.map((dual) => -dot(dual, driven));
      }),
    );
  });
  return withLeastError(system, { values, rounding });
}

/** Of 2<J_k>/N and 4<J_k^2>/N^2. */
function observableReaders(space: OperatorSpace, axes: readonly ComplexVector[]): readonly Float64Array[] {
  const { spins, trace } = space;
  const scaled = (reader: Float64Array, factor: number): Float64Array => reader.map((value) => factor * value);
  const products = axes.map(space.multiplication);
  const means = products.map(({ real }) => scaled(transposed(real, trace), 2 / spins));
  const squares = axes.map((axis, k) => scaled(squareReader(space, axis, products[k]!), 4 / spins ** 2));
  return [...means, ...squares];
}

/** tr[J_k^2 X] = tr[J_k X J_k]. */
function squareReader(
  { sandwich, trace }: OperatorSpace,
  axis: ComplexVector,
  { real, imaginary }: Multiplication,
): Float64Array {
  if (sandwich !== null) return transposed(sandwich(axis), trace);
  const reader = transposed(real, transposed(real, trace));
  addScaled(reader, 1, transposed(imaginary, transposed(imaginary, trace)));
  return reader;
}

/**
 * Rate at which state and emitted light together gain Fisher information about each component of the field, -8 Re tr[J_k L^{-1} (J_k - <J_k>) rho]: what any measurement of both can
 * gain at most in a long time, per unit of it (S. Gammelmark and K. Molmer, doi:10.1103/PhysRevLett.112.170401).
 */
export function fisherRates(system: LightSystem, axes: readonly ComplexVector[] = AXES): Rounded {
  const { space } = system;
  const products = axes.map(space.multiplication);
  const { values, rounding } = rounded(system, (arithmetic) =>
    Float64Array.from(products, (product) => fisherRate(arithmetic, product)),
  );
  return withLeastError(system, { values, rounding });
}

function fisherRate({ steady, times, load, solve, system }: Arithmetic, { real }: Multiplication): number {
  const { trace } = system.space;
  const right = times(real, steady);
  addScaled(right, -dot(trace, right), load(steady));
  return -8 * dot(transposed(real, trace), solve(right));
}
