import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";
import { assembled, type Packing } from "../generator/assemble.ts";
import { blockGenerator, generatorTerms } from "../generator/blockGenerator.ts";
import { asRateModel } from "../processMatrix.ts";
import { ladderElements } from "../spinOperators.ts";
import { type BlockLayout, blockOrder, imaginaryStart, lastCoherence, realStart } from "./layout.ts";
import { type BlockRates, blockRates } from "./rates.ts";

type Part = "real" | "imaginary";
const partStart = (layout: BlockLayout, part: Part, block: number, q: number): number =>
  part === "real" ? realStart(layout, block, q) : imaginaryStart(layout, block, q);

/**
 * The Liouvillian as a real square matrix that takes the vector of BlockLayout to its time derivative; the whole diagonal is in its pattern. A layout without
 * imaginary parts needs a Liouvillian that is real (`isRealIn`): then the real part of a state evolves by itself. A layout without some coherences needs one that
 * keeps m - m'.
 *
 * @param field takes the place of the model's field
 */
export function liouvillian(model: SpinModel, layout: BlockLayout, field: Vector3 = model.field): SparseMatrix {
  const rates = asRateModel(model);
  if (rates !== null) return ofRates(rates, layout, field);
  const terms = generatorTerms(model, field);
  const blocks = Array.from({ length: layout.blockCount }, (_, k) => blockGenerator(terms, k, layout.blockCount));
  return assembled(blocks, layoutPacking(layout));
}

/** Where the elements of packed blocks are. */
export const layoutPacking = (layout: BlockLayout): Packing => ({
  size: layout.size,
  real: (block, q, b) => (isKept(layout, block, q) ? realStart(layout, block, q) + b : -1),
  imaginary: (block, q, b) =>
    layout.imaginary && isKept(layout, block, q) ? imaginaryStart(layout, block, q) + b : -1,
});

const isKept = (layout: BlockLayout, block: number, q: number): boolean =>
  q >= layout.lowestCoherence && q <= lastCoherence(layout, block);

/**
 * Of a field and rates alone: with a = b + q, c_a = <a - 1|J_+|a> and beta = (B_x - iB_y)/2 the field adds to d rho_ab/dt
 *
 *   i q B_z rho_ab - i beta (c_{a+1} rho_{a+1,b} - c_b rho_{a,b-1}) - i beta* (c_a rho_{a-1,b} - c_{b+1} rho_{a,b+1}),
 *
 * where the first bracket holds elements of coherence q + 1 and the second of q - 1.
 */
function ofRates(model: SpinModel, layout: BlockLayout, [x, y, z]: Vector3): SparseMatrix {
  const rates = blockRates(model, layout.blockCount);
  const writer = createWriter(layout.size, x === 0 && y === 0 && z === 0 ? 9 : layout.imaginary ? 18 : 13);
  for (const rate of rates) {
    const row: RowWriter = { writer, layout, rates: rate, ladder: ladderElements(rate.order - 1) };
    const last = lastCoherence(layout, rate.block);
    for (let q = layout.lowestCoherence; q <= last; q++) {
      for (let b = 0; b < rate.order - q; b++) writeRealRow(row, q, b, x, y, z);
    }
    if (!layout.imaginary) continue;
    for (let q = Math.max(1, layout.lowestCoherence); q <= last; q++) {
      for (let b = 0; b < rate.order - q; b++) writeImaginaryRow(row, q, b, x, y, z);
    }
  }
  return finish(writer, layout.size);
}

/** What does not change from one row of a block to the next. */
interface RowWriter {
  readonly writer: Writer;
  readonly layout: BlockLayout;
  readonly rates: BlockRates;
  readonly ladder: Float64Array;
}

function writeRealRow(row: RowWriter, q: number, b: number, x: number, y: number, z: number): void {
  writeGains(row, "real", q, b, -1);
  writeLower(row, "real", q, b, y / 2);
  writeGains(row, "real", q, b, 0);
  // For q = 0 an element and its mirror image both contribute.
  writeHigher(row, "real", q, b, q === 0 ? -y : -y / 2);
  if (row.layout.imaginary) {
    if (q > 1) writeLower(row, "imaginary", q, b, x / 2);
    if (q > 0) writeTurn(row, "imaginary", q, b, -q * z);
    writeHigher(row, "imaginary", q, b, q === 0 ? x : x / 2);
  }
  writeGains(row, "real", q, b, 1);
  endRow(row.writer);
}

function writeImaginaryRow(row: RowWriter, q: number, b: number, x: number, y: number, z: number): void {
  writeGains(row, "imaginary", q, b, -1);
  writeLower(row, "real", q, b, -x / 2);
  writeTurn(row, "real", q, b, q * z);
  writeHigher(row, "real", q, b, -x / 2);
  if (q > 1) writeLower(row, "imaginary", q, b, y / 2);
  writeGains(row, "imaginary", q, b, 0);
  writeHigher(row, "imaginary", q, b, -y / 2);
  writeGains(row, "imaginary", q, b, 1);
  endRow(row.writer);
}

/** What dissipation brings to element (b + q, b) from the block before (-1), its own (0, with the loss) or the one behind (1). */
function writeGains(row: RowWriter, part: Part, q: number, b: number, from: -1 | 0 | 1): void {
  const { writer, layout, rates } = row;
  const { loss, turn, dephasingLoss, block } = rates;
  const a = b + q;
  const source = block + from;
  if (source < 0 || source >= layout.blockCount || q >= blockOrder(layout.spins, source)) return;
  const start = partStart(layout, part, source, q) + b;
  let diagonalWritten = from !== 0;
  for (const channel of rates.channels) {
    if (channel.source !== source) continue;
    if (!diagonalWritten && channel.shift < 0) {
      append(writer, start, diagonal());
      diagonalWritten = true;
    }
    const gain = channel.weight * channel.factors[a]! * channel.factors[b]!;
    if (gain !== 0) append(writer, start - channel.shift, gain);
  }
  if (!diagonalWritten) append(writer, start, diagonal());

  function diagonal(): number {
    return -loss[a]! - loss[b]! - turn * q * q - dephasingLoss(a, b);
  }
}

function writeTurn({ writer, layout, rates }: RowWriter, part: Part, q: number, b: number, rate: number): void {
  if (rate !== 0) append(writer, partStart(layout, part, rates.block, q) + b, rate);
}

/** factor (c_a rho_{a-1,b} - c_{b+1} rho_{a,b+1}): elements of coherence q - 1, where there are any. */
function writeLower(
  { writer, layout, rates, ladder }: RowWriter,
  part: Part,
  q: number,
  b: number,
  factor: number,
): void {
  if (q === 0 || factor === 0) return;
  const place = partStart(layout, part, rates.block, q - 1) + b;
  append(writer, place, factor * ladder[b + q]!);
  append(writer, place + 1, -factor * ladder[b + 1]!);
}

/** factor (c_{a+1} rho_{a+1,b} - c_b rho_{a,b-1}): elements of coherence q + 1, where there are any. */
function writeHigher(
  { writer, layout, rates, ladder }: RowWriter,
  part: Part,
  q: number,
  b: number,
  factor: number,
): void {
  if (q === lastCoherence(layout, rates.block) || factor === 0) return;
  const place = partStart(layout, part, rates.block, q + 1) + b;
  if (b > 0) append(writer, place - 1, -factor * ladder[b]!);
  if (b + q + 1 < rates.order) append(writer, place, factor * ladder[b + q + 1]!);
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
