import { solveDense } from "../../linalg/dense/solve.ts";
import type { AxialModel } from "../../model/secondOrder/axis.ts";
import { fittedWeight, frameOf, type Moments, type Weight } from "./frame.ts";
import { ENTRY_ROUNDINGS, expansionSize, type Frame, generatorMatrix, placeOf } from "./generator.ts";

/** Moments int P phi_i psi_j of a steady P in one expansion. */
export interface Expansion {
  readonly frame: Frame;
  readonly degree: number;
  readonly size: number;
  readonly matrix: Float64Array;
  /** The first is int P = 1. */
  readonly values: Float64Array;
}

/**
 * The steady moments of an expansion up to a degree: those that the generator of this degree leaves at rest.
 *
 * @throws SingularMatrixError
 */
export function steadyExpansion(model: AxialModel, weight: Weight, degree: number, stretch: number): Expansion {
  const frame = frameOf(weight, 0, degree, stretch);
  const matrix = generatorMatrix(model, 0, frame, degree);
  const size = expansionSize(degree);
  const right = Float64Array.from({ length: size - 1 }, (_, k) => -matrix[(k + 1) * size]!);
  const values = Float64Array.of(1, ...solveDense(size - 1, reduced(matrix, size), 1, right));
  return { frame, degree, size, matrix, values };
}

/** Without the row and the column of the constant. */
function reduced(matrix: Float64Array, size: number): Float64Array {
  const inner = new Float64Array((size - 1) ** 2);
  for (let i = 1; i < size; i++) {
    inner.set(matrix.subarray(i * size + 1, (i + 1) * size), (i - 1) * (size - 1));
  }
  return inner;
}

/** Coefficients of x, and of x^2, in a family. */
function powersIn({ up, diagonal, down }: Frame["across"]): { readonly first: number[]; readonly second: number[] } {
  const [a, b] = [diagonal[0]!, diagonal[1]!];
  return { first: [a, up[0]!], second: [a * a + up[0]! * down[1]!, up[0]! * (a + b), up[0]! * up[1]!] };
}

/** Coefficients of p, q, p^2, p q and q^2 by place. */
function localMoments({ across, along }: Frame) {
  const [p, q] = [powersIn(across), powersIn(along)];
  const places = (first: number[], second: number[]): ReadonlyMap<number, number> => {
    const found = new Map<number, number>();
    for (const [i, a] of first.entries()) for (const [j, b] of second.entries()) found.set(placeOf(i, j), a * b);
    return found;
  };
  return {
    p: places(p.first, [1]),
    q: places([1], q.first),
    pp: places(p.second, [1]),
    pq: places(p.first, q.first),
    qq: places([1], q.second),
  };
}

const applied = (functional: ReadonlyMap<number, number>, values: Float64Array): number => {
  let sum = 0;
  for (const [place, value] of functional) sum += value * values[place]!;
  return sum;
};

/** Mean and covariance of u and z: the latter from moments about the frame, which are small. */
export function momentsOf({ frame, values }: Expansion): Moments {
  const local = localMoments(frame);
  const [p, q] = [applied(local.p, values), applied(local.q, values)];
  const [pp, pq, qq] = [local.pp, local.pq, local.qq].map((functional) => applied(functional, values)) as [
    number,
    number,
    number,
  ];
  const { place, height, slope } = frame;
  const [uu, cross, rest] = [pp - p * p, pq - p * q, qq - q * q];
  return {
    u: place + p,
    z: height + slope * p + q,
    uu,
    uz: slope * uu + cross,
    zz: slope * slope * uu + 2 * slope * cross + rest,
  };
}

/** Errors of <u>, <z> and <z^2>. */
export type MomentErrors = readonly [u: number, z: number, zz: number];

/**
 * What rounding may change in <u>, <z> and <z^2>: an error E of the matrix M and the residual r change a functional f of the moments c by
 * w (E c + r), w M = f; entries of E are roundings of the sums of moduli that those of M are made of.
 */
export function roundingOf(
  model: AxialModel,
  weight: Weight,
  stretch: number,
  { frame, degree, size, matrix, values }: Expansion,
): { readonly errors: MomentErrors; readonly residual: number } {
  const moduli = generatorMatrix(model, 0, frameOf(weight, 0, degree, stretch), degree, true);
  const changes = new Float64Array(size);
  let [largest, scale] = [0, 0];
  for (let a = 1; a < size; a++) {
    let [sum, rest] = [0, 0];
    for (let b = 0; b < size; b++) {
      sum += moduli[a * size + b]! * Math.abs(values[b]!);
      rest += matrix[a * size + b]! * values[b]!;
    }
    changes[a] = ENTRY_ROUNDINGS * Number.EPSILON * sum + Math.abs(rest);
    largest = Math.max(largest, Math.abs(rest));
    scale = Math.max(scale, sum);
  }
  const { place, height, slope } = frame;
  const local = localMoments(frame);
  const functionals = [
    combined([1, local.p]),
    combined([slope, local.p], [1, local.q]),
    combined(
      [2 * height * slope, local.p],
      [2 * height, local.q],
      [slope ** 2, local.pp],
      [2 * slope, local.pq],
      [1, local.qq],
    ),
  ];
  const columns = new Float64Array((size - 1) * 3);
  for (const [k, functional] of functionals.entries()) {
    for (const [at, value] of functional) if (at > 0) columns[(at - 1) * 3 + k] = value;
  }
  const weights = solveDense(size - 1, transposed(reduced(matrix, size), size - 1), 3, columns);
  const errors = [0, 0, 0];
  for (let a = 1; a < size; a++) {
    for (let k = 0; k < 3; k++) errors[k]! += Math.abs(weights[(a - 1) * 3 + k]!) * changes[a]!;
  }
  const own = SUM_ROUNDINGS * Number.EPSILON * (1 + Math.abs(place) + height ** 2);
  return { errors: errors.map((error) => error + own) as unknown as MomentErrors, residual: largest / scale };
}

/** Of the sums that make the moments. */
const SUM_ROUNDINGS = 16;

function combined(...parts: readonly (readonly [number, ReadonlyMap<number, number>])[]): ReadonlyMap<number, number> {
  const sum = new Map<number, number>();
  for (const [factor, functional] of parts) {
    for (const [place, value] of functional) sum.set(place, (sum.get(place) ?? 0) + factor * value);
  }
  return sum;
}

function transposed(matrix: Float64Array, size: number): Float64Array {
  const flipped = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) flipped[j * size + i] = matrix[i * size + j]!;
  return flipped;
}

/** Solves that settle a weight near threshold, and their degree. */
const SETTLING_STEPS = 4;
const SETTLING_DEGREE = 8;

/** A weight near threshold with the moments of P itself, which linear noise does not know there. */
export function settledWeight(model: AxialModel, first: Weight): Weight {
  let weight = first;
  for (let step = 0; step < SETTLING_STEPS && weight.kind === "threshold"; step++) {
    const next = fittedWeight(momentsOf(steadyExpansion(model, weight, SETTLING_DEGREE, 1)), model.spins);
    if (next === null) break;
    weight = next;
  }
  return weight;
}
