import { defined } from "../../core/defined.ts";
import { InputError } from "../../core/errors.ts";
import { printable } from "../../core/printable.ts";
import type { BandPair } from "../../fem/gaugeBand.ts";
import { readGmsh } from "../../io/gmsh/read.ts";
import type { MeshRepairs } from "../../mesh/adopted.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { buildMesh, type MeshSpec, meshSpecName } from "../../mesh/spec.ts";
import { readBytes } from "../files/read.ts";

export interface MeshInput {
  readonly mesh: Mesh;
  /** How messages and reports call it. */
  readonly name: string;
  /** What had to be mended in a file; null where nothing was, or for a built-in mesh. */
  readonly repairs: MeshRepairs | null;
}

/** The mesh that the user named. Throws InputError, FileFormatError or MeshError where there is none. */
export function readMesh(spec: Exclude<MeshSpec, { readonly kind: "auto" }>, group?: string): MeshInput {
  if (spec.kind !== "file") {
    if (group !== undefined) throw groupWithoutFile(group);
    return { mesh: buildMesh(spec), name: meshSpecName(spec), repairs: null };
  }
  const { mesh, repairs } = readGmsh(readBytes(spec.path, "a Gmsh file"), printable(spec.path), defined({ group }));
  const untouched = Object.values(repairs).every((count) => count === 0);
  return { mesh, name: printable(spec.path), repairs: untouched ? null : repairs };
}

/** --group beside a mesh that is made here. */
export const groupWithoutFile = (group: string): InputError =>
  new InputError({
    what: `--group ${group} has no Gmsh file to choose from`,
    remedy: "name a file for the mesh, FILE.msh, or leave --group out",
    value: group,
  });

/** What was mended, in words: a line each. */
export function describeRepairs(repairs: MeshRepairs, dimension: Mesh["dimension"]): string[] {
  const { droppedPoints, droppedCells, reversedCells, largestShift, droppedMiddleNodes = 0 } = repairs;
  const noun = CELL_NOUNS[dimension];
  const parts: string[] = [];
  if (droppedMiddleNodes > 0) {
    parts.push(
      `took curved elements as straight ones: dropped ${count(droppedMiddleNodes, "node")} between their corners`,
    );
  }
  if (droppedPoints > 0) parts.push(`dropped ${count(droppedPoints, "point")} without a ${noun} or at one place`);
  if (droppedCells > 0) parts.push(`dropped ${count(droppedCells, noun)} listed twice or collapsed`);
  if (reversedCells > 0) {
    parts.push(`turned ${count(reversedCells, noun)} ${dimension === 2 ? "to face outward" : "inside out"}`);
  }
  if (largestShift > 0) parts.push(`moved points to the sphere by up to ${largestShift.toExponential(1)}`);
  return parts;
}

/** What the cells of a mesh are called. */
const CELL_NOUNS = { 2: "triangle", 3: "tetrahedron" } as const;

const count = (n: number, noun: string): string => {
  if (n === 1) return `${n} ${noun}`;
  return noun === CELL_NOUNS[3] ? `${n} tetrahedra` : `${n} ${noun}s`;
};

const KINDS = {
  sphere: ["harmonics", "l"],
  shiftedSphere: ["harmonics of the shifted sphere", "l"],
  tangentPlane: ["polynomials in the tangent plane, of degree", "n"],
} as const;

interface DescribedBand {
  readonly degree: number;
  readonly compared?: number;
  readonly functions?: BandPair["functions"] | undefined;
}

/** On the sphere in harmonics, in the ball in polynomials. */
export function describeBand({ degree, compared = degree, functions }: DescribedBand, inBall: boolean): string {
  const [kind, letter] = inBall ? ["polynomials of degree", "n"] : KINDS[functions ?? "sphere"];
  // A full band leaves nothing out; then other errors were compared.
  const errors = compared === degree ? "" : `, errors from ${letter} <= ${compared}`;
  return `${kind} ${letter} <= ${degree}${errors}`;
}

/** "320 triangles", "160 tetrahedra". */
export const describeCells = (cells: number, dimension: Mesh["dimension"]): string =>
  count(cells, CELL_NOUNS[dimension]);
