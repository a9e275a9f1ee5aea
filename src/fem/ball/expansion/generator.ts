import type { SparseMatrix } from "../../../linalg/sparse.ts";
import type { Coefficients } from "../../../model/secondOrder/coefficients.ts";
import { kramersMoyalIn } from "./kramersMoyal.ts";
import { degreesUpTo, functionCount, placeOf } from "./places.ts";
import { CUBIC_SIZE, type Cubic, linear, sumOf } from "./polynomial.ts";

/**
 * Where P is expanded: r = centre + sum_j width_j q_j axis_j, with Hermite polynomials of each q_j,
 *
 *     q h_k = sqrt(k + 1) h_{k+1} + sign sqrt(k) h_{k-1},   h_k' = sqrt(k) h_{k-1},
 *
 * orthonormal with respect to exp(-q^2 / 2) where the sign is 1; where P is narrower than a point the sign is -1. P is the product of these weights times a
 * polynomial, and what is solved for are its moments int P h_i h_j h_k, which vanish above a total degree.
 */
export interface Frame {
  readonly centre: readonly [number, number, number];
  /** Orthonormal, 3 numbers each. */
  readonly axes: readonly [Vector, Vector, Vector];
  readonly widths: Vector;
  readonly signs: Vector;
}

type Vector = readonly [number, number, number];
const AXES = [0, 1, 2] as const;

/** value q^powers d^derivatives. */
export interface Term {
  readonly value: number;
  readonly powers: Int32Array;
  readonly derivatives: Vector;
}

const EXPONENTS = degreesUpTo(3);

/** x, y, z as functions of q. */
export const positionIn = ({ centre, axes, widths }: Frame): readonly [Cubic, Cubic, Cubic] =>
  AXES.map((k) =>
    linear(centre[k], widths[0] * axes[0][k], widths[1] * axes[1][k], widths[2] * axes[2][k]),
  ) as unknown as readonly [Cubic, Cubic, Cubic];

/** The terms of a polynomial times derivatives. */
export function termsOf(polynomial: Cubic, factor: number, derivatives: Vector): readonly Term[] {
  const terms: Term[] = [];
  for (let place = 0; place < CUBIC_SIZE; place++) {
    const value = factor * polynomial[place]!;
    if (value !== 0) terms.push({ value, powers: EXPONENTS.subarray(3 * place, 3 * place + 3), derivatives });
  }
  return terms;
}

/** Derivatives along some of the axes of a frame, one each. */
export const along = (...places: readonly number[]): Vector =>
  AXES.map((k) => places.filter((place) => place === k).length) as unknown as Vector;

function termsIn(coefficients: Coefficients, frame: Frame): readonly Term[] {
  const { axes, widths } = frame;
  const { drift, diffusion } = kramersMoyalIn(coefficients, positionIn(frame));
  const terms: Term[] = [];
  const add = (polynomial: Cubic, factor: number, derivatives: Vector): void => {
    terms.push(...termsOf(polynomial, factor, derivatives));
  };
  const [xx, yy, zz, xy, xz, yz] = diffusion;
  const rows = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ] as const;
  for (const j of AXES) {
    add(sumOf(...AXES.map((i) => [axes[j][i], drift[i]] as const)), 1 / widths[j], along(j));
    for (let k = j; k < 3; k++) {
      const axis = axes[k as 0 | 1 | 2];
      const projected = sumOf(...AXES.flatMap((i) => AXES.map((l) => [axes[j][i] * axis[l], rows[i][l]] as const)));
      add(projected, (j === k ? 0.5 : 1) / (coefficients.spins * widths[j] * widths[k as 0 | 1 | 2]), along(j, k));
    }
  }
  return terms;
}

/** Coefficients of h_{n-d-m}, h_{n-d-m+2}, ..., h_{n-d+m} in q^m d^d h_n, at [d][m][n]. */
type Table = readonly (readonly (readonly Float64Array[])[])[];

function tableOf(sign: number, degree: number): Table {
  return [0, 1, 2].map((d) => {
    let values = Array.from({ length: degree + 1 }, (_, n) =>
      Float64Array.of(n < d ? 0 : d === 0 ? 1 : d === 1 ? Math.sqrt(n) : Math.sqrt(n * (n - 1))),
    );
    const powers = [values];
    for (let m = 1; m <= 3; m++) {
      values = values.map((known, n) => {
        const next = new Float64Array(m + 1);
        for (let step = 0; step < m; step++) {
          const order = n - d - (m - 1) + 2 * step;
          if (order < 0 || known[step] === 0) continue;
          next[step + 1]! += Math.sqrt(order + 1) * known[step]!;
          next[step]! += sign * Math.sqrt(order) * known[step]!;
        }
        return next;
      });
      powers.push(values);
    }
    return powers;
  });
}

/**
 * Generator of the moments: row a, column b is the coefficient of the b-th function in the backward generator of the a-th, so that the moments change by the matrix
 * times them. The pattern is that of all models.
 */
export const expandedGenerator = (
  coefficients: Coefficients,
  frame: Frame,
  degree: number,
  absolute = false,
): SparseMatrix => expandedOperator(termsIn(coefficients, frame), frame, degree, absolute);

/** The same of any differential operator. */
export function expandedOperator(terms: readonly Term[], frame: Frame, degree: number, absolute = false): SparseMatrix {
  const tables = AXES.map((k) => tableOf(absolute ? 1 : frame.signs[k], degree)) as [Table, Table, Table];
  const degrees = degreesUpTo(degree);
  const size = functionCount(degree);
  const row = new Float64Array(size);
  const isTouched = new Uint8Array(size);
  const rowStarts = new Int32Array(size + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let a = 0; a < size; a++) {
    const orders = degrees.subarray(3 * a, 3 * a + 3);
    const touched: number[] = [];
    for (const { value, powers, derivatives } of terms) {
      const [p, q, r] = powers as unknown as Vector;
      const [i, j, k] = AXES.map((axis) => orders[axis]! - derivatives[axis]) as [number, number, number];
      if (i < 0 || j < 0 || k < 0) continue;
      const first = tables[0][derivatives[0]]![p]![orders[0]!]!;
      const second = tables[1][derivatives[1]]![q]![orders[1]!]!;
      const third = tables[2][derivatives[2]]![r]![orders[2]!]!;
      const factor = absolute ? Math.abs(value) : value;
      for (let x = 0; x <= p; x++) {
        const n = i - p + 2 * x;
        if (n < 0 || first[x] === 0) continue;
        for (let y = 0; y <= q; y++) {
          const l = j - q + 2 * y;
          if (l < 0 || second[y] === 0) continue;
          for (let z = 0; z <= r; z++) {
            const m = k - r + 2 * z;
            if (m < 0 || n + l + m > degree || third[z] === 0) continue;
            const b = placeOf(n, l, m);
            if (isTouched[b] === 0) {
              isTouched[b] = 1;
              touched.push(b);
            }
            row[b]! += factor * first[x]! * second[y]! * third[z]!;
          }
        }
      }
    }
    touched.sort((one, other) => one - other);
    for (const b of touched) {
      columns.push(b);
      values.push(row[b]!);
      row[b] = 0;
      isTouched[b] = 0;
    }
    rowStarts[a + 1] = columns.length;
  }
  return {
    pattern: { rows: size, columns: size, rowStarts, columnIndices: Int32Array.from(columns) },
    values: Float64Array.from(values),
  };
}
