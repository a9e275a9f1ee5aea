import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BlochfemError, FileFormatError, InputError, MeshError } from "../../../src/core/errors.ts";
import { readGmsh } from "../../../src/io/gmsh/read.ts";
import { writeGmsh } from "../../../src/io/gmsh/write.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { validateBallMesh } from "../../../src/mesh/ball/validate.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import { cellCount, type Mesh, vertexCount } from "../../../src/mesh/mesh.ts";
import { validateMesh } from "../../../src/mesh/sphere/validate.ts";
import { binaryGmsh } from "./bytes.ts";

const bytes = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../mesh/data/${name}`, import.meta.url)));
const read = (name: string): ReturnType<typeof readGmsh> => readGmsh(bytes(name), name);
const untouched = { droppedPoints: 0, droppedCells: 0, reversedCells: 0, largestShift: 0 };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Text keeps 16 digits of a coordinate, binary all bits. */
function expectSameMesh(one: Mesh, other: Mesh): void {
  expect(one.cells).toEqual(other.cells);
  expect(one.points.length).toBe(other.points.length);
  one.points.forEach((value, k) => {
    expect(Math.abs(value - other.points[k]!)).toBeLessThan(4 * Number.EPSILON);
  });
}

describe("a mesh of Gmsh", () => {
  it.each([
    ["opencascade-4.0.msh", "opencascade-4.1.msh"],
    ["opencascade-4.1-binary.msh", "opencascade-4.1.msh"],
    ["opencascade-2.2-binary.msh", "opencascade-4.1.msh"],
    ["opencascade-4.1-parametric-binary.msh", "opencascade-4.1.msh"],
    ["opencascade-2.2-parametric.msh", "opencascade-4.1.msh"],
    ["opencascade-2.2-parametric-binary.msh", "opencascade-4.1.msh"],
    ["ball-4.1-binary.msh", "ball-4.1.msh"],
  ])("%s is that of %s", (name, other) => {
    const found = read(name);
    expectSameMesh(found.mesh, read(other).mesh);
    expect(found.repairs).toEqual(untouched);
  });

  it.each([
    ["opencascade-4.1-order-2.msh", 2, 27, 50, 75],
    ["opencascade-2.2-order-2-binary.msh", 2, 27, 50, 75],
    // Two nodes an edge and one inside: 2 x 75 + 50.
    ["opencascade-4.1-order-3.msh", 2, 27, 50, 200],
    // Euler's formula for a ball of 161 cells and 66 points leaves 285 edges, of which the surface has its share.
    ["ball-4.1-order-2.msh", 3, 66, 161, 285],
  ] as const)("%s loses its nodes between corners", (name, dimension, vertices, cells, droppedMiddleNodes) => {
    const { mesh, repairs } = read(name);
    expect([mesh.dimension, vertexCount(mesh), cellCount(mesh)]).toEqual([dimension, vertices, cells]);
    expect(repairs).toEqual({ ...untouched, droppedMiddleNodes });
    expect(() => (dimension === 2 ? validateMesh : validateBallMesh)(mesh)).not.toThrow();
  });
});

describe("a physical group", () => {
  const files = [
    "groups-4.1.msh",
    "groups-4.0.msh",
    "groups-2.2.msh",
    "groups-4.1-binary.msh",
    "groups-2.2-binary.msh",
  ];
  const { mesh: reference } = readGmsh(bytes(files[0]!), "reference", { group: "ball" });

  it.each(files)("of %s is read by its name or number, alone", (name) => {
    for (const group of ["ball", "2"]) {
      const { mesh } = readGmsh(bytes(name), name, { group });
      expectSameMesh(mesh, reference);
    }
    expect([reference.dimension, cellCount(reference)]).toEqual([3, 30]);
    // Its surface is a group of its own.
    const skin = readGmsh(bytes(name), name, { group: "skin" }).mesh;
    expect(skin.dimension).toBe(2);
    expect(() => validateMesh(skin)).not.toThrow();
  });

  it("is asked for where the file as a whole is no ball, and names are those of the file", () => {
    const whole = () => readGmsh(bytes(files[0]!), "box.msh");
    expect(whole).toThrow(MeshError);
    expect(whole).toThrow(/lie outside the unit ball.*; choose the group "air around" or "ball" of the file, or /);
    const other = (group: string) => () => readGmsh(bytes(files[0]!), "box.msh", { group });
    for (const group of ["bal", "nothing like it", "7", "__proto__", ""]) expect(other(group)).toThrow(InputError);
    expect(other("bal")).toThrow(/box.msh has no physical group "bal"; did you mean ball\?/);
    expect(other("air around")).toThrow(/lie outside the unit ball/);
    expect(() => readGmsh(writeGmsh(icosphere(0)), "own.msh", { group: "ball" })).toThrow(
      /own.msh has no physical group "ball"; .*choose no group/,
    );
  });

  it("may have a name beyond ASCII", () => {
    const text = new TextDecoder().decode(bytes("groups-2.2.msh")).replace('"ball"', '"Küğel λ"');
    for (const file of [text, utf8(text)]) {
      expectSameMesh(readGmsh(file, "names.msh", { group: "Küğel λ" }).mesh, reference);
    }
  });
});

describe("a file in another form", () => {
  const mesh = icosphere(1);
  it.each(["4.1", "2.2"] as const)("may have a byte order mark, and any line ends: version %s", (version) => {
    const text = writeGmsh(mesh, version);
    for (const variant of [`\ufeff${text}`, text.replaceAll("\n", "\r"), `\ufeff${text.replaceAll("\n", "\r\n")}`]) {
      for (const file of [variant, utf8(variant)])
        expect(readGmsh(file, "form.msh")).toEqual({ mesh, repairs: untouched });
    }
    const wrong = text.replace("$Elements", "$Nodes").replaceAll("\n", "\r");
    const line = wrong.slice(0, wrong.lastIndexOf("$Nodes")).split("\r").length;
    expect(() => readGmsh(wrong, "old.msh")).toThrow(`old.msh:${line}:1: there is a second $Nodes section`);
  });

  it.each([
    ["4.1", true, 8],
    ["4.1", false, 8],
    ["4.1", true, 4],
    ["4.0", true, 8],
    ["4.0", false, 8],
    ["2.2", true, 8],
    ["2.2", false, 8],
  ] as const)("may be binary: version %s, little-endian %s, counts of %d bytes", (version, littleEndian, sizeBytes) => {
    for (const made of [mesh, ball(1)]) {
      const file = binaryGmsh(made, { version, littleEndian, sizeBytes });
      expect(readGmsh(file, "binary.msh")).toEqual({ mesh: made, repairs: untouched });
    }
  });

  it.each<[string, string, RegExp]>([
    ["ANSYS Fluent", '(1 "meshio 5.0.0")\n(2 3)\n', /this is an ANSYS Fluent mesh; convert it.*input-format ansys/],
    ["Medit", "MeshVersionFormatted 2\nDimension 3\n", /this is a Medit mesh; convert it: gmsh/],
    ["FreeFem", "42 60 22\n0 0 0 1\n", /this is a FreeFem mesh/],
    ["STL", "solid ball\n facet normal", /this is an STL file/],
    ["VTK", "# vtk DataFile Version 2.0\n", /this is a VTK file/],
    ["Abaqus", "*Heading\n", /this is an Abaqus file/],
    ["something else", "hello\n", /does not begin with \$MeshFormat/],
  ])("is named where it comes from elsewhere: %s", (_, text, message) => {
    for (const file of [text, utf8(text)]) {
      expect(() => readGmsh(file, "else.msh")).toThrow(FileFormatError);
      expect(() => readGmsh(file, "else.msh")).toThrow(message);
    }
  });

  it("in UTF-16 says so", () => {
    const text = writeGmsh(mesh);
    const file = new Uint8Array(2 * text.length + 2);
    file.set([0xff, 0xfe]);
    for (let k = 0; k < text.length; k++) file[2 * k + 2] = text.charCodeAt(k);
    for (const variant of [file, file.subarray(2)]) {
      expect(() => readGmsh(variant, "wide.msh")).toThrow("wide.msh:1:1: the text is in UTF-16; save it as UTF-8");
    }
  });
});

describe("a damaged binary file", () => {
  const files = [
    bytes("opencascade-4.1-binary.msh"),
    bytes("opencascade-2.2-parametric-binary.msh"),
    bytes("groups-4.1-binary.msh"),
    binaryGmsh(icosphere(0), { version: "4.0", littleEndian: false, sizeBytes: 8 }),
  ];

  it("names the byte, counted from 0", () => {
    const file = binaryGmsh(icosphere(0), { version: "4.1", littleEndian: true, sizeBytes: 8 });
    const text = new TextDecoder("latin1").decode(file);
    const at = text.indexOf("$Nodes\n") + "$Nodes\n".length;
    const damaged = file.slice();
    damaged[at + 8 + 3] = 1;
    expect(() => readGmsh(damaged, "bad.msh")).toThrow(
      new RegExp(
        `^bad\\.msh:\\d+:\\d+: byte ${at + 8}: the number of nodes is \\d+, more than the file has room for; it is cut off`,
      ),
    );
    const order = file.slice();
    order[text.indexOf("8\n") + 2] = 7;
    expect(() => readGmsh(order, "bad.msh")).toThrow(
      /byte 20: the number 1, which tells the order of bytes, is not there/,
    );
  });

  it("cut off anywhere is an error of the library", () => {
    for (const file of files) {
      const end = new TextDecoder("latin1").decode(file).trimEnd().length;
      for (let length = 0; length < end; length += length < 200 ? 1 : 13) {
        expect(() => readGmsh(file.subarray(0, length), "cut.msh")).toThrow(FileFormatError);
      }
    }
  });

  it("with bytes changed is a valid mesh or an error of the library", () => {
    // A linear congruence: the same damage in every run.
    let state = 12345;
    const next = (limit: number): number => {
      state = (1103515245 * state + 12345) % 2 ** 31;
      return state % limit;
    };
    let refused = 0;
    for (let k = 0; k < 600; k++) {
      const damaged = files[k % files.length]!.slice();
      for (let flips = 0; flips <= k % 3; flips++) damaged[next(damaged.length)]! ^= 1 << next(8);
      try {
        const { mesh } = readGmsh(damaged, "flipped.msh", k % 4 === 2 ? { group: "ball" } : {});
        if (mesh.dimension === 2) validateMesh(mesh);
      } catch (error) {
        expect(error).toBeInstanceOf(BlochfemError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(200);
  });
});
