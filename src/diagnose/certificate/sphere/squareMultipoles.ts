import { multipoleGains } from "./multipoleGains.ts";
import { forEachProduct, PRODUCT_ROUNDING, type Product } from "./products.ts";
import { complexCoefficients, squareIndex } from "./squareBasis.ts";

/** A polynomial T on the sphere as int P T = sum_a values[a] u_a for the multipoles u of any state: those of an operator. */
export interface WitnessMultipoles {
  /** (degree + 1)^2 numbers in the layout of state/blocks/multipoles.ts. */
  readonly values: Float64Array;
  /** Bounds of what rounding did to each. */
  readonly errors: Float64Array;
}

/** T = |q|^2, q by its coefficients (squareBasis.ts), for the multipoles of `spins` spins. Cost: degree^5 / 20. */
export function squareMultipoles(spins: number, degree: number, coefficients: Float64Array): WitnessMultipoles {
  const { real, imaginary } = complexCoefficients(degree, coefficients);
  const sums = createSums(degree);
  let twiceJ = -1;
  let twiceK = -1;
  forEachProduct(
    degree,
    false,
    () => true,
    (product) => {
      if (product.twiceJ !== twiceJ || product.twiceK !== twiceK) {
        flush(sums);
        ({ twiceJ, twiceK } = product);
      }
      const a = squareIndex(twiceJ, product.twiceM);
      const b = squareIndex(twiceK, product.twiceN);
      // conj(c_a) c_b
      const re = real[a]! * real[b]! + imaginary[a]! * imaginary[b]!;
      const im = real[a]! * imaginary[b]! - imaginary[a]! * real[b]!;
      if (re !== 0 || im !== 0) addProduct(sums, product, re, im);
    },
  );
  flush(sums);
  return toMultipoles(spins, degree, sums);
}

/** Factors of the functions of degree l and order m >= 0, at l (l + 1)/2 + m: in all, and of the J and K that are at work. */
interface Sums {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  readonly size: Float64Array;
  readonly partReal: Float64Array;
  readonly partImaginary: Float64Array;
  readonly partSize: Float64Array;
}

function createSums(degree: number): Sums {
  const array = (): Float64Array => new Float64Array(((degree + 1) * (degree + 2)) / 2);
  return {
    real: array(),
    imaginary: array(),
    size: array(),
    partReal: array(),
    partImaginary: array(),
    partSize: array(),
  };
}

/** Sums in two stages, so that rounding grows with the number of parts and not of terms. */
function flush({ real, imaginary, size, partReal, partImaginary, partSize }: Sums): void {
  for (let k = 0; k < real.length; k++) {
    real[k]! += partReal[k]!;
    imaginary[k]! += partImaginary[k]!;
    size[k]! += partSize[k]!;
  }
  partReal.fill(0);
  partImaginary.fill(0);
  partSize.fill(0);
}

/** Of a pair and, for J < K, of the pair in the other order, whose order is the negative one and whose factor conjugate. */
function addProduct({ partReal, partImaginary, partSize }: Sums, product: Product, re: number, im: number): void {
  const { twiceJ, twiceM, twiceK, twiceN, lowest, coefficients, sizes } = product;
  const order = (twiceN - twiceM) / 2;
  const both = twiceJ < twiceK;
  if (order < 0 && !both) return;
  const m = Math.abs(order);
  const negative = order < 0 && m % 2 !== 0;
  const x = (order === 0 && both ? 2 : 1) * (negative ? -re : re);
  const y = order === 0 && both ? 0 : order < 0 ? (negative ? im : -im) : im;
  const magnitude = Math.abs(re) + Math.abs(im);
  const weight = order === 0 && both ? 2 * magnitude : magnitude;
  const highest = (twiceJ + twiceK) / 2;
  for (let l = lowest; l <= highest; l++) {
    const k = (l * (l + 1)) / 2 + m;
    partReal[k]! += coefficients[l]! * x;
    partImaginary[k]! += coefficients[l]! * y;
    partSize[k]! += sizes[l]! * weight;
  }
}

function toMultipoles(spins: number, degree: number, { real, imaginary, size }: Sums): WitnessMultipoles {
  const gains = multipoleGains(spins, degree);
  const values = new Float64Array((degree + 1) ** 2);
  const errors = new Float64Array((degree + 1) ** 2);
  const terms = 2 * (degree + 1) + (degree / 2 + 2) ** 2;
  const unit = (PRODUCT_ROUNDING + terms) * Number.EPSILON;
  for (let l = 0; l <= degree; l++) {
    for (let m = 0; m <= l; m++) {
      const k = (l * (l + 1)) / 2 + m;
      if (m === 0) {
        values[l * l] = gains[l]! * real[k]!;
        errors[l * l] = unit * gains[l]! * size[k]!;
        continue;
      }
      const at = l * l + 2 * m - 1;
      const scale = Math.SQRT2 * gains[l]!;
      values[at] = scale * real[k]!;
      values[at + 1] = -scale * imaginary[k]!;
      errors[at] = errors[at + 1] = unit * scale * size[k]!;
    }
  }
  return { values, errors };
}
