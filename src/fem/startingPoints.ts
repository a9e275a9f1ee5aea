import { ResourceLimitError } from "../core/errors.ts";
import {
  checkedInitialState,
  type InitialState,
  type MomentsStart,
  partsOf,
  type StatePart,
} from "../model/initialState.ts";
import type { Look } from "../state/evolution.ts";
import type { Vector3 } from "../state/moments.ts";
import { observables } from "../state/observables.ts";
import { momentsOfIntegrals } from "./moments.ts";

/** Where all of P is, for a part of a checked state that is a delta function; null for any other. */
export function deltaOf(state: StatePart): readonly [number, number, number] | null {
  if (state.kind === "coherent") return state.direction;
  if (state.kind === "product") return state.vector;
  if (state.kind !== "thermal" || (state.ratio > 0 && state.ratio < Number.POSITIVE_INFINITY)) return null;
  return [0, 0, state.ratio === 0 ? -1 : 1];
}

/** Whether P starts with delta functions, which have no values at points. */
export const startsAsPoints = (initial: InitialState, spins: number): boolean =>
  partsOf(checkedInitialState(initial, spins)).some(({ state }) => deltaOf(state) !== null);

/** Integrals of 1, r_k and r_k r_l (xx, yy, zz, xy, xz, yz) over a P of point masses, and tr rho^2. */
export interface PointIntegrals {
  readonly integrals: Float64Array;
  readonly purity: number;
}

/** Of a product state or a mixture of such; null for a state that is none. */
export function pointMasses(initial: InitialState, spins: number): PointIntegrals | null {
  const masses: { readonly weight: number; readonly place: readonly [number, number, number]; readonly gap: number }[] =
    [];
  for (const { weight, state } of partsOf(checkedInitialState(initial, spins))) {
    const place = deltaOf(state);
    if (place === null) return null;
    const length = Math.hypot(...place);
    masses.push({ weight, place, gap: state.kind === "product" ? (1 - length) * (1 + length) : 0 });
  }
  const integrals = new Float64Array(10);
  let purity = 0;
  for (const { weight, place, gap } of masses) {
    const [x, y, z] = place;
    for (const [k, value] of [1, x, y, z, x * x, y * y, z * z, x * y, x * z, y * z].entries()) {
      integrals[k]! += weight * value;
    }
    for (const other of masses) {
      const distance = Math.hypot(...place.map((value, k) => value - other.place[k]!));
      // (1 - r.r')/2, without the cancellation of neighbours near the sphere.
      const missing = (distance ** 2 + gap + other.gap) / 4;
      purity += weight * other.weight * Math.exp(spins * Math.log1p(-missing));
    }
  }
  return { integrals, purity };
}

/** Observables of a mixture of coherent states, exact but for rounding. */
export function exactStart({ integrals, purity }: PointIntegrals, spins: number): Look {
  const { moments, covariance } = momentsOfIntegrals([0, 0, 0], integrals, spins);
  const rounding: Vector3 = [1e-15, 1e-15, 1e-15];
  return {
    observables: observables(spins, moments, purity, covariance),
    errorEstimate: { mean: rounding, square: rounding, cross: rounding, purity: 1e-14 },
  };
}

/** @throws ResourceLimitError for an earlier result that leaves harmonics out, which nothing here would show */
export function requireAllHarmonics({ spins, band }: MomentsStart): void {
  if (band >= spins) return;
  throw new ResourceLimitError({
    what: `the earlier result holds harmonics up to degree ${band} of ${spins}, and what P is beyond them is not known`,
    remedy: "find the earlier result in the full band, or leave the method to be chosen",
    value: band,
    limit: spins,
  });
}
