import { checkedInitialState, type InitialState, partsOf, type StatePart } from "../model/initialState.ts";
import { observe } from "../ode/implicit/system.ts";
import type { SpinMoments } from "../state/moments.ts";
import { initialPoints } from "./initialPoints.ts";
import type { LoadPurity } from "./loadPurity.ts";
import { momentsOfIntegrals } from "./moments.ts";
import { startsAsPoints } from "./startingPoints.ts";
import type { TimeSystem } from "./timeSystem.ts";

export interface StartDefect {
  /** Largest over all moments. */
  readonly moments: number;
  readonly purity: number;
}

const NO_DEFECT: StartDefect = Object.freeze({ moments: 0, purity: 0 });

/** A solution at t = 0. */
interface Started {
  readonly system: Pick<TimeSystem<unknown, unknown>, "functionals" | "system" | "load">;
  readonly purity: Pick<LoadPurity, "of">;
}

/**
 * The largest defect of several solutions. None for point masses, whose load is exact but for what the elements make of the
 * observed functions.
 */
export function defectOfStart(initial: InitialState, spins: number, runs: readonly Started[]): StartDefect {
  if (startsAsPoints(initial, spins)) return NO_DEFECT;
  return runs
    .map(({ system, purity }) => {
      const integrals = observe(system.system, system.load);
      const { moments } = momentsOfIntegrals(system.functionals.centre, integrals, spins);
      return startDefect(initial, spins, moments, purity.of(system.load).purity);
    })
    .reduce((a, b) => ({ moments: Math.max(a.moments, b.moments), purity: Math.max(a.purity, b.purity) }), NO_DEFECT);
}

/**
 * By how much moments and purity of the load of an initial state miss those of the state: two spaces that interpolate it alike
 * do not show that in their difference, and later times keep it.
 */
function startDefect(initial: InitialState, spins: number, seen: SpinMoments, seenPurity: number): StartDefect {
  const { points, weights } = initialPoints(initial, spins, 2);
  const integrals = new Float64Array(10);
  for (const [i, weight] of weights.entries()) {
    const [x, y, z] = [points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!];
    for (const [k, value] of [1, x, y, z, x * x, y * y, z * z, x * y, x * z, y * z].entries())
      integrals[k]! += weight * value;
  }
  const { moments } = momentsOfIntegrals([0, 0, 0], integrals, spins);
  const purity = exactPurity(initial, spins);
  const groups = ["mean", "square", "cross"] as const;
  const missed = groups.flatMap((group) => moments[group].map((value, k) => Math.abs(value - seen[group][k]!)));
  return { moments: Math.max(...missed), purity: purity === null ? 0 : Math.abs(purity - seenPurity) };
}

/** tr rho^2 where it is known in closed form: of a state that is no mixture. */
function exactPurity(initial: InitialState, spins: number): number | null {
  const parts = partsOf(checkedInitialState(initial, spins));
  return parts.length === 1 ? purityOf(parts[0]!.state, spins) : null;
}

function purityOf(state: StatePart, spins: number): number | null {
  if (state.kind === "moments" && state.domain === "sphere") return state.unknowns.reduce((sum, u) => sum + u * u, 0);
  if (state.kind === "dicke" && 2 * state.j! === spins) return 1;
  if (state.kind !== "thermal") return null;
  // sum q^2m / (sum q^m)^2 = (1 + q^(N+1)) (1 - q) / ((1 - q^(N+1)) (1 + q)).
  const log = -Math.abs(Math.log(state.ratio));
  if (log === 0) return 1 / (spins + 1);
  const power = Math.exp((spins + 1) * log);
  return ((1 + power) * Math.expm1(log)) / (Math.expm1((spins + 1) * log) * (1 + Math.exp(log)));
}
