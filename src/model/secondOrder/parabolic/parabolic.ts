import { symmetricDecomposition } from "../../../linalg/dense/decompositions.ts";
import { Matrix } from "../../../linalg/dense/matrix.ts";
import { tangentBasis } from "../../stability.ts";
import type { Coefficients, SymmetricSix, Triple } from "../coefficients.ts";
import { type AxialDiffusion, axialDiffusion, axialMinimum, isAxialParabolic, requiredAlong } from "./axial.ts";
import { sampledDephasing, violatesOnEquator } from "./equator.ts";
import { globalMinimum, isBelow } from "./globalMinimum.ts";
import { relaxedDirection, sampleTangent, tangentDiffusion, tangentSample } from "./tangentDiffusion.ts";

/** Least value of u.D u over all unit tangent vectors u at all points of the sphere. */
export interface LeastDiffusion {
  /** In the model's unit of rate. */
  readonly value: number;
  /** What the least value is proven not to lie below: as good as `value` to rounding, but for minima that nearly form a curve. */
  readonly bound: number;
  /** A point where it is taken. */
  readonly position: Triple;
}

/** Roundings of the largest coefficient within which a least value counts as 0. */
const ROUNDINGS = 32;

const within = (scale: number): number => ROUNDINGS * Number.EPSILON * scale;

/** In closed form for diffusion around an axis, and where only S is there: twice its least eigenvalue. Otherwise by a search with a proof. */
export function leastDiffusion(coefficients: Coefficients): LeastDiffusion {
  if (isParabolicInBall(coefficients)) return leastRotation(coefficients.collective.symmetric);
  const axial = axialDiffusion(coefficients);
  if (axial === null) return globalMinimum(tangentDiffusion(coefficients));
  const { value, z } = axialMinimum(axial);
  return { value, bound: value, position: atHeight(axial, z) };
}

/** Of D = 2 sum S_ab L_a L_b^T: 2 v.S v with v = r x u, any two orthogonal unit vectors. */
function leastRotation([xx, yy, zz, xy, xz, yz]: SymmetricSix): LeastDiffusion {
  const matrix = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  const { eigenvalues, eigenvectors } = symmetricDecomposition(new Matrix(matrix));
  const value = 2 * Math.max(0, eigenvalues[0]!);
  const [x, y, z] = tangentBasis(eigenvectors.getColumn(0)).getRow(0) as [number, number, number];
  return { value, bound: value, position: [x, y, z] };
}

function atHeight({ axis }: AxialDiffusion, z: number): Triple {
  const across = tangentBasis(axis).getRow(0);
  const radius = Math.sqrt(Math.max(0, 1 - z * z));
  const at = (k: 0 | 1 | 2): number => z * axis[k] + radius * across[k]!;
  return [at(0), at(1), at(2)];
}

/** Whether D >= 0 on the whole sphere, but for rounding. Models at the bound count as parabolic. @param least where it is known */
export function isParabolicOnSphere(coefficients: Coefficients, least?: LeastDiffusion): boolean {
  if (isParabolicInBall(coefficients)) return true;
  const axial = axialDiffusion(coefficients);
  if (axial !== null) return isAxialParabolic(axial);
  const of = tangentDiffusion(coefficients);
  const limit = -within(of.scale);
  return least === undefined ? !isBelow(of, limit) : least.value >= limit;
}

/**
 * Whether D >= 0 in the whole ball: iff w = 0 and chi is a multiple of 1, which does nothing.
 *
 * For r.D r = 0 at every r, while D r = (1 - r^2) [chi r + w x r] x r. A matrix D >= 0 with r.D r = 0 has D r = 0, so that
 * (chi + [w x]) r has to be along r for every r in the ball. Then chi + [w x] is a multiple of 1, and its antisymmetric part w vanishes.
 * What is left is D = 2 sum S_ab L_a L_b^T >= 0. Here w and chi may differ from that by roundings.
 */
export function isParabolicInBall({ collective, interaction }: Coefficients): boolean {
  const { symmetric, skew } = collective;
  const [xx, yy, zz, xy, xz, yz] = interaction;
  const chi = Math.max(...[xx - yy, yy - zz, xy, xz, yz].map(Math.abs));
  const size = Math.max(...symmetric.slice(0, 3));
  const rounding = 4 * Number.EPSILON;
  return Math.max(...skew.map(Math.abs)) <= rounding * size && chi <= rounding * Math.max(...interaction.map(Math.abs));
}

/**
 * The smallest s such that D >= 0 on the sphere with S + s 1 in place of S: half of what the least eigenvalue is below 0, since s adds
 * 2 s to every eigenvalue. It is a collective dephasing of this rate about each of three orthogonal axes.
 */
export function requiredIsotropic(coefficients: Coefficients, least = leastDiffusion(coefficients)): number {
  const { value, bound } = least;
  return isParabolicOnSphere(coefficients, least) ? 0 : Math.max(0, -Math.min(value, bound) / 2);
}

/** Beyond this many times the largest coefficient a required rate counts as infinite. */
const LARGEST_REQUIRED = 1e9;

/** Steps of a method that converges quadratically, and by a factor of 2 a step where D touches 0 on the equator. */
const MOST_STEPS = 80;

/**
 * The collective dephasing about z from which on D >= 0 on the sphere: the whole rate, not what is missing. Null where no rate is enough.
 * In closed form for diffusion around z. Otherwise the least eigenvalue is a concave function of the rate, and Newton's method from
 * below meets its zero (W. Dinkelbach, Management Science 13, 492 (1967), doi:10.1287/mnsc.13.7.492): to some 1e-7 of the largest
 * coefficient at least, to rounding where the zero is simple.
 *
 * @param present the rate of dephasing about z that S_zz of the coefficients contains
 */
export function requiredDephasing(coefficients: Coefficients, present: number): number | null {
  if (isParabolicInBall(coefficients)) return 0;
  const axial = axialDiffusion(coefficients);
  if (axial !== null && axial.axis[0] === 0 && axial.axis[1] === 0) {
    const required = requiredAlong(axial);
    return required === null ? null : Math.max(0, required - (axial.along - present));
  }
  const { scale } = tangentDiffusion(coefficients);
  if (violatesOnEquator(withDephasing(coefficients, -present), scale, within(scale))) return null;
  const sample = tangentSample();
  const direction = new Float64Array(3);
  let rate = sampledDephasing(withDephasing(coefficients, -present));
  for (let step = 0; step < MOST_STEPS; step++) {
    const of = tangentDiffusion(withDephasing(coefficients, rate - present));
    const { value, position } = globalMinimum(of);
    if (value >= -within(of.scale)) return rate;
    sampleTangent(of, position, sample);
    relaxedDirection(sample, direction);
    const next = rate - value / (2 * direction[2]! ** 2);
    if (!(next <= LARGEST_REQUIRED * scale)) return null;
    if (next - rate <= 4 * Number.EPSILON * next) return next;
    rate = next;
  }
  return rate;
}

function withDephasing(coefficients: Coefficients, rate: number): Coefficients {
  const { symmetric, skew } = coefficients.collective;
  const changed = symmetric.with(2, symmetric[2] + rate) as unknown as SymmetricSix;
  return { ...coefficients, collective: { symmetric: changed, skew } };
}
