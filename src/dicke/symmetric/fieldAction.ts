import type { Vector3 } from "../../state/moments.ts";
import { ladderElements } from "../spinOperators.ts";
import { type BlockLayout, blockOrder, imaginaryStart, lastCoherence, realStart } from "./layout.ts";

/** Adds -i[B.J, rho] to the derivative of a packed state; no matrix, so that the field may change at no cost. */
export type FieldAction = (field: Vector3, state: Float64Array, derivative: Float64Array) => void;

/**
 * The action of a field, for a layout with imaginary parts. A layout without some coherences needs a field along z. Matrix
 * elements as in `liouvillian`.
 */
export function fieldAction(layout: BlockLayout): FieldAction {
  const ladders = Array.from({ length: layout.blockCount }, (_, k) => ladderElements(blockOrder(layout.spins, k) - 1));
  return (field, state, derivative) => {
    const transverse = field[0] !== 0 || field[1] !== 0;
    for (let block = 0; block < layout.blockCount; block++) {
      for (let q = 1; q <= lastCoherence(layout, block); q++) {
        addTurn(layout, block, q, q * field[2], state, derivative);
        if (transverse) addTransverse(layout, ladders[block]!, block, q, field, state, derivative);
      }
      if (transverse) addToPopulations(layout, ladders[block]!, block, field, state, derivative);
    }
  };
}

function addTurn(layout: BlockLayout, block: number, q: number, rate: number, u: Float64Array, du: Float64Array): void {
  if (rate === 0) return;
  const real = realStart(layout, block, q);
  const imaginary = imaginaryStart(layout, block, q);
  for (let b = 0, length = blockOrder(layout.spins, block) - q; b < length; b++) {
    du[real + b]! -= rate * u[imaginary + b]!;
    du[imaginary + b]! += rate * u[real + b]!;
  }
}

/** What flows between neighbours leaves one and enters the other, so that the trace stays to the last bit. */
function addToPopulations(
  layout: BlockLayout,
  ladder: Float64Array,
  block: number,
  [x, y]: Vector3,
  u: Float64Array,
  du: Float64Array,
): void {
  const order = ladder.length - 1;
  if (order < 2) return;
  const start = layout.blockStarts[block]!;
  const real = realStart(layout, block, 1);
  const imaginary = imaginaryStart(layout, block, 1);
  for (let b = 0; b < order - 1; b++) {
    const flow = ladder[b + 1]! * (x * u[imaginary + b]! - y * u[real + b]!);
    du[start + b]! += flow;
    du[start + b + 1]! -= flow;
  }
}

function addTransverse(
  layout: BlockLayout,
  ladder: Float64Array,
  block: number,
  q: number,
  field: Vector3,
  u: Float64Array,
  du: Float64Array,
): void {
  const length = ladder.length - 1 - q;
  const x = field[0] / 2;
  const y = field[1] / 2;
  const real = realStart(layout, block, q);
  const imaginary = imaginaryStart(layout, block, q);
  const lowerReal = realStart(layout, block, q - 1);
  const lowerImaginary = q > 1 ? imaginaryStart(layout, block, q - 1) : -1;
  for (let b = 0; b < length; b++) {
    const ca = ladder[b + q]!;
    const cb = ladder[b + 1]!;
    const downRe = ca * u[lowerReal + b]! - cb * u[lowerReal + b + 1]!;
    const downIm = lowerImaginary < 0 ? 0 : ca * u[lowerImaginary + b]! - cb * u[lowerImaginary + b + 1]!;
    du[real + b]! += x * downIm + y * downRe;
    du[imaginary + b]! += y * downIm - x * downRe;
  }
  if (length < 2) return;
  const higherReal = realStart(layout, block, q + 1);
  const higherImaginary = imaginaryStart(layout, block, q + 1);
  // Element b - 1 and element b of coherence q + 1; either end lacks one of them.
  let beforeRe = 0;
  let beforeIm = 0;
  for (let b = 0; b < length; b++) {
    const re = b < length - 1 ? u[higherReal + b]! : 0;
    const im = b < length - 1 ? u[higherImaginary + b]! : 0;
    const ca = ladder[b + q + 1]!;
    const cb = ladder[b]!;
    const upRe = ca * re - cb * beforeRe;
    const upIm = ca * im - cb * beforeIm;
    du[real + b]! += x * upIm - y * upRe;
    du[imaginary + b]! -= x * upRe + y * upIm;
    beforeRe = re;
    beforeIm = im;
  }
}
