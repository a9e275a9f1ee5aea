import {
  ballSpace,
  cellSampler,
  evaluateDensity,
  functionSpace,
  interpolate,
  lagrangeTetrahedron,
  lagrangeTriangle,
} from "blochfem/fem";
import { ball, cellCount, gradeMesh, icosphere } from "blochfem/mesh";
import { describe, expect, it } from "vitest";

const graded = gradeMesh(icosphere(1), [0, -0.6, 0.8], 3);

describe("cellSampler", () => {
  it.each([
    ["on the sphere", functionSpace(icosphere(1), lagrangeTriangle(4))],
    ["on a graded sphere", functionSpace(graded, lagrangeTriangle(3))],
    ["in the ball", ballSpace(ball(1), lagrangeTetrahedron(3))],
  ])("gives what the function is at its places, %s", (_, space) => {
    const density = interpolate(space, (x, y, z) => 1 + x * y - z ** 2 + Math.sin(3 * x));
    const { points, sample } = cellSampler(space, 5);
    const expected = evaluateDensity(space, density, points);
    // Places on the boundary of the polyhedron may round to its outside, where P vanishes.
    const values = sample(density);
    const off = values.filter((value, k) => expected[k] !== 0 && Math.abs(value - expected[k]!) > 1e-11);
    expect(off).toHaveLength(0);
    expect(expected.filter((value) => value !== 0).length).toBeGreaterThan(0.5 * values.length);
  });

  it("is exact for a polynomial in the ball", () => {
    const space = ballSpace(ball(0), lagrangeTetrahedron(3));
    const cubic = (x: number, y: number, z: number): number => x * y * z - 2 * x ** 2 * y + z;
    const { points, sample, perCell, triangles } = cellSampler(space, 4);
    expect(triangles).toBeNull();
    expect(perCell).toBe(35);
    sample(interpolate(space, cubic)).forEach((value, k) => {
      expect(value).toBeCloseTo(cubic(points[3 * k]!, points[3 * k + 1]!, points[3 * k + 2]!), 12);
    });
  });

  it.each([1, 2, 7])("covers the sphere by outward triangles, %d parts an edge", (subdivisions) => {
    const space = functionSpace(graded, lagrangeTriangle(1));
    const { points, triangles, perCell } = cellSampler(space, subdivisions);
    expect(perCell).toBe(((subdivisions + 1) * (subdivisions + 2)) / 2);
    expect(triangles).toHaveLength(3 * subdivisions ** 2 * cellCount(graded));
    // The solid angle of each, by the formula of van Oosterom and Strackee: negative where a triangle faces inwards.
    const angles: number[] = [];
    for (let t = 0; t < triangles!.length; t += 3) {
      const [a, b, c] = [0, 1, 2].map((i) => points.subarray(3 * triangles![t + i]!, 3 * triangles![t + i]! + 3));
      const dot = (p: Float64Array, q: Float64Array): number => p[0]! * q[0]! + p[1]! * q[1]! + p[2]! * q[2]!;
      const [[ax, ay, az], [bx, by, bz]] = [[...a!], [...b!]] as unknown as [readonly number[], readonly number[]];
      const cross = Float64Array.of(ay! * bz! - az! * by!, az! * bx! - ax! * bz!, ax! * by! - ay! * bx!);
      angles.push(2 * Math.atan2(dot(cross, c!), 1 + dot(a!, b!) + dot(b!, c!) + dot(c!, a!)));
    }
    expect(Math.min(...angles)).toBeGreaterThan(0);
    expect(angles.reduce((sum, angle) => sum + angle, 0)).toBeCloseTo(4 * Math.PI, 9);
  });

  it.each([0, 1.5, Number.NaN])("refuses %d subdivisions", (subdivisions) => {
    expect(() => cellSampler(functionSpace(icosphere(0), lagrangeTriangle(1)), subdivisions)).toThrow(
      /subdivisions is .*positive/,
    );
  });
});
