import { type Kernel, kernel } from "../linalg/direct/kernel/engine.ts";
import { addOuterProducts } from "./outerProduct.ts";

/** Functions of the reference cell at the points of a rule, one row of `size` values a point: those on the left belong to rows, those on the right to columns. */
export interface FormTables {
  readonly size: number;
  readonly depth: number;
  readonly left: readonly Float64Array[];
  readonly right: readonly Float64Array[];
}

/**
 * Matrices of many cells at once: entry (i, j) of a cell is the sum over points p and tables k, m of left_k(p, i) c(p, k, m) right_m(p, j), products of
 * dense matrices.
 */
export interface CellProducts {
  /** Cells that are done together, at most. */
  readonly batch: number;
  /** c: batch x points x left tables x right tables. */
  readonly coefficients: Float64Array;
  /** Fills `matrices` for so many cells. */
  readonly multiply: (cells: number) => void;
  /** batch x `length` x `length`, of which the first `size` rows and columns count. */
  readonly matrices: Float64Array;
  readonly length: number;
}

/** Coefficients and matrices of a batch, in doubles: they stay in a second-level cache. */
const BATCH_VALUES = 32_768;

export function cellProducts(tables: FormTables): CellProducts {
  const engine = kernel();
  return (engine === null ? null : inKernel(tables, engine)) ?? portable(tables);
}

const batchOf = ({ left, right, depth }: FormTables, length: number): number =>
  Math.max(1, Math.floor(BATCH_VALUES / (depth * left.length * right.length + length ** 2)));

/** In WebAssembly; null where there is no memory for it. */
function inKernel(tables: FormTables, engine: Kernel): CellProducts | null {
  const { size, depth, left, right } = tables;
  const strips = Math.ceil(size / 4);
  const length = 4 * strips;
  const batch = batchOf(tables, length);
  let bytes = 16;
  const place = (values: number): number => {
    const at = bytes;
    bytes += 16 * Math.ceil(values / 2);
    return at;
  };
  const at = {
    left: place(left.length * depth * length),
    right: place(right.length * depth * length),
    coefficients: place(batch * depth * left.length * right.length),
    room: place(4 * depth * left.length),
    matrices: place(batch * length ** 2),
  };
  const own = engine.onMemoryOf(bytes);
  if (own === null) return null;
  const { buffer } = own;
  const packedLeft = new Float64Array(buffer, at.left, left.length * depth * length);
  const packedRight = new Float64Array(buffer, at.right, right.length * depth * length);
  for (let i = 0; i < size; i++) {
    const [strip, lane] = [i >> 2, i & 3];
    for (let p = 0; p < depth; p++) {
      for (const [k, table] of left.entries()) {
        packedLeft[4 * ((strip * depth + p) * left.length + k) + lane] = table[p * size + i]!;
      }
      for (const [m, table] of right.entries()) {
        packedRight[4 * ((m * strips + strip) * depth + p) + lane] = table[p * size + i]!;
      }
    }
  }
  const counts = [strips, depth, left.length, right.length];
  const addresses = [at.left, at.right, at.coefficients, at.room, at.matrices];
  return {
    batch,
    coefficients: new Float64Array(buffer, at.coefficients, batch * depth * left.length * right.length),
    multiply: (cells) => own.cellProducts(cells, ...counts, ...addresses),
    matrices: new Float64Array(buffer, at.matrices, batch * length ** 2),
    length,
  };
}

function portable(tables: FormTables): CellProducts {
  const { size, depth, left, right } = tables;
  const batch = batchOf(tables, size);
  const [lefts, rights] = [left.length, right.length];
  const coefficients = new Float64Array(batch * depth * lefts * rights);
  const matrices = new Float64Array(batch * size * size);
  const rows = new Float64Array(depth * size);
  const combine = (first: number, k: number): void => {
    rows.fill(0);
    for (let p = 0; p < depth; p++) {
      for (let m = 0; m < rights; m++) {
        const factor = coefficients[first + (p * lefts + k) * rights + m]!;
        if (factor === 0) continue;
        const table = right[m]!;
        for (let j = p * size; j < (p + 1) * size; j++) rows[j]! += factor * table[j]!;
      }
    }
  };
  return {
    batch,
    coefficients,
    multiply: (cells) => {
      matrices.fill(0, 0, cells * size * size);
      for (let cell = 0; cell < cells; cell++) {
        const local = matrices.subarray(cell * size * size, (cell + 1) * size * size);
        for (let k = 0; k < lefts; k++) {
          combine(cell * depth * lefts * rights, k);
          addOuterProducts(local, size, left[k]!, rows, depth);
        }
      }
    },
    matrices,
    length: size,
  };
}
