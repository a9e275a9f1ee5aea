import type { SparseMatrix } from "../linalg/sparse.ts";
import { multiplyTransposed } from "../linalg/sparse.ts";
import { addScaled, dot } from "../linalg/vectorKernels.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import type { Arithmetic } from "./arithmetic.ts";
import type { Multiplication, OperatorSpace } from "./operatorSpace.ts";

/** A = l.J, what is recorded, as matrices of one space. */
export interface Emitter {
  readonly left: Multiplication;
  /** A X A^+ where it is a matrix of its own. */
  readonly both: SparseMatrix | null;
  /** tr[A^+ X] = (reader_1 + i reader_2) . (x_1 + i x_2). */
  readonly reader: readonly [Float64Array, Float64Array];
}

export function emitterOf(space: OperatorSpace, l: ComplexVector): Emitter {
  const { real, imaginary } = space.multiplication({ re: l.re, im: [-l.im[0], -l.im[1], -l.im[2]] });
  return {
    left: space.multiplication(l),
    both: space.sandwich === null ? null : space.sandwich(l),
    reader: [transposed(real, space.trace), transposed(imaginary, space.trace)],
  };
}

export function transposed(matrix: SparseMatrix, x: Float64Array): Float64Array {
  const image = new Float64Array(matrix.pattern.columns);
  multiplyTransposed(matrix, x, image);
  return image;
}

/** mass times A X A^+ of a Hermitian X. */
export function jumped({ times }: Pick<Arithmetic, "times">, { left, both }: Emitter, x: Float64Array): Float64Array {
  if (both !== null) return times(both, x);
  // With X_1 and X_2 those of the left, (X_1 + i X_2) A^+ is A_1 X_1 + A_2 X_2: the rest cancels.
  const image = times(left.real, times(left.real, x));
  const rest = times(left.imaginary, times(left.imaginary, x));
  for (let i = 0; i < image.length; i++) image[i]! += rest[i]!;
  return image;
}

/** What a state emits: mass times A rho as a pair, <A>, mass times A rho A^+ and <A^+ A>. */
export interface StateEmission {
  readonly emitted: readonly [Float64Array, Float64Array];
  readonly amplitude: readonly [number, number];
  readonly both: Float64Array;
  readonly intensity: number;
}

/** Of a state by its unknowns. */
export function stateEmission(
  { times }: Pick<Arithmetic, "times">,
  { trace }: Pick<OperatorSpace, "trace">,
  emitter: Emitter,
  state: Float64Array,
): StateEmission {
  const emitted = [times(emitter.left.real, state), times(emitter.left.imaginary, state)] as const;
  const both = jumped({ times }, emitter, state);
  return {
    emitted,
    amplitude: [dot(trace, emitted[0]), dot(trace, emitted[1])],
    both,
    intensity: dot(trace, both),
  };
}

/** Of the steady state. */
export const steadyEmission = (arithmetic: Arithmetic, emitter: Emitter): StateEmission =>
  stateEmission(arithmetic, arithmetic.system.space, emitter, arithmetic.steady);

/** tr[A^+ A X] = reader . x of a Hermitian X. */
export function intensityReader({ trace }: Pick<OperatorSpace, "trace">, { both, left }: Emitter): Float64Array {
  if (both !== null) return transposed(both, trace);
  const reader = transposed(left.real, transposed(left.real, trace));
  addScaled(reader, 1, transposed(left.imaginary, transposed(left.imaginary, trace)));
  return reader;
}
