import { multiply, type SparseMatrix, sparseFromTriplets } from "../../src/linalg/sparse.ts";
import type { Mesh } from "../../src/mesh/mesh.ts";

/** Numbers in [0, 1) from a linear congruence. */
export function congruential(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Collects entries. */
export function matrixBuilder(n: number): {
  put: (i: number, j: number, value: number) => void;
  build: () => SparseMatrix;
} {
  const rows: number[] = [];
  const columns: number[] = [];
  const values: number[] = [];
  return {
    put: (i, j, value) => {
      rows.push(i);
      columns.push(j);
      values.push(value);
    },
    build: () => sparseFromTriplets(n, n, rows, columns, values),
  };
}

/** About five random entries a row, and a diagonal that outweighs them by half. */
export function diagonallyDominant(n: number, seed: number): SparseMatrix {
  const random = congruential(seed);
  const { put, build } = matrixBuilder(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = 0; k < 5; k++) {
      const value = random() - 0.5;
      sum += Math.abs(value);
      put(i, Math.floor(random() * n), value);
    }
    put(i, i, (random() < 0.5 ? -1.5 : 1.5) * sum);
  }
  return build();
}

/**
 * int v (u / 10 + w . grad u) + kappa int grad v . grad u on linear tetrahedra, w = (-y, x, 1/2): transport, diffusion and a little decay. The gradients g_i of
 * the four corner functions are constant, and int phi_i = volume/4.
 */
export function advectionDiffusion({ points, cells }: Mesh, kappa: number): SparseMatrix {
  const { put, build } = matrixBuilder(points.length / 3);
  const at = (v: number): number[] => [points[3 * v]!, points[3 * v + 1]!, points[3 * v + 2]!];
  for (let c = 0; c < cells.length; c += 4) {
    const vertices = [...cells.subarray(c, c + 4)];
    const corners = vertices.map(at);
    const [u, v, w] = [1, 2, 3].map((k) => corners[k]!.map((x, d) => x - corners[0]![d]!)) as [
      number[],
      number[],
      number[],
    ];
    const determinant = dot(u, cross(v, w));
    const inner = [cross(v, w), cross(w, u), cross(u, v)].map((g) => g.map((x) => x / determinant));
    const gradients = [[0, 1, 2].map((d) => -inner[0]![d]! - inner[1]![d]! - inner[2]![d]!), ...inner];
    const volume = Math.abs(determinant) / 6;
    const centre = [0, 1, 2].map((d) => corners.reduce((sum, r) => sum + r[d]! / 4, 0));
    const wind = [-centre[1]!, centre[0]!, 0.5];
    vertices.forEach((i, a) => {
      vertices.forEach((j, b) => {
        const transport = dot(wind, gradients[b]!) / 4;
        const decay = (a === b ? 2 : 1) / 200;
        put(i, j, volume * (transport + decay + kappa * dot(gradients[a]!, gradients[b]!)));
      });
    });
  }
  return build();
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
const cross = (a: readonly number[], b: readonly number[]): number[] =>
  [0, 1, 2].map((k) => a[(k + 1) % 3]! * b[(k + 2) % 3]! - a[(k + 2) % 3]! * b[(k + 1) % 3]!);

/** Laplacian on a ring: the constants are its kernel. */
export function ring(n: number): SparseMatrix {
  const { put, build } = matrixBuilder(n);
  for (let i = 0; i < n; i++) {
    put(i, i, 2);
    put(i, (i + 1) % n, -1);
    put(i, (i + n - 1) % n, -1);
  }
  return build();
}

/** Every unknown is fixed by the equation of another one: no entry on the diagonal. */
export function rotation(n: number): SparseMatrix {
  const { put, build } = matrixBuilder(n);
  for (let i = 0; i < n; i++) {
    put(i, (i + 7) % n, 1 + i / n);
    put(i, (i + 3) % n, 0.3);
  }
  return build();
}

/** Couplings of the nearest neighbours on an m^dimension grid. */
export function gridLaplacian(m: number, dimension: 2 | 3): SparseMatrix {
  const n = m ** dimension;
  const { put, build } = matrixBuilder(n);
  for (let i = 0; i < n; i++) {
    put(i, i, 2 * dimension);
    for (let axis = 0, stride = 1; axis < dimension; axis++, stride *= m) {
      const place = Math.floor(i / stride) % m;
      if (place > 0) put(i, i - stride, -1);
      if (place < m - 1) put(i, i + stride, -1);
    }
  }
  return build();
}

/** |b - A x| relative to |A| |x| + |b|, largest components. */
export function backwardErrorOf(matrix: SparseMatrix, x: Float64Array, b: Float64Array): number {
  const image = new Float64Array(b.length);
  const scale = new Float64Array(b.length);
  multiply(matrix, x, image);
  multiply({ pattern: matrix.pattern, values: matrix.values.map(Math.abs) }, x.map(Math.abs), scale);
  const largest = (a: Float64Array): number => a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest(image.map((value, i) => b[i]! - value)) / (largest(scale) + largest(b));
}
