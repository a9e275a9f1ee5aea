import { SYMMETRIC_PAIRS } from "../../../core/symmetricPairs.ts";
import type { Integrator } from "../../../ode/integrator.ts";
import type { DensityMoments } from "../../moments.ts";
import { momentsOfIntegrals } from "../../moments.ts";
import type { DensityPurity } from "../../steadySystem.ts";
import type { AxialChart } from "../axial/chart.ts";

/** P on its way among the functions of a chart, which may move with it. */
export interface MovingDensity {
  readonly integrator: Integrator;
  /** The chart at the time that was reached last, and the coefficients of P in it. */
  readonly look: () => ChartDensity;
  /** What P has outgrown by now, in words; null where the chart holds it. */
  readonly outgrown: () => string | null;
}

/** P in a chart. */
export interface ChartDensity {
  readonly chart: AxialChart;
  readonly coefficients: Float64Array;
}

/** A sum of densities, as of a mixture of product states. */
export interface WeightedDensity {
  readonly weight: number;
  readonly density: ChartDensity;
}

export interface SumMoments extends DensityMoments {
  /** What rounding may leave in them. */
  readonly rounding: number;
}

/** Moments of a sum of densities whose weights are 1 together. A single one keeps the digits of its width. */
export function momentsOfSum(parts: readonly WeightedDensity[], spins: number): SumMoments {
  const origin = parts.length === 1 ? parts[0]!.density.chart.functionals.centre : ([0, 0, 0] as const);
  const sum = new Float64Array(10);
  let largest = 0;
  for (const { weight, density } of parts) {
    const { centre, mass, first, second } = density.chart.functionals;
    const own = [mass, ...first, ...second].map((functional) => {
      let [value, size] = [0, 0];
      for (const [k, c] of density.coefficients.entries()) {
        value += functional[k]! * c;
        size += Math.abs(functional[k]! * c);
      }
      largest = Math.max(largest, size);
      return value;
    });
    const shift = centre.map((c, k) => c - origin[k]!);
    const [one, ...rest] = own as [number, ...number[]];
    sum[0]! += weight * one;
    for (let k = 0; k < 3; k++) sum[1 + k]! += weight * (rest[k]! + shift[k]! * one);
    for (const [m, [k, l]] of SYMMETRIC_PAIRS.entries()) {
      sum[4 + m]! +=
        weight * (rest[3 + m]! + shift[k]! * rest[l]! + shift[l]! * rest[k]! + shift[k]! * shift[l]! * one);
    }
  }
  return { ...momentsOfIntegrals(origin, sum, spins), rounding: ROUNDINGS * Number.EPSILON * largest };
}

const ROUNDINGS = 16;

/**
 * tr rho^2 of a sum, and what the way to it leaves open. Of two parts tr rho rho' lies between 0 and the geometric mean of their purities; where the one is it is not known here.
 */
export function purityOfSum(parts: readonly WeightedDensity[], spins: number): DensityPurity {
  const own = parts.map(({ density: { chart, coefficients } }) => chart.purity(coefficients, spins));
  let [purity, error] = [0, 0];
  for (const [i, a] of own.entries()) {
    purity += parts[i]!.weight ** 2 * a.purity;
    error += parts[i]!.weight ** 2 * a.error;
    for (const [j, b] of own.slice(0, i).entries()) {
      const half =
        parts[i]!.weight *
        parts[j]!.weight *
        Math.sqrt(Math.min(1, a.purity + a.error) * Math.min(1, b.purity + b.error));
      purity += half;
      error += half;
    }
  }
  return { purity, error };
}

/** P at points of the sphere, 3 numbers each. */
export function valuesOfSum(parts: readonly WeightedDensity[], points: Float64Array): Float64Array {
  const sum = new Float64Array(points.length / 3);
  for (const { weight, density } of parts) {
    const own = density.chart.values(density.coefficients, points);
    for (const [k, value] of own.entries()) sum[k]! += weight * value;
  }
  return sum;
}

/** Multipoles of rho, layout of state/blocks/multipoles.ts, up to the lowest degree that all parts have. */
export function multipolesOfSum(parts: readonly WeightedDensity[], spins: number): Float64Array {
  const own = parts.map(({ density: { chart, coefficients } }) => chart.multipoles(coefficients, spins));
  const sum = new Float64Array(Math.min(...own.map(({ length }) => length)));
  for (const [i, { weight }] of parts.entries()) for (let k = 0; k < sum.length; k++) sum[k]! += weight * own[i]![k]!;
  return sum;
}
