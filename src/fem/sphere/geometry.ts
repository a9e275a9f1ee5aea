import { basePoints, moebiusPoint, moebiusTangent } from "../../mesh/grade.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { cellLocator } from "../../mesh/sphere/locate.ts";
import type { CellFinder, CellMap, Geometry } from "../geometry.ts";
import { triangleQuadrature } from "../quadrature.ts";

/**
 * The exact map of a reference triangle to the sphere at given reference points: x = M(X / |X|) with X on the flat triangle
 * through the (preimages of the) vertices and M the mesh's Moebius grading. Structure of arrays, one entry a point.
 */
export interface SphereMap extends CellMap {
  /** Tangents dx/dxi and dx/deta, 3 a point each. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Inverse metric g^11, g^12, g^22: 3 a point. */
  readonly inverseMetric: Float64Array;
}

/** The cells of a mesh of the sphere, without geometry error. */
export function sphereGeometry(mesh: Mesh): Geometry<SphereMap> {
  return {
    domain: "on the whole sphere",
    curvature: 3,
    quadrature: triangleQuadrature,
    map: (referencePoints) => sphereMap(mesh, referencePoints),
    finder: () => sphereFinder(mesh),
  };
}

/** Every point of the sphere is in a cell; `locate` throws MeshError for one that is off it. */
function sphereFinder(mesh: Mesh): CellFinder {
  const locate = cellLocator(mesh);
  const barycentric = new Float64Array(3);
  let last = 0;
  return {
    locate: (point, reference) => {
      last = locate(point, barycentric);
      reference[0] = barycentric[1]!;
      reference[1] = barycentric[2]!;
      return last;
    },
    nearest: () => last,
  };
}

/**
 * One function in spite of its length: `move` is called for every cell, and its steps share arrays so that it allocates nothing.
 */
function sphereMap(mesh: Mesh, referencePoints: Float64Array): SphereMap {
  const base = basePoints(mesh);
  const count = referencePoints.length / 2;
  const y = new Float64Array(3);
  const x = new Float64Array(3);
  const t = new Float64Array(3);
  const positions = new Float64Array(3 * count);
  const measure = new Float64Array(count);
  const first = new Float64Array(3 * count);
  const second = new Float64Array(3 * count);
  const inverseMetric = new Float64Array(3 * count);
  const grading = mesh.grading;
  return { positions, measure, first, second, inverseMetric, move };

  function move(cell: number): void {
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
      if (grading === undefined) positions.set(y, at);
      else {
        moebiusPoint(grading, y, x);
        positions.set(x, at);
        transform(first, at);
        transform(second, at);
      }
      setMetric(p);
    }
  }

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
    measure[p] = Math.sqrt(determinant);
  }
}
