import type { AxialModel } from "../../model/secondOrder/axis.ts";

/** A stable ring of fixed points of the mean field, with linear noise around it. */
export interface Ring {
  /** x^2 + y^2 and z. */
  readonly u: number;
  readonly z: number;
  /** N times the covariance of u and z under P: uu, uz, zz; it need not be positive. */
  readonly noise: readonly [number, number, number];
}

/**
 * The ring of a model with local pump or decay, null where the stable point is on the axis. The mean field
 *
 *     du/dt = 2 u (d z - g),   dz/dt = -2 g' z - 2 w' - d u,   g' = g_- + g_+, g = g' + g_z, w' = g_- - g_+
 *
 * has it at z = g / d, stable wherever u > 0. Noise solves A S + S A^T + D = 0.
 */
export function ringOf({ collective, local }: AxialModel): Ring | null {
  const { across: s, pull: d } = collective;
  if (d === 0) return null;
  const z = (local.across + local.along) / d;
  const u = -(2 * local.across * z + 2 * local.pull) / d;
  if (!(u > 0)) return null;
  const [uu, uz, zz] = [
    8 * u * z * (s * z + d * (1 - u)),
    -4 * s * u * z + 2 * d * u * (u - z * z - 1),
    2 * u * (s + d * z),
  ];
  const coupling = 2 * d * u;
  const damping = 2 * local.across;
  const crossed = -uu / (2 * coupling);
  const along = (zz - 2 * d * crossed) / (2 * damping);
  return { u, z, noise: [(coupling * along - damping * crossed + uz) / d, crossed, along] };
}
