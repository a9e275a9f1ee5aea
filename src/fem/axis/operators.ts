import { ConvergenceError } from "../../core/errors.ts";
import type { OperatorSpace } from "../../light/operatorSpace.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../linalg/sparse.ts";
import { addScaled } from "../../linalg/vectorKernels.ts";
import { type AxialModel, aroundAxis } from "../../model/secondOrder/axis.ts";
import { type Coefficients, coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { combined, type ExpandedOperators, expansionOperators } from "../expansionOperators.ts";
import { withoutPoint } from "../otherRoads.ts";
import { firstWeight, frameOf, type Weight } from "./frame.ts";
import {
  expansionSize,
  type Frame,
  generatorMatrix,
  momentMatrix,
  type Operators,
  turnMatrix,
  type Coefficients as Values,
} from "./generator.ts";
import { settledWeight } from "./solve.ts";
import { requireExpandable } from "./validity.ts";

/** Coherences that two multiplications with J reach from populations. */
const REACHED = 2;

/**
 * The permutation-symmetric operators of a model with an axis along z by their moments around its ring or its point: int P (x + i y)^m phi_i psi_j, m = 0, 1, 2, real and imaginary parts.
 *
 * @throws InputError where the model has no axis along z; ConvergenceError below threshold
 */
export function axisOperators(model: SpinModel): ExpandedOperators<Weight["kind"]> {
  const axial = requireExpandable(aroundAxis(coefficientsOf(model)));
  const weight = settledWeight(axial, firstWeight(axial));
  const operators = (degree: number, stretch: number): OperatorSpace => {
    // Of one family for all coherences, so that products take one to another.
    const frame = frameOf(weight, 0, degree, stretch);
    const products = multiplications(model.spins, frame, degree);
    const generatorOf = (other: SpinModel): SparseMatrix => {
      const { field, ...rest } = coefficientsOf(other);
      const around = sectors(requireAxis({ ...rest, field: [0, 0, field[2]] }), frame, degree);
      // A field across the axis turns coherences into one another: -i [J_a, X] is twice the imaginary part of J_a X.
      const across = [0, 1].flatMap((a) => (field[a] === 0 ? [] : [[2 * field[a]!, products[a]![1]] as const]));
      return across.length === 0 ? around : combined([[1, around], ...across]);
    };
    return { ...expansionOperators({ model, generatorOf, products }), sizes: sectors(axial, frame, degree, true) };
  };
  return { around: weight.kind, operators };
}

/** @throws ConvergenceError for processes that are not the same all around z */
function requireAxis(coefficients: Coefficients): AxialModel {
  const axial = aroundAxis(coefficients);
  if (axial?.axis[2] === 1) return axial;
  throw new ConvergenceError({
    what: "processes that are not the same all around the axis are not among those of the expansion around it",
    remedy: withoutPoint(coefficients.spins),
    value: coefficients.collective,
  });
}

type Image = (operators: Operators, f: Values) => Values;

/** A real matrix in blocks: those of m = 0, Re 1, Im 1, Re 2, Im 2. */
interface Blocks {
  /** Adds factor times a dense matrix, row by row. */
  readonly add: (row: number, column: number, factor: number, matrix: Float64Array) => void;
  readonly finished: () => SparseMatrix;
}

const re = (m: number): number => (m === 0 ? 0 : 2 * m - 1);
const im = (m: number): number => 2 * m;

function blocks(size: number): Blocks {
  const [rows, columns, entries]: [number[], number[], number[]] = [[], [], []];
  const order = (2 * REACHED + 1) * size;
  return {
    add: (row, column, factor, matrix) => {
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          const value = factor * matrix[i * size + j]!;
          if (value === 0) continue;
          rows.push(row * size + i);
          columns.push(column * size + j);
          entries.push(value);
        }
      }
    },
    finished: () => sparseFromTriplets(order, order, rows, columns, entries),
  };
}

/** The generator of all coherences. */
function sectors(model: AxialModel, frame: Frame, degree: number, absolute = false): SparseMatrix {
  const size = expansionSize(degree);
  const { add, finished } = blocks(size);
  for (let m = 0; m <= REACHED; m++) {
    const own = generatorMatrix(model, m, frame, degree, absolute);
    add(re(m), re(m), 1, own);
    if (m === 0) continue;
    add(im(m), im(m), 1, own);
    const turn = turnMatrix(model, m, frame, degree, absolute);
    add(re(m), im(m), absolute ? 1 : -1, turn);
    add(im(m), re(m), 1, turn);
  }
  return finished();
}

/** 2 u f_u + m f + z f_z: r.grad of (x + i y)^m f. */
function eulerOf({ timesU, timesZ, byU, byZ }: Operators, f: Values, m: number): Values {
  const image = f.map((value) => m * value);
  addScaled(image, 2, timesU(byU(f)));
  addScaled(image, 1, timesZ(byZ(f)));
  return image;
}

/**
 * J_x, J_y, J_z from J_- and J_+, with D_-+ = (N/2)(x -+ i y) + (1 +- z) d_-+ - (x -+ i y)(r.grad +- d_z)/2, d_- the derivative by x + i y, d_+ that by x - i y:
 *
 *     D_-+ (x +- i y)^m f = (x +- i y)^(m-1) A f,   D_-+ (x -+ i y)^m f = (x -+ i y)^(m+1) B f,   D_z = (N/2) z + (d_z - z r.grad)/2 -+ m/2.
 */
function multiplications(
  spins: number,
  frame: Frame,
  degree: number,
): readonly (readonly [SparseMatrix, SparseMatrix])[] {
  const size = expansionSize(degree);
  const of = (image: Image): Float64Array => momentMatrix(frame, degree, image);
  /** `side` is 1 for J_-, -1 for J_+. */
  const lower = (m: number, side: 1 | -1): Float64Array =>
    of((operators, f) => {
      const { timesU, timesZ, byU, byZ } = operators;
      const inner = f.map((value) => m * value);
      addScaled(inner, 1, timesU(byU(f)));
      const image = inner.slice();
      addScaled(image, side, timesZ(inner));
      const rest = eulerOf(operators, f, m);
      addScaled(rest, side, byZ(f));
      addScaled(rest, -spins, f);
      addScaled(image, -0.5, timesU(rest));
      return image;
    });
  const raise = (m: number, side: 1 | -1): Float64Array =>
    of((operators, f) => {
      const { timesZ, byU, byZ } = operators;
      const slope = byU(f);
      const image = slope.slice();
      addScaled(image, side, timesZ(slope));
      const rest = eulerOf(operators, f, m);
      addScaled(rest, side, byZ(f));
      addScaled(rest, -spins, f);
      addScaled(image, -0.5, rest);
      return image;
    });
  const along = (m: number): Float64Array =>
    of((operators, f) => {
      const image = operators.timesZ(f).map((value) => (spins / 2) * value);
      addScaled(image, 0.5, operators.byZ(f));
      addScaled(image, -0.5, operators.timesZ(eulerOf(operators, f, m)));
      return image;
    });
  const [realX, imaginaryX, realY, imaginaryY, realZ, imaginaryZ] = Array.from({ length: 6 }, () => blocks(size)) as [
    Blocks,
    Blocks,
    Blocks,
    Blocks,
    Blocks,
    Blocks,
  ];
  const one = of((_, f) => f);
  for (let m = 0; m <= REACHED; m++) {
    for (const side of [1, -1] as const) {
      // Hermitian parts Y_1 and Y_2 of J_-+ X, half of each from the product and from its adjoint.
      const add = (to: number, from: number, factor: number, ofFirst: boolean, matrix: Float64Array): void => {
        // R_x = (Y_1- + Y_1+)/2, I_y = (Y_1- - Y_1+)/2, I_x = (Y_2- + Y_2+)/2, R_y = (Y_2+ - Y_2-)/2.
        (ofFirst ? realX : imaginaryX).add(to, from, factor / 2, matrix);
        (ofFirst ? imaginaryY : realY).add(to, from, ((ofFirst ? side : -side) * factor) / 2, matrix);
      };
      const up = raise(m, side);
      if (m === 0) {
        add(re(0), re(1), 1, true, up);
        add(re(0), im(1), -side, false, up);
        continue;
      }
      const down = lower(m, side);
      // Y_1 = (A mu_(m-1) + B mu_(m+1))/2 and Y_2 = side (A mu_(m-1) - B mu_(m+1))/2i.
      for (const [matrix, from, sign] of [
        [down, m - 1, 1],
        [up, m + 1, -1],
      ] as const) {
        if (from > REACHED) continue;
        add(re(m), re(from), 0.5, true, matrix);
        add(im(m), re(from), -0.5 * side * sign, false, matrix);
        if (from === 0) continue;
        add(im(m), im(from), 0.5, true, matrix);
        add(re(m), im(from), 0.5 * side * sign, false, matrix);
      }
    }
    const own = along(m);
    realZ.add(re(m), re(m), 1, own);
    if (m === 0) continue;
    realZ.add(im(m), im(m), 1, own);
    imaginaryZ.add(re(m), im(m), -m / 2, one);
    imaginaryZ.add(im(m), re(m), m / 2, one);
  }
  return [
    [realX.finished(), imaginaryX.finished()],
    [realY.finished(), imaginaryY.finished()],
    [realZ.finished(), imaginaryZ.finished()],
  ];
}
