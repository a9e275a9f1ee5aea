import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";

/** The mesh with the vertices of cell c turned c mod 3 times: edges then meet in every combination of local numbers. */
export function turnCells(mesh: Mesh): Mesh {
  const cells = Uint32Array.from(mesh.cells, (_, slot) => {
    const cell = Math.floor(slot / 3);
    return mesh.cells[3 * cell + ((slot + cell) % 3)]!;
  });
  return { ...mesh, cells };
}

/** Small meshes of every kind that a space has to cope with. */
export const smallMeshes: readonly (readonly [string, Mesh])[] = [
  ["icosphere", icosphere(1)],
  ["icosphere with turned cells", turnCells(icosphere(1))],
  ["Fibonacci", fibonacci(60)],
  ["tetrahedron", fibonacci(4)],
  ["graded icosphere", gradeMesh(icosphere(1), [0, -0.6, 0.8], 5)],
  ["graded Fibonacci", gradeMesh(fibonacci(60), [1, 2, -2], 40)],
];
