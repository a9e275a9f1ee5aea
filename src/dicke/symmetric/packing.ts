import { type BlockDensityMatrix, emptyBlock } from "../../state/blocks/blockDensity.ts";
import {
  type BlockLayout,
  blockLayout,
  blockOrder,
  fullBlockCount,
  imaginaryStart,
  lastCoherence,
  realStart,
} from "./layout.ts";

/** The lower triangles of the blocks as one vector; what the layout leaves out is not read. */
export function packBlocks(layout: BlockLayout, density: BlockDensityMatrix): Float64Array {
  const packed = new Float64Array(layout.size);
  for (let block = 0; block < layout.blockCount; block++) {
    const order = blockOrder(layout.spins, block);
    const { real, imaginary } = density.blocks[block]!;
    for (let q = 0; q <= lastCoherence(layout, block); q++) {
      const realAt = realStart(layout, block, q);
      for (let b = 0; b < order - q; b++) packed[realAt + b] = real[(b + q) * order + b]!;
      if (q === 0 || !layout.imaginary) continue;
      const imaginaryAt = imaginaryStart(layout, block, q);
      for (let b = 0; b < order - q; b++) packed[imaginaryAt + b] = imaginary[(b + q) * order + b]!;
    }
  }
  return packed;
}

/** The matrices of a vector; zeros where the layout leaves something out. */
export function unpackBlocks(layout: BlockLayout, packed: Float64Array): BlockDensityMatrix {
  const { spins } = layout;
  const blocks = Array.from({ length: fullBlockCount(spins) }, (_, k) => emptyBlock(spins - 2 * k));
  for (let block = 0; block < layout.blockCount; block++) {
    const order = blockOrder(spins, block);
    const { real, imaginary } = blocks[block]!;
    for (let q = 0; q <= lastCoherence(layout, block); q++) {
      const realAt = realStart(layout, block, q);
      for (let b = 0; b < order - q; b++) {
        real[(b + q) * order + b] = real[b * order + b + q] = packed[realAt + b]!;
      }
      if (q === 0 || !layout.imaginary) continue;
      const imaginaryAt = imaginaryStart(layout, block, q);
      for (let b = 0; b < order - q; b++) {
        imaginary[(b + q) * order + b] = packed[imaginaryAt + b]!;
        imaginary[b * order + b + q] = -packed[imaginaryAt + b]!;
      }
    }
  }
  return { spins, blocks };
}

/**
 * A state without imaginary parts, found with the field along y, turned about z until y points along (x, y)/|(x, y)|:
 * element (b + q, b) gets the phase e^{iq angle}, e^{i angle} = (y - ix)/|(x, y)|.
 */
export function turnedFromY(
  layout: BlockLayout,
  packed: Float64Array,
  x: number,
  y: number,
): { readonly layout: BlockLayout; readonly packed: Float64Array } {
  const full = blockLayout(layout.spins, { ...layout, imaginary: true });
  const turned = new Float64Array(full.size);
  const length = Math.hypot(x, y);
  const [stepReal, stepImaginary] = [y / length, -x / length];
  for (let block = 0; block < layout.blockCount; block++) {
    const order = blockOrder(layout.spins, block);
    let cosine = 1;
    let sine = 0;
    for (let q = 0; q <= lastCoherence(layout, block); q++) {
      const from = realStart(layout, block, q);
      const realAt = realStart(full, block, q);
      for (let b = 0; b < order - q; b++) turned[realAt + b] = cosine * packed[from + b]!;
      if (q > 0) {
        const imaginaryAt = imaginaryStart(full, block, q);
        for (let b = 0; b < order - q; b++) turned[imaginaryAt + b] = sine * packed[from + b]!;
      }
      [cosine, sine] = [cosine * stepReal - sine * stepImaginary, cosine * stepImaginary + sine * stepReal];
    }
  }
  return { layout: full, packed: turned };
}

/** tr rho. */
export function packedTrace(layout: BlockLayout, packed: Float64Array): number {
  let sum = 0;
  for (let block = 0; block < layout.blockCount; block++) {
    const start = layout.blockStarts[block]!;
    for (let b = 0; b < blockOrder(layout.spins, block); b++) sum += packed[start + b]!;
  }
  return sum;
}

/** tr rho_l^2 of one block: off-diagonal entries stand for two of the matrix. */
export function blockSquare(layout: BlockLayout, block: number, packed: Float64Array): number {
  const start = layout.blockStarts[block]!;
  const rest = start + blockOrder(layout.spins, block);
  let diagonal = 0;
  let others = 0;
  for (let k = start; k < rest; k++) diagonal += packed[k]! * packed[k]!;
  for (let k = rest, end = layout.blockStarts[block + 1]!; k < end; k++) others += packed[k]! * packed[k]!;
  return diagonal + 2 * others;
}

/**
 * Upper bound of the trace norm: the sum over the blocks of sqrt(2j + 1) times the Frobenius norm. (The copies of a block
 * share its trace norm, so that their number does not enter.)
 */
export function traceNormBound(layout: BlockLayout, packed: Float64Array): number {
  let sum = 0;
  for (let block = 0; block < layout.blockCount; block++) {
    sum += Math.sqrt(blockOrder(layout.spins, block) * blockSquare(layout, block, packed));
  }
  return sum;
}
