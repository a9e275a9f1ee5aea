import { InputError } from "../../../core/errors.ts";
import { solidCount, solidIndex } from "../../../core/solidHarmonics.ts";
import type { BlockDensityMatrix } from "../../../state/blocks/blockDensity.ts";
import { blockMultipoleStart, blockMultipoles } from "../../../state/blocks/blockMultipoles.ts";
import { logDegeneracies } from "../../../state/blocks/degeneracy.ts";
import { momentsOfBlocks } from "../../../state/blocks/momentBlocks.ts";
import { multipoleScales } from "../../../state/blocks/multipoles.ts";
import type { BallPolynomial, SqueezingWitness, TransposeWitness } from "./ballCertificate.ts";
import { exactCoupling } from "./exactCoupling.ts";
import { expand } from "./expand.ts";
import { momentsPerBlock } from "./momentsPerBlock.ts";

/** A value and a bound of what it is off by. */
export interface Checked {
  readonly value: number;
  readonly errorBound: number;
}

/** How far a vector's length, or a scalar product of axes, may be from what it should be: what printed digits leave. */
const LENGTH_TOLERANCE = 1e-9;

/**
 * v^+ rho^(T_B) v on one copy of jA and jB. Non-negative for every state without entanglement across the cut, whatever v is.
 *
 * @throws InputError for a vector that does not belong to the cut
 */
export function transposeValue(density: BlockDensityMatrix, error: number, witness: TransposeWitness): Checked {
  const { spins, blocks } = density;
  const { cut, vector } = witness;
  const { twiceA, twiceB, real, imaginary } = vector;
  const width = twiceB + 1;
  const order = (twiceA + 1) * width;
  const logCopies = copiesOf(spins, cut, twiceA, twiceB);
  const length = Math.hypot(...real, ...imaginary);
  if (
    logCopies === null ||
    real.length !== order ||
    imaginary.length !== order ||
    !(Math.abs(length - 1) < LENGTH_TOLERANCE)
  )
    throw malformed(
      "the vector of a partial transpose",
      `${order} entries of total length 1 for 2 jA = ${twiceA}, 2 jB = ${twiceB}, in ${spins} spins`,
    );
  const logs = logDegeneracies(spins);
  const first = (spins - twiceA - twiceB) / 2;
  let value = 0;
  let size = 0;
  for (let k = 0; k <= Math.min(twiceA, twiceB); k++) {
    const block = blocks[first + k]!;
    const n = block.spins + 1;
    const weight = Math.exp(-logs[first + k]!);
    const table = Array.from({ length: order }, (_, at) =>
      exactCoupling(twiceA, twiceB, k, Math.floor(at / width), at % width),
    );
    for (let row = 0; row < order; row++) {
      const [a, b] = [Math.floor(row / width), row % width];
      for (let column = 0; column < order; column++) {
        const [c, d] = [Math.floor(column / width), column % width];
        const factor = weight * table[a * width + d]! * table[c * width + b]!;
        if (factor === 0) continue;
        const at = (a + d - k) * n + c + b - k;
        // conj(v_row) v_column.
        const re = real[row]! * real[column]! + imaginary[row]! * imaginary[column]!;
        const im = real[row]! * imaginary[column]! - imaginary[row]! * real[column]!;
        value += factor * (re * block.real[at]! - im * block.imaginary[at]!);
        size += Math.abs(factor) * Math.hypot(re, im) * Math.hypot(block.real[at]!, block.imaginary[at]!);
      }
    }
  }
  return { value, errorBound: error * Math.exp(-logCopies) + 16 * Number.EPSILON * (order + 16) * size };
}

/** ln of the number of copies of the two spins in k and N - k spins; null where there are none. */
function copiesOf(spins: number, cut: readonly [number, number], twiceA: number, twiceB: number): number | null {
  if (cut.length !== 2 || cut[0] + cut[1] !== spins || !(cut[0] >= 1 && cut[1] >= 1) || !cut.every(Number.isInteger))
    return null;
  const log = (size: number, twiceSpin: number): number | null =>
    Number.isInteger(twiceSpin) && twiceSpin >= 0 && twiceSpin <= size && (size - twiceSpin) % 2 === 0
      ? logDegeneracies(size)[(size - twiceSpin) / 2]!
      : null;
  for (const [one, other] of [cut, [cut[1], cut[0]] as const]) {
    const [left, right] = [log(one, twiceA), log(other, twiceB)];
    if (left !== null && right !== null) return left + right;
  }
  return null;
}

/**
 * N sum_u u^T (T - m m^T) u - (tr T - 1) over the axes u, from integrals of P of degrees 1 and 2. With E the trace norm of the error each of m_u and
 * T_uu is off by E at most, tr T, between -3 and 1, by 2 E.
 *
 * @throws InputError where the axes are not orthonormal
 */
export function squeezingMargin(density: BlockDensityMatrix, error: number, { axes }: SqueezingWitness): Checked {
  const { spins } = density;
  const orthonormal = axes.every((one, i) =>
    axes.every((other, j) => {
      const product = one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
      return Math.abs(product - (i === j ? 1 : 0)) < LENGTH_TOLERANCE;
    }),
  );
  if (spins < 2 || axes.length < 1 || axes.length > 3 || !orthonormal)
    throw malformed("the axes of a spin squeezing inequality", "one to three orthonormal vectors");
  const { unknowns } = momentsOfBlocks(density);
  const scales = multipoleScales(spins, 2);
  const moment = (n: number, l: number, part: number): number => unknowns[solidIndex(n, l, 0) + part]! / scales[l]!;
  // From Y_lm, real and orthonormal, with the sign of Condon and Shortley.
  const one = Math.sqrt((4 * Math.PI) / 3);
  const mean = [-one * moment(1, 1, 1), -one * moment(1, 1, 2), one * moment(1, 1, 0)];
  const square = Math.sqrt(4 * Math.PI) * moment(2, 0, 0);
  const two = Math.sqrt((4 * Math.PI) / 15);
  const zz = (square + Math.sqrt((16 * Math.PI) / 5) * moment(2, 2, 0)) / 3;
  const [xz, yz] = [-two * moment(2, 2, 1), -two * moment(2, 2, 2)];
  const [difference, xy] = [2 * two * moment(2, 2, 3), two * moment(2, 2, 4)];
  const plane = square - zz;
  const second = [(plane + difference) / 2, xy, xz, xy, (plane - difference) / 2, yz, xz, yz, zz];
  let value = 1 - square;
  let errorBound = 2 * error + 64 * spins * Number.EPSILON;
  for (const axis of axes) {
    const along = axis.reduce((sum, entry, i) => sum + entry * mean[i]!, 0);
    const quadratic = second.reduce((sum, entry, at) => sum + entry * axis[Math.floor(at / 3)]! * axis[at % 3]!, 0);
    value += spins * (quadratic - along ** 2);
    errorBound += spins * (error * (1 + 2 * Math.abs(along)) + error ** 2 + 8 * LENGTH_ROUNDING);
  }
  return { value, errorBound };
}

/** What lengths of axes within rounding of 1 do. */
const LENGTH_ROUNDING = 8 * Number.EPSILON;

/**
 * int P T from the expansion of T in r^n Y_lm. An error of the state with trace norm E moves it by at most E times the Frobenius norm of the operator of T.
 *
 * @throws InputError for a degree above N, or another number of coefficients
 */
export function polynomialValue(density: BlockDensityMatrix, error: number, witness: BallPolynomial): Checked {
  const { spins } = density;
  if (!(witness.degree <= spins))
    throw malformed("a witness", `a degree of at most N = ${spins}, not ${witness.degree}`);
  const { degree, coefficients, sizes } = expand(witness);
  const multipoles = blockMultipoles(density);
  const perBlock = momentsPerBlock(spins);
  const scales = multipoleScales(spins, spins);
  const operator = new Float64Array(solidCount(spins));
  const { unknowns } = momentsOfBlocks(density);
  let value = 0;
  let rounding = 0;
  for (let n = 0; n <= degree; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const count = Math.floor((spins - l) / 2) + 1;
      const row = ((n - l) / 2) * count;
      for (let part = 0; part <= 2 * l; part++) {
        const at = solidIndex(n, l, 0) + part;
        const factor = coefficients[at]! / scales[l]!;
        value += factor * unknowns[at]!;
        let size = 0;
        for (let k = 0; k < count; k++) {
          const place = blockMultipoleStart(spins, k) + l * l + part;
          operator[place]! += factor * perBlock[l]![row + k]!;
          size += Math.abs(perBlock[l]![row + k]! * multipoles[place]!);
        }
        rounding += (sizes[n]! / scales[l]!) * size;
      }
    }
  }
  return {
    value,
    errorBound: Math.hypot(...operator) * error + 16 * (spins + 8) * Number.EPSILON * rounding,
  };
}

const malformed = (what: string, needed: string): InputError =>
  new InputError({
    what: `${what} in the certificate does not fit this state`,
    remedy: `a certificate of this state has ${needed}; give the state that it was made for`,
  });
