import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { meshEdges } from "../../src/mesh/edges.ts";
import {
  applyMoebius,
  basePoints,
  gradeMesh,
  invertGrading,
  moebiusFactor,
  moebiusGrading,
  moebiusPoint,
  moebiusTangent,
} from "../../src/mesh/grade.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import type { Mesh, MoebiusGrading } from "../../src/mesh/mesh.ts";

const epsilon = Number.EPSILON;
type Triple = [number, number, number];

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
const norm = (a: ArrayLike<number>): number => Math.sqrt(dot(a, a));
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);

const direction: fc.Arbitrary<Triple> = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }))
  .map(([z, phi]) => {
    const rho = Math.sqrt(1 - z * z);
    return [rho * Math.cos(phi), rho * Math.sin(phi), z];
  });
/** Scales from 1/300 to 300, evenly in the logarithm. */
const scale = fc.double({ min: -Math.log(300), max: Math.log(300), noNaN: true }).map(Math.exp);
const grading: fc.Arbitrary<MoebiusGrading> = fc.tuple(direction, scale).map(([c, s]) => moebiusGrading(c, s));

/** Orthonormal tangents at y. */
function tangents(y: Triple): [Triple, Triple] {
  const axis: Triple = Math.abs(y[2]) < 0.6 ? [0, 0, 1] : [1, 0, 0];
  const cross = (a: Triple, b: Triple): Triple => [
    a[1] * b[2] - a[2] * b[1],
    a[2] * b[0] - a[0] * b[2],
    a[0] * b[1] - a[1] * b[0],
  ];
  const raw = cross(axis, y);
  const length = norm(raw);
  const first: Triple = [raw[0] / length, raw[1] / length, raw[2] / length];
  return [first, cross(y, first)];
}

const run = { seed: 20, numRuns: 500 };

describe("moebiusPoint", () => {
  it("divides tan(theta / 2), theta the angle from the centre, by the scale and keeps the azimuth", () => {
    const x = new Float64Array(3);
    for (const s of [0.01, 0.5, 1, 2, 300]) {
      for (const theta of [0, 1e-3, 0.7, 2, 3.1]) {
        moebiusPoint({ centre: [0, 0, 1], scale: s }, [Math.sin(theta), 0, Math.cos(theta)], x);
        const image = 2 * Math.atan(Math.tan(theta / 2) / s);
        // Rounding of the point itself is magnified by the conformal factor, which lies between 1 / s and s.
        const tolerance = 8 * epsilon * Math.max(s, 1 / s);
        expect(distance(x, [Math.sin(image), 0, Math.cos(image)])).toBeLessThan(tolerance);
      }
    }
  });

  it("stays on the sphere to rounding, whatever the scale", () => {
    const wide = fc.double({ min: -Math.log(1e6), max: Math.log(1e6), noNaN: true }).map(Math.exp);
    fc.assert(
      fc.property(direction, direction, wide, (c, y, s) => {
        const x = new Float64Array(3);
        moebiusPoint(moebiusGrading(c, s), y, x);
        // The sum of a dozen roundings of numbers of size one.
        expect(Math.abs(norm(x) - 1)).toBeLessThan(12 * epsilon);
      }),
      run,
    );
  });

  it("is undone by the inverse up to the scale times rounding", () => {
    fc.assert(
      fc.property(grading, direction, (g, y) => {
        const x = new Float64Array(3);
        moebiusPoint(g, y, x);
        moebiusPoint(invertGrading(g), x, x);
        expect(distance(x, y)).toBeLessThan(16 * epsilon * Math.max(g.scale, 1 / g.scale));
      }),
      run,
    );
  });

  it("maps many points as it maps one, also in place", () => {
    const g = moebiusGrading([1, 2, -2], 7);
    const { points } = icosphere(1);
    const images = points.slice();
    applyMoebius(g, images, images);
    const x = new Float64Array(3);
    for (let at = 0; at < points.length; at += 3) {
      moebiusPoint(g, points.subarray(at, at + 3), x);
      expect(images.slice(at, at + 3)).toEqual(x);
    }
  });
});

describe("moebiusTangent", () => {
  it("agrees with finite differences along great circles", () => {
    fc.assert(
      fc.property(grading, direction, fc.double({ min: 0, max: 6.3, noNaN: true }), (g, y, turn) => {
        const [e1, e2] = tangents(y);
        const t = [0, 1, 2].map((k) => Math.cos(turn) * e1[k]! + Math.sin(turn) * e2[k]!);
        const kappa = Math.max(g.scale, 1 / g.scale);
        const h = 1e-5 / kappa;
        const x = new Float64Array(3);
        const ahead = new Float64Array(3);
        const behind = new Float64Array(3);
        const out = new Float64Array(3);
        moebiusPoint(g, y, x);
        for (const [sign, to] of [
          [1, ahead],
          [-1, behind],
        ] as const) {
          const moved = [0, 1, 2].map((k) => Math.cos(h) * y[k]! + sign * Math.sin(h) * t[k]!);
          moebiusPoint(g, moved, to);
        }
        moebiusTangent(g, y, x, t, out);
        const difference = [0, 1, 2].map((k) => (ahead[k]! - behind[k]!) / (2 * h));
        // Truncation: h^2 / 6 times a third derivative of at most 6 kappa^3. Rounding: each image is off by at most
        // 8 eps + kappa eps (the rounding of the argument, magnified), divided by h.
        const tolerance = h * h * kappa ** 3 + ((8 + kappa) * epsilon) / h;
        expect(distance(difference, out)).toBeLessThan(tolerance);
      }),
      run,
    );
  });

  it("agrees with the derivative of the quotient", () => {
    fc.assert(
      fc.property(grading, direction, (g, y) => {
        const { centre: c, scale: s } = g;
        const [t] = tangents(y);
        const x = new Float64Array(3);
        const out = new Float64Array(3);
        moebiusPoint(g, y, x);
        moebiusTangent(g, y, x, t, out);
        const u = dot(y, c);
        const q = s * s * (1 + u) + (1 - u);
        const tau = dot(t, c);
        const expected = [0, 1, 2].map(
          (k) => (2 * s * (t[k]! - tau * c[k]!) + (s * s + 1) * tau * c[k]!) / q - (x[k]! * (s * s - 1) * tau) / q,
        );
        // The quotient form cancels terms of size (s^2 + 1) / q, and the cancellation in 1 + u or 1 - u is magnified likewise.
        const size = (s * s + 1) / q;
        expect(distance(out, expected)).toBeLessThan(32 * epsilon * size * (1 + size));
      }),
      run,
    );
  });

  it("is a rotation times the conformal factor, with the image tangent to the sphere", () => {
    fc.assert(
      fc.property(grading, direction, (g, y) => {
        const [e1, e2] = tangents(y);
        const x = new Float64Array(3);
        const d1 = new Float64Array(3);
        const d2 = new Float64Array(3);
        moebiusPoint(g, y, x);
        moebiusTangent(g, y, x, e1, d1);
        moebiusTangent(g, y, x, e2, d2);
        const f = moebiusFactor(g, y);
        // |x + y| falls to about 2 / sqrt(kappa), and its direction carries the rounding of x + y.
        const tolerance = 32 * epsilon * Math.sqrt(Math.max(g.scale, 1 / g.scale));
        expect(Math.abs(norm(d1) / f - 1)).toBeLessThan(tolerance);
        expect(Math.abs(norm(d2) / f - 1)).toBeLessThan(tolerance);
        expect(Math.abs(dot(d1, d2) / (f * f))).toBeLessThan(tolerance);
        expect(Math.abs(dot(d1, x) / f)).toBeLessThan(tolerance);
        // A rotation, not a reflection: x . (d1 x d2) > 0.
        const volume =
          x[0]! * (d1[1]! * d2[2]! - d1[2]! * d2[1]!) +
          x[1]! * (d1[2]! * d2[0]! - d1[0]! * d2[2]!) +
          x[2]! * (d1[0]! * d2[1]! - d1[1]! * d2[0]!);
        expect(volume).toBeGreaterThan(0);
      }),
      run,
    );
  });
});

/** Largest change of an edge length of `mesh` when its points are replaced. */
function edgeLengthChange(mesh: Mesh, points: Float64Array): number {
  const edges = meshEdges(mesh);
  let worst = 0;
  for (let e = 0; e < edges.count; e++) {
    const [a, b] = [3 * edges.vertices[2 * e]!, 3 * edges.vertices[2 * e + 1]!];
    const before = distance(mesh.points.subarray(a, a + 3), mesh.points.subarray(b, b + 3));
    worst = Math.max(worst, Math.abs(distance(points.subarray(a, a + 3), points.subarray(b, b + 3)) - before));
  }
  return worst;
}

describe("gradeMesh", () => {
  const base = icosphere(2);

  it("refines at the centre by the scale and coarsens opposite", () => {
    const graded = gradeMesh(base, [0, 0, 1], 20);
    expect(graded.grading).toEqual({ centre: [0, 0, 1], scale: 20 });
    expect(graded.cells).toBe(base.cells);
    const up = graded.points.filter((z, i) => i % 3 === 2 && z > 0).length;
    expect(up).toBeGreaterThan(0.95 * (graded.points.length / 3));
  });

  it("gives back the base points", () => {
    for (const s of [0.01, 3, 300]) {
      const recovered = basePoints(gradeMesh(base, [1, -2, 0.5], s));
      for (let i = 0; i < recovered.length; i++) {
        expect(Math.abs(recovered[i]! - base.points[i]!)).toBeLessThan(16 * epsilon * Math.max(s, 1 / s));
      }
    }
    expect(basePoints(base)).toBe(base.points);
  });

  it("composes about one centre by multiplying the scales, and undoes itself", () => {
    const twice = gradeMesh(gradeMesh(base, [1, 1, 1], 5), [2, 2, 2], 4);
    expect(twice.grading!.scale).toBe(20);
    const back = gradeMesh(gradeMesh(base, [1, 1, 1], 8), [-1, -1, -1], 8);
    expect(back.grading).toBeUndefined();
    for (let i = 0; i < back.points.length; i++) {
      expect(Math.abs(back.points[i]! - base.points[i]!)).toBeLessThan(16 * 8 * epsilon);
    }
  });

  it("composes about different centres: the new base mesh is the old one rotated", () => {
    fc.assert(
      fc.property(grading, grading, (g1, g2) => {
        const graded = gradeMesh(gradeMesh(base, g1.centre, g1.scale), g2.centre, g2.scale);
        const kappa = Math.max(g1.scale, 1 / g1.scale) * Math.max(g2.scale, 1 / g2.scale);
        expect(edgeLengthChange(base, basePoints(graded))).toBeLessThan(32 * epsilon * kappa);
      }),
      { seed: 21, numRuns: 60 },
    );
  });

  it("refuses what is no direction, scales out of range, and balls", () => {
    expect(() => gradeMesh(base, [0, 0, 0], 2)).toThrow(InputError);
    expect(() => gradeMesh(base, [0, Number.NaN, 1], 2)).toThrow(InputError);
    for (const s of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2e6]) {
      expect(() => gradeMesh(base, [0, 0, 1], s)).toThrow(/grading scale/);
    }
    expect(() => gradeMesh(gradeMesh(base, [0, 0, 1], 1e5), [0, 0, 1], 1e5)).toThrow(/grading scale/);
    const ball: Mesh = { dimension: 3, points: new Float64Array(12), cells: Uint32Array.of(0, 1, 2, 3) };
    expect(() => gradeMesh(ball, [0, 0, 1], 2)).toThrow(/dimension 3/);
  });
});
