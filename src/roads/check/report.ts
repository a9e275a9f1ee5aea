import { type Deviation, deviations, disagrees, mostExact, scoreLimit, testLevel } from "../../diagnose/agreement.ts";
import type { InitialState } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { ChiSquareResult, VariationDistance } from "../../sde/histogram.ts";
import type { RoadAnswer, RoadName } from "./answers.ts";

/**
 * The histogram of the trajectories against the density of the finite elements.
 *
 * @inline
 */
export interface Histogram {
  /** null in the ball, where that density is exact in its moments, not cell by cell: it would fail a test with enough counts. */
  readonly chiSquare: ChiSquareResult | null;
  readonly totalVariation: VariationDistance;
}

/** One state, as the roads found it. */
export interface CheckedState {
  /** null for the steady state. */
  readonly time: number | null;
  readonly answers: readonly RoadAnswer[];
  readonly leftOut: readonly { readonly road: RoadName; readonly reason: string }[];
  readonly histogram: Histogram | null;
  /** Why positions were counted and not compared; null where they were compared, or not counted. */
  readonly histogramLeftOut: string | null;
}

/** @inline */
export interface RoadComparison extends RoadAnswer {
  /** From the reference; empty for the reference itself. */
  readonly deviations: readonly Deviation[];
  readonly agrees: boolean;
}

/** @inline */
export interface StateComparison {
  readonly state: "steady" | { readonly time: number };
  /** The road with the smallest errors. */
  readonly reference: RoadName;
  readonly roads: readonly RoadComparison[];
  readonly leftOut: CheckedState["leftOut"];
  readonly histogram: (Histogram & { readonly agrees: boolean }) | null;
  readonly histogramLeftOut: string | null;
}

/** What `check` finds; plain data. Numbers are 2<J>/N, 4<J_k^2>/N^2, 2<{J_k,J_l}>/N^2 and tr rho^2, all of order 1. */
export interface Check {
  readonly model: SpinModel;
  /** null where the steady state alone was compared. */
  readonly initial: InitialState | null;
  readonly agrees: boolean;
  readonly statistics: {
    /** Probability of a false alarm in the whole check. */
    readonly level: number;
    /** Statistical tests, which share it. */
    readonly tests: number;
    /** Probability, and standard errors, at which one of them counts as a disagreement. */
    readonly testLevel: number;
    readonly scoreLimit: number;
    readonly trajectories: number;
    readonly seed: number;
  };
  /** At each time, and in the steady state. */
  readonly states: readonly StateComparison[];
  /** What could not be compared at all, and why. */
  readonly notes: readonly string[];
}

/** One false alarm in a hundred checks. */
export const LEVEL = 0.01;

/** Compares what the methods found. */
export function compared(
  model: SpinModel,
  initial: InitialState | null,
  states: readonly CheckedState[],
  notes: readonly string[],
  ensemble: { readonly trajectories: number; readonly seed: number },
): Check {
  const pairs = states.flatMap((state) => {
    const reference = mostExact(state.answers);
    if (reference === null) return [];
    const others = state.answers.filter((answer) => answer !== reference);
    return [{ state, reference, others: others.map((answer) => ({ answer, found: deviations(answer, reference) })) }];
  });
  const scores = pairs.flatMap(({ others }) => others.flatMap(({ found }) => found));
  const histograms = states.filter(({ histogram }) => histogram !== null && histogram.chiSquare !== null).length;
  const tests = scores.filter(({ pValue }) => pValue !== null).length + histograms;
  const probability = testLevel(LEVEL, tests);
  const comparisons = pairs.map(({ state, reference, others }): StateComparison => {
    const { histogram } = state;
    return {
      state: state.time === null ? "steady" : { time: state.time },
      reference: reference.road,
      roads: [
        { ...reference, deviations: [], agrees: true },
        ...others.map(({ answer, found }) => ({
          ...answer,
          deviations: found,
          agrees: !found.some((deviation) => disagrees(deviation, probability)),
        })),
      ],
      leftOut: state.leftOut,
      histogramLeftOut: state.histogramLeftOut,
      histogram:
        histogram === null
          ? null
          : { ...histogram, agrees: histogram.chiSquare === null || !(histogram.chiSquare.pValue < probability) },
    };
  });
  return {
    model,
    initial,
    agrees: comparisons.every(
      ({ roads, histogram }) => roads.every(({ agrees }) => agrees) && (histogram?.agrees ?? true),
    ),
    statistics: { level: LEVEL, tests, testLevel: probability, scoreLimit: scoreLimit(probability), ...ensemble },
    states: comparisons,
    notes: [...unanswered(states), ...notes],
  };
}

/** Why states that no road answers are not there: each reason once. */
function unanswered(states: readonly CheckedState[]): string[] {
  const found = new Map<string, string[]>();
  for (const { time, answers, leftOut } of states) {
    if (answers.length > 0) continue;
    for (const { road, reason } of leftOut) {
      const text = `${road}: ${reason}`;
      found.set(text, [...(found.get(text) ?? []), time === null ? "steady" : `t = ${time}`]);
    }
  }
  return Array.from(found, ([text, when]) => `Not compared (${when.join(", ")}): ${text}.`);
}
