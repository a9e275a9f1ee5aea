import { turnsFreely } from "../model/freeTurn.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { ErrorEstimate } from "./errorEstimate.ts";
import type { EvolutionRequest, EvolvingState } from "./evolution.ts";
import type { Observables, SpinMoments, Vector3 } from "./moments.ts";

type Matrix3 = readonly [Vector3, Vector3, Vector3];

/** Whether a request may be solved in the frame that turns with the constant field, where there is none. */
export const hasRotatingFrame = ({ model, field }: Pick<EvolutionRequest, "model" | "field">): boolean =>
  field === undefined && turnsFreely(model);

export const withoutField = (model: SpinModel): SpinModel => ({ ...model, field: [0, 0, 0] });

/**
 * A state that moves in the frame which turns with the field B of a model, as it is seen from outside: d r/dt = B x r added. Moments are
 * turned, purity and squeezing are the same; error estimates are turned with the absolute values of the matrix.
 */
export function seenFromOutside<State extends EvolvingState<unknown>>(
  state: State,
  field: Vector3,
  start: number,
): State {
  let now = start;
  return {
    ...state,
    *advance(from: number, to: number) {
      yield* state.advance(from, to);
      now = to;
    },
    look: () => {
      const { observables, errorEstimate } = state.look();
      return turned(observables, errorEstimate, rotation(field, now));
    },
  };
}

/** The same in other axes: moments by a rotation, their errors by the absolute values of its entries. */
export function turned(
  seen: Observables,
  error: ErrorEstimate,
  matrix: Matrix3,
): { readonly observables: Observables; readonly errorEstimate: ErrorEstimate } {
  const sizes = matrix.map((row) => row.map(Math.abs)) as unknown as Matrix3;
  return {
    observables: { ...seen, ...turnedMoments(seen, matrix) },
    errorEstimate: { ...error, ...turnedMoments(error, sizes) },
  };
}

/** R m and R M R^T. */
function turnedMoments({ mean, square, cross }: SpinMoments, matrix: Matrix3): SpinMoments {
  const [xy, xz, yz] = cross;
  const second: Matrix3 = [
    [square[0], xy, xz],
    [xy, square[1], yz],
    [xz, yz, square[2]],
  ];
  const entry = (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) sum += matrix[a]![i]! * second[i]![j]! * matrix[b]![j]!;
    return sum;
  };
  const row = ([x, y, z]: Vector3): number => x * mean[0] + y * mean[1] + z * mean[2];
  return {
    mean: [row(matrix[0]), row(matrix[1]), row(matrix[2])],
    square: [entry(0, 0), entry(1, 1), entry(2, 2)],
    cross: [entry(0, 1), entry(0, 2), entry(1, 2)],
  };
}

/** About a field, by its size times the time (O. Rodrigues). */
function rotation(field: Vector3, time: number): Matrix3 {
  const size = Math.hypot(...field);
  const [x, y, z] = field.map((one) => one / size) as unknown as Vector3;
  const [c, s] = [Math.cos(size * time), Math.sin(size * time)];
  const d = 1 - c;
  return [
    [c + d * x * x, d * x * y - s * z, d * x * z + s * y],
    [d * x * y + s * z, c + d * y * y, d * y * z - s * x],
    [d * x * z - s * y, d * y * z + s * x, c + d * z * z],
  ];
}
