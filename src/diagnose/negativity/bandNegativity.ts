import { gaussLegendre } from "../../fem/quadrature.ts";
import type { Vector3 } from "../../state/moments.ts";
import type { SphereMoments } from "../certificate/certificate.ts";
import { negativeSet, type SphereValues } from "../levelSet/negativeSet.ts";
import { type BandDensity, bandDensity, knownBand } from "./bandDensity.ts";

/** The negative part of P in a band of harmonics. */
export interface BandNegativity {
  /** Harmonics l <= band. */
  readonly band: number;
  readonly minimum: number;
  readonly minimumAt: Vector3;
  /** int max(-P, 0). */
  readonly negativeMass: number;
  /** How far the negative mass may be off: half of int |dP| of the errors of the state, and what the quadrature misses. */
  readonly massError: number;
  readonly areaFraction: number;
  /** Closed curves P = 0, the negative region to their left. */
  readonly regions: readonly Float64Array[];
  /** P itself. */
  readonly values: SphereValues;
}

/** P is wanted to this in int |dP|, where a band is chosen. */
const WANTED = 1e-4;

/** Halvings of an icosahedron: eight triangles for half a wave of the highest degree, and three of the highest that is chosen. */
const levelsFor = (band: number): number => Math.max(4, Math.min(5, Math.ceil(Math.log2((1.1 * 8 * band) / Math.PI))));

/** Higher degrees have more waves than a picture shows. */
const MOST_BAND = 30;

/**
 * Where P in a band is negative, and by how much. The band is the highest in which P is known well enough, or the one that is asked for. The mean of P
 * is fixed, so that an error dP changes the negative mass by at most half of int |dP|.
 */
export function bandNegativity(moments: SphereMoments, asked?: number): BandNegativity {
  const band = Math.min(moments.band, asked ?? Math.min(MOST_BAND, knownBand(moments, WANTED)));
  const density = bandDensity(moments, band);
  const fine = negativeMassOf(density, Math.max(80, 4 * band));
  const coarse = negativeMassOf(density, Math.max(57, Math.ceil(2.8 * band)));
  const { areaFraction, curves } = negativeSet(density, levelsFor(Math.max(1, band)));
  const lowest = descended(density, fine.lowest, Math.PI / Math.max(24, 2 * band));
  return {
    band,
    minimum: lowest.value,
    minimumAt: lowest.at,
    negativeMass: fine.mass,
    massError: density.error / 2 + Math.abs(fine.mass - coarse.mass),
    areaFraction,
    regions: curves,
    values: { at: density.at, fill: density.fill },
  };
}

/** On Gauss points of z times equal angles. */
function negativeMassOf(density: BandDensity, rows: number): { readonly mass: number; readonly lowest: Vector3 } {
  const { points: heights, weights } = gaussLegendre(rows);
  const columns = 2 * rows;
  const values = new Float64Array(rows * columns);
  density.rings(heights, columns, values);
  let mass = 0;
  let lowest = 0;
  for (let k = 0; k < values.length; k++) {
    if (values[k]! < 0) mass -= (weights[Math.floor(k / columns)]! * Math.PI * values[k]!) / rows;
    if (values[k]! < values[lowest]!) lowest = k;
  }
  const z = heights[Math.floor(lowest / columns)]!;
  const [across, phi] = [Math.sqrt((1 - z) * (1 + z)), (2 * Math.PI * (lowest % columns)) / columns];
  return { mass, lowest: [across * Math.cos(phi), across * Math.sin(phi), z] };
}

/** Downhill from a point, by steps along the axes that are halved where none leads down. */
function descended(
  density: BandDensity,
  start: Vector3,
  first: number,
): { readonly value: number; readonly at: Vector3 } {
  let best = { value: density.at(start), at: start };
  let step = first;
  for (let round = 0; round < 200 && step > 1e-7; round++) {
    const before = best.value;
    for (const axis of [0, 1, 2] as const) {
      for (const sign of [-step, step]) {
        const moved: [number, number, number] = [...best.at];
        moved[axis] += sign;
        const length = Math.hypot(...moved);
        const at: Vector3 = [moved[0] / length, moved[1] / length, moved[2] / length];
        const value = density.at(at);
        if (value < best.value) best = { value, at };
      }
    }
    if (!(best.value < before)) step /= 2;
  }
  return best;
}
