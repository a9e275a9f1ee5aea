import type { SphereMoments } from "../certificate.ts";
import { multipoleGains } from "./multipoleGains.ts";
import { forEachProduct, PRODUCT_ROUNDING, type Product } from "./products.ts";
import { squareIndex, squareOrder } from "./squareBasis.ts";

/** The symmetric matrix of a quadratic form, and how its vectors tell a square. */
export interface MomentMatrix {
  readonly degree: number;
  readonly size: number;
  /** Row-major, size x size, both triangles. */
  readonly values: Float64Array;
  /** Bound of the Frobenius norm of what rounding did to it. */
  readonly rounding: number;
  /** The coefficients (squareBasis.ts) of the q that a vector stands for. */
  readonly toCoefficients: (vector: Float64Array) => Float64Array;
}

/**
 * M_ab = 4 pi int P conj(b_a) b_b over the functions of degree D/2 (squareBasis.ts), D = `degree` <= band: white noise gives 1. For D = N it is
 * the partial transpose across floor(N/2) | ceil(N/2) in units of that of white noise, for smaller D that of the state of D spins
 * which they leave when the others are lost: with D its least eigenvalue falls.
 *
 * @returns null where `expired` became true
 */
export function momentMatrix(moments: SphereMoments, degree: number, expired: () => boolean): MomentMatrix | null {
  const packed = packOrders(moments, degree);
  return degree % 2 === 0 ? integerForm(packed, degree, expired) : halfForm(packed, degree, expired);
}

/** The scaled multipoles, at (m + degree)(degree + 1) + l, so that those of one order follow one another. */
interface Orders {
  readonly stride: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

function packOrders({ spins, multipoles }: SphereMoments, degree: number): Orders {
  const stride = degree + 1;
  const real = new Float64Array((2 * degree + 1) * stride);
  const imaginary = new Float64Array((2 * degree + 1) * stride);
  const gains = multipoleGains(spins, degree);
  for (let l = 0; l <= degree; l++) {
    for (let m = 0; m <= l; m++) {
      const at = m === 0 ? l * l : l * l + 2 * m - 1;
      const scale = m === 0 ? gains[l]! : Math.SQRT1_2 * gains[l]!;
      const re = scale * multipoles[at]!;
      const im = m === 0 ? 0 : scale * multipoles[at + 1]!;
      const sign = m % 2 === 0 ? 1 : -1;
      real[(degree - m) * stride + l] = sign * re;
      imaginary[(degree - m) * stride + l] = -sign * im;
      real[(degree + m) * stride + l] = re;
      imaginary[(degree + m) * stride + l] = im;
    }
  }
  return { stride, real, imaginary };
}

/** 4 pi int P conj(q_JM) q_KN, with a bound of its rounding in the units of PRODUCT_ROUNDING: overwritten at each call. */
function entryOf(orders: Orders, degree: number): (product: Product) => { re: number; im: number; size: number } {
  const { stride, real, imaginary } = orders;
  const entry = { re: 0, im: 0, size: 0 };
  return ({ twiceJ, twiceM, twiceK, twiceN, lowest, coefficients, sizes }) => {
    const start = ((twiceN - twiceM) / 2 + degree) * stride;
    const highest = (twiceJ + twiceK) / 2;
    let re = 0;
    let im = 0;
    let size = 0;
    for (let l = lowest; l <= highest; l++) {
      const x = real[start + l]!;
      const y = imaginary[start + l]!;
      re += coefficients[l]! * x;
      im += coefficients[l]! * y;
      size += sizes[l]! * (Math.abs(x) + Math.abs(y));
    }
    entry.re = re;
    entry.im = im;
    entry.size = size;
    return entry;
  };
}

/** Real harmonics: each product with M >= 0 takes part in up to four entries. */
function integerForm(orders: Orders, degree: number, expired: () => boolean): MomentMatrix | null {
  const size = squareOrder(degree);
  const values = new Float64Array(size * size);
  const entry = entryOf(orders, degree);
  let squares = 0;
  const finished = forEachProduct(
    degree,
    true,
    () => !expired(),
    (product) => {
      const { twiceJ, twiceM, twiceK, twiceN } = product;
      const { re, im, size: error } = entry(product);
      squares += (twiceM > 0 ? 2 : 1) * (twiceJ < twiceK ? 2 : 1) * error * error;
      const m = twiceM / 2;
      const n = Math.abs(twiceN / 2);
      const row = realIndex(twiceJ / 2, m);
      const column = realIndex(twiceK / 2, n);
      const at = row * size + column;
      if (m === 0) {
        if (twiceN === 0) values[at]! += re;
        else if (twiceN > 0) {
          values[at]! += Math.SQRT2 * re;
          values[at + 1]! += Math.SQRT2 * im;
        }
      } else if (twiceN === 0) {
        values[at]! += Math.SQRT2 * re;
        values[at + size]! -= Math.SQRT2 * im;
      } else {
        // q_{K,-n} = (-1)^n conj q_Kn.
        const sign = twiceN > 0 || n % 2 === 0 ? 1 : -1;
        const mirrored = twiceN > 0 ? sign : -sign;
        values[at]! += sign * re;
        values[at + 1]! += mirrored * im;
        values[at + size]! -= sign * im;
        values[at + size + 1]! += mirrored * re;
      }
    },
  );
  if (!finished) return null;
  mirrorUpper(size, values);
  return { degree, size, values, rounding: roundingOf(degree, squares), toCoefficients: (vector) => vector.slice() };
}

/** b_J0, or sqrt(2) Re q_Jm, which sqrt(2) Im q_Jm follows. */
const realIndex = (l: number, m: number): number => (m === 0 ? l * l : l * l + 2 * m - 1);

/**
 * Complex functions. A state that the reflection y -> -y leaves has a real matrix; one that x -> -x leaves has one after a quarter turn
 * about z, which multiplies q_JM by powers of i: no rounding. Others take the real form ((R, -S), (S, R)), each eigenvalue twice.
 */
function halfForm(orders: Orders, degree: number, expired: () => boolean): MomentMatrix | null {
  const order = squareOrder(degree);
  const real = new Float64Array(order * order);
  const imaginary = new Float64Array(order * order);
  const entry = entryOf(orders, degree);
  const turned = !isReal(orders, degree, 0) && isReal(orders, degree, 1);
  let squares = 0;
  const finished = forEachProduct(
    degree,
    false,
    () => !expired(),
    (product) => {
      const { twiceJ, twiceM, twiceK, twiceN } = product;
      const { re, im, size: error } = entry(product);
      squares += (twiceJ < twiceK ? 2 : 1) * error * error;
      const at = squareIndex(twiceJ, twiceM) * order + squareIndex(twiceK, twiceN);
      const power = turned ? modulo4((twiceM - twiceN) / 2) : 0;
      real[at] = power === 0 ? re : power === 1 ? -im : power === 2 ? -re : im;
      imaginary[at] = power === 0 ? im : power === 1 ? re : power === 2 ? -im : -re;
    },
  );
  if (!finished) return null;
  const simple = turned || isReal(orders, degree, 0);
  const size = simple ? order : 2 * order;
  const values = new Float64Array(size * size);
  for (let i = 0; i < order; i++) {
    for (let j = i; j < order; j++) {
      const re = real[i * order + j]!;
      values[i * size + j] = re;
      if (simple) continue;
      const im = i === j ? 0 : imaginary[i * order + j]!;
      values[(order + i) * size + order + j] = re;
      values[i * size + order + j] = -im;
      values[j * size + order + i] = im;
    }
  }
  mirrorUpper(size, values);
  const rounding = roundingOf(degree, (simple ? 1 : 2) * squares);
  return { degree, size, values, rounding, toCoefficients: (vector) => halfCoefficients(degree, vector, turned) };
}

const modulo4 = (k: number): number => ((k % 4) + 4) % 4;

/** Whether i^(-turns m) times the multipoles of order m is real for all. */
function isReal({ stride, real, imaginary }: Orders, degree: number, turns: 0 | 1): boolean {
  for (let m = 1; m <= degree; m++) {
    const vanishing = turns === 1 && m % 2 !== 0 ? real : imaginary;
    for (let l = m; l <= degree; l++) if (vanishing[(degree + m) * stride + l] !== 0) return false;
  }
  return true;
}

function halfCoefficients(degree: number, vector: Float64Array, turned: boolean): Float64Array {
  const order = squareOrder(degree);
  const coefficients = new Float64Array(2 * order);
  for (let twiceJ = 1; twiceJ <= degree; twiceJ += 2) {
    for (let twiceM = -twiceJ; twiceM <= twiceJ; twiceM += 2) {
      const k = squareIndex(twiceJ, twiceM);
      const re = vector[k]!;
      const im = vector.length > order ? vector[order + k]! : 0;
      // The turned matrix is i^(M - N) M_MN: its vectors are i^(M - 1/2) c_M.
      const power = turned ? modulo4(-(twiceM - 1) / 2) : 0;
      coefficients[2 * k] = power === 0 ? re : power === 1 ? -im : power === 2 ? -re : im;
      coefficients[2 * k + 1] = power === 0 ? im : power === 1 ? re : power === 2 ? -im : -re;
    }
  }
  // Files do not keep the sign of zero.
  return coefficients.map((value) => value + 0);
}

function mirrorUpper(size: number, values: Float64Array): void {
  for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) values[j * size + i] = values[i * size + j]!;
}

/** Each entry is a sum of at most D + 1 products, added at most twice. */
const roundingOf = (degree: number, squares: number): number =>
  (PRODUCT_ROUNDING + degree + 4) * Number.EPSILON * Math.sqrt(squares);
