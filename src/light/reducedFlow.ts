import {
  factorShiftedHessenberg,
  type ShiftedHessenberg,
  shiftedHessenberg,
  solveShifted,
} from "../linalg/eigen/shiftedHessenberg.ts";
import { dot, norm } from "../linalg/vectorKernels.ts";
import type { ReducedOperators } from "./resolvent.ts";

/** Nodes on the contour: for singularities next to the negative axis the error is 3.89^-24, below 1e-14. */
const NODES = 24;

/** At most this times the fastest frequency is a step: the contour then goes round the eigenvalues (0.32 nodes on the imaginary axis) with room to spare. */
export const LONGEST_TURN = 4;

/** What is left of a state that has decayed: it does not come back. */
const GONE = 1e-40;

/**
 * exp(t H^{-1}) y by inverting the Laplace transform on Talbot's contour in its best form for exponentials (J. A. C. Weideman, doi:10.1137/050625837):
 *
 *     z(a) = n [ 0.5017 a cot(0.6407 a) - 0.6122 + 0.2645 i a ],   y(t + d) = (1 / i n d) sum_k e^z z' (z/d - H^{-1})^{-1} y(t).
 *
 * Eigenvalues of H next to 0, which stand for modes that the space does not resolve, do no harm, whatever the sign of their real parts.
 *
 * @param times ascending, from 0 on
 * @param longestStep a time in which nothing turns by more than LONGEST_TURN
 * @param parts that each step is cut into besides: the answer of twice as many tells what steps leave, however short those of the times are
 * @param look is handed the readers of y at each time, and y, lent until the next
 */
export function reducedFlow(
  { order, hessenberg, readings, length }: ReducedOperators,
  times: readonly number[],
  longestStep: number,
  parts: number,
  look: (index: number, values: readonly number[], state: Float64Array) => void,
): void {
  const state = new Float64Array(order);
  if (order > 0) state[0] = length;
  let [contour, step]: [Contour | null, number] = [null, 0];
  let now = 0;
  for (const [index, time] of times.entries()) {
    if (time > now && order > 0) {
      const steps = parts * Math.max(1, Math.ceil((time - now) / longestStep - 1e-9));
      const wanted = (time - now) / steps;
      // Times of a grid differ by roundings.
      if (contour === null || Math.abs(wanted - step) > 1e-9 * step)
        [contour, step] = [contourFor(hessenberg, order, wanted), wanted];
      for (let k = 0; k < steps && norm(state) > GONE * length; k++) advance(contour, hessenberg, state);
    }
    now = time;
    look(
      index,
      readings.map((reading) => dot(reading, state)),
      state,
    );
  }
}

interface Node {
  readonly factors: ShiftedHessenberg;
  /** 2 e^z z' / (i n d s): of the node and its mirror image, with 1/s of (s H - 1)^{-1} = (1/s) (H - 1/s)^{-1}. */
  readonly weight: readonly [number, number];
}

type Contour = readonly Node[];

function contourFor(hessenberg: Float64Array, order: number, step: number): Contour {
  return Array.from({ length: NODES / 2 }, (_, k): Node => {
    const angle = ((2 * k + 1) * Math.PI) / NODES;
    const [sine, cosine] = [Math.sin(0.6407 * angle), Math.cos(0.6407 * angle)];
    const re = NODES * ((0.5017 * angle * cosine) / sine - 0.6122);
    const im = NODES * 0.2645 * angle;
    const slopeRe = NODES * 0.5017 * (cosine / sine - (0.6407 * angle) / sine ** 2);
    const slopeIm = NODES * 0.2645;
    // s = z / d, and 1/s = d conj(z) / |z|^2.
    const square = re * re + im * im;
    const [inverseRe, inverseIm] = [(step * re) / square, (-step * im) / square];
    const factors = shiftedHessenberg(order);
    factorShiftedHessenberg(hessenberg, inverseRe, inverseIm, Number.MIN_VALUE, factors);
    // e^z z' / z, without the step, which cancels.
    const size = (2 * Math.exp(re)) / (NODES * square);
    const [ratioRe, ratioIm] = [slopeRe * re + slopeIm * im, slopeIm * re - slopeRe * im];
    const [turnRe, turnIm] = [Math.cos(im), Math.sin(im)];
    const [productRe, productIm] = [ratioRe * turnRe - ratioIm * turnIm, ratioRe * turnIm + ratioIm * turnRe];
    // Over i.
    return { factors, weight: [size * productIm, -size * productRe] };
  });
}

/** state <- exp(d H^{-1}) state. */
function advance(contour: Contour, hessenberg: Float64Array, state: Float64Array): void {
  const order = state.length;
  const image = new Float64Array(order);
  for (let i = 0; i < order; i++) {
    let sum = 0;
    for (let j = Math.max(0, i - 1), at = i * order + j; j < order; j++, at++) sum += hessenberg[at]! * state[j]!;
    image[i] = sum;
  }
  state.fill(0);
  for (const { factors, weight } of contour) {
    const real = image.slice();
    const imaginary = new Float64Array(order);
    solveShifted(factors, real, imaginary);
    for (let i = 0; i < order; i++) state[i]! += weight[0] * real[i]! - weight[1] * imaginary[i]!;
  }
}
