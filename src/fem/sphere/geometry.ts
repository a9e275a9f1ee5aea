import { basePoints, moebiusPoint, moebiusTangent } from "../../mesh/grade.ts";
import type { Mesh } from "../../mesh/mesh.ts";

/**
 * The exact map of a reference triangle to the sphere at given reference points: x = M(X / |X|) with X on the flat triangle
 * through the (preimages of the) vertices and M the mesh's Moebius grading. Structure of arrays, one entry a point.
 */
export interface SphereGeometry {
  /** Points on the sphere, 3 a point. */
  readonly points: Float64Array;
  /** Tangents dx/dxi and dx/deta, 3 a point each. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Inverse metric g^11, g^12, g^22: 3 a point. */
  readonly inverseMetric: Float64Array;
  /** sqrt(det g): area element against the reference cell. */
  readonly area: Float64Array;
}

export function sphereGeometry(count: number): SphereGeometry {
  return {
    points: new Float64Array(3 * count),
    first: new Float64Array(3 * count),
    second: new Float64Array(3 * count),
    inverseMetric: new Float64Array(3 * count),
    area: new Float64Array(count),
  };
}

/**
 * Returns a function that fills `geometry` for a cell of `mesh` at the reference points (2 numbers each). Reuses its
 * scratch, so it serves one caller at a time.
 */
export function sphereMap(mesh: Mesh, referencePoints: Float64Array, geometry: SphereGeometry): (cell: number) => void {
  const base = basePoints(mesh);
  const count = referencePoints.length / 2;
  const y = new Float64Array(3);
  const x = new Float64Array(3);
  const t = new Float64Array(3);
  const { points, first, second, inverseMetric, area } = geometry;
  const grading = mesh.grading;
  return (cell) => {
    const a = 3 * mesh.cells[3 * cell]!;
    const b = 3 * mesh.cells[3 * cell + 1]!;
    const c = 3 * mesh.cells[3 * cell + 2]!;
    for (let p = 0; p < count; p++) {
      const xi = referencePoints[2 * p]!;
      const eta = referencePoints[2 * p + 1]!;
      const at = 3 * p;
      let length = 0;
      for (let k = 0; k < 3; k++) {
        const value = (1 - xi - eta) * base[a + k]! + xi * base[b + k]! + eta * base[c + k]!;
        y[k] = value;
        length += value * value;
      }
      length = Math.sqrt(length);
      let along1 = 0;
      let along2 = 0;
      for (let k = 0; k < 3; k++) {
        y[k]! /= length;
        along1 += y[k]! * (base[b + k]! - base[a + k]!);
        along2 += y[k]! * (base[c + k]! - base[a + k]!);
      }
      for (let k = 0; k < 3; k++) {
        first[at + k] = (base[b + k]! - base[a + k]! - along1 * y[k]!) / length;
        second[at + k] = (base[c + k]! - base[a + k]! - along2 * y[k]!) / length;
      }
      if (grading === undefined) points.set(y, at);
      else {
        moebiusPoint(grading, y, x);
        points.set(x, at);
        transform(first, at);
        transform(second, at);
      }
      setMetric(p);
    }
  };

  function transform(tangents: Float64Array, at: number): void {
    for (let k = 0; k < 3; k++) t[k] = tangents[at + k]!;
    moebiusTangent(grading!, y, x, t, t);
    for (let k = 0; k < 3; k++) tangents[at + k] = t[k]!;
  }

  function setMetric(p: number): void {
    const at = 3 * p;
    const g11 = first[at]! ** 2 + first[at + 1]! ** 2 + first[at + 2]! ** 2;
    const g22 = second[at]! ** 2 + second[at + 1]! ** 2 + second[at + 2]! ** 2;
    const g12 = first[at]! * second[at]! + first[at + 1]! * second[at + 1]! + first[at + 2]! * second[at + 2]!;
    const determinant = g11 * g22 - g12 * g12;
    inverseMetric[at] = g22 / determinant;
    inverseMetric[at + 1] = -g12 / determinant;
    inverseMetric[at + 2] = g11 / determinant;
    area[p] = Math.sqrt(determinant);
  }
}
