import { BlochfemError } from "../../../../src/core/errors.ts";
import { pointSteadyState } from "../../../../src/fem/ball/expansion/steady.ts";
import type { SpinModel } from "../../../../src/model/spinModel.ts";
import type { ErrorEstimate } from "../../../../src/state/errorEstimate.ts";
import type { SpinMoments } from "../../../../src/state/moments.ts";

const list = ({ mean, square, cross }: SpinMoments): number[] => [...mean, ...square, ...cross];

const orNull = <T>(run: () => T): T | null => {
  try {
    return run();
  } catch (error) {
    if (error instanceof BlochfemError) return null;
    throw error;
  }
};

/** What an exact road says. */
interface Exact {
  readonly observables: SpinMoments;
  readonly errorEstimate: ErrorEstimate;
}

/**
 * What expansions of models say beside an exact road: how many have an answer, how many to 1e-8, and the largest error over its estimate.
 */
export function comparedWith(exactly: (model: SpinModel) => Exact, models: readonly SpinModel[]) {
  const count = { answered: 0, met: 0, compared: 0, worst: 0 };
  for (const model of models) {
    const found = orNull(() => pointSteadyState(model));
    if (found === null) continue;
    const estimates = list(found.errorEstimate);
    count.answered++;
    if (Math.max(...estimates) <= 1e-8) count.met++;
    const exact = orNull(() => exactly(model));
    if (exact === null) continue;
    count.compared++;
    const [ours, theirs, own] = [found.observables, exact.observables, exact.errorEstimate].map(list);
    for (const [k, value] of ours!.entries()) {
      // NaN fails as well.
      const ratio = Math.abs(value - theirs![k]!) / (estimates[k]! + own![k]!);
      count.worst = ratio <= count.worst ? count.worst : ratio;
    }
  }
  return count;
}
