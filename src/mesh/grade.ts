import { InputError } from "../core/errors.ts";
import type { Mesh, MoebiusGrading } from "./mesh.ts";

/** Largest grading (and the inverse of the smallest): base points are recovered to about scale x 2e-16. */
export const maximumGradingScale = 1e6;

/**
 * x = image of the point y of the unit sphere. With u = y.c and q = L^2 (1 + u) + (1 - u),
 * x = [2 L (y - u c) + (L^2 (1 + u) - (1 - u)) c] / q, that is tan(theta / 2) -> tan(theta / 2) / L for the angle theta from c.
 * `y` and `x` have length 3 and may be the same array. The inverse is the same map with scale 1 / L: see `invertGrading`.
 */
export function moebiusPoint(grading: MoebiusGrading, y: ArrayLike<number>, x: Float64Array): void {
  mapPoint(grading, y, 0, x, 0);
}

/**
 * out = differential of the map at y, applied to t: the conformal factor times the smallest rotation that takes y to x,
 * out = f [ t - (x.t) / (1 + x.y) (x + y) ].
 * `y` on the sphere, `x` its image, `t` tangent at y; all of length 3; `out` may be `t`. The result is tangent at x.
 */
export function moebiusTangent(
  grading: MoebiusGrading,
  y: ArrayLike<number>,
  x: ArrayLike<number>,
  t: ArrayLike<number>,
  out: Float64Array,
): void {
  const f = moebiusFactor(grading, y);
  const s0 = x[0]! + y[0]!;
  const s1 = x[1]! + y[1]!;
  const s2 = x[2]! + y[2]!;
  // 1 + x.y = |x + y|^2 / 2 without cancellation, and s.t = x.t because y.t = 0.
  const along = (2 * (s0 * t[0]! + s1 * t[1]! + s2 * t[2]!)) / (s0 * s0 + s1 * s1 + s2 * s2);
  const t0 = t[0]!;
  const t1 = t[1]!;
  const t2 = t[2]!;
  out[0] = f * (t0 - along * s0);
  out[1] = f * (t1 - along * s1);
  out[2] = f * (t2 - along * s2);
}

/** Conformal factor 2 L / q at y: the length of the image of a unit tangent at y. Areas scale with its square. */
export function moebiusFactor(grading: MoebiusGrading, y: ArrayLike<number>): number {
  const c = grading.centre;
  const scale = grading.scale;
  const side = y[0]! * c[0] + y[1]! * c[1] + y[2]! * c[2] < 0 ? 1 : -1;
  const d0 = y[0]! + side * c[0];
  const d1 = y[1]! + side * c[1];
  const d2 = y[2]! + side * c[2];
  const small = (d0 * d0 + d1 * d1 + d2 * d2) / 2;
  return (2 * scale) / (side > 0 ? scale * scale * small + (2 - small) : scale * scale * (2 - small) + small);
}

/** The inverse map: same centre, scale 1 / L. */
export function invertGrading(grading: MoebiusGrading): MoebiusGrading {
  return { centre: grading.centre, scale: 1 / grading.scale };
}

/** Images of many points, 3 numbers each; `out` may be `points`. */
export function applyMoebius(grading: MoebiusGrading, points: Float64Array, out: Float64Array): void {
  for (let at = 0; at < points.length; at += 3) mapPoint(grading, points, at, out, at);
}

/**
 * Points whose great-circle triangles are the preimages of the cells: the vertices of a graded mesh mapped back, or, without
 * grading, `mesh.points` itself (not a copy). 3 numbers a vertex.
 */
export function basePoints(mesh: Mesh): Float64Array {
  if (mesh.grading === undefined) return mesh.points;
  const base = new Float64Array(mesh.points.length);
  applyMoebius(invertGrading(mesh.grading), mesh.points, base);
  return base;
}

/**
 * The mesh with its points drawn towards `centre` (any non-zero vector) by `scale`: cells near the centre shrink by the factor
 * `scale`, those opposite grow by it, no angle changes. scale < 1 grades around the opposite point. A mesh that is graded already
 * is graded further: two Moebius scalings are one scaling after a rotation, and a rotation keeps great-circle triangles.
 * Throws InputError for a zero or non-finite centre and where the total scale leaves [1e-6, 1e6].
 */
export function gradeMesh(mesh: Mesh, centre: ArrayLike<number>, scale: number): Mesh {
  if (mesh.dimension !== 2) {
    throw new InputError({
      what: `a mesh of dimension ${mesh.dimension} cannot be graded by a Moebius map of the sphere`,
      remedy: "grade a mesh of the sphere (dimension 2)",
      value: mesh.dimension,
      limit: 2,
    });
  }
  const step = moebiusGrading(centre, scale);
  const points = new Float64Array(mesh.points.length);
  applyMoebius(step, mesh.points, points);
  const total = mesh.grading === undefined ? step : composeGradings(step, mesh.grading);
  const { dimension, cells } = mesh;
  return total.scale === 1 ? { dimension, points, cells } : { dimension, points, cells, grading: total };
}

/** Checked grading; the centre is normalised. Throws InputError as `gradeMesh` does. */
export function moebiusGrading(centre: ArrayLike<number>, scale: number): MoebiusGrading {
  const largest = Math.max(Math.abs(centre[0]!), Math.abs(centre[1]!), Math.abs(centre[2]!));
  if (centre.length !== 3 || !(largest > 0 && largest < Number.POSITIVE_INFINITY)) {
    throw new InputError({
      what: `the grading centre (${Array.from(centre).join(", ")}) is not a direction`,
      remedy: "give three finite numbers, not all zero",
      value: Array.from(centre),
    });
  }
  if (!(scale >= 1 / maximumGradingScale && scale <= maximumGradingScale)) {
    throw new InputError({
      what: `grading scale ${scale} is outside [${1 / maximumGradingScale}, ${maximumGradingScale}]`,
      remedy: "use a smaller scale on a finer mesh",
      value: scale,
      limit: maximumGradingScale,
    });
  }
  return { centre: unitVector(centre, largest), scale };
}

/** centre / |centre|, the same bits where the centre has unit length already: grading twice about one centre must find it equal. */
function unitVector(centre: ArrayLike<number>, largest: number): [number, number, number] {
  const [c0, c1, c2] = [centre[0]!, centre[1]!, centre[2]!];
  if (Math.abs(c0 * c0 + c1 * c1 + c2 * c2 - 1) <= 4 * Number.EPSILON) return [c0, c1, c2];
  const [s0, s1, s2] = [c0 / largest, c1 / largest, c2 / largest];
  const norm = Math.sqrt(s0 * s0 + s1 * s1 + s2 * s2);
  return [s0 / norm, s1 / norm, s2 / norm];
}

/**
 * The scaling part of (outer after inner) = scaling after rotation. A scaling by L about c is the Lorentz boost of rapidity
 * log L along c acting on light rays, so the scales compose like relativistic velocities.
 */
function composeGradings(outer: MoebiusGrading, inner: MoebiusGrading): MoebiusGrading {
  const a = inner.centre;
  const b = outer.centre;
  if (a[0] === b[0] && a[1] === b[1] && a[2] === b[2]) return moebiusGrading(a, inner.scale * outer.scale);
  if (a[0] === -b[0] && a[1] === -b[1] && a[2] === -b[2]) return moebiusGrading(a, inner.scale / outer.scale);
  const cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const coshA = (inner.scale + 1 / inner.scale) / 2;
  const sinhA = (inner.scale - 1 / inner.scale) / 2;
  const coshB = (outer.scale + 1 / outer.scale) / 2;
  const sinhB = (outer.scale - 1 / outer.scale) / 2;
  const along = (coshB - 1) * sinhA * cosine + sinhB * coshA;
  const v0 = sinhA * a[0] + along * b[0];
  const v1 = sinhA * a[1] + along * b[1];
  const v2 = sinhA * a[2] + along * b[2];
  const sinh = Math.sqrt(v0 * v0 + v1 * v1 + v2 * v2);
  // The maps undo each other: what is left is a rotation.
  if (sinh === 0) return { centre: b, scale: 1 };
  return moebiusGrading([v0, v1, v2], sinh + Math.sqrt(1 + sinh * sinh));
}

function mapPoint(grading: MoebiusGrading, from: ArrayLike<number>, at: number, to: Float64Array, toAt: number): void {
  const c = grading.centre;
  const scale = grading.scale;
  const c0 = c[0];
  const c1 = c[1];
  const c2 = c[2];
  const y0 = from[at]!;
  const y1 = from[at + 1]!;
  const y2 = from[at + 2]!;
  // plus = 1 + u, minus = 1 - u and w = y - u c are all taken from d, the smaller of y + c and y - c: cancellation at the poles
  // would otherwise be magnified by the square of the scale. For the same reason w is the part of d across c, which also
  // removes what |y| and |c| differ from 1 by rounding.
  const side = y0 * c0 + y1 * c1 + y2 * c2 < 0 ? 1 : -1;
  const d0 = y0 + side * c0;
  const d1 = y1 + side * c1;
  const d2 = y2 + side * c2;
  const small = (d0 * d0 + d1 * d1 + d2 * d2) / 2;
  const plus = side > 0 ? small : 2 - small;
  const minus = side > 0 ? 2 - small : small;
  const q = scale * scale * plus + minus;
  const across = (2 * scale) / q;
  const along = (scale * scale * plus - minus) / q - across * (d0 * c0 + d1 * c1 + d2 * c2);
  to[toAt] = across * d0 + along * c0;
  to[toAt + 1] = across * d1 + along * c1;
  to[toAt + 2] = across * d2 + along * c2;
}
