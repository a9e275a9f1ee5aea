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

const versions: GmshVersion[] = ["4.1", "2.2"];
const untouched = { droppedPoints: 0, droppedCells: 0, reversedCells: 0, largestShift: 0 };
const bits = (values: Float64Array): BigUint64Array => new BigUint64Array(values.slice().buffer);
const data = (file: string): string => readText(`data/${file}`);

/** The octahedron in version 4.1, in three node blocks with sparse tags and two triangle blocks among others. */
const octahedron41 = `$Comments
made by hand
$EndComments
$MeshFormat
4.1 0 8
$EndMeshFormat
$PhysicalNames
1
2 7 "a $ sphere"
$EndPhysicalNames
$Entities
0 0 2 0
$EndEntities
$Nodes
4 6 10 90000000000
0 1 0 1
10
1 0 0
1 5 1 2
20
30
-1 0 0 3.14
0 1 0 1.57
2 9 0 0
2 8 1 3
90000000000
50
40
0 -1 0 0.1 0.2
0 0 1 0.1 -0.2
0 0 -1 1e-3 +.5
$EndNodes
$Elements
5 11 1 12
0 1 15 1
1 10
1 5 1 2
2 10 30
3 30 20
2 8 2 5
4 10 30 50
5 30 20 50
6 20 90000000000 50
7 90000000000 10 50
8 30 10 40
2 9 2 0
2 7 2 3
9 20 30 40
10 90000000000 20 40
11 10 90000000000 40
$EndElements
$NodeData
1
"anything $ at all"
$EndNodeData
`;

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

describe("syntax errors name the place and the remedy", () => {
  const own22 = writeGmsh(icosphere(0), "2.2");
  const swap = (from: string, to: string): string => {
    expect(octahedron41).toContain(from);
    return octahedron41.replace(from, to);
  };

  it.each<[string, string, number, number, RegExp]>([
    ["nothing", "", 1, 1, /the file is empty/],
    ["something else", "solid ascii\n", 1, 1, /does not begin with \$MeshFormat/],
    ["version 1", "$NOD\n8\n", 1, 1, /MSH version 1; save it again/],
    ["version 3", swap("4.1 0 8", "3 0 8"), 5, 1, /MSH version "3" is not 4.1, 4.0 or 2.2; save it again/],
    [
      "a binary flag in a text",
      swap("4.1 0 8", "4.1 1 8"),
      5,
      5,
      /this is a binary file, and it was given as text; give its bytes/,
    ],
    [
      "text for a count",
      swap("4 6 10", "4 six 10"),
      15,
      3,
      /"six" stands where the number of nodes, an integer from 0, is expected/,
    ],
    ["a huge count", swap("4 6 10", "4 600000000 10"), 15, 3, /more than the file has room for; it is cut off/],
    ["a short block", swap("4 6 10", "3 3 10"), 25, 1, /"2" stands where \$EndNodes is expected/],
    [
      "too few nodes",
      swap("4 6 10", "4 7 10"),
      31,
      13,
      /the node blocks hold 6 nodes, the head of the section announces 7/,
    ],
    [
      "too many nodes in a block",
      swap("2 8 1 3", "2 8 1 4"),
      25,
      7,
      /"4" stands where the number of nodes in the block, an integer from 0 to 3/,
    ],
    ["a node twice", swap("\n20\n30\n", "\n20\n10\n"), 21, 1, /node 10 is listed twice/],
    ["two coordinates", swap("1 0 0\n1 5", "1 0\n1 5"), 18, 4, /the line ends where coordinate z is expected/],
    ["four coordinates", swap("1 0 0\n1 5", "1 0 0 0\n1 5"), 18, 7, /"0" is left over at the end of the record/],
    ["infinity", swap("-1 0 0 3.14", "-1 inf 0 3.14"), 22, 4, /"inf" stands where coordinate y, a finite number/],
    ["overflow", swap("-1 0 0 3.14", "-1 1e999 0 3.14"), 22, 4, /"1e999" stands where coordinate y/],
    ["hexadecimal", swap("-1 0 0 3.14", "-1 0x0 0 3.14"), 22, 4, /"0x0" stands/],
    ["an unknown node", swap("4 10 30 50", "4 10 31 50"), 41, 6, /element 4 names node 31, which is not in \$Nodes/],
    ["a quadrangle", swap("2 8 2 5", "2 8 3 5"), 40, 5, /quadrangles \(element type 3\); mesh with triangles/],
    [
      "a curved triangle with three nodes",
      swap("2 8 2 5", "2 8 9 5"),
      41,
      11,
      /the line ends where the tag of a corner/,
    ],
    ["a curved quadrangle", swap("2 8 2 5", "2 8 16 5"), 40, 5, /quadrangles \(element type 16\)/],
    ["a triangle of order 6", swap("2 8 2 5", "2 8 42 5"), 40, 5, /elements of type 42, .*; mesh with order 1 or 2/],
    ["a tetrahedron", swap("2 8 2 5", "2 8 4 5"), 41, 11, /the line ends where the tag of a corner/],
    ["a hexahedron", swap("2 8 2 5", "2 8 5 5"), 40, 5, /hexahedra \(element type 5\)/],
    ["a polygon", swap("2 8 2 5", "2 8 34 5"), 40, 5, /element type 34 is unknown/],
    [
      "too few elements",
      swap("5 11 1 12", "5 12 1 12"),
      50,
      19,
      /the element blocks hold 11 elements, .* announces 12/,
    ],
    ["a stray word", `${octahedron41}nonsense\n`, 56, 1, /"nonsense" stands where a section \(\$Name\) is expected/],
    ["a stray end", `${octahedron41}$EndNodes\n`, 56, 1, /"\$EndNodes" stands where a section/],
    ["nodes twice", `${octahedron41}$Nodes\n`, 56, 1, /second \$Nodes/],
    ["elements twice", `${octahedron41}$Elements\n`, 56, 1, /second \$Elements/],
    ["no nodes", "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n", 4, 1, /no \$Nodes section/],
    ["elements first", "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$Elements\n", 4, 1, /\$Elements stands before \$Nodes/],
    ["no elements", own22.slice(0, own22.indexOf("$Elements")), 19, 1, /no \$Elements section/],
    [
      "no triangles",
      `${own22.slice(0, own22.indexOf("$Elements"))}$Elements\n1\n1 15 2 0 1 1\n$EndElements\n`,
      23,
      1,
      /no triangles/,
    ],
    [
      "a section without end",
      `${octahedron41}$NodeData\n1\n`,
      58,
      1,
      /the file ends where \$EndNodeData is expected; it is cut off/,
    ],
    [
      "a grading off the sphere",
      `${octahedron41}$BlochfemGrading\n0 0 2 3\n$EndBlochfemGrading\n`,
      57,
      5,
      /centre has radius 2, not 1/,
    ],
    [
      "a grading scale",
      `${octahedron41}$BlochfemGrading\n0 0 1 0\n$EndBlochfemGrading\n`,
      57,
      7,
      /grading scale is 0, not from/,
    ],
    [
      "two gradings",
      `${octahedron41}${"$BlochfemGrading\n0 0 1 2\n$EndBlochfemGrading\n".repeat(2)}`,
      59,
      1,
      /second \$BlochfemGrading/,
    ],
  ])("%s", (_, text, line, column, message) => {
    let caught: unknown;
    try {
      parseGmsh(text, "some/file.msh");
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(FileFormatError);
    const error = caught as FileFormatError;
    expect(error.message).toMatch(message);
    expect({ line: error.line, column: error.column }).toEqual({ line, column });
    expect(error.message).toContain(`some/file.msh:${line}:${column}: `);
  });
});
