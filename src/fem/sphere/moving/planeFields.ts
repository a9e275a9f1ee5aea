import type { Coefficients, SymmetricSix, Triple } from "../../../model/secondOrder/coefficients.ts";
import type { Frame } from "../axial/rings.ts";

/**
 * The equation in the stereographic plane w, tan(theta / 2) = |w|, that touches the sphere at the third vector of a frame. Rotations and the gradients of r_a are
 * conformal there, fields of a quadratic k_a(w): with E_a = k_a d/dw
 *
 *     (e_a x r).grad = -i E_a + c.c.,  (e_a - r_a r).grad = E_a + c.c.,  k = ((1 - w^2) / 2, i (1 + w^2) / 2, -w)
 *
 * and the backward generator of docs/physics.md, section 8, is
 *
 *     G v = a dv/dw + (s / N) d^2v/dw^2 + c.c. + (h / N) d^2v/dw dw*  - i chi_ab r_a k_b dv/dw + c.c.
 *     a = sum_a (-i B_a - (1 + 1/N) w_a) k_a + s' / 2N,  s = -(S_ab + i chi_ab) k_a k_b,  h = 2 K_ab k_a(w) conj(k_b(w))
 *
 * with K the Kossakowski matrix. Complex numbers are two entries, real and imaginary part; a power of w has the place of its exponent.
 */
export interface PlaneFields {
  /** a, of degree 3. */
  readonly drift: Float64Array;
  /** s, of degree 4. */
  readonly second: Float64Array;
  /** h: the factor of w^j conj(w)^k at 3 k + j. */
  readonly mixed: Float64Array;
  /** -i chi_ab k_b for a = 1, 2, 3, each of degree 2, one after the other; the drift of the interaction is the sum of their products with r_a. */
  readonly twist: Float64Array;
}

export const newPlaneFields = (): PlaneFields => ({
  drift: new Float64Array(8),
  second: new Float64Array(10),
  mixed: new Float64Array(18),
  twist: new Float64Array(18),
});

/** k_1, k_2, k_3: three complex factors each. */
export const QUADRATICS = [
  [0.5, 0, 0, 0, -0.5, 0],
  [0, 0.5, 0, 0, 0, 0.5],
  [0, 0, -1, 0, 0, 0],
] as const;

/** Fields of the coefficients in a frame, into `out`. */
export function planeFields(coefficients: Coefficients, frame: Frame, out: PlaneFields): void {
  const { spins, collective } = coefficients;
  const field = inFrame(frame, coefficients.field);
  const skew = inFrame(frame, collective.skew);
  const symmetric = turnedSix(frame, collective.symmetric);
  const chi = turnedSix(frame, coefficients.interaction);
  const { drift, second, mixed, twist } = out;
  for (const array of [drift, second, mixed, twist]) array.fill(0);
  const pull = 1 + 1 / spins;
  for (const [a, k] of QUADRATICS.entries()) {
    for (let j = 0; j <= 2; j++) {
      addProduct(drift, j, -pull * skew[a]!, -field[a]!, k[2 * j]!, k[2 * j + 1]!);
    }
  }
  for (const [a, k] of QUADRATICS.entries()) {
    for (const [b, l] of QUADRATICS.entries()) {
      const [s, x] = [symmetric[a]![b]!, chi[a]![b]!];
      // K_ab = S_ab + i eps_abc w_c.
      const c = 3 - a - b;
      const turn = a === b ? 0 : (b - a + 3) % 3 === 1 ? skew[c]! : -skew[c]!;
      for (let j = 0; j <= 2; j++) {
        const [kr, ki] = [k[2 * j]!, k[2 * j + 1]!];
        addProduct(twist, 3 * b + j, 0, -x, kr, ki);
        for (let i = 0; i <= 2; i++) {
          const [lr, li] = [l[2 * i]!, l[2 * i + 1]!];
          addProduct(second, i + j, -s, -x, kr * lr - ki * li, kr * li + ki * lr);
          addProduct(mixed, 3 * i + j, 2 * s, 2 * turn, kr * lr + ki * li, ki * lr - kr * li);
        }
      }
    }
  }
  for (let j = 1; j <= 4; j++) {
    drift[2 * (j - 1)]! += (j * second[2 * j]!) / (2 * spins);
    drift[2 * (j - 1) + 1]! += (j * second[2 * j + 1]!) / (2 * spins);
  }
}

function addProduct(out: Float64Array, place: number, ar: number, ai: number, br: number, bi: number): void {
  out[2 * place]! += ar * br - ai * bi;
  out[2 * place + 1]! += ar * bi + ai * br;
}

const inFrame = (frame: Frame, [x, y, z]: Triple): readonly number[] => frame.map(([a, b, c]) => a * x + b * y + c * z);

function turnedSix(frame: Frame, [xx, yy, zz, xy, xz, yz]: SymmetricSix): readonly (readonly number[])[] {
  const columns = frame.map(
    ([x, y, z]): Triple => [xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z],
  );
  return frame.map(([x, y, z]) => columns.map(([a, b, c]) => x * a + y * b + z * c));
}
