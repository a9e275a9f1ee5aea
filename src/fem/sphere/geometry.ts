import { basePoints, moebiusFactor, moebiusPoint, moebiusTangent } from "../../mesh/grade.ts";
import type { Mesh, MoebiusGrading } from "../../mesh/mesh.ts";
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
    places: (referencePoints) => spherePlaces(mesh, referencePoints),
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

/** |a . (u x v)|. */
const heightOf = (
  ax: number,
  ay: number,
  az: number,
  ux: number,
  uy: number,
  uz: number,
  vx: number,
  vy: number,
  vz: number,
): number => Math.abs(ax * (uy * vz - uz * vy) + ay * (uz * vx - ux * vz) + az * (ux * vy - uy * vx));

/** As `sphereMap` without tangents and metric. Where X is on the flat triangle u, v from a, areas grow by X.(u x v) / |X|^3, and X.(u x v) is a.(u x v). */
function spherePlaces(mesh: Mesh, referencePoints: Float64Array): CellMap {
  const base = basePoints(mesh);
  const count = referencePoints.length / 2;
  const positions = new Float64Array(3 * count);
  const measure = new Float64Array(count);
  const point = new Float64Array(3);
  const { cells, grading } = mesh;
  return { positions, measure, move: grading === undefined ? place : (cell) => grade(cell, grading) };

  function place(cell: number): void {
    const a = 3 * cells[3 * cell]!;
    const b = 3 * cells[3 * cell + 1]!;
    const c = 3 * cells[3 * cell + 2]!;
    const ax = base[a]!;
    const ay = base[a + 1]!;
    const az = base[a + 2]!;
    const bx = base[b]!;
    const by = base[b + 1]!;
    const bz = base[b + 2]!;
    const cx = base[c]!;
    const cy = base[c + 1]!;
    const cz = base[c + 2]!;
    const height = heightOf(ax, ay, az, bx - ax, by - ay, bz - az, cx - ax, cy - ay, cz - az);
    for (let p = 0, at = 0; p < count; p++, at += 3) {
      const xi = referencePoints[2 * p]!;
      const eta = referencePoints[2 * p + 1]!;
      const rest = 1 - xi - eta;
      const x = rest * ax + xi * bx + eta * cx;
      const y = rest * ay + xi * by + eta * cy;
      const z = rest * az + xi * bz + eta * cz;
      const scale = 1 / Math.sqrt(x * x + y * y + z * z);
      positions[at] = x * scale;
      positions[at + 1] = y * scale;
      positions[at + 2] = z * scale;
      measure[p] = height * scale * scale * scale;
    }
  }

  function grade(cell: number, by: MoebiusGrading): void {
    place(cell);
    for (let p = 0, at = 0; p < count; p++, at += 3) {
      for (let k = 0; k < 3; k++) point[k] = positions[at + k]!;
      measure[p]! *= moebiusFactor(by, point) ** 2;
      moebiusPoint(by, point, point);
      for (let k = 0; k < 3; k++) positions[at + k] = point[k]!;
    }
  }
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
    const [ax, ay, az] = [base[a]!, base[a + 1]!, base[a + 2]!];
    const [bx, by, bz] = [base[b]!, base[b + 1]!, base[b + 2]!];
    const [cx, cy, cz] = [base[c]!, base[c + 1]!, base[c + 2]!];
    const [ux, uy, uz] = [bx - ax, by - ay, bz - az];
    const [vx, vy, vz] = [cx - ax, cy - ay, cz - az];
    const height = heightOf(ax, ay, az, ux, uy, uz, vx, vy, vz);
    for (let p = 0; p < count; p++) {
      const xi = referencePoints[2 * p]!;
      const eta = referencePoints[2 * p + 1]!;
      const rest = 1 - xi - eta;
      const at = 3 * p;
      const flatX = rest * ax + xi * bx + eta * cx;
      const flatY = rest * ay + xi * by + eta * cy;
      const flatZ = rest * az + xi * bz + eta * cz;
      const scale = 1 / Math.sqrt(flatX * flatX + flatY * flatY + flatZ * flatZ);
      const px = flatX * scale;
      const py = flatY * scale;
      const pz = flatZ * scale;
      const along1 = px * ux + py * uy + pz * uz;
      const along2 = px * vx + py * vy + pz * vz;
      first[at] = (ux - along1 * px) * scale;
      first[at + 1] = (uy - along1 * py) * scale;
      first[at + 2] = (uz - along1 * pz) * scale;
      second[at] = (vx - along2 * px) * scale;
      second[at + 1] = (vy - along2 * py) * scale;
      second[at + 2] = (vz - along2 * pz) * scale;
      positions[at] = px;
      positions[at + 1] = py;
      positions[at + 2] = pz;
      measure[p] = height * scale * scale * scale;
    }
    setMetric();
    if (grading !== undefined) for (let p = 0; p < count; p++) grade(p);
  }

  /** A Moebius map turns and scales: areas grow by the square of its factor. */
  function grade(p: number): void {
    const at = 3 * p;
    for (let k = 0; k < 3; k++) y[k] = positions[at + k]!;
    moebiusPoint(grading!, y, x);
    for (let k = 0; k < 3; k++) positions[at + k] = x[k]!;
    transform(first, at);
    transform(second, at);
    const square = moebiusFactor(grading!, y) ** 2;
    measure[p]! *= square;
    for (let k = 0; k < 3; k++) inverseMetric[at + k]! /= square;
  }

  function transform(tangents: Float64Array, at: number): void {
    for (let k = 0; k < 3; k++) t[k] = tangents[at + k]!;
    moebiusTangent(grading!, y, x, t, t);
    for (let k = 0; k < 3; k++) tangents[at + k] = t[k]!;
  }

  /** The determinant of the metric is the square of the measure. */
  function setMetric(): void {
    for (let p = 0, at = 0; p < count; p++, at += 3) {
      const ux = first[at]!;
      const uy = first[at + 1]!;
      const uz = first[at + 2]!;
      const vx = second[at]!;
      const vy = second[at + 1]!;
      const vz = second[at + 2]!;
      const inverse = 1 / (measure[p]! * measure[p]!);
      inverseMetric[at] = (vx * vx + vy * vy + vz * vz) * inverse;
      inverseMetric[at + 1] = -(ux * vx + uy * vy + uz * vz) * inverse;
      inverseMetric[at + 2] = (ux * ux + uy * uy + uz * uz) * inverse;
    }
  }
}
