import { readGmsh } from "../../../src/io/gmsh/read.ts";
import { bisectCells, bisectionMesh } from "../../../src/mesh/ball/bisection.ts";
import { ball, gradedBall } from "../../../src/mesh/ball/build.ts";
import { layeredBall } from "../../../src/mesh/ball/layers.ts";
import { inflateBall, refineBall } from "../../../src/mesh/ball/refine.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";
import { fibonacci } from "../../../src/mesh/sphere/fibonacci.ts";
import { type NamedMesh, readText } from "../catalogue.ts";

/** 161 tetrahedra made by Gmsh. */
export const gmshBall = (): Mesh => readGmsh(readText("data/ball-4.1.msh"), "ball-4.1.msh").mesh;

/** Bisected several times around a point. */
export function bisectedBall(): Mesh {
  let refined = bisectionMesh(ball(1, 2));
  for (let round = 0; round < 6; round++) {
    const near = [...refined.mesh.cells.keys()].filter((slot) => {
      const at = 3 * refined.mesh.cells[slot]!;
      const [x, y, z] = refined.mesh.points.subarray(at, at + 3) as unknown as [number, number, number];
      return Math.hypot(x - 0.3, y + 0.2, z - 0.5) < 0.8 * 0.7 ** round;
    });
    refined = bisectCells(
      refined,
      near.map((slot) => slot >> 2),
    );
  }
  return refined.mesh;
}

export const ballMeshes = (): NamedMesh[] => [
  { name: "icosahedron, one layer", mesh: ball(0) },
  { name: "level 2", mesh: ball(2) },
  { name: "Fibonacci, uneven layers", mesh: layeredBall(fibonacci(60), [0.1, 0.15, 0.6, 0.9, 1]) },
  { name: "graded", mesh: gradedBall(1, { centre: [0.3, -0.2, 0.5], width: 0.1 }) },
  { name: "graded near the sphere", mesh: gradedBall(2, { centre: [0, 0.6, -0.75], width: 0.01 }) },
  { name: "refined", mesh: refineBall(ball(1)) },
  { name: "refined and inflated", mesh: inflateBall(refineBall(gmshBall())) },
  { name: "bisected", mesh: bisectedBall() },
  { name: "Gmsh", mesh: gmshBall() },
];
