import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { meshVolume } from "../../../src/mesh/ball/geometry.ts";
import { enclosingRegion, meshRegion, wholeBall } from "../../../src/mesh/ball/region.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";

const mesh = ball(1);

describe("meshRegion", () => {
  it("is the mesh itself for the whole ball", () => {
    expect(meshRegion(mesh, wholeBall)).toEqual(mesh);
  });

  it("keeps the shape: every volume is that times radius^3, and all points are in the region", () => {
    const region = { centre: [0.3, -0.5, 0.2], radius: 0.25 } as const;
    const small = meshRegion(mesh, region);
    expect(meshVolume(small) / meshVolume(mesh)).toBeCloseTo(0.25 ** 3, 13);
    for (let k = 0; k < small.points.length; k += 3) {
      const distance = Math.hypot(small.points[k]! - 0.3, small.points[k + 1]! + 0.5, small.points[k + 2]! - 0.2);
      expect(distance).toBeLessThan(0.25 + 1e-15);
    }
    const found = enclosingRegion(small);
    expect(found.radius).toBeCloseTo(0.25, 14);
    found.centre.forEach((c, k) => {
      expect(c).toBeCloseTo(region.centre[k]!, 14);
    });
  });

  it("refuses what is not inside the unit ball, and a mesh of the sphere", () => {
    expect(() => meshRegion(mesh, { centre: [0, 0, 0.8], radius: 0.3 })).toThrow(/radius 0.3 around .* is not inside/);
    for (const radius of [0, -0.1, Number.NaN, 1.01]) {
      expect(() => meshRegion(mesh, { centre: [0, 0, 0], radius })).toThrow(InputError);
    }
    expect(() => meshRegion(icosphere(1), wholeBall)).toThrow(/dimension 2 fills no region/);
  });
});
