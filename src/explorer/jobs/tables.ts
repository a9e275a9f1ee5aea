import { BlochfemError } from "../../core/errors.ts";
import type { CostLimits } from "../../roads/choice.ts";
import type { State } from "../../roads/state.ts";
import type { Steady } from "../../roads/steady/answer.ts";
import { steady } from "../../roads/steady.ts";
import type { TableAnswer } from "../protocol.ts";
import type { Answered } from "./answered.ts";
import { rowsOf } from "./table.ts";

const METHODS: Readonly<Record<State["method"], string>> = {
  fem: "Finite elements",
  harmonic: "Moments of P",
  dicke: "Density matrix in the Dicke basis",
  sde: "Trajectories",
};

/** The method with what tells how fine it is. */
export function methodText(state: State): string {
  const name = METHODS[state.method];
  const { density, model } = state;
  if (density !== null) {
    const { element, mesh, unknowns } = density.space;
    return `${name} of degree ${element.degree}, ${unknowns} unknowns${mesh.grading === undefined ? "" : " on a graded mesh"}`;
  }
  if (state.point !== null) return `${name}: P is a point`;
  if ("band" in state) {
    const { degree } = state.band as { readonly degree: number };
    return degree === model.spins ? name : `${name} up to degree ${degree}`;
  }
  return name;
}

/** The table of a state, at once; then beside the cheapest road that shares nothing with it, where one has an answer. */
export function* tablesOf(found: Steady, limits: Partial<CostLimits>): Generator<Answered<TableAnswer>, void> {
  const common = {
    kind: "table",
    method: methodText(found),
    reason: found.reason,
    seconds: found.seconds.total,
  } as const;
  yield { ...common, rows: rowsOf(found, null, true), comparison: null, note: null };
  const refusals: string[] = [];
  for (const method of OTHERS[found.method]) {
    try {
      const other = steady(found.model, { method, limits });
      yield {
        ...common,
        rows: rowsOf(found, other.observables, true),
        comparison: methodText(other),
        note: null,
      };
      return;
    } catch (error) {
      if (!(error instanceof BlochfemError)) throw error;
      refusals.push(`${METHODS[method]}: ${error.what}`);
    }
  }
  const note = `No other method to compare with: ${refusals.join("; ")}`;
  yield { ...common, rows: rowsOf(found, null, true), comparison: null, note };
}

/** The density matrix first: it shares no formula with P. */
const OTHERS = {
  fem: ["dicke", "harmonic"],
  harmonic: ["dicke"],
  dicke: ["harmonic"],
} as const satisfies Readonly<Record<Steady["method"], readonly Steady["method"][]>>;
