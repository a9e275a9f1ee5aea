import { describe, expect, it } from "vitest";
import { widthOf } from "../../src/explorer/jobs/picture.ts";
import { pictureMesh } from "../../src/explorer/jobs/pictureMesh.ts";

describe("the mesh of a picture", () => {
  it.each([
    [40, 1],
    [1_000_000, 1],
    // A quick state may be off by more than it is from the rim.
    [1_000_000, 1.00001],
    [40, 0.5],
  ])("covers the sphere for %i spins with a mean of length %s", (spins, length) => {
    const { points, triangles } = pictureMesh([0, 0, length], widthOf([0, 0, length], spins));
    let area = 0;
    for (let k = 0; k < triangles.length; k += 3) {
      const [a, b, c] = [0, 1, 2].map((i) => points.subarray(3 * triangles[k + i]!, 3 * triangles[k + i]! + 3));
      const determinant =
        a![0]! * (b![1]! * c![2]! - b![2]! * c![1]!) -
        a![1]! * (b![0]! * c![2]! - b![2]! * c![0]!) +
        a![2]! * (b![0]! * c![1]! - b![1]! * c![0]!);
      const dot = (p: Float64Array, q: Float64Array): number => p[0]! * q[0]! + p[1]! * q[1]! + p[2]! * q[2]!;
      // The solid angle of Van Oosterom and Strackee (1983): negative where a triangle is turned over.
      area += 2 * Math.atan2(determinant, 1 + dot(a!, b!) + dot(b!, c!) + dot(c!, a!));
    }
    expect(area).toBeCloseTo(4 * Math.PI, 6);
  });
});
