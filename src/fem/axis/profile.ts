import type { DensitySummary } from "../density.ts";

/** P of a state that is the same all around the z axis, in the half plane of its distance rho from the axis and z. */
export interface AxisProfile {
  /** P at a place; 0 outside of where it is known. */
  readonly at: (rho: number, z: number) => number;
  /** Whether P is known there: on the mesh, or where its weight is not negligible. */
  readonly contains: (rho: number, z: number) => boolean;
  /** Sign structure and size. */
  readonly summary: DensitySummary;
  /** Places (x = rho, y = 0, z; 3 numbers each) that show it, with P there. */
  readonly nodes: () => { readonly points: Float64Array; readonly values: Float64Array };
}
