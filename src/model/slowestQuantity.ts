import { hasRatesAlone } from "./ratesAlone.ts";
import { type Coefficients, coefficientsOf, type Kossakowski, length } from "./secondOrder/coefficients.ts";
import { conservedName, conservedQuantity } from "./secondOrder/conserved.ts";
import { hasLocalRates, type SpinModel } from "./spinModel.ts";

/** What would be conserved but for one weak process. */
export interface SlowQuantity {
  readonly quantity: string;
  /** The process that changes it, with its size: "the field across z, 1e-9". */
  readonly lifter: string;
  /** Order of magnitude of the rate at which it relaxes. */
  readonly rate: number;
  /** `rate` over the largest field or rate of the model. */
  readonly relative: number;
}

/**
 * The quantity that relaxes most slowly, to the order of magnitude: of J_z, B.J and, with local rates, the total spin J^2 the
 * one whose weakest link is the weakest. null for a model in which no such quantity stands out, or nothing happens.
 *
 * J_z is changed by pump and decay, and by a field B across z at the rate B^2 G / (G^2 + B_z^2), G the rate at which
 * neighbouring levels of J_z lose their coherence (degenerate perturbation theory in B). B.J is changed by every jump operator
 * that does not commute with it, J^2 by local processes alone. Of a model with an interaction or jumps the rate is a bound: the terms that lift
 * the quantity, which may act in second order.
 */
export function slowestQuantity(model: SpinModel): SlowQuantity | null {
  if (!hasRatesAlone(model)) return withoutSmallTerms(model);
  const { spins, field, collective, local } = model;
  const [x, y, z] = field;
  const across = Math.hypot(x, y);
  const strength = Math.hypot(across, z);
  const moves = collective.pump + collective.decay + local.pump + local.decay;
  const dephasing = collective.dephasing / spins + local.dephasing;
  const scale = Math.max(strength, ...Object.values(collective), ...Object.values(local));
  if (scale === 0) return null;
  const found: Omit<SlowQuantity, "relative">[] = [];
  const coherence = dephasing + moves;
  const width = Math.hypot(coherence, z);
  const tunnelling = width === 0 ? 0 : across < width ? (across / width) * across * (coherence / width) : across;
  if (moves + tunnelling > 0) {
    const lifter = moves >= tunnelling ? describeMoves(model) : `the field across z, ${across}`;
    found.push({ quantity: "J_z", lifter, rate: moves + tunnelling });
  }
  if (across > 0) {
    const turned = (across / strength) ** 2 * dephasing;
    const lifter = moves >= turned ? describeMoves(model) : describeDephasing(model);
    found.push({ quantity: "B.J", lifter, rate: moves + turned });
  }
  if (hasLocalRates(model) && spins > 1) {
    const total = local.dephasing + local.pump + local.decay;
    found.push({
      quantity: "J^2, the length of the total spin,",
      lifter: `the local rates, ${total} in all,`,
      rate: total,
    });
  }
  if (found.length === 0) return null;
  const slowest = found.reduce((a, b) => (b.rate < a.rate ? b : a));
  return { ...slowest, relative: slowest.rate / scale };
}

const describeMoves = ({ collective, local }: SpinModel): string =>
  `pump and decay, ${collective.pump + collective.decay + local.pump + local.decay} in all,`;

const describeDephasing = ({ collective, local }: SpinModel): string =>
  `dephasing, ${collective.dephasing + local.dephasing},`;

/** Shares of the largest coefficient below which terms are left out, one after the other. */
const SHARES = Array.from({ length: 12 }, (_, k) => 10 ** (k - 15));

/** What the model would conserve if terms below a small share of the largest were not there, for the smallest such share. */
function withoutSmallTerms(model: SpinModel): SlowQuantity | null {
  const whole = coefficientsOf(model);
  const { field, interaction, collective, local } = whole;
  const scale = Math.max(...[field, interaction, collective.symmetric, local.symmetric].flat().map(Math.abs));
  for (const relative of SHARES) {
    const least = relative * scale;
    const conserved = conservedQuantity(withoutBelow(whole, least), relative);
    const lengthKept = local.symmetric.every((value) => Math.abs(value) <= least) && hasLocalRates(model);
    if (conserved === null && !(lengthKept && model.spins > 1)) continue;
    const quantity = conserved === null ? "J^2, the length of the total spin," : conservedName(conserved);
    return { quantity, lifter: `what is below ${least.toExponential(1)} in the model`, rate: least, relative };
  }
  return null;
}

function withoutBelow(coefficients: Coefficients, least: number): Coefficients {
  const { field, interaction, collective, local } = coefficients;
  const kept = <T extends readonly number[]>(values: T): T =>
    values.map((value) => (Math.abs(value) <= least ? 0 : value)) as unknown as T;
  const filtered = ({ symmetric, skew }: Kossakowski): Kossakowski => ({
    symmetric: kept(symmetric),
    skew: kept(skew),
  });
  return {
    ...coefficients,
    field: length(field) <= least ? [0, 0, 0] : field,
    interaction: kept(interaction),
    collective: filtered(collective),
    local: filtered(local),
  };
}
