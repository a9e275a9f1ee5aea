import { ConvergenceError, InputError } from "../../core/errors.ts";
import type { AxialModel } from "../../model/secondOrder/axis.ts";
import { withoutAxis } from "../otherRoads.ts";
import { ringOf } from "./meanField.ts";

/**
 * Why P of a model cannot be expanded around its ring or its axis, with what to do; null where it can.
 *
 * Below the threshold of a laser, w <= sqrt(N) Gamma, the ring is closer to the plane z = 0 than its fluctuations of z: P then has weight
 * where the total spin is small, which no polynomial knows of.
 */
export function unexpandable(model: AxialModel): { readonly what: string; readonly remedy: string } | null {
  const { spins, collective, local } = model;
  if (!(local.across > 0)) {
    return {
      what: "the model has no local pump or decay, which keep P near a ring or a point of its axis",
      remedy: withoutAxis(spins, "add some"),
    };
  }
  const ring = ringOf(model);
  if (ring === null) return null;
  const spread = Math.sqrt(Math.max(ring.noise[2], LEAST_NOISE) / spins);
  if (Math.abs(ring.z) >= spread) return null;
  const threshold = Math.abs(collective.pull) / Math.sqrt(spins);
  return {
    what:
      `the local rates are below the threshold of collective emission, w <= sqrt(N) Gamma, some ${threshold.toPrecision(2)} here: the ring of the mean field, ` +
      `at z = ${ring.z.toPrecision(2)}, is within ${spread.toPrecision(2)} of z = 0, where P has no smooth shape`,
    remedy: withoutAxis(spins, "raise the local rates above it"),
  };
}

/** Least variance of z, times N, that counts: P may fluctuate less than a point. */
const LEAST_NOISE = 0.5;

/** @throws InputError where there is no axis along z */
export function requireAxisAlongZ(model: AxialModel | null): AxialModel {
  if (model !== null && model.axis[2] === 1) return model;
  throw new InputError({
    what: "the field, the interaction or a jump of the model is not along z, or not the same all around it",
    remedy: "use another method, or turn the axes so that what is alike all around is alike around z",
    value: model?.axis ?? null,
  });
}

/**
 * A model whose P can be expanded.
 *
 * @throws InputError where there is no axis along z; ConvergenceError where P has no smooth shape
 */
export function requireExpandable(found: AxialModel | null): AxialModel {
  const model = requireAxisAlongZ(found);
  const refused = unexpandable(model);
  if (refused === null) return model;
  throw new ConvergenceError({ ...refused, value: model.spins });
}
