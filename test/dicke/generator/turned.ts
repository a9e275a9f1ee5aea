import type { Jump } from "../../../src/model/secondOrder/coefficients.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";
import type { Observables, Vector3 } from "../../../src/state/moments.ts";

/** A rotation, row by row. */
export type Rotation = readonly [Vector3, Vector3, Vector3];

/** Of a quaternion of any length. */
export function rotation(quaternion: readonly [number, number, number, number]): Rotation {
  const length = Math.hypot(...quaternion);
  const [a, b, c, d] = quaternion.map((value) => value / length) as [number, number, number, number];
  return [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a - b * b + c * c - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a - b * b - c * c + d * d],
  ];
}

export const turnedVector = (vector: Vector3, matrix: Rotation): [number, number, number] =>
  matrix.map((row) => row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2]) as [number, number, number];

/** xx, yy, zz and xy, xz, yz of R M R^T. */
function turnedMatrix([xx, yy, zz]: Vector3, [xy, xz, yz]: Vector3, matrix: Rotation): readonly [Vector3, Vector3] {
  const columns = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ] satisfies Vector3[];
  const left = columns.map((column) => turnedVector(column as unknown as Vector3, matrix));
  const entry = (i: number, j: number): number => [0, 1, 2].reduce((sum, k) => sum + left[k]![i]! * matrix[j]![k]!, 0);
  return [
    [entry(0, 0), entry(1, 1), entry(2, 2)],
    [entry(0, 1), entry(0, 2), entry(1, 2)],
  ];
}

/** The same physics in turned axes; rates become jumps. */
export function turnedModel({ spins, field, interaction, collective, local }: SpinModel, matrix: Rotation): SpinModel {
  const { xx, yy, zz, xy, xz, yz } = interaction ?? { xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0 };
  const [square, cross] = turnedMatrix([xx, yy, zz], [xy, xz, yz], matrix);
  const jumps = ({ dephasing, pump, decay, jumps: others = [] }: SpinModel["collective"]): Jump[] =>
    [
      { rate: dephasing, operator: { re: [0, 0, 1], im: [0, 0, 0] } } satisfies Jump,
      { rate: pump, operator: { re: [1, 0, 0], im: [0, 1, 0] } } satisfies Jump,
      { rate: decay, operator: { re: [1, 0, 0], im: [0, -1, 0] } } satisfies Jump,
      ...others,
    ].map(({ rate, operator: { re, im } }) => ({
      rate,
      operator: { re: turnedVector(re, matrix), im: turnedVector(im, matrix) },
    }));
  return spinModel({
    spins,
    field: turnedVector(field, matrix),
    interaction: { xx: square[0], yy: square[1], zz: square[2], xy: cross[0], xz: cross[1], yz: cross[2] },
    collective: { jumps: jumps(collective) },
    local: { jumps: jumps(local) },
  });
}

export function turnedMoments(
  { mean, square, cross }: Pick<Observables, "mean" | "square" | "cross">,
  matrix: Rotation,
): Pick<Observables, "mean" | "square" | "cross"> {
  const [turnedSquare, turnedCross] = turnedMatrix(square, cross, matrix);
  return { mean: turnedVector(mean, matrix), square: turnedSquare, cross: turnedCross };
}
