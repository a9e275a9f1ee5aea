import { multipoleScales } from "../state/blocks/multipoles.ts";
import type { Vector3 } from "../state/moments.ts";
import type { SymmetricMatrix3 } from "../state/squeezing.ts";

/** int P r_k and int P r_k r_l. */
export interface Integrals {
  readonly mean: Vector3;
  readonly second: SymmetricMatrix3;
}

/**
 * From the scaled unknowns of r Y_1m (3) and r^2 Y_2m (5), and `radial` = int P r^2. Without second moments as if P were uniform
 * on the sphere.
 */
export function integralsOfUnknowns(
  spins: number,
  linear: Float64Array,
  radial: number,
  quadratic: Float64Array | null,
): Integrals {
  const scales = multipoleScales(spins, quadratic === null ? 1 : 2);
  // r Y_10 = sqrt(3/4pi) z, r Y_11 = -sqrt(3/8pi)(x + iy)
  const first = 1 / (scales[1]! * Math.sqrt(3 / (4 * Math.PI)));
  const mean: Vector3 = [-linear[1]! * first, -linear[2]! * first, linear[0]! * first];
  if (quadratic === null) return { mean, second: { square: [1 / 3, 1 / 3, 1 / 3], cross: [0, 0, 0] } };
  // r^2 Y_20 = sqrt(5/16pi)(3z^2 - r^2), Y_21 = -sqrt(15/8pi)(x + iy)z, Y_22 = sqrt(15/32pi)(x + iy)^2
  const axial = quadratic[0]! / (scales[2]! * Math.sqrt(5 / (16 * Math.PI)));
  const planar = 1 / (scales[2]! * Math.sqrt(15 / (16 * Math.PI)));
  const zz = (radial + axial) / 3;
  const difference = quadratic[3]! * planar;
  return {
    mean,
    second: {
      square: [(radial - zz + difference) / 2, (radial - zz - difference) / 2, zz],
      cross: [(quadratic[4]! * planar) / 2, (-quadratic[1]! * planar) / 2, (-quadratic[2]! * planar) / 2],
    },
  };
}
