import { addScaled } from "../../linalg/vectorKernels.ts";
import type { AxialModel } from "../../model/secondOrder/axis.ts";
import { derivativesOf, type PolynomialFamily } from "./family.ts";

/**
 * Where P is expanded: u = x^2 + y^2 = place + p and z = height + slope p + q, with a family of polynomials of p and one of q. P is their
 * weight times a polynomial, and what is solved for are its moments int P (x + i y)^m phi_i(p) psi_j(q), which vanish above a total degree.
 */
export interface Frame {
  readonly place: number;
  readonly height: number;
  readonly slope: number;
  readonly across: PolynomialFamily;
  readonly along: PolynomialFamily;
}

/** c u^a z^b d^i/du^i d^j/dz^j. */
interface Term {
  readonly value: number;
  readonly u: 0 | 1 | 2;
  readonly z: 0 | 1 | 2;
  readonly du: 0 | 1 | 2;
  readonly dz: 0 | 1 | 2;
}

const term = (value: number, u: 0 | 1 | 2, z: 0 | 1 | 2, du: 0 | 1 | 2, dz: 0 | 1 | 2): Term => ({
  value,
  u,
  z,
  du,
  dz,
});

/**
 * What turns functions (x + i y)^m f(u, z), without its factor i: a field along z, and an interaction chi along it, m chi [z + (d_z - z E)/N] with
 * E = 2 u d_u + m + z d_z.
 */
function turningTermsOf({ spins, field, twist }: AxialModel, m: number): readonly Term[] {
  const [whole, share] = [m * twist, (m * twist) / spins];
  return [
    term(m * field, 0, 0, 0, 0),
    term(whole - m * share, 0, 1, 0, 0),
    term(share, 0, 0, 0, 1),
    term(-2 * share, 1, 1, 1, 0),
    term(-share, 0, 2, 0, 1),
  ];
}

/**
 * The backward generator on functions (x + i y)^m f(u, z) without what turns them (`turningTermsOf`): from the Kramers-Moyal form (docs/physics.md, section 2) in
 * the variables u and z,
 *
 *   G_m f = a_u f_u + a_z f_z + (D_uu f_uu + 2 D_uz f_uz + D_zz f_zz)/2N + m (D_uu f_u + D_uz f_z)/(2 N u) + c_m f,
 *   D_uu = 8 u z [s z + d (1 - u)],   D_uz = -4 s u z + 2 d u (u - z^2 - 1),   D_zz = 2 u (s + d z),
 *   c_m = m [-g + d z - (m d z + s + m k_z)/N],
 *
 * with s = k_- + k_+, d = k_- - k_+ and g the sum of the local rates.
 */
function termsOf({ spins, collective, local }: AxialModel, m: number): readonly Term[] {
  const { across: s, along: k, pull: d } = collective;
  const g = local.across + local.along;
  const share = 1 / spins;
  return [
    term(-2 * g - 2 * s * share, 1, 0, 1, 0),
    term(2 * d * (1 - 2 * share) - 4 * m * d * share, 1, 1, 1, 0),
    term(4 * (1 + m) * s * share, 0, 2, 1, 0),
    term(4 * (1 + m) * d * share, 0, 1, 1, 0),
    term(-2 * local.pull - (2 + m) * d * share, 0, 0, 0, 1),
    term(-2 * local.across - 2 * (1 + m) * s * share, 0, 1, 0, 1),
    term(-d * (1 - share) + m * d * share, 1, 0, 0, 1),
    term(-m * d * share, 0, 2, 0, 1),
    term(4 * s * share, 1, 2, 2, 0),
    term(4 * d * share, 1, 1, 2, 0),
    term(-4 * d * share, 2, 1, 2, 0),
    term(-4 * s * share, 1, 1, 1, 1),
    term(2 * d * share, 2, 0, 1, 1),
    term(-2 * d * share, 1, 2, 1, 1),
    term(-2 * d * share, 1, 0, 1, 1),
    term(s * share, 1, 0, 0, 2),
    term(d * share, 1, 1, 0, 2),
    term(-m * g - m * (s + m * k) * share, 0, 0, 0, 0),
    term(m * d * (1 - m * share), 0, 1, 0, 0),
  ];
}

/** Roundings of an entry, relative to the sum of the moduli that it is made of: recurrences and a dozen products. */
export const ENTRY_ROUNDINGS = 32;

/** Degrees by which the generator raises a function in one variable, and its polynomials are tabulated further. */
const RAISED = 3;

/** Terms of the recurrences that an expansion up to a total degree needs. */
export const recurrenceLength = (degree: number): number => degree + RAISED + 1;

/** Place of phi_i psi_j in an expansion by total degree. */
export const placeOf = (i: number, j: number): number => ((i + j) * (i + j + 1)) / 2 + j;

/** Number of products phi_i psi_j with i + j <= degree. */
export const expansionSize = (degree: number): number => placeOf(0, degree) + 1;

/**
 * Generator of the moments: row a, column b is the coefficient of the b-th function in G_m of the a-th, so that the moments change by
 * the matrix times them.
 *
 * @param absolute every number by its modulus: bounds the sums of moduli that rounding is a share of
 */
export const generatorMatrix = (
  model: AxialModel,
  m: number,
  frame: Frame,
  degree: number,
  absolute = false,
): Float64Array => matrixOf(termsOf(model, m), frame, degree, absolute);

/** What turns (x + i y)^m f alone, without i: m B_z f, and that of an interaction along the axis. */
export const turnMatrix = (
  model: AxialModel,
  m: number,
  frame: Frame,
  degree: number,
  absolute = false,
): Float64Array => matrixOf(turningTermsOf(model, m), frame, degree, absolute);

/**
 * The same with what turns functions of z at different speeds: of the real and, behind them, the imaginary parts of the moments, twice as many rows. Its eigenvalues
 * are those of the sectors m and -m together, in conjugate pairs.
 */
export function turningMatrix(
  model: AxialModel,
  m: number,
  frame: Frame,
  degree: number,
  absolute = false,
): Float64Array {
  const still = generatorMatrix(model, m, frame, degree, absolute);
  const turning = turnMatrix(model, m, frame, degree, absolute);
  const size = expansionSize(degree);
  const matrix = new Float64Array(4 * size * size);
  for (let i = 0; i < size; i++) {
    const [real, imaginary] = [2 * size * i, 2 * size * (size + i)];
    for (let j = 0; j < size; j++) {
      const [own, other] = [still[i * size + j]!, turning[i * size + j]!];
      matrix[real + j] = matrix[imaginary + size + j] = own;
      matrix[real + size + j] = absolute ? other : -other;
      matrix[imaginary + j] = other;
    }
  }
  return matrix;
}

const matrixOf = (terms: readonly Term[], frame: Frame, degree: number, absolute: boolean): Float64Array =>
  momentMatrix(frame, degree, (operators, start) => imageOf(terms, operators, start, absolute), absolute);

/** The same of any operator on functions of u and z that raises their degree by no more than the generator does. */
export function momentMatrix(
  frame: Frame,
  degree: number,
  imageUnder: (operators: Operators, start: Coefficients) => Coefficients,
  absolute = false,
): Float64Array {
  const operators = operatorsOn(frame, recurrenceLength(degree), absolute);
  const { width } = operators;
  const size = expansionSize(degree);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i <= degree; i++) {
    for (let j = 0; i + j <= degree; j++) {
      const start = new Float64Array(width * width);
      start[i * width + j] = 1;
      const image = imageUnder(operators, start);
      const row = placeOf(i, j) * size;
      for (let p = 0; p <= degree; p++) {
        for (let q = 0; p + q <= degree; q++) matrix[row + placeOf(p, q)] = image[p * width + q]!;
      }
    }
  }
  return matrix;
}

/** Coefficients of phi_p psi_q at p * width + q. */
export type Coefficients = Float64Array;

/** What multiplies functions of u and z, and differentiates them. */
export interface Operators {
  readonly width: number;
  timesU(values: Coefficients): Coefficients;
  timesZ(values: Coefficients): Coefficients;
  byU(values: Coefficients): Coefficients;
  byZ(values: Coefficients): Coefficients;
}

function operatorsOn(frame: Frame, width: number, absolute: boolean): Operators {
  const size = absolute ? Math.abs : (value: number): number => value;
  const [across, along] = [frame.across, frame.along].map(({ up, diagonal, down }) => ({
    up: up.map(size),
    diagonal: diagonal.map(size),
    down: down.map(size),
  })) as [PolynomialFamily, PolynomialFamily];
  const [slopeU, slopeZ] = [derivativesOf(frame.across).map(size), derivativesOf(frame.along).map(size)];
  const [place, height, slope] = [size(frame.place), size(frame.height), size(frame.slope)];
  const lift = absolute ? slope : -slope;
  /** (constant + p times `first` + q times `second`) values. */
  const linear = (values: Coefficients, constant: number, first: number, second: number): Coefficients => {
    const out = new Float64Array(width * width);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) {
        const at = i * width + j;
        const value = values[at]!;
        if (value === 0) continue;
        out[at]! += (constant + first * across.diagonal[i]! + second * along.diagonal[j]!) * value;
        if (i + 1 < width) out[at + width]! += first * across.up[i]! * value;
        if (i > 0) out[at - width]! += first * across.down[i]! * value;
        if (second === 0) continue;
        if (j + 1 < width) out[at + 1]! += second * along.up[j]! * value;
        if (j > 0) out[at - 1]! += second * along.down[j]! * value;
      }
    }
    return out;
  };
  const byQ = (values: Coefficients, factor: number, out: Coefficients): Coefficients => {
    for (let i = 0; i < width; i++) {
      for (let j = 1; j < width; j++) {
        const value = factor * values[i * width + j]!;
        if (value === 0) continue;
        for (let k = 0; k < j; k++) out[i * width + k]! += slopeZ[j * width + k]! * value;
      }
    }
    return out;
  };
  return {
    width,
    timesU: (values) => linear(values, place, 1, 0),
    timesZ: (values) => linear(values, height, slope, 1),
    byZ: (values) => byQ(values, 1, new Float64Array(width * width)),
    byU: (values) => {
      const out = new Float64Array(width * width);
      for (let i = 1; i < width; i++) {
        for (let j = 0; j < width; j++) {
          const value = values[i * width + j]!;
          if (value === 0) continue;
          for (let k = 0; k < i; k++) out[k * width + j]! += slopeU[i * width + k]! * value;
        }
      }
      return lift === 0 ? out : byQ(values, lift, out);
    },
  };
}

/** G_m of a function. */
function imageOf(terms: readonly Term[], operators: Operators, start: Coefficients, absolute: boolean): Coefficients {
  const { width, timesU, timesZ, byU, byZ } = operators;
  const [first, second] = [byU(start), byZ(start)];
  const derivatives = [
    [start, second, byZ(second)],
    [first, byZ(first), start],
    [byU(first), start, start],
  ];
  const powers = new Map<number, Coefficients>();
  for (const { value, u, z, du, dz } of terms) {
    const factor = absolute ? Math.abs(value) : value;
    if (factor === 0) continue;
    const sum = powers.get(3 * u + z) ?? new Float64Array(width * width);
    addScaled(sum, factor, derivatives[du]![dz]!);
    powers.set(3 * u + z, sum);
  }
  // Horner's scheme, in z within u.
  let image: Coefficients = new Float64Array(width * width);
  for (let u = 2; u >= 0; u--) {
    let inner: Coefficients = new Float64Array(width * width);
    for (let z = 2; z >= 0; z--) {
      if (z < 2) inner = timesZ(inner);
      const part = powers.get(3 * u + z);
      if (part !== undefined) addScaled(inner, 1, part);
    }
    if (u < 2) image = timesU(image);
    addScaled(image, 1, inner);
  }
  return image;
}
