import { InputError, MeshError, type MeshOptions, mesh } from "blochfem";
import { icosphere, type Mesh } from "blochfem/mesh";
import { describe, expect, it } from "vitest";

describe("mesh", () => {
  it("makes a mesh of the sphere by its name, with its size and quality", () => {
    const found = mesh("icosphere:2");
    expect(found).toMatchObject({ name: "icosphere:2", vertices: 162, cells: 320, grading: null });
    expect(found.mesh).toEqual(icosphere(2));
    expect(found.quality.worstRadiusRatio).toBeGreaterThan(0.9);
    expect(mesh({ kind: "icosphere", level: 2 })).toEqual(found);
  });

  it("fills the ball, in as many layers as is asked for or the grading needs", () => {
    expect(mesh("ball:1")).toMatchObject({ name: "ball:1:2", mesh: { dimension: 3 } });
    expect(mesh("ball:1:3").cells).toBeGreaterThan(mesh("ball:1:2").cells);
    const grade = { centre: [0, -0.3, 0.5], scale: 10 } as const;
    const fine = mesh("ball:1", { grade });
    expect(fine).toMatchObject({ name: "ball:1", grading: grade });
    const edge = ({ quality }: typeof fine): number => quality.shortestEdge;
    expect(edge(fine)).toBeLessThan(edge(mesh("ball:1")) / 3);
  });

  it("grades a mesh of the sphere, and back", () => {
    const { mesh: made, grading } = mesh("fibonacci:300", { grade: { centre: [0, 0, 2], scale: 4 } });
    expect(grading).toEqual({ centre: [0, 0, 1], scale: 4 });
    // Graded back, it is what it was.
    const back = mesh(made, { grade: { centre: [0, 0, 1], scale: 1 / 4 } });
    mesh("fibonacci:300").mesh.points.forEach((value, k) => {
      expect(Math.abs(back.mesh.points[k]! - value)).toBeLessThan(1e-14);
    });
  });

  it("checks a mesh that is handed in, of the sphere or of the ball", () => {
    for (const name of ["icosphere:1", "ball:1"]) {
      const { mesh: made, quality } = mesh(name);
      expect(mesh(made)).toMatchObject({ name: null, quality });
      const torn: Mesh = { ...made, cells: made.cells.slice(made.dimension + 1) };
      expect(() => mesh(torn)).toThrow(MeshError);
    }
  });

  it.each<[string, string | Mesh, MeshOptions, RegExp]>([
    ["a name that is none", "cube:3", {}, /"cube:3" names no mesh; use/],
    ["a level out of range", "icosphere:99", {}, /icosphere:99.*not an integer from 0 to/],
    ["auto", "auto", {}, /"auto" names no mesh here/],
    ["a file", "sphere.msh", {}, /"sphere\.msh" names a file.*readGmsh/],
    ["a grading by 0", "icosphere:1", { grade: { centre: [0, 0, 1], scale: 0 } }, /scale 0 is outside/],
    ["a grading to nowhere", "icosphere:1", { grade: { centre: [0, 0, 0], scale: 2 } }, /not a direction/],
    [
      "a ball graded by 1",
      "ball:1",
      { grade: { centre: [0, 0, 0.5], scale: 1 } },
      /"grade" has the scale 1, not above 1/,
    ],
    [
      "a ball of given layers graded",
      "ball:1:3",
      { grade: { centre: [0, 0, 0.5], scale: 10 } },
      /given number of layers/,
    ],
    [
      "tetrahedra graded",
      mesh("ball:0").mesh,
      { grade: { centre: [0, 0, 0.5], scale: 10 } },
      /tetrahedra that are there already/,
    ],
  ])("refuses %s", (_, spec, options, message) => {
    expect(() => mesh(spec, options)).toThrow(InputError);
    expect(() => mesh(spec, options)).toThrow(message);
  });
});
