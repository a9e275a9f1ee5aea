import { describe, expect, it } from "vitest";
import { lagrangeTetrahedron } from "../../../src/fem/ball/element.ts";
import { ballSpace } from "../../../src/fem/ball/space.ts";
import { cellMasses } from "../../../src/fem/cellMasses.ts";
import { momentFunctionals } from "../../../src/fem/functionals.ts";
import { interpolate } from "../../../src/fem/projection.ts";
import { ball } from "../../../src/mesh/ball/build.ts";

describe("cell masses in the ball", () => {
  const mesh = ball(1);
  const quadratic = (x: number, y: number, z: number): number => 0.3 + x - 2 * y * z + z * z;

  it.each([2, 3, 4])("of a quadratic density are exact, degree %i", (degree) => {
    const space = ballSpace(mesh, lagrangeTetrahedron(degree));
    const masses = cellMasses(space, interpolate(space, quadratic));
    expect(masses).toHaveLength(mesh.cells.length / 4);
    for (let cell = 0; cell < masses.length; cell++) {
      const corners = Array.from(mesh.cells.subarray(4 * cell, 4 * cell + 4), (vertex) =>
        mesh.points.subarray(3 * vertex, 3 * vertex + 3),
      );
      const [a, u, v, w] = corners.map((point, k) =>
        point.map((value, axis) => value - (k === 0 ? 0 : corners[0]![axis]!)),
      );
      const volume =
        Math.abs(
          u![0]! * (v![1]! * w![2]! - v![2]! * w![1]!) -
            u![1]! * (v![0]! * w![2]! - v![2]! * w![0]!) +
            u![2]! * (v![0]! * w![1]! - v![1]! * w![0]!),
        ) / 6;
      const centre = a!.map((_, axis) => corners.reduce((sum, point) => sum + point[axis]! / 4, 0));
      // Exact for quadratics: vertices 1/20 each, centroid 4/5.
      const vertices = corners.reduce((sum, [x, y, z]) => sum + quadratic(x!, y!, z!), 0);
      const exact = volume * (vertices / 20 + 0.8 * quadratic(centre[0]!, centre[1]!, centre[2]!));
      // Values of size 1 in a few dozen operations.
      expect(Math.abs(masses[cell]! - exact)).toBeLessThan(100 * Number.EPSILON * volume);
    }
  });

  it("sum to the mass, and are negative where the density is", () => {
    const space = ballSpace(mesh, lagrangeTetrahedron(1));
    const density = interpolate(space, (_x, _y, z) => 1 + 3 * z);
    const masses = cellMasses(space, density);
    const { mass } = momentFunctionals(space);
    const total = mass.reduce((sum, weight, i) => sum + weight * density[i]!, 0);
    expect(masses.reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 13);
    expect(Math.min(...masses)).toBeLessThan(0);
  });
});
