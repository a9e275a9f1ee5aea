import type { SpinModel } from "../../../model/spinModel.ts";
import { populationModel } from "../axis.ts";

/** What elements of some coherences are predicted to take on their way in time. */
export interface FlowCost {
  readonly products: number;
  /** Processor time on one core. */
  readonly seconds: number;
  readonly bytes: number;
}

/** Processor time of a product, an element of the window; measured for lasers of 300 and 1000 spins. */
export const SECONDS_PER_ELEMENT = 2e-8;
const START_SECONDS = 0.03;
/** Elements of a window over N in the ball, where P is narrow as in a laser; over sqrt(N) on the sphere for each standard deviation. */
const STATES_PER_SPIN = 50;
/** Relaxation times behind which nothing changes any more. */
const RELAXATIONS = 80;

/**
 * A product for each jump at the largest rate there is, half of which is met, and seven roots of their number more between two outputs.
 *
 * @param coherences how many of them are followed
 * @param complex whether real and imaginary parts are
 */
export function flowCost(
  model: SpinModel,
  inBall: boolean,
  times: readonly number[],
  coherences: number,
  complex: boolean,
): FlowCost {
  const { spins } = model;
  const rates = populationModel(model)!;
  const end = Math.min(times.at(-1)!, RELAXATIONS / slowestRelaxation(rates));
  const turns = complex ? TURNS * twistOf(model) * (coherences / 2) : 0;
  const jumps = Math.max(largestRate(rates) / 2, turns) * end;
  const products = jumps + times.length * (20 + 7 * Math.sqrt(jumps / times.length));
  const whole = inBall ? (spins / 2 + 1) ** 2 : spins + 1;
  const parts = coherences * (complex ? 2 : 1);
  const window = inBall ? Math.min(whole, STATES_PER_SPIN * spins) : whole;
  return {
    products: products * coherences,
    seconds: START_SECONDS + products * parts * (window + 100) * SECONDS_PER_ELEMENT,
    bytes: 8 * whole * (4 * parts + ROW_ENTRIES * coherences),
  };
}

/**
 * About the rate at which populations settle: that of flips of a single spin; else that at which collective processes take all spins to one end, or spread them evenly. 0 where
 * local dephasing has a share in it, or nothing moves them. Where they take longer the run sees it.
 */
function slowestRelaxation({ spins, collective: { decay, pump }, local }: SpinModel): number {
  const flips = local.pump + local.decay;
  if (flips > 0) return flips;
  if (local.dephasing > 0) return 0;
  return Math.max(Math.abs(decay - pump) / (2 + Math.log(spins)), (decay + pump) / spins);
}

/** Products over frequency, see `uniformFlow`. */
const TURNS = 8;

const twistOf = ({ interaction }: SpinModel): number =>
  interaction === undefined ? 0 : Math.abs(interaction.zz - interaction.xx);

/** Numbers that the rates of an element take. */
const ROW_ENTRIES = 6;

/** At least the largest loss of a population of a model with rates alone. */
export const largestRate = ({ spins, collective, local }: SpinModel): number =>
  ((spins + 2) / 2) * (collective.decay + collective.pump) +
  2 * spins * Math.max(local.decay, local.pump) +
  spins * local.dephasing;
