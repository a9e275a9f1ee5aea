import { csvText } from "../io/table.ts";
import type { EvolutionAnswer, SpectrumAnswer, TableAnswer } from "./protocol.ts";

/* What the page shows as tables, for other programs: the same numbers with all their digits. */

/** The table of values, a line each: quantity, value, error, exact, difference. */
export const tableCsv = ({ rows }: Pick<TableAnswer, "rows">): string =>
  csvText([
    { key: "quantity", cells: rows.map(({ label }) => label) },
    { key: "value", cells: rows.map(({ value }) => value) },
    { key: "error", cells: rows.map(({ error }) => error) },
    { key: "exact", cells: rows.map(({ exact }) => exact) },
    { key: "difference", cells: rows.map(({ difference }) => difference) },
  ]);

/** Means and purity in time, a line each time. */
export function evolutionCsv({
  times,
  means,
  meanErrors,
  purities,
  purityErrors,
}: Pick<EvolutionAnswer, "times" | "means" | "meanErrors" | "purities" | "purityErrors">): string {
  const each = (values: ArrayLike<number> | null): (number | null)[] =>
    Array.from(times, (_, k) => (values === null ? null : values[k]!));
  return csvText([
    { key: "t", cells: Array.from(times) },
    ...["2<Jx>/N", "2<Jy>/N", "2<Jz>/N"].map((key, i) => ({
      key,
      cells: Array.from(times, (_, k) => means[3 * k + i]!),
    })),
    { key: "error of means", cells: each(meanErrors) },
    { key: "tr rho^2", cells: each(purities) },
    { key: "error of tr rho^2", cells: each(purityErrors) },
  ]);
}

/** Eigenvalues, a line each. */
export const spectrumCsv = ({ eigenvalues, errors }: Pick<SpectrumAnswer, "eigenvalues" | "errors">): string =>
  csvText([
    { key: "real", cells: eigenvalues.map(([real]) => real) },
    { key: "imaginary", cells: eigenvalues.map(([, imaginary]) => imaginary) },
    { key: "error", cells: errors },
  ]);
