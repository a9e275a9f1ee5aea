import { Matrix } from "ml-matrix";
import { type PositiveSystem, positiveSystem } from "../../../src/fem/positive/system.ts";
import { ball } from "../../../src/mesh/ball/build.ts";
import { inflateBall, refineBall } from "../../../src/mesh/ball/refine.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";
import { type SpinModel, spinModel } from "../../../src/model/spinModel.ts";

/** An icosahedron cut into tetrahedra, 13 vertices, and its refinements: 55, 309, 2,057. */
export function refinedBall(times: number): Mesh {
  let mesh = ball(0);
  for (let k = 0; k < times; k++) mesh = inflateBall(refineBall(mesh));
  return mesh;
}

/** Cooperative fluorescence below (B_x < 1: a narrow peak) and above threshold (P all over the sphere, carried round), at the parabolic bound. */
export const sphereModel = (spins: number, fieldX: number): SpinModel =>
  spinModel({ spins, field: [fieldX, 0, 0], collective: { dephasing: 1, pump: 1 } });

export const ballModel = (spins: number): SpinModel =>
  spinModel({
    spins,
    field: [1, 0, 0.5],
    collective: { dephasing: 1, pump: 0.5, decay: 0.5 },
    local: { dephasing: 0.1, decay: 0.4, pump: 0.1 },
  });

/** At large N diffusion is weak on these meshes: cell Peclet numbers of 10 to 200. */
export const transportDominated: readonly (readonly [string, SpinModel, Mesh])[] = [100, 1000].flatMap((spins) => [
  [`sphere, N = ${spins}`, sphereModel(spins, 0.5), icosphere(2)] as const,
  [`ball, N = ${spins}`, ballModel(spins), refinedBall(2)] as const,
]);

export const massOf = ({ lumped }: PositiveSystem, density: Float64Array): number =>
  density.reduce((sum, value, i) => sum + value * lumped[i]!, 0);

export const leastOf = (values: Float64Array): number =>
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);

/** The matrices of a system as dense ones. */
export function denseSystem(system: PositiveSystem): { readonly mass: Matrix; readonly generator: Matrix } {
  const { pattern } = system.graph;
  const values = new Float64Array(pattern.columnIndices.length);
  system.generator(0, values);
  const dense = (entries: Float64Array): Matrix => {
    const matrix = Matrix.zeros(pattern.rows, pattern.rows);
    for (let i = 0; i < pattern.rows; i++)
      for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
        matrix.set(i, pattern.columnIndices[k]!, entries[k]!);
    return matrix;
  };
  return { mass: dense(system.mass), generator: dense(values) };
}

/** L + D by its definition, D with the least entries, or larger by `excess`. */
export function denseLowOrder(generator: Matrix, excess = 0): Matrix {
  const low = generator.clone();
  for (let i = 0; i < generator.rows; i++) {
    for (let j = 0; j < i; j++) {
      const d = (1 + excess) * Math.max(0, -generator.get(i, j), -generator.get(j, i));
      for (const [row, column, sign] of [
        [i, j, 1],
        [j, i, 1],
        [i, i, -1],
        [j, j, -1],
      ] as const)
        low.set(row, column, low.get(row, column) + sign * d);
    }
  }
  return low;
}

/** One on a mesh of the sphere, one on a mesh of the ball, with 42 and 55 unknowns. */
export const smallSystems: readonly (readonly [string, PositiveSystem])[] = [
  ["sphere", positiveSystem(sphereModel(100, 0.5), icosphere(1))],
  ["ball", positiveSystem(ballModel(100), refinedBall(1))],
];
