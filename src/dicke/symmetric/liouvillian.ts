import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";
import { type BlockLayout, realStart } from "./layout.ts";
import { type BlockRates, blockRates, ladderElements } from "./rates.ts";

/**
 * Which unknowns the matrix is about: "all" of a layout, or its real parts alone, for a field along y (or none): then the
 * Liouvillian is real, and the real part of a state evolves by itself.
 */
export type Parts = "all" | "real";

/** The dissipator on the lower triangle of the blocks: the same matrix serves real and imaginary parts. */
export function dissipatorMatrix(model: SpinModel, layout: BlockLayout): SparseMatrix {
  const writer = createWriter(layout.realCount, 9);
  const rates = blockRates(model, layout.blockCount);
  forEachElement(layout, (q, block, b) => {
    writeDissipator(writer, layout, rates[block]!, q, b, 0);
    endRow(writer);
  });
  return finish(writer, layout.realCount);
}

/**
 * The Liouvillian of PHYSICS.md section 1 as a real square matrix that takes the vector of BlockLayout (its real parts
 * alone for parts = "real") to the time derivative. With a = b + q, c_a = <a - 1|J_+|a> and beta = (B_x - iB_y)/2 the
 * field adds to d rho_ab/dt
 *
 *   i q B_z rho_ab - i beta (c_{a+1} rho_{a+1,b} - c_b rho_{a,b-1}) - i beta* (c_a rho_{a-1,b} - c_{b+1} rho_{a,b+1}),
 *
 * where the first bracket holds elements of coherence q + 1 and the second of q - 1.
 *
 * @param field takes the place of the model's field
 */
export function liouvillian(
  model: SpinModel,
  layout: BlockLayout,
  parts: Parts = "all",
  field: Vector3 = model.field,
): SparseMatrix {
  const [x, y, z] = field;
  const rates = blockRates(model, layout.blockCount);
  const ladders = rates.map(({ order }) => ladderElements(order));
  const size = parts === "all" ? layout.size : layout.realCount;
  const shift = layout.realCount - layout.diagonalCount;
  const writer = createWriter(size, parts === "all" ? 18 : 13);
  const imaginaryParts = parts === "all";

  forEachElement(layout, (q, block, b) => {
    writeLower(writer, layout, ladders[block]!, q, block, b, y / 2, 0);
    writeDissipator(writer, layout, rates[block]!, q, b, 0);
    writeHigher(writer, layout, ladders[block]!, q, block, b, q === 0 ? -y : -y / 2, 0);
    if (imaginaryParts) {
      if (q > 1) writeLower(writer, layout, ladders[block]!, q, block, b, x / 2, shift);
      if (q > 0) put(writer, realStart(layout, q, block) + b + shift, -q * z);
      writeHigher(writer, layout, ladders[block]!, q, block, b, q === 0 ? x : x / 2, shift);
    }
    endRow(writer);
  });
  if (imaginaryParts) {
    forEachElement(layout, (q, block, b) => {
      if (q === 0) return;
      writeLower(writer, layout, ladders[block]!, q, block, b, -x / 2, 0);
      put(writer, realStart(layout, q, block) + b, q * z);
      writeHigher(writer, layout, ladders[block]!, q, block, b, -x / 2, 0);
      if (q > 1) writeLower(writer, layout, ladders[block]!, q, block, b, y / 2, shift);
      writeDissipator(writer, layout, rates[block]!, q, b, shift);
      writeHigher(writer, layout, ladders[block]!, q, block, b, -y / 2, shift);
      endRow(writer);
    });
  }
  return finish(writer, size);
}

function forEachElement(layout: BlockLayout, visit: (q: number, block: number, b: number) => void): void {
  for (let q = 0; q <= layout.highestCoherence; q++) {
    for (let block = 0; block < layout.blockCount; block++) {
      const length = layout.spins + 1 - 2 * block - q;
      for (let b = 0; b < length; b++) visit(q, block, b);
    }
  }
}

/** Row (b + q, b) of the dissipator; columns ascend. The diagonal is always there, so that a shift keeps the pattern. */
function writeDissipator(
  writer: Writer,
  layout: BlockLayout,
  rates: BlockRates,
  q: number,
  b: number,
  shift: number,
): void {
  const { channels, channelsBefore, loss, turn, align, order, block } = rates;
  const a = b + q;
  const spin = (order - 1) / 2;
  for (let k = 0; k <= channels.length; k++) {
    if (k === channelsBefore) {
      const value = align * (spin - a) * (spin - b) - loss[a]! - loss[b]! - turn * q * q;
      append(writer, shift + realStart(layout, q, block) + b, value);
    }
    if (k === channels.length) break;
    const channel = channels[k]!;
    const gain = channel.weight * channel.factors[a]! * channel.factors[b]!;
    if (gain !== 0) append(writer, shift + realStart(layout, q, channel.source) + b - channel.shift, gain);
  }
}

/** factor (c_a rho_{a-1,b} - c_{b+1} rho_{a,b+1}): elements of coherence q - 1, where there are any. */
function writeLower(
  writer: Writer,
  layout: BlockLayout,
  ladder: Float64Array,
  q: number,
  block: number,
  b: number,
  factor: number,
  shift: number,
): void {
  if (q === 0 || factor === 0) return;
  const start = shift + realStart(layout, q - 1, block) + b;
  append(writer, start, factor * ladder[b + q]!);
  append(writer, start + 1, -factor * ladder[b + 1]!);
}

/** factor (c_{a+1} rho_{a+1,b} - c_b rho_{a,b-1}): elements of coherence q + 1, where there are any. */
function writeHigher(
  writer: Writer,
  layout: BlockLayout,
  ladder: Float64Array,
  q: number,
  block: number,
  b: number,
  factor: number,
  shift: number,
): void {
  if (q === layout.highestCoherence || factor === 0) return;
  const start = shift + realStart(layout, q + 1, block) + b;
  if (b > 0) append(writer, start - 1, -factor * ladder[b]!);
  const a = b + q;
  if (a + 1 < ladder.length - 1) append(writer, start, factor * ladder[a + 1]!);
}

/** Compressed rows under construction; columns arrive in ascending order. */
interface Writer {
  readonly rowStarts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  rows: number;
  count: number;
}

const createWriter = (rows: number, entriesPerRow: number): Writer => ({
  rowStarts: new Int32Array(rows + 1),
  columns: new Int32Array(rows * entriesPerRow),
  values: new Float64Array(rows * entriesPerRow),
  rows: 0,
  count: 0,
});

function append(writer: Writer, column: number, value: number): void {
  writer.columns[writer.count] = column;
  writer.values[writer.count++] = value;
}

function put(writer: Writer, column: number, value: number): void {
  if (value !== 0) append(writer, column, value);
}

const endRow = (writer: Writer): void => {
  writer.rowStarts[++writer.rows] = writer.count;
};

const finish = (writer: Writer, size: number): SparseMatrix => ({
  pattern: {
    rows: size,
    columns: size,
    rowStarts: writer.rowStarts,
    columnIndices: writer.columns.slice(0, writer.count),
  },
  values: writer.values.slice(0, writer.count),
});
