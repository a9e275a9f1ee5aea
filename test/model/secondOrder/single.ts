import type { Coefficients, Triple } from "../../../src/model/secondOrder/coefficients.ts";

const NOTHING: Coefficients = {
  spins: 1,
  field: [0, 0, 0],
  interaction: [0, 0, 0, 0, 0, 0],
  collective: { symmetric: [0, 0, 0, 0, 0, 0], skew: [0, 0, 0] },
  local: { symmetric: [0, 0, 0, 0, 0, 0], skew: [0, 0, 0] },
};

const AXES = ["x", "y", "z"] as const;
const PAIRS = ["xx", "yy", "zz", "xy", "xz", "yz"] as const;

/**
 * Each coefficient alone, so that a mistake in one term cannot hide behind another. No processes need to have them: everything is linear in
 * every one, whatever the others are.
 */
export function singleCoefficients(spins: number, local: boolean): readonly (readonly [string, Coefficients])[] {
  const one = <T extends readonly number[]>(values: T, k: number): T =>
    values.map((_, i) => +(i === k)) as unknown as T;
  const nothing = { ...NOTHING, spins };
  const { symmetric, skew } = nothing.local;
  const groups = local ? (["collective", "local"] as const) : (["collective"] as const);
  return [
    ...AXES.map((axis, k) => [`B_${axis}`, { ...nothing, field: one<Triple>(nothing.field, k) }] as const),
    ...PAIRS.map((pair, k) => [`chi_${pair}`, { ...nothing, interaction: one(nothing.interaction, k) }] as const),
    ...groups.flatMap((group) => [
      ...PAIRS.map(
        (pair, k) => [`${group} S_${pair}`, { ...nothing, [group]: { symmetric: one(symmetric, k), skew } }] as const,
      ),
      ...AXES.map(
        (axis, k) => [`${group} w_${axis}`, { ...nothing, [group]: { symmetric, skew: one(skew, k) } }] as const,
      ),
    ]),
  ];
}
