import type { ErrorEstimate } from "../state/errorEstimate.ts";
import type { Observables } from "../state/moments.ts";
import type { TableColumn } from "./table.ts";

/** One number of a state that carries an error. */
export interface Column {
  /** In tables of numbers. */
  readonly key: string;
  /** For people. */
  readonly label: string;
  readonly pick: (values: ErrorEstimate) => number;
}

const AXES = ["x", "y", "z"] as const;
const PAIRS = ["xy", "xz", "yz"] as const;

/** Moments and purity, in the order of every table. */
export const COLUMNS: readonly Column[] = [
  ...AXES.map((axis, k) => ({
    key: `mean_${axis}`,
    label: `2<J_${axis}>/N`,
    pick: (values: ErrorEstimate) => values.mean[k]!,
  })),
  ...AXES.map((axis, k) => ({
    key: `square_${axis}`,
    label: `4<J_${axis}^2>/N^2`,
    pick: (values: ErrorEstimate) => values.square[k]!,
  })),
  ...PAIRS.map((pair, k) => ({
    key: `cross_${pair}`,
    label: `2<{J_${pair[0]},J_${pair[1]}}>/N^2`,
    pick: (values: ErrorEstimate) => values.cross[k]!,
  })),
  { key: "purity", label: "tr rho^2", pick: (values) => values.purity },
];

const keys = COLUMNS.map(({ key }) => key);

/** A state: a row for each observable, with its value and its error; the squeezing, which has none of its own, last, where it is defined. */
export function stateTable(observables: Observables, error: ErrorEstimate): TableColumn[] {
  const { kitagawaUeda, wineland } = observables.squeezing;
  return [
    { key: "observable", cells: [...keys, "kitagawa_ueda", "wineland"] },
    { key: "value", cells: [...COLUMNS.map(({ pick }) => pick(observables)), kitagawaUeda, wineland] },
    { key: "error", cells: [...COLUMNS.map(({ pick }) => pick(error)), null, null] },
  ];
}

/** States at times: a row a time, "t,mean_x,..." and the error of each behind; squeezing is null where it is not defined. */
export function evolutionTable(
  times: readonly number[],
  observables: readonly Observables[],
  errors: readonly ErrorEstimate[],
): TableColumn[] {
  return [
    { key: "t", cells: times },
    ...COLUMNS.map(({ key, pick }) => ({ key, cells: observables.map(pick) })),
    { key: "kitagawa_ueda", cells: observables.map(({ squeezing }) => squeezing.kitagawaUeda) },
    { key: "wineland", cells: observables.map(({ squeezing }) => squeezing.wineland) },
    ...COLUMNS.map(({ key, pick }) => ({ key: `error_${key}`, cells: errors.map(pick) })),
  ];
}
