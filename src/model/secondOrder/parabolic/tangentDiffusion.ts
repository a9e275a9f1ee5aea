import { type Coefficients, length, type SymmetricSix, type Triple } from "../coefficients.ts";

/**
 * The least eigenvalue of D in the tangent plane at points of the unit sphere. With an orthonormal frame r, u, v = r x u and m = u + i v,
 *
 *     u.D u + v.D v = 2 f(r),   f = tr S - r.S r + 2 w.r,
 *     m.D m = -2 q(r),          q = m.(S + i chi) m,
 *
 * because (e_a x r).m = -i m_a, so that the two eigenvalues are f - |q| and f + |q|: the interaction is to the traceless part of D
 * what an imaginary part is to S. Multiples of 1 drop out of q, since m.m = 0.
 */
export interface TangentDiffusion {
  /** S and tr S. */
  readonly symmetric: SymmetricSix;
  readonly trace: number;
  readonly skew: Triple;
  /** chi. */
  readonly interaction: SymmetricSix;
  /** The largest coefficient without the parts that do nothing: what rounding errors scale with. */
  readonly scale: number;
  /**
   * Half the largest second derivative of f and of |q| together along great circles: f'' >= -2 (s_max - s_min) - 2 |w|, and
   * |q''| = 2 |r.Z r - m.Z u| <= 2 (1 + sqrt 2) |Z| with Z = S + i chi less its trace part.
   */
  readonly curvature: number;
}

/** What is known at one point: f, its gradient along u and v, q, and kappa = r.(S + i chi) m, q' along t being -2 kappa (t_u + i t_v). */
export interface TangentSample {
  readonly u: Float64Array;
  readonly v: Float64Array;
  mean: number;
  slopeU: number;
  slopeV: number;
  re: number;
  im: number;
  kappaRe: number;
  kappaIm: number;
}

export const tangentSample = (): TangentSample => ({
  u: new Float64Array(3),
  v: new Float64Array(3),
  mean: 0,
  slopeU: 0,
  slopeV: 0,
  re: 0,
  im: 0,
  kappaRe: 0,
  kappaIm: 0,
});

export function tangentDiffusion({ collective, interaction }: Coefficients): TangentDiffusion {
  const { symmetric, skew } = collective;
  const trace = symmetric[0] + symmetric[1] + symmetric[2];
  const deviation = Math.hypot(traceless(symmetric), traceless(interaction));
  const pull = length(skew);
  return {
    symmetric,
    trace,
    skew,
    interaction,
    scale: Math.max(trace, pull, deviation),
    // s_max - s_min is at most sqrt 2 times the norm of the traceless part.
    curvature: Math.SQRT2 * traceless(symmetric) + pull + (1 + Math.SQRT2) * deviation,
  };
}

/** Frobenius norm of the matrix less its trace part. */
function traceless([xx, yy, zz, xy, xz, yz]: SymmetricSix): number {
  const differences = ((xx - yy) ** 2 + (yy - zz) ** 2 + (zz - xx) ** 2) / 3;
  return Math.sqrt(differences + 2 * (xy * xy + xz * xz + yz * yz));
}

const between = (m: SymmetricSix, a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a[0]! * (m[0] * b[0]! + m[3] * b[1]! + m[4] * b[2]!) +
  a[1]! * (m[3] * b[0]! + m[1] * b[1]! + m[5] * b[2]!) +
  a[2]! * (m[4] * b[0]! + m[5] * b[1]! + m[2] * b[2]!);

const dotOf = (a: ArrayLike<number>, b: ArrayLike<number>): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

/** Fills `sample` at the unit vector `r` and returns the least eigenvalue there. Nothing is allocated. */
export function sampleTangent(of: TangentDiffusion, r: ArrayLike<number>, sample: TangentSample): number {
  const { symmetric: s, interaction: chi, skew } = of;
  const { u, v } = sample;
  frame(r, u, v);
  sample.mean = of.trace - between(s, r, r) + 2 * dotOf(skew, r);
  sample.slopeU = 2 * (dotOf(skew, u) - between(s, u, r));
  sample.slopeV = 2 * (dotOf(skew, v) - between(s, v, r));
  sample.re = between(s, u, u) - between(s, v, v) - 2 * between(chi, u, v);
  sample.im = 2 * between(s, u, v) + between(chi, u, u) - between(chi, v, v);
  sample.kappaRe = between(s, r, u) - between(chi, r, v);
  sample.kappaIm = between(s, r, v) + between(chi, r, u);
  return sample.mean - Math.hypot(sample.re, sample.im);
}

/** u and v = r x u: the frame of Duff et al., JCGT 6(1), 2017, which loses no accuracy at the poles. */
function frame(r: ArrayLike<number>, u: Float64Array, v: Float64Array): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const sign = z >= 0 ? 1 : -1;
  const a = -1 / (sign + z);
  const b = x * y * a;
  u[0] = 1 + sign * x * x * a;
  u[1] = sign * b;
  u[2] = -sign * x;
  v[0] = b;
  v[1] = sign + y * y * a;
  v[2] = -y;
}

/**
 * The direction r x e into `out`, e the eigenvector of the least eigenvalue at the point of the sample: that eigenvalue is
 * 2 (v.S v + w.r + e.chi v) with v this direction, so that it grows by 2 (v.n)^2 for each unit of dephasing about n.
 */
export function relaxedDirection(sample: TangentSample, out: Float64Array): void {
  const angle = Math.atan2(sample.im, sample.re) / 2;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  for (let k = 0; k < 3; k++) out[k] = c * sample.v[k]! - s * sample.u[k]!;
}
