import { readGmsh } from "../io/gmshRead.ts";
import type { MeshRepairs } from "../mesh/adopt.ts";
import type { Mesh } from "../mesh/mesh.ts";
import { buildMesh, type MeshSpec, meshSpecName } from "../mesh/spec.ts";
import { readText } from "./files.ts";

export interface MeshInput {
  readonly mesh: Mesh;
  /** How messages and reports call it. */
  readonly name: string;
  /** What had to be mended in a file; null where nothing was, or for a built-in mesh. */
  readonly repairs: MeshRepairs | null;
}

/** The mesh that the user named. Throws InputError, FileFormatError or MeshError where there is none. */
export function readMesh(spec: Exclude<MeshSpec, { readonly kind: "auto" }>): MeshInput {
  if (spec.kind !== "file") {
    return { mesh: buildMesh(spec), name: meshSpecName(spec), repairs: null };
  }
  const { mesh, repairs } = readGmsh(readText(spec.path, "a Gmsh file"), spec.path);
  const untouched = Object.values(repairs).every((count) => count === 0);
  return { mesh, name: spec.path, repairs: untouched ? null : repairs };
}

/** What was mended, in words: a line each. */
export function describeRepairs(repairs: MeshRepairs): string[] {
  const { droppedPoints, droppedCells, reversedCells, largestShift } = repairs;
  const parts: string[] = [];
  if (droppedPoints > 0) parts.push(`dropped ${count(droppedPoints, "point")} without a triangle or at one place`);
  if (droppedCells > 0) parts.push(`dropped ${count(droppedCells, "triangle")} listed twice or collapsed`);
  if (reversedCells > 0) parts.push(`turned ${count(reversedCells, "triangle")} to face outward`);
  if (largestShift > 0) parts.push(`moved points to the sphere by up to ${largestShift.toExponential(1)}`);
  return parts;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
