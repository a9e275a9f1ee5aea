import { InputError } from "../core/errors.ts";
import type { Observables, SpinMoments } from "./moments.ts";
import { type SymmetricMatrix3, squeezing } from "./squeezing.ts";

/**
 * What every road returns for a state. `moments` as in SpinMoments, `purity` = tr rho^2.
 *
 * `covariance` is for roads that know central second moments better than the raw ones: 2<{J_k - <J_k>, J_l - <J_l>}>/N^2,
 * in the same units and order as `moments.square` and `moments.cross`. Squeezing then loses no digits at large N; without
 * it xi^2 carries N times the error of the raw moments.
 *
 * @throws InputError where spins is not a positive integer or a number is not finite
 */
export function observables(
  spins: number,
  moments: SpinMoments,
  purity: number,
  covariance: SymmetricMatrix3 = moments,
): Observables {
  requireSpins(spins);
  requireFinite("mean", moments.mean);
  requireFinite("square", moments.square);
  requireFinite("cross", moments.cross);
  requireFinite("purity", [purity]);
  requireFinite("covariance", [...covariance.square, ...covariance.cross]);
  const { mean, square, cross } = moments;
  return { mean, square, cross, purity, squeezing: squeezing(spins, mean, covariance) };
}

/** @throws InputError where `spins` is not a positive integer */
export function requireSpins(spins: number): void {
  if (Number.isInteger(spins) && spins >= 1) return;
  throw new InputError({
    what: `the number of spins is ${spins}, not a positive integer`,
    remedy: "give N as 1, 2, 3, ...",
    value: spins,
    limit: 1,
  });
}

function requireFinite(name: string, values: readonly number[]): void {
  const found = values.find((value) => !Number.isFinite(value));
  if (found === undefined) return;
  throw new InputError({
    what: `${name} holds ${found}, which is no finite number`,
    remedy: "look at the solver that produced it: an observable must be finite",
    value: found,
  });
}
