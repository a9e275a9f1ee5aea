import { MeshError } from "../../core/errors.ts";
import type { AdoptedMesh } from "../../mesh/adopted.ts";
import { adoptBallMesh } from "../../mesh/ball/adopt.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { adoptSphereMesh } from "../../mesh/sphere/adopt.ts";
import { validateMesh } from "../../mesh/sphere/validate.ts";
import { describeGroups } from "./groups.ts";
import { type GmshContents, parseGmsh } from "./parse.ts";

export interface GmshOptions {
  /** Name of the physical group to read, or its number as text; without it the whole file. */
  readonly group?: string;
}

/**
 * Mesh from a Gmsh file (MSH 4.1, 4.0 or 2.2, text or binary): of the ball (dimension 3) where the file has tetrahedra, else of the
 * sphere. A file written by `writeGmsh` comes back bit for bit; the cells of anyone else are mended as far as `adoptBallMesh` and
 * `adoptSphereMesh` do, elements of higher order become straight ones, and `repairs` says what was done.
 * `file` is its bytes, or its text where that is not binary; `path` what messages call it. Throws FileFormatError (with line and
 * column, in a binary file with the byte) where it is wrong, InputError where the group is not there and MeshError where the cells are no mesh of the unit sphere, or of a polyhedron inside the ball.
 */
export function readGmsh(file: string | Uint8Array, path: string, { group }: GmshOptions = {}): AdoptedMesh {
  const contents = parseGmsh(file, path, group);
  try {
    if (contents.grading !== undefined && group === undefined) {
      const { points, cells, grading } = contents;
      const mesh: Mesh = { dimension: 2, points, cells, grading };
      validateMesh(mesh);
      return { mesh, repairs: { droppedPoints: 0, droppedCells: 0, reversedCells: 0, largestShift: 0 } };
    }
    return adopted(contents);
  } catch (error) {
    if (!(error instanceof MeshError)) throw error;
    const { what, remedy, value, limit } = error;
    const { groups } = contents;
    const choice =
      group === undefined && groups.some(({ dimension }) => dimension >= 2)
        ? `choose the group ${describeGroups(groups)} of the file, or `
        : "";
    throw new MeshError({ what: `${path}: ${what}`, remedy: `${choice}${remedy}`, value, limit });
  }
}

function adopted(contents: GmshContents): AdoptedMesh {
  const { dimension, points, cells, nodeTags, cellTags, droppedMiddleNodes } = withoutMiddleNodes(contents);
  const adopt = dimension === 3 ? adoptBallMesh : adoptSphereMesh;
  const { mesh, repairs } = adopt(points, cells, {
    vertex: (index) => `node ${nodeTags[index]}`,
    cell: (index) => `element ${cellTags[index]}`,
  });
  return droppedMiddleNodes === 0 ? { mesh, repairs } : { mesh, repairs: { ...repairs, droppedMiddleNodes } };
}

/** Without the nodes that only make elements curved. */
function withoutMiddleNodes(contents: GmshContents): GmshContents & { readonly droppedMiddleNodes: number } {
  const { cells, middle, points, nodeTags } = contents;
  const dropped = middle.slice();
  for (const node of cells) dropped[node] = 0;
  const kept = Array.from(nodeTags.keys()).filter((node) => dropped[node] === 0);
  const droppedMiddleNodes = nodeTags.length - kept.length;
  if (droppedMiddleNodes === 0) return { ...contents, droppedMiddleNodes };
  const place = new Uint32Array(nodeTags.length);
  for (const [k, node] of kept.entries()) place[node] = k;
  return {
    ...contents,
    points: Float64Array.from({ length: 3 * kept.length }, (_, k) => points[3 * kept[Math.trunc(k / 3)]! + (k % 3)]!),
    nodeTags: Float64Array.from(kept, (node) => nodeTags[node]!),
    cells: cells.map((node) => place[node]!),
    droppedMiddleNodes,
  };
}
