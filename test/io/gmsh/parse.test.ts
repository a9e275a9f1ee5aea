import { describe, expect, it } from "vitest";
import { FileFormatError } from "../../../src/core/errors.ts";
import { parseGmsh } from "../../../src/io/gmsh/parse.ts";
import { writeGmsh } from "../../../src/io/gmsh/write.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { octahedron41 } from "./octahedron.ts";

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
