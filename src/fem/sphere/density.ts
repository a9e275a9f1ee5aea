import { cellCount } from "../../mesh/mesh.ts";
import { triangleQuadrature } from "../quadrature.ts";
import { generatorExactness } from "./generator.ts";
import { sphereGeometry, sphereMap } from "./geometry.ts";
import type { FunctionSpace } from "./space.ts";

/** Sign structure and size of a density. */
export interface DensitySummary {
  readonly minimum: number;
  readonly maximum: number;
  /** int max(-P, 0). */
  readonly negativeMass: number;
  readonly mass: number;
}

/** A density at every quadrature point: positions (3 each) and quadrature weight x area, structure of arrays. */
export interface SampledDensity {
  readonly points: Float64Array;
  readonly measure: Float64Array;
  readonly values: Float64Array;
}

export const sampleDensity = (space: FunctionSpace, density: Float64Array): SampledDensity =>
  densitySampler(space, generatorExactness(space.element.degree))(density);

/**
 * Returns a function from nodal values to a sample by a rule of the given exactness; positions and measure are computed once
 * and shared by the samples.
 */
export function densitySampler(space: FunctionSpace, exactness: number): (density: Float64Array) => SampledDensity {
  const { element, mesh, cellUnknowns } = space;
  const size = element.size;
  const rule = triangleQuadrature(exactness);
  const depth = rule.weights.length;
  const phi = element.tabulate(rule.points).values;
  const geometry = sphereGeometry(depth);
  const map = sphereMap(mesh, rule.points, geometry);
  const cells = cellCount(mesh);
  const points = new Float64Array(3 * depth * cells);
  const measure = new Float64Array(depth * cells);
  for (let cell = 0; cell < cells; cell++) {
    map(cell);
    points.set(geometry.points, 3 * depth * cell);
    for (let p = 0; p < depth; p++) measure[depth * cell + p] = rule.weights[p]! * geometry.area[p]!;
  }
  return (density) => {
    const values = new Float64Array(depth * cells);
    for (let cell = 0, at = 0; cell < cells; cell++) {
      for (let p = 0; p < depth; p++, at++) {
        let value = 0;
        for (let i = 0; i < size; i++) value += phi[p * size + i]! * density[cellUnknowns[cell * size + i]!]!;
        values[at] = value;
      }
    }
    return { points, measure, values };
  };
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
