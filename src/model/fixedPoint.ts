import type { Triple } from "./secondOrder/coefficients.ts";
import type { FlowDomain } from "./secondOrder/meanField/flow.ts";
import type { Complex, FixedPointKind } from "./stability.ts";

export interface FixedPoint {
  readonly position: readonly [number, number, number];
  readonly kind: FixedPointKind;
  /** Of the Jacobian of the flow, in the model's unit of rate, by descending real part: two on the sphere, three in the ball. */
  readonly eigenvalues: readonly Complex[];
  /** Estimated distance from the exact fixed point. Up to about 1e-14 at a simple one, 1e-7 at a double one. */
  readonly positionError: number;
}

/**
 * Fixed points that are not isolated:
 * - everywhere: the flow vanishes
 * - axis: every point (0, 0, z) with -1 <= z <= 1 (local dephasing and nothing that moves z)
 * - circle: every point at this z and this distance from the z axis (no field, collective decay against local pump or the
 *   other way round: the phase of the emitted field is free). It attracts: across the circle the eigenvalues l obey
 *   l^2 + 2 (g_- + g_+) l + 2 d^2 radius^2 = 0. Next to it the isolated point on the axis is listed too
 * - ring, segment, curve: with an interaction or jumps, a circle around `normal`, a line in the ball, and points of another shape
 */
export type Continuum =
  | { readonly kind: "everywhere" }
  | { readonly kind: "axis" }
  | { readonly kind: "circle"; readonly z: number; readonly radius: number }
  | { readonly kind: "ring"; readonly centre: Triple; readonly normal: Triple; readonly radius: number }
  | { readonly kind: "segment"; readonly from: Triple; readonly to: Triple }
  | { readonly kind: "curve"; readonly points: readonly Triple[] };

export interface FixedPoints {
  readonly domain: FlowDomain;
  /** The isolated fixed points, stable ones first. */
  readonly points: readonly FixedPoint[];
  /** The set of fixed points that are not isolated, of several the first; null where there is none. */
  readonly continuum: Continuum | null;
}
