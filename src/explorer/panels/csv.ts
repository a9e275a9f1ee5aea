import type { Found } from "./results.ts";

/** A field in quotes where it holds what would end it. */
const field = (value: string | number | null): string => {
  if (value === null) return "";
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const line = (...values: readonly (string | number | null)[]): string => values.map(field).join(",");

/** All numbers of the page to all their digits: one block for each panel, with a line of names and an empty line behind it. */
export function csvText({ table, evolution, spectrum, entanglement }: Readonly<Found>): string {
  const blocks: string[][] = [];
  if (table !== null) {
    blocks.push([
      line("quantity", "value", "error", "exact", "difference"),
      ...table.rows.map(({ label, value, error, exact, difference }) => line(label, value, error, exact, difference)),
    ]);
  }
  if (entanglement !== null) {
    blocks.push([
      line("entanglement", "value", "error", "detects", "note"),
      ...entanglement.rows.map(({ label, value, error, detects, note }) =>
        line(label, value, error, detects === null ? null : String(detects), note),
      ),
    ]);
  }
  if (spectrum !== null) {
    blocks.push([
      line("eigenvalue", "real", "imaginary", "error"),
      ...spectrum.eigenvalues.map(([real, imaginary], k) => line(k, real, imaginary, spectrum.errors[k] ?? null)),
    ]);
  }
  if (evolution !== null) {
    const { times, means, meanErrors, purities, purityErrors } = evolution;
    const name = ["x", "y", "z"];
    blocks.push([
      line("time", ...name.map((axis) => `2<J${axis}>/N`), ...name.map((axis) => `error ${axis}`), "tr rho^2", "error"),
      ...Array.from(times, (time, k) =>
        line(
          time,
          ...means.subarray(3 * k, 3 * k + 3),
          ...errorsAt(meanErrors, times.length, k),
          purities[k]!,
          purityErrors[k] ?? null,
        ),
      ),
    ]);
  }
  return blocks.map((block) => `${block.join("\n")}\n`).join("\n");
}

/** Three a time, or one for all of them. */
function errorsAt(errors: Float64Array, times: number, k: number): number[] {
  return errors.length === 3 * times ? [...errors.subarray(3 * k, 3 * k + 3)] : [errors[k]!, errors[k]!, errors[k]!];
}
