import { cellCount } from "../mesh/mesh.ts";
import { cellValues } from "./cellSampler.ts";
import { forEachCell, productExactness } from "./cells.ts";
import type { SpaceNodes } from "./space.ts";

/** Sign structure and size of a density. */
export interface DensitySummary {
  readonly minimum: number;
  readonly maximum: number;
  /** int max(-P, 0). */
  readonly negativeMass: number;
  readonly mass: number;
}

/** A density at every quadrature point: positions (3 each) and quadrature weight x measure, structure of arrays. */
export interface SampledDensity {
  readonly points: Float64Array;
  readonly measure: Float64Array;
  readonly values: Float64Array;
}

/** From nodal values. */
export type DensitySampler = (density: Float64Array) => SampledDensity;

/** A density at the points of the rule of the mass matrix in every cell. */
export const sampleDensity = (space: SpaceNodes, density: Float64Array): SampledDensity =>
  densitySampler(space, productExactness(space))(density);

/**
 * Returns a function from nodal values to a sample by a rule of the given exactness; positions and measure are computed once
 * and shared by the samples.
 */
export function densitySampler(space: SpaceNodes, exactness: number): DensitySampler {
  const { geometry, mesh } = space;
  const rule = geometry.quadrature(exactness);
  const depth = rule.weights.length;
  const cells = cellCount(mesh);
  const points = new Float64Array(3 * depth * cells);
  const measure = new Float64Array(depth * cells);
  forEachCell(space, rule, (cell, weights, { positions }) => {
    points.set(positions, 3 * depth * cell);
    measure.set(weights, depth * cell);
  });
  const valuesOf = cellValues(space, rule.points);
  return (density) => ({ points, measure, values: valuesOf(density) });
}

/** Extremes over nodes and quadrature points, masses by quadrature. */
export function summarizeDensity(sample: SampledDensity, density: Float64Array): DensitySummary {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (const values of [density, sample.values]) {
    for (let i = 0; i < values.length; i++) {
      if (values[i]! < minimum) minimum = values[i]!;
      if (values[i]! > maximum) maximum = values[i]!;
    }
  }
  let negativeMass = 0;
  let mass = 0;
  for (let i = 0; i < sample.values.length; i++) {
    const part = sample.measure[i]! * sample.values[i]!;
    mass += part;
    if (part < 0) negativeMass -= part;
  }
  return { minimum, maximum, negativeMass, mass };
}
