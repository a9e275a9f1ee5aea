import type { DensityMatrix } from "../../state/densityMatrix.ts";

/**
 * The same state turned about z so that its matrices are real, where a turn can do that, as for a field in a plane with the axis;
 * otherwise as it was. A turn of all spins changes no measure of entanglement, and a real matrix has half the order.
 */
export interface TurnedBlocks {
  readonly blocks: readonly DensityMatrix[];
  readonly isReal: boolean;
  /** The turned element (a, b) is exp(-i (a - b) angle) times the old one. */
  readonly angle: number;
  /** Trace norm of the imaginary parts that were rounding and were left out. */
  readonly dropped: number;
}

/** Imaginary parts below it, relative to the whole, are what solvers and the turn itself leave of a zero. */
const ROUNDING = 64 * Number.EPSILON;

export function turnedReal(blocks: readonly DensityMatrix[]): TurnedBlocks {
  if (blocks.every(({ imaginary }) => imaginary.every((value) => value === 0)))
    return { blocks, isReal: true, angle: 0, dropped: 0 };
  const angle = commonAngle(blocks);
  const turned = blocks.map((block) => turn(block, angle));
  let total = 0;
  let dropped = 0;
  for (const { spins, real, imaginary } of turned) {
    let square = 0;
    for (const value of real) total += value * value;
    for (const value of imaginary) square += value * value;
    dropped += Math.sqrt((spins + 1) * square);
  }
  if (dropped > ROUNDING * Math.sqrt(total)) return { blocks, isReal: false, angle: 0, dropped: 0 };
  const isReal = turned.map((block) => ({ ...block, imaginary: new Float64Array(block.imaginary.length) }));
  return { blocks: isReal, isReal: true, angle, dropped };
}

/** That of the largest element of the first diagonal beside the main one that holds anything. */
function commonAngle(blocks: readonly DensityMatrix[]): number {
  const largestOrder = Math.max(...blocks.map(({ spins }) => spins));
  let overall = 0;
  for (const { real, imaginary } of blocks)
    for (let k = 0; k < real.length; k++) overall = Math.max(overall, Math.abs(real[k]!), Math.abs(imaginary[k]!));
  for (let q = 1; q <= largestOrder; q++) {
    let largest = ROUNDING * overall;
    let angle = Number.NaN;
    for (const { spins, real, imaginary } of blocks) {
      const n = spins + 1;
      for (let b = 0; b + q < n; b++) {
        const at = (b + q) * n + b;
        const size = Math.hypot(real[at]!, imaginary[at]!);
        if (size <= largest) continue;
        largest = size;
        angle = Math.atan2(imaginary[at]!, real[at]!) / q;
      }
    }
    if (!Number.isNaN(angle)) return angle;
  }
  return 0;
}

function turn({ spins, real, imaginary }: DensityMatrix, angle: number): DensityMatrix {
  const n = spins + 1;
  const turned = { spins, real: new Float64Array(n * n), imaginary: new Float64Array(n * n) };
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const at = a * n + b;
      const cosine = Math.cos((a - b) * angle);
      const sine = -Math.sin((a - b) * angle);
      turned.real[at] = cosine * real[at]! - sine * imaginary[at]!;
      turned.imaginary[at] = sine * real[at]! + cosine * imaginary[at]!;
    }
  }
  return turned;
}
