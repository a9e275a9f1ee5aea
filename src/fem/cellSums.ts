import { type Kernel, kernel } from "../linalg/direct/kernel/engine.ts";

/** Integrals of several functions times all basis functions, over many cells at once: products of dense matrices. */
export interface CellSums {
  /** Cells that are done together, at most. */
  readonly batch: number;
  /** Values, times their weights, of the functions at the points: batch x points x `width`, of which the functions count. */
  readonly samples: Float64Array;
  /** Fills `sums` for so many cells. */
  readonly multiply: (cells: number) => void;
  /** batch x `rows` x `width`, of which the basis functions and functions count. */
  readonly sums: Float64Array;
  readonly rows: number;
  readonly width: number;
}

/** Samples and sums of a batch, in doubles: they stay in a second-level cache. */
const BATCH_VALUES = 16_384;

/** Products below which a memory of WebAssembly would take longer to come by. */
const LEAST_PRODUCTS = 1e5;

/**
 * @param phi basis functions at the points of a rule, `size` a point
 * @param cells of the mesh, with `count` functions each
 */
export function cellSums(phi: Float64Array, size: number, count: number, cells: number): CellSums {
  const engine = phi.length * count * cells < LEAST_PRODUCTS ? null : kernel();
  return (engine === null ? null : inKernel(phi, size, count, engine)) ?? portable(phi, size, count);
}

function batchOf(depth: number, rows: number, strips: number): number {
  return Math.max(1, Math.floor(BATCH_VALUES / (4 * strips * (depth + rows))));
}

/** In WebAssembly; null where there is no memory for it. */
function inKernel(phi: Float64Array, size: number, count: number, engine: Kernel): CellSums | null {
  const depth = phi.length / size;
  const [blocks, strips] = [Math.ceil(size / 4), Math.ceil(count / 4)];
  const rows = 4 * blocks;
  const batch = batchOf(depth, rows, strips);
  const lengths = [rows * depth, batch * strips * depth * 4, batch * rows * strips * 4] as const;
  const at = [16, 16 + 8 * lengths[0], 16 + 8 * (lengths[0] + lengths[1])] as const;
  const own = engine.onMemoryOf(at[2] + 8 * lengths[2]);
  if (own === null) return null;
  const [left, samples, sums] = at.map((begin, k) => new Float64Array(own.buffer, begin, lengths[k])) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let p = 0; p < depth; p++) {
    for (let i = 0; i < size; i++) left[4 * ((i >> 2) * depth + p) + (i & 3)] = phi[p * size + i]!;
  }
  const multiply = (cells: number): void => own.cellSums(cells, blocks, strips, depth, ...at);
  return { batch, samples, multiply, sums, rows, width: 4 * strips };
}

function portable(phi: Float64Array, size: number, count: number): CellSums {
  const depth = phi.length / size;
  const batch = batchOf(depth, size, count / 4);
  const samples = new Float64Array(batch * count * depth);
  const sums = new Float64Array(batch * size * count);
  return {
    batch,
    samples,
    multiply: (cells) => {
      sums.fill(0, 0, cells * size * count);
      for (let cell = 0; cell < cells; cell++) {
        for (let p = 0; p < depth; p++) {
          const from = (cell * depth + p) * count;
          for (let i = 0; i < size; i++) {
            const value = phi[p * size + i]!;
            const to = (cell * size + i) * count;
            for (let f = 0; f < count; f++) sums[to + f]! += value * samples[from + f]!;
          }
        }
      }
    },
    sums,
    rows: size,
    width: count,
  };
}
