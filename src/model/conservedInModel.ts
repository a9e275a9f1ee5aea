import { hasRatesAlone } from "./ratesAlone.ts";
import { coefficientsOf, dot, length, scaled, type Triple, timesVector } from "./secondOrder/coefficients.ts";
import { type Conserved, conservedName, conservedQuantity } from "./secondOrder/conserved.ts";
import { hasLocalRates, isActive, type SpinModel } from "./spinModel.ts";

/**
 * What a model conserves besides the trace, null where there is nothing. Of rates alone it is decided by which terms are exactly zero, since
 * populations along z are known at any ratio of the rates; of others to rounding.
 */
export function conservedIn(model: SpinModel): Conserved | null {
  if (!hasRatesAlone(model)) return conservedQuantity(coefficientsOf(model));
  const { collective, local, field } = model;
  const across = Math.hypot(field[0], field[1]);
  if (Math.max(collective.pump, collective.decay, local.pump, local.decay) > 0) return null;
  if (Math.max(collective.dephasing, local.dephasing) > 0) return across > 0 ? null : ALONG_Z;
  if (across > 0) return { kind: "spin", axis: scaled(field, 1 / length(field)) };
  return field[2] !== 0 ? ALONG_Z : { kind: "everything" };
}

const ALONG_Z: Conserved = { kind: "spin", axis: [0, 0, 1] };

/** Its name, for messages; "B.J" for a tilted field and nothing else. */
export function nameInModel(model: SpinModel, conserved: Conserved): string {
  const tilted = model.field[0] !== 0 || model.field[1] !== 0;
  return conserved.kind === "spin" && tilted && hasRatesAlone(model) ? "B.J" : conservedName(conserved);
}

export const isUnitary = ({ collective, local }: SpinModel): boolean => !isActive(collective) && !isActive(local);

/**
 * How many eigenvalues of the generator are zero, one for each independent conserved quantity; of a Hamiltonian alone, whose energies
 * are not known in closed form, for energies that differ but for what time reversal asks for.
 *
 * @param ball among all permutation-symmetric operators instead of those of the symmetric subspace
 */
export function zerosOf(model: SpinModel, conserved: Conserved | null, ball: boolean): number {
  const { spins } = model;
  // With local processes the total spin changes, and what is left is functions of n.J.
  if (!ball || hasLocalRates(model)) return zerosOfSpin(model, conserved, spins + 1);
  let count = 0;
  for (let order = spins + 1; order >= 1; order -= 2) count += zerosOfSpin(model, conserved, order);
  return count;
}

/** Independent operators on a spin with `order` states that are conserved. */
function zerosOfSpin(model: SpinModel, conserved: Conserved | null, order: number): number {
  if (conserved === null) return 1;
  if (conserved.kind === "everything") return order * order;
  if (conserved.kind === "parity") return Math.min(2, order);
  if (conserved.kind === "side") {
    const [below, above] = conserved.between;
    return 2 * above <= order - 1 && 2 * below >= 1 - order ? 2 : 1;
  }
  if (conserved.kind === "spin") return isUnitary(model) ? equalEnergies(model, conserved.axis, order) : order;
  // Without a field half-integer spins have their levels in pairs (Kramers).
  return order % 2 === 0 && length(model.field) === 0 ? 2 * order : order;
}

/** Energies closer than this share of their range are equal. */
const EQUAL = 1e-13;

/** Pairs of states of n.J with the same energy, of B.n m + (chi_nn - chi_uu) m^2 / N. */
function equalEnergies(model: SpinModel, axis: Triple, order: number): number {
  const { interaction, field, spins } = coefficientsOf(model);
  const along = dot(axis, timesVector(interaction, axis));
  const twist = (3 * along - (interaction[0] + interaction[1] + interaction[2])) / (2 * spins);
  const strength = dot(field, axis);
  const energies = Array.from({ length: order }, (_, k) => {
    const m = (order - 1) / 2 - k;
    return strength * m + twist * m * m;
  }).sort((a, b) => a - b);
  const width = EQUAL * (Math.abs(strength) * order + Math.abs(twist) * order * order);
  let [pairs, start] = [0, 0];
  for (let k = 1; k <= order; k++) {
    if (k < order && energies[k]! - energies[k - 1]! <= width) continue;
    pairs += (k - start) ** 2;
    start = k;
  }
  return pairs;
}
