import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";

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

/** "t,mean_x,...": a line a time, decimals that read back to the same bits; squeezing is empty where it is not defined. */
export function observablesCsv(
  times: readonly number[],
  observables: readonly Observables[],
  errors: readonly ErrorEstimate[],
): string {
  const keys = COLUMNS.map(({ key }) => key);
  const head = ["t", ...keys, "kitagawa_ueda", "wineland", ...keys.map((key) => `error_${key}`)];
  const lines = times.map((time, k) => {
    const { squeezing } = observables[k]!;
    return [
      time,
      ...COLUMNS.map(({ pick }) => pick(observables[k]!)),
      squeezing.kitagawaUeda ?? "",
      squeezing.wineland ?? "",
      ...COLUMNS.map(({ pick }) => pick(errors[k]!)),
    ].join(",");
  });
  return `${[head.join(","), ...lines].join("\n")}\n`;
}
