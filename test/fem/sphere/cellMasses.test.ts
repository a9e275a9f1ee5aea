import { describe, expect, it } from "vitest";
import { cellMasses } from "../../../src/fem/cellMasses.ts";
import { nodePoints } from "../../../src/fem/nodePoints.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";

describe("cell masses", () => {
  const mesh = icosphere(1);
  const space = functionSpace(mesh, enrichedTriangle(6));

  it("of a uniform density are the cells' shares of the sphere", () => {
    const masses = cellMasses(space, new Float64Array(space.unknowns).fill(1 / (4 * Math.PI)));
    expect(masses).toHaveLength(80);
    for (let cell = 0; cell < 80; cell++) {
      // Solid angle of a spherical triangle (A. Van Oosterom and J. Strackee, doi:10.1109/TBME.1983.325207).
      const [a, b, c] = [0, 1, 2].map((k) => {
        const at = 3 * mesh.cells[3 * cell + k]!;
        return mesh.points.subarray(at, at + 3);
      });
      const dot = (u: Float64Array, v: Float64Array): number => u[0]! * v[0]! + u[1]! * v[1]! + u[2]! * v[2]!;
      const cross = [
        b![1]! * c![2]! - b![2]! * c![1]!,
        b![2]! * c![0]! - b![0]! * c![2]!,
        b![0]! * c![1]! - b![1]! * c![0]!,
      ];
      const volume = Math.abs(dot(a!, Float64Array.from(cross)));
      const angle = 2 * Math.atan2(volume, 1 + dot(a!, b!) + dot(b!, c!) + dot(c!, a!));
      // The area element is no polynomial; the rule of exactness 12 and more leaves less than this on such cells.
      expect(Math.abs(masses[cell]! - angle / (4 * Math.PI))).toBeLessThan(1e-9);
    }
  });

  it("sum to the integral of the density, with its sign in each cell", () => {
    // P = (1 + 3 z)/4 pi: int P = 1, and negative below z = -1/3.
    const points = nodePoints(space);
    const density = Float64Array.from(
      { length: space.unknowns },
      (_, k) => (1 + 3 * points[3 * k + 2]!) / (4 * Math.PI),
    );
    const masses = cellMasses(space, density);
    // z is no polynomial on the flat triangle: interpolation at degree 6 on cells of half a radian, averaged.
    expect(Math.abs(masses.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-7);
    expect(Math.min(...masses)).toBeLessThan(0);
  });
});
