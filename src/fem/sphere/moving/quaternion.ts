import type { Vector3 } from "../../../state/moments.ts";
import type { Frame } from "../axial/rings.ts";

/** The frame of a quaternion, the first four numbers of an array: what its rotation makes of the axes. Its length need not be 1. */
export function frameOfQuaternion(q: Float64Array): Frame {
  const length = Math.hypot(q[0]!, q[1]!, q[2]!, q[3]!);
  const [a, b, c, d] = [q[0]! / length, q[1]! / length, q[2]! / length, q[3]! / length];
  return [
    [1 - 2 * (c * c + d * d), 2 * (b * c + a * d), 2 * (b * d - a * c)],
    [2 * (b * c - a * d), 1 - 2 * (b * b + d * d), 2 * (c * d + a * b)],
    [2 * (b * d + a * c), 2 * (c * d - a * b), 1 - 2 * (b * b + c * c)],
  ];
}

/** dq/dt = q Omega / 2 for a frame that turns with the angular velocity Omega, which is given along itself; into the first four numbers of `out`. */
export function moveQuaternion(q: Float64Array, [x, y, z]: Vector3, out: Float64Array): void {
  const [a, b, c, d] = [q[0]!, q[1]!, q[2]!, q[3]!];
  out[0] = -(b * x + c * y + d * z) / 2;
  out[1] = (a * x + c * z - d * y) / 2;
  out[2] = (a * y + d * x - b * z) / 2;
  out[3] = (a * z + b * y - c * x) / 2;
}

/** Of the rotation that takes the axes to a frame. */
export function quaternionOf([[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]]: Frame): readonly number[] {
  // Its squares times 4; the largest is the one to divide by.
  const squares = [1 + xx + yy + zz, 1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz];
  const most = squares.indexOf(Math.max(...squares));
  const half = Math.sqrt(squares[most]!) / 2;
  const products = [
    [0, yz - zy, zx - xz, xy - yx],
    [yz - zy, 0, xy + yx, zx + xz],
    [zx - xz, xy + yx, 0, yz + zy],
    [xy - yx, zx + xz, yz + zy, 0],
  ];
  return squares.map((_, k) => (k === most ? half : products[most]![k]! / (4 * half)));
}
