import type { ComplexVector } from "../operator/linearForm.ts";
import type { SpinModel } from "../spinModel.ts";

export type Triple = readonly [x: number, y: number, z: number];

/** A real symmetric 3 x 3 matrix. */
export type SymmetricSix = readonly [xx: number, yy: number, zz: number, xy: number, xz: number, yz: number];

/** One dissipative process: (2 rate / N) D[l.J] where it is collective, (rate / 2) sum_n D[l.sigma_n] where it is local. */
export interface Jump {
  /** In the inverse time unit of the model, >= 0. */
  readonly rate: number;
  readonly operator: ComplexVector;
}

/** Three rates that are shorthand for jumps along z, x + i y and x - i y, and jumps along anything else. */
export interface Dissipation {
  readonly dephasing: number;
  readonly pump: number;
  readonly decay: number;
  /** Left out where there are none. */
  readonly jumps?: readonly Jump[];
}

/** chi of H = B.J + (1/N) sum_ab chi_ab J_a J_b; xy stands for chi_xy = chi_yx. */
export interface Interaction {
  readonly xx: number;
  readonly yy: number;
  readonly zz: number;
  readonly xy: number;
  readonly xz: number;
  readonly yz: number;
}

/**
 * Kossakowski matrix K_ab = sum rate l_a conj(l_b) of some processes, Hermitian and positive semidefinite, in its two real parts:
 * K_ab = symmetric_ab + i sum_c eps_abc skew_c.
 */
export interface Kossakowski {
  /** S. */
  readonly symmetric: SymmetricSix;
  /** w = (Im K_yz, Im K_zx, Im K_xy). */
  readonly skew: Triple;
}

/** All that the equation of a model depends on; every term of it is linear in one of these. */
export interface Coefficients {
  /** N; Infinity is the mean-field limit. */
  readonly spins: number;
  /** B. */
  readonly field: Triple;
  /** chi. Its trace part, J^2, does nothing. */
  readonly interaction: SymmetricSix;
  /** S and w. */
  readonly collective: Kossakowski;
  /** S' and w'. */
  readonly local: Kossakowski;
}

export const NO_INTERACTION: Interaction = Object.freeze({ xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0 });

export function coefficientsOf(model: SpinModel): Coefficients {
  const { xx, yy, zz, xy, xz, yz } = model.interaction ?? NO_INTERACTION;
  return {
    spins: model.spins,
    field: model.field,
    interaction: [xx, yy, zz, xy, xz, yz],
    collective: kossakowski(model.collective),
    local: kossakowski(model.local),
  };
}

/** The three rates give S = diag(k_+ + k_-, k_+ + k_-, k_z) and w = (0, 0, k_- - k_+). */
export function kossakowski({ dephasing, pump, decay, jumps = [] }: Dissipation): Kossakowski {
  const symmetric: [number, number, number, number, number, number] = [pump + decay, pump + decay, dephasing, 0, 0, 0];
  const skew: [number, number, number] = [0, 0, decay - pump];
  for (const { rate, operator } of jumps) {
    const [ax, ay, az] = operator.re;
    const [bx, by, bz] = operator.im;
    symmetric[0] += rate * (ax * ax + bx * bx);
    symmetric[1] += rate * (ay * ay + by * by);
    symmetric[2] += rate * (az * az + bz * bz);
    symmetric[3] += rate * (ax * ay + bx * by);
    symmetric[4] += rate * (ax * az + bx * bz);
    symmetric[5] += rate * (ay * az + by * bz);
    // Im l_a conj(l_b) = Im l_a Re l_b - Re l_a Im l_b.
    skew[0] += rate * (by * az - ay * bz);
    skew[1] += rate * (bz * ax - az * bx);
    skew[2] += rate * (bx * ay - ax * by);
  }
  return { symmetric, skew };
}

const vanishes = (values: readonly number[]): boolean => values.every((value) => value === 0);

/** Whether a process is there at all: a positive semidefinite matrix without diagonal is 0. */
export const isAbsent = ({ symmetric }: Kossakowski): boolean => vanishes(symmetric.slice(0, 3));

/** Whether P lives in the ball; otherwise (from a symmetric state) on the sphere. */
export const actsLocally = ({ local }: Coefficients): boolean => !isAbsent(local);

/** chi without its trace, which does nothing: 0 where subtracting it has left roundings alone. */
export function withoutTrace(chi: SymmetricSix): SymmetricSix {
  const third = (chi[0] + chi[1] + chi[2]) / 3;
  const rounding = 4 * Number.EPSILON * Math.max(...chi.map(Math.abs));
  const traceless = chi.map((value, k) => (k < 3 ? value - third : value));
  return traceless.map((value) => (Math.abs(value) <= rounding ? 0 : value)) as unknown as SymmetricSix;
}

/** S v, chi v. */
export function timesVector([xx, yy, zz, xy, xz, yz]: SymmetricSix, [x, y, z]: Triple): Triple {
  return [xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z];
}

export const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const length = (a: Triple): number => Math.hypot(a[0], a[1], a[2]);

export const scaled = (a: Triple, factor: number): Triple => [a[0] * factor, a[1] * factor, a[2] * factor];
