import { MeshError } from "../core/errors.ts";
import { type AdoptedMesh, adoptSphereMesh } from "../mesh/adopt.ts";
import { adoptBallMesh } from "../mesh/ballAdopt.ts";
import type { Mesh } from "../mesh/mesh.ts";
import { validateMesh } from "../mesh/validate.ts";
import { parseGmsh } from "./gmshParse.ts";

/**
 * Mesh from a Gmsh file (MSH 4.1 or 2.2, ASCII): of the ball (dimension 3) where the file has tetrahedra, else of the sphere. A file written
 * by `writeGmsh` comes back bit for bit; the cells of anyone else are mended as far as `adoptBallMesh` and `adoptSphereMesh` do, and
 * `repairs` says what was done.
 * `text` is the file, `path` what messages call it. Throws FileFormatError (with line and column) where the text is wrong and
 * MeshError where the cells are no mesh of the unit sphere, or of a polyhedron inside the ball.
 */
export function readGmsh(text: string, path: string): AdoptedMesh {
  const contents = parseGmsh(text, path);
  try {
    if (contents.grading !== undefined) {
      const { points, cells, grading } = contents;
      const mesh: Mesh = { dimension: 2, points, cells, grading };
      validateMesh(mesh);
      return { mesh, repairs: { droppedPoints: 0, droppedCells: 0, reversedCells: 0, largestShift: 0 } };
    }
    const adopt = contents.dimension === 3 ? adoptBallMesh : adoptSphereMesh;
    return adopt(contents.points, contents.cells, {
      vertex: (index) => `node ${contents.nodeTags[index]}`,
      cell: (index) => `element ${contents.cellTags[index]}`,
    });
  } catch (error) {
    if (!(error instanceof MeshError)) throw error;
    const { what, remedy, value, limit } = error;
    throw new MeshError({ what: `${path}: ${what}`, remedy, value, limit });
  }
}
