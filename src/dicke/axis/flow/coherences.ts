import { type InitialState, livesInBall, partsOf } from "../../../model/initialState.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import { binomialAmplitudes } from "../../initialStates.ts";
import { flowCost } from "./cost.ts";
import { isDiagonalStart } from "./sectorStart.ts";

/** Which coherences are followed. */
export interface Coherences {
  /** q = 0, ..., count - 1. */
  readonly count: number;
  /** What the others add to tr rho^2, at most. */
  readonly beyond: number;
}

/** Populations alone of a diagonal state; else two coherences tell the moments. */
const MOMENTS = 3;

/** All coherences that count are followed where that is predicted to take no longer. */
const SECONDS_FOR_PURITY = 2;

/** What may be left of the purity. */
const NEGLIGIBLE = 1e-12;

/** Of a known state of a model about z. */
export function coherencesFollowed(model: SpinModel, initial: InitialState, times: readonly number[]): Coherences {
  if (isDiagonalStart(initial)) return { count: 1, beyond: 0 };
  const shares = puritiesBeyond(model.spins, initial);
  const all = Math.max(
    1,
    shares.findIndex((share) => share <= NEGLIGIBLE),
  );
  const isCheap = flowCost(model, livesInBall(model, initial), times, all, true).seconds <= SECONDS_FOR_PURITY;
  const count = Math.min(shares.length, isCheap ? Math.max(all, MOMENTS) : MOMENTS);
  return { count, beyond: shares[count] ?? 0 };
}

/**
 * At least the part of tr rho^2 that coherences have from q on, for q = 0, ..., N + 1, at all times. The sum of moduli of a coherence, its trace norm, does not grow, and its
 * part of the purity and that of its conjugate are at most twice the square of that.
 */
function puritiesBeyond(spins: number, initial: InitialState): Float64Array {
  const sums = new Float64Array(spins + 1);
  for (const { weight, state } of partsOf(initial)) {
    if (state.kind !== "coherent") continue;
    const [x, y, z] = state.direction;
    const amplitudes = binomialAmplitudes(spins, Math.hypot(x, y), z);
    for (let q = 0; q <= spins; q++) {
      let sum = 0;
      for (let b = 0; b + q <= spins; b++) sum += amplitudes[b]! * amplitudes[b + q]!;
      sums[q]! += weight * sum;
      if (sum < NEGLIGIBLE ** 2) break;
    }
  }
  const shares = new Float64Array(spins + 2);
  for (let q = spins; q >= 0; q--) shares[q] = shares[q + 1]! + 2 * sums[q]! ** 2;
  return shares;
}
