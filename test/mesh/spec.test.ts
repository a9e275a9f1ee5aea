import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { vertexCount } from "../../src/mesh/mesh.ts";
import { buildMesh, type MeshSpec, meshSpecName, parseMeshSpec } from "../../src/mesh/spec.ts";

describe("parseMeshSpec", () => {
  it.each<[string, MeshSpec]>([
    ["auto", { kind: "auto" }],
    ["icosphere:0", { kind: "icosphere", level: 0 }],
    [" icosphere:4 ", { kind: "icosphere", level: 4 }],
    ["fibonacci:2000", { kind: "fibonacci", count: 2000 }],
    ["ball:2", { kind: "ball", level: 2, layers: 4 }],
    ["ball:1:7", { kind: "ball", level: 1, layers: 7 }],
    ["meshes/icosphere-3.msh", { kind: "file", path: "meshes/icosphere-3.msh" }],
    ["C:\\meshes\\Sphere.MSH", { kind: "file", path: "C:\\meshes\\Sphere.MSH" }],
    ["file:mine.txt", { kind: "file", path: "mine.txt" }],
  ])("reads %s", (text, spec) => {
    expect(parseMeshSpec(text)).toEqual(spec);
  });

  it.each<[string, RegExp]>([
    ["icosphere", /the level is missing, not an integer from 0 to 9; write it after a colon, as in "icosphere:4"/],
    ["icosphere:", /the level is missing/],
    ["icosphere:x", /the level is "x"/],
    ["icosphere:-1", /the level is "-1"/],
    ["icosphere:10", /the level is "10"/],
    ["icosphere:2.5", /the level is "2.5"/],
    ["icosphere:0x2", /the level is "0x2"/],
    ["fibonacci:3", /the number of points is "3", not an integer from 4 to 1000000/],
    ["fibonacci:1e3", /the number of points is "1e3"/],
    ["fibonacci:9999999", /as in "fibonacci:2000"/],
    ["ball", /the level is missing, not an integer from 0 to 5; write it after a colon, as in "ball:2:4"/],
    ["ball:6", /the level is "6"/],
    ["ball:2:", /the number of layers is missing, not an integer from 1 to 256/],
    ["ball:2:0", /the number of layers is "0"/],
    ["ball:2:4:1", /names no mesh/],
    ["icosfere:3", /names no mesh; use "auto", "icosphere:<level>"/],
    ["file:", /names no mesh/],
    ["", /names no mesh/],
  ])("refuses %s", (text, message) => {
    expect(() => parseMeshSpec(text)).toThrow(InputError);
    expect(() => parseMeshSpec(text)).toThrow(message);
  });

  it('does not advise "auto" where no model is there to choose for', () => {
    expect(() => parseMeshSpec("cube", false)).toThrow('"cube" names no mesh; use "icosphere:<level>", ');
  });
});

describe("buildMesh", () => {
  it("makes the built-in families, whose names lead back to them", () => {
    expect(vertexCount(buildMesh({ kind: "ball", level: 1, layers: 3 }))).toBe(3 * 42 + 1);
    for (const name of ["icosphere:2", "fibonacci:77", "ball:1:3"]) {
      const spec = parseMeshSpec(name);
      expect(spec.kind === "auto" || spec.kind === "file" ? "" : meshSpecName(spec)).toBe(name);
    }
    expect(vertexCount(buildMesh({ kind: "icosphere", level: 2 }))).toBe(162);
    expect(vertexCount(buildMesh({ kind: "fibonacci", count: 77 }))).toBe(77);
  });
});
