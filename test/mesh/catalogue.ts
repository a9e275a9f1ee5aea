import { readdirSync, readFileSync } from "node:fs";
import { createRandomStream, fillNormal } from "../../src/core/random.ts";
import { readGmsh } from "../../src/io/gmsh/read.ts";
import { gradeMesh } from "../../src/mesh/grade.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import type { Mesh } from "../../src/mesh/mesh.ts";
import { sphericalDelaunay } from "../../src/mesh/sphere/delaunay.ts";
import { fibonacci } from "../../src/mesh/sphere/fibonacci.ts";

export interface NamedMesh {
  readonly name: string;
  readonly mesh: Mesh;
}

/** `count` independent uniform points on the sphere. */
export function randomPoints(seed: number, count: number): Float64Array {
  const points = new Float64Array(3 * count);
  fillNormal(createRandomStream(seed, 0), points);
  return normalise(points);
}

/** Each point divided by its radius, in place. */
export function normalise(points: Float64Array): Float64Array {
  for (let at = 0; at < points.length; at += 3) {
    const radius = Math.sqrt(points[at]! ** 2 + points[at + 1]! ** 2 + points[at + 2]! ** 2);
    for (let k = at; k < at + 3; k++) points[k]! /= radius;
  }
  return points;
}

/** Both poles and `rings` parallels of `perRing` points: four points of neighbouring parallels lie on a circle everywhere. */
export function latitudePoints(perRing: number, rings: number): Float64Array {
  const points = [0, 0, 1, 0, 0, -1];
  for (let ring = 1; ring <= rings; ring++) {
    const theta = (Math.PI * ring) / (rings + 1);
    for (let k = 0; k < perRing; k++) {
      const phi = (2 * Math.PI * k) / perRing;
      points.push(Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta));
    }
  }
  return normalise(Float64Array.from(points));
}

/** Text of a file next to this one, or further off. */
export const readText = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

/** Every kind of mesh of the sphere that the library makes, and the ready files. */
export function sphereMeshes(): NamedMesh[] {
  const meshes: NamedMesh[] = [];
  const add = (name: string, mesh: Mesh): void => {
    meshes.push({ name, mesh });
  };
  for (const level of [0, 1, 2, 3, 4]) add(`icosphere ${level}`, icosphere(level));
  for (const count of [4, 5, 6, 7, 12, 100, 500, 2001]) add(`fibonacci ${count}`, fibonacci(count));
  for (const [x, y, z] of [
    [0, 0, 1],
    [0, -0.5, 0.8660254],
    [-1, 2, -3],
  ] as const) {
    for (const scale of [0.1, 2, 16, 300]) {
      add(`icosphere 3 graded ${scale} about ${x}, ${y}, ${z}`, gradeMesh(icosphere(3), [x, y, z], scale));
      add(`fibonacci 300 graded ${scale} about ${x}, ${y}, ${z}`, gradeMesh(fibonacci(300), [x, y, z], scale));
    }
  }
  add("graded twice", gradeMesh(gradeMesh(icosphere(2), [1, 0, 0], 20), [0, 1, 1], 7));
  for (const seed of [1, 2, 3]) add(`Delaunay of random points ${seed}`, sphericalDelaunay(randomPoints(seed, 200)));
  add("Delaunay of parallels", sphericalDelaunay(latitudePoints(16, 9)));
  for (const file of readdirSync(new URL("../../meshes", import.meta.url))) {
    if (!file.endsWith(".msh")) continue;
    const { mesh } = readGmsh(readText(`../../meshes/${file}`), file);
    if (mesh.dimension === 2) add(file, mesh);
  }
  return meshes;
}
