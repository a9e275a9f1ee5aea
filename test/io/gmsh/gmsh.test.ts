import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BlochfemError, FileFormatError, MeshError } from "../../../src/core/errors.ts";
import { type GmshVersion, parseGmsh } from "../../../src/io/gmsh/parse.ts";
import { readGmsh } from "../../../src/io/gmsh/read.ts";
import { writeGmsh } from "../../../src/io/gmsh/write.ts";
import { ball, gradedBall } from "../../../src/mesh/ball/build.ts";
import { validateBallMesh } from "../../../src/mesh/ball/validate.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import { validateMesh } from "../../../src/mesh/sphere/validate.ts";
import { readText, sphereMeshes } from "../../mesh/catalogue.ts";
import { octahedron41 } from "./octahedron.ts";

const versions: GmshVersion[] = ["4.1", "2.2"];
const untouched = { droppedPoints: 0, droppedCells: 0, reversedCells: 0, largestShift: 0 };
const bits = (values: Float64Array): BigUint64Array => new BigUint64Array(values.slice().buffer);
const data = (file: string): string => readText(`data/${file}`);

describe("files of our own", () => {
  it.each(sphereMeshes())("$name comes back bit for bit in both versions", ({ mesh }) => {
    for (const version of versions) {
      const { mesh: read, repairs } = readGmsh(writeGmsh(mesh, version), "own.msh");
      expect(repairs).toEqual(untouched);
      expect(bits(read.points)).toEqual(bits(mesh.points));
      expect(read.cells).toEqual(mesh.cells);
      expect(read.grading).toEqual(mesh.grading);
    }
  });

  it("keep the sign of zero and awkward numbers", () => {
    const mesh = icosphere(0);
    expect(mesh.points.some((value) => value === 0)).toBe(true);
    const negated: Mesh = { ...mesh, points: mesh.points.map((value) => (value === 0 ? -0 : value)) };
    expect(bits(readGmsh(writeGmsh(negated), "zeros.msh").mesh.points)).toEqual(bits(negated.points));
    const graded = gradeMesh(icosphere(2), [1e-9, 0, 1], 1 / 3);
    expect(readGmsh(writeGmsh(graded), "graded.msh").mesh).toEqual(graded);
  });

  it("are cut off nowhere without an error", () => {
    const meshes = [icosphere(0), gradeMesh(icosphere(0), [0, 0, 1], 2)];
    for (const version of versions) {
      for (const mesh of meshes) {
        const text = writeGmsh(mesh, version).trimEnd();
        for (let length = 0; length < text.length; length++) {
          expect(() => readGmsh(text.slice(0, length), "cut.msh")).toThrow(FileFormatError);
        }
        expect(() => readGmsh(text, "whole.msh")).not.toThrow();
      }
    }
  });

  it("give a valid mesh or an error of the library when one character is changed", () => {
    const texts = versions.flatMap((version) => [
      writeGmsh(icosphere(0), version),
      writeGmsh(gradeMesh(fibonacci(9), [0, 1, 0], 3), version),
    ]);
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.constantFrom(..."0159-. $e\nxN"),
        (text, place, character) => {
          const at = place % text.length;
          const damaged = text.slice(0, at) + character + text.slice(at + 1);
          try {
            validateMesh(readGmsh(damaged, "damaged.msh").mesh);
          } catch (error) {
            expect(error).toBeInstanceOf(BlochfemError);
          }
        },
      ),
      { seed: 60, numRuns: 2000 },
    );
  });
});

describe("tetrahedra", () => {
  it.each(["4.1", "2.2"] as const)("come back from version %s bit for bit", (version) => {
    for (const mesh of [ball(1), gradedBall(1, { centre: [0.3, -0.2, 0.5], width: 0.1 })]) {
      expect(readGmsh(writeGmsh(mesh, version), "ball.msh")).toEqual({ mesh, repairs: untouched });
    }
  });

  it("of Gmsh fill a ball; the triangles of its surface beside them are read past", () => {
    const { mesh, repairs } = readGmsh(data("opencascade-4.1-solid.msh"), "ball");
    expect(mesh.dimension).toBe(3);
    expect(mesh.cells.length).toBe(4 * 50);
    expect(() => validateBallMesh(mesh)).not.toThrow();
    expect(repairs).toEqual(untouched);
  });

  it("outside the unit ball are refused with the name of the node", () => {
    const text = writeGmsh({ ...ball(0), points: ball(0).points.map((value) => 2 * value) });
    expect(() => readGmsh(text, "big.msh")).toThrow(MeshError);
    expect(() => readGmsh(text, "big.msh")).toThrow(
      /^big.msh: 12 of 13 points lie outside the unit ball, .* node 1, at/,
    );
  });

  it("do not go with the grading of a sphere", () => {
    const text = writeGmsh(ball(0)).replace("$Nodes", "$BlochfemGrading\n0 0 1 2\n$EndBlochfemGrading\n$Nodes");
    expect(() => readGmsh(text, "both.msh")).toThrow(/tetrahedra and a \$BlochfemGrading section/);
  });
});

describe("files of Gmsh", () => {
  it.each([
    ["opencascade-4.1.msh", 27, 50, untouched],
    ["opencascade-4.1-parametric.msh", 27, 50, untouched],
    ["arcs-4.1.msh", 22, 40, { ...untouched, droppedPoints: 1, reversedCells: 26 }],
    ["arcs-2.2.msh", 22, 40, { ...untouched, droppedPoints: 1, reversedCells: 26 }],
  ] as const)("%s is read and mended", (file, vertices, cells, repairs) => {
    const read = readGmsh(data(file), file);
    expect(() => validateMesh(read.mesh)).not.toThrow();
    expect(read.mesh.points.length).toBe(3 * vertices);
    expect(read.mesh.cells.length).toBe(3 * cells);
    expect(read.repairs).toEqual(repairs);
  });

  it("of both versions hold the same mesh", () => {
    expect(readGmsh(data("arcs-2.2.msh"), "a")).toEqual(readGmsh(data("arcs-4.1.msh"), "b"));
    expect(readGmsh(data("opencascade-4.1-parametric.msh"), "a")).toEqual(readGmsh(data("opencascade-4.1.msh"), "b"));
  });

  it("may have several blocks, sparse tags, parameters, empty blocks, unknown sections, CRLF", () => {
    for (const text of [
      octahedron41,
      octahedron41.replaceAll("\n", "\r\n"),
      octahedron41.replaceAll("\n", "\n\n \t\n"),
    ]) {
      const contents = parseGmsh(text, "octahedron.msh");
      expect([...contents.nodeTags]).toEqual([10, 20, 30, 90000000000, 50, 40]);
      expect([...contents.cellTags]).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
      expect([...contents.points]).toEqual([1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1]);
      expect(readGmsh(text, "octahedron.msh").repairs).toEqual(untouched);
    }
  });

  it("that are no unit sphere are refused by the file's own tags", () => {
    const hole = octahedron41
      .replace("5 11 1 12", "5 10 1 12")
      .replace("2 7 2 3", "2 7 2 2")
      .replace("11 10 90000000000 40\n", "");
    expect(() => readGmsh(hole, "hole.msh")).toThrow(MeshError);
    expect(() => readGmsh(hole, "hole.msh")).toThrow(
      "hole.msh: the edge between node 10 and node 90000000000 belongs to one triangle only",
    );
    const doubled = writeGmsh({ ...icosphere(1), points: icosphere(1).points.map((value) => 2 * value) });
    expect(() => readGmsh(doubled, "big.msh")).toThrow(
      "big.msh: the points lie on a sphere of radius 2, not 1; divide",
    );
  });
});
