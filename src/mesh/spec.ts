import { InputError } from "../core/errors.ts";
import { ball, defaultBallLayers, maximumBallLayers, maximumBallLevel } from "./ball/build.ts";
import { icosphere, maximumIcosphereLevel } from "./icosphere.ts";
import type { Mesh } from "./mesh.ts";
import { fibonacci } from "./sphere/fibonacci.ts";
import { maximumFibonacciCount, minimumFibonacciCount } from "./sphere/fibonacciPoints.ts";

export type BuiltInMeshSpec =
  | { readonly kind: "icosphere"; readonly level: number }
  | { readonly kind: "fibonacci"; readonly count: number }
  | { readonly kind: "ball"; readonly level: number; readonly layers: number };

export type MeshSpec = { readonly kind: "auto" } | BuiltInMeshSpec | { readonly kind: "file"; readonly path: string };

const FORMS =
  '"icosphere:<level>", "fibonacci:<points>", "ball:<level>", "ball:<level>:<layers>" or the path of a .msh file';

/**
 * Reads how a user names a mesh: "auto", "icosphere:4", "fibonacci:2000", "ball:2" or "ball:2:4" (tetrahedra, in 4 layers), or the path of
 * a Gmsh file ending in .msh. Where the path has another ending, "file:<path>". Throws InputError for anything else; its advice leaves "auto" out
 * where there is no model to choose for (`hasModel` false).
 */
export function parseMeshSpec(text: string, hasModel = true): MeshSpec {
  const trimmed = text.trim();
  const remedy = `use ${hasModel ? '"auto", ' : ""}${FORMS}`;
  if (trimmed === "auto") return { kind: "auto" };
  const colon = trimmed.indexOf(":");
  const kind = colon < 0 ? trimmed : trimmed.slice(0, colon);
  const argument = colon < 0 ? "" : trimmed.slice(colon + 1);
  if (kind === "icosphere") {
    return { kind, level: parseCount(trimmed, argument, "level", 0, maximumIcosphereLevel, "icosphere:4") };
  }
  if (kind === "fibonacci") {
    return {
      kind,
      count: parseCount(
        trimmed,
        argument,
        "number of points",
        minimumFibonacciCount,
        maximumFibonacciCount,
        "fibonacci:2000",
      ),
    };
  }
  if (kind === "ball") {
    const [first = "", second, ...rest] = argument.split(":");
    if (rest.length > 0) throw new InputError({ what: `"${text}" names no mesh`, remedy, value: text });
    const level = parseCount(trimmed, first, "level", 0, maximumBallLevel, "ball:2:4");
    const layers =
      second === undefined
        ? defaultBallLayers(level)
        : parseCount(trimmed, second, "number of layers", 1, maximumBallLayers, "ball:2:4");
    return { kind, level, layers };
  }
  if (kind === "file" && argument !== "") return { kind, path: argument };
  if (/\.msh$/i.test(trimmed)) return { kind: "file", path: trimmed };
  throw new InputError({ what: `"${text}" names no mesh`, remedy, value: text });
}

/** Mesh of one of the built-in families. Throws InputError as `icosphere`, `fibonacci` and `ball` do. */
export function buildMesh(spec: BuiltInMeshSpec): Mesh {
  if (spec.kind === "icosphere") return icosphere(spec.level);
  if (spec.kind === "fibonacci") return fibonacci(spec.count);
  return ball(spec.level, spec.layers);
}

/** A built-in mesh as a user names it: the inverse of `parseMeshSpec`. */
export function meshSpecName(spec: BuiltInMeshSpec): string {
  if (spec.kind === "icosphere") return `icosphere:${spec.level}`;
  if (spec.kind === "fibonacci") return `fibonacci:${spec.count}`;
  return `ball:${spec.level}:${spec.layers}`;
}

function parseCount(
  spec: string,
  argument: string,
  name: string,
  lowest: number,
  highest: number,
  example: string,
): number {
  const value = Number(argument);
  if (!/^\d+$/.test(argument) || value < lowest || value > highest) {
    throw new InputError({
      what: `mesh "${spec}": the ${name} is ${argument === "" ? "missing" : `"${argument}"`}, not an integer from ${lowest} to ${highest}`,
      remedy: `write it after a colon, as in "${example}"`,
      value: argument,
      limit: highest,
    });
  }
  return value;
}
