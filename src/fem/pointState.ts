import type { SpinModel } from "../model/spinModel.ts";
import type { Vector3 } from "../state/moments.ts";
import { observables } from "../state/observables.ts";
import type { SteadyState } from "./steadyResult.ts";

/**
 * The steady state P = delta(r - point): the product state with every spin along `point`, pure where |point| = 1.
 *
 * @param error distance that the true point may have from this one
 */
export function pointState(model: SpinModel, point: Vector3, error: number, started: number): SteadyState<never> {
  const { spins } = model;
  const noise = 1 / spins;
  const [x, y, z] = point;
  const square = (c: number): number => noise + (1 - noise) * c * c;
  const moments = {
    mean: point,
    square: [square(x), square(y), square(z)] as const,
    cross: [(1 - noise) * x * y, (1 - noise) * x * z, (1 - noise) * y * z] as const,
  };
  const length2 = x * x + y * y + z * z;
  const purity = ((1 + length2) / 2) ** spins;
  const first: Vector3 = [error, error, error];
  const second: Vector3 = [2 * error, 2 * error, 2 * error];
  return {
    method: "fem",
    model,
    observables: observables(spins, moments, purity),
    // d purity / d |r| = N purity 2 |r| / (1 + |r|^2), at most N purity.
    errorEstimate: { mean: first, square: second, cross: second, purity: spins * purity * error },
    summary: { minimum: 0, maximum: Number.POSITIVE_INFINITY, negativeMass: 0, mass: 1 },
    residual: 0,
    mesh: "none",
    band: null,
    space: null,
    density: null,
    multipoles: null,
    point,
    seconds: { assembly: 0, analysis: 0, factorization: 0, solve: 0, total: (performance.now() - started) / 1000 },
  };
}
