import { addScaled, dot, scale } from "../linalg/vectorKernels.ts";
import { type Arithmetic, type Rounded, rounded, withLeastError } from "./arithmetic.ts";
import type { CountedChannel } from "./channel.ts";
import { emitterOf, jumped } from "./emitted.ts";
import type { LightSystem } from "./system.ts";

/** Cumulants of the number of photons in a long time, per unit of time: mean, variance, third. */
export function countingCumulants(system: LightSystem, { operator, rate }: CountedChannel): Rounded {
  const { space, model } = system;
  const emitter = emitterOf(space, operator);
  const strength = (2 * rate) / model.spins;
  const { values, rounding } = rounded(system, (arithmetic) =>
    cumulants(arithmetic, (x) => {
      const image = jumped(arithmetic, emitter, x);
      scale(image, strength);
      return image;
    }),
  );
  return withLeastError(system, { values, rounding });
}

/**
 * With the jumps J of the channel, I = tr J rho: L rho_1 = I rho - J rho and L rho_2 = I rho_1 + (c_2/2) rho - J rho_1 - J rho / 2, both of
 * trace 0, give c_2 = I + 2 tr J rho_1 and c_3 = I + 6 tr J rho_2 + 3 tr J rho_1 (perturbation theory of the leading eigenvalue of L + (e^{i chi} - 1) J).
 */
function cumulants({ steady, solve, load, system }: Arithmetic, jump: (x: Float64Array) => Float64Array): Float64Array {
  const { trace } = system.space;
  const own = load(steady);
  const jumpedOnce = jump(steady);
  const mean = dot(trace, jumpedOnce);
  const first = own.map((value, i) => mean * value - jumpedOnce[i]!);
  const changed = solve(first);
  const jumpedChange = jump(changed);
  const more = dot(trace, jumpedChange);
  const variance = mean + 2 * more;
  const second = load(changed);
  scale(second, mean);
  addScaled(second, variance / 2, own);
  addScaled(second, -1, jumpedChange);
  addScaled(second, -0.5, jumpedOnce);
  const third = mean + 6 * dot(trace, jump(solve(second))) + 3 * more;
  return Float64Array.of(mean, variance, third);
}
