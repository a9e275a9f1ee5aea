import { InputError } from "../core/errors.ts";
import { fibonacci } from "./fibonacci.ts";
import { maximumFibonacciCount, minimumFibonacciCount } from "./fibonacciPoints.ts";
import { icosphere, maximumIcosphereLevel } from "./icosphere.ts";
import type { Mesh } from "./mesh.ts";

export type BuiltInMeshSpec =
  | { readonly kind: "icosphere"; readonly level: number }
  | { readonly kind: "fibonacci"; readonly count: number };

export type MeshSpec = { readonly kind: "auto" } | BuiltInMeshSpec | { readonly kind: "file"; readonly path: string };

const forms = 'use "auto", "icosphere:<level>", "fibonacci:<points>" or the path of a .msh file';

/**
 * Reads how a user names a mesh: "auto", "icosphere:4", "fibonacci:2000", or the path of a Gmsh file ending in .msh. Where the path
 * has another ending, "file:<path>". Throws InputError for anything else.
 */
export function parseMeshSpec(text: string): MeshSpec {
  const trimmed = text.trim();
  if (trimmed === "auto") return { kind: "auto" };
  const colon = trimmed.indexOf(":");
  const kind = colon < 0 ? trimmed : trimmed.slice(0, colon);
  const argument = colon < 0 ? "" : trimmed.slice(colon + 1);
  if (kind === "icosphere") {
    return { kind, level: parseCount(trimmed, argument, "level", 0, maximumIcosphereLevel) };
  }
  if (kind === "fibonacci") {
    return {
      kind,
      count: parseCount(trimmed, argument, "number of points", minimumFibonacciCount, maximumFibonacciCount),
    };
  }
  if (kind === "file" && argument !== "") return { kind, path: argument };
  if (/\.msh$/i.test(trimmed)) return { kind: "file", path: trimmed };
  throw new InputError({ what: `"${text}" names no mesh`, remedy: forms, value: text });
}

/** Mesh of one of the two built-in families. Throws InputError as `icosphere` and `fibonacci` do. */
export function buildMesh(spec: BuiltInMeshSpec): Mesh {
  return spec.kind === "icosphere" ? icosphere(spec.level) : fibonacci(spec.count);
}

function parseCount(spec: string, argument: string, name: string, lowest: number, highest: number): number {
  const value = Number(argument);
  if (!/^\d+$/.test(argument) || value < lowest || value > highest) {
    throw new InputError({
      what: `mesh "${spec}": the ${name} is ${argument === "" ? "missing" : `"${argument}"`}, not an integer from ${lowest} to ${highest}`,
      remedy: `write it after a colon, as in "${lowest === 0 ? "icosphere:4" : "fibonacci:2000"}"`,
      value: argument,
      limit: highest,
    });
  }
  return value;
}
