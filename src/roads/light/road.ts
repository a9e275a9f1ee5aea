import type { AxisExpansion } from "../../fem/axis/steady.ts";
import type { PointExpansion } from "../../fem/ball/expansion/steady.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { LightCheck } from "./comparison.ts";
import type { LightMethod } from "./options.ts";

/**
 * What P was expanded around, up to which total degree, that of the expansion that errors are from, and the number of moments.
 *
 * @inline
 */
export type LightExpansion = AxisExpansion | Omit<PointExpansion, "place">;

/**
 * Which road an answer comes from.
 *
 * @inline
 */
export interface LightRoad {
  readonly model: SpinModel;
  readonly method: LightMethod;
  /** One sentence: why this road was taken. */
  readonly reason: string;
  /** Harmonics, or in the ball degrees of polynomials, that were kept; absent for the density matrix. */
  readonly band?: number;
  /** Of finite elements. */
  readonly space?: { readonly mesh: string; readonly degree: number };
  /** Where P was expanded instead: around what, up to which total degree, and that of the expansion that errors are from. */
  readonly expansion?: LightExpansion;
  /** How all roads compare, where that was asked for. */
  readonly check?: LightCheck;
}
