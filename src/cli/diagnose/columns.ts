import type { Cell, TableColumn } from "../../io/table.ts";
import type { DiagnosedCourse } from "../../roads/diagnose/course.ts";
import { diagnosedNumbers } from "../../roads/diagnose/numbers.ts";
import type { ParabolicScan } from "../../roads/diagnose/scan.ts";
import type { Diagnosis } from "../../roads/diagnose.ts";
import { snakeCase } from "../terminal/format.ts";

/** Tables of a diagnosis by the names of their files. */
export const diagnosisTables = (found: Diagnosis): Record<string, TableColumn[]> => ({
  "diagnosis.csv": numberColumns(found),
  ...(found.course === undefined ? {} : { "course.csv": courseColumns(found.course) }),
  ...(found.scan === undefined ? {} : { "scan.csv": scanColumns(found.scan) }),
});

/** A row a quantity, as a sweep has a column. */
function numberColumns(found: Diagnosis): TableColumn[] {
  const { observables, errorEstimate } = diagnosedNumbers(found);
  const { notes: _, ...numbers } = observables;
  const errors: Readonly<Record<string, number | null>> = errorEstimate;
  const names = Object.keys(numbers);
  return [
    { key: "quantity", cells: names.map(snakeCase) },
    {
      key: "value",
      cells: Object.values<number | boolean | null>(numbers).map((value) => (value === null ? null : Number(value))),
    },
    { key: "error", cells: names.map((name) => errors[name] ?? null) },
  ];
}

function courseColumns({ points }: DiagnosedCourse): TableColumn[] {
  const column = (key: string, pick: (point: DiagnosedCourse["points"][number]) => Cell): TableColumn => ({
    key,
    cells: points.map(pick),
  });
  return [
    column("t", ({ time }) => time),
    column("entangled", ({ entangled }) => entangled),
    column("least_eigenvalue", ({ leastEigenvalue }) => leastEigenvalue),
    column("error_least_eigenvalue", ({ errorBound }) => errorBound),
    column("kitagawa_ueda", ({ entanglement }) => entanglement.squeezing.kitagawaUeda.value),
    column("wineland", ({ entanglement }) => entanglement.squeezing.wineland.value),
    column("concurrence", ({ entanglement }) => entanglement.concurrence.value),
    column("fisher", ({ entanglement }) => entanglement.fisher?.largest ?? null),
    column("depth", ({ entanglement }) => entanglement.depth.value),
  ];
}

function scanColumns({ axes: [first, second], parabolic, minimumEigenvalue }: ParabolicScan): TableColumn[] {
  const cells = (pick: (i: number, j: number) => Cell): Cell[] =>
    first.values.flatMap((_, i) => second.values.map((__, j) => pick(i, j)));
  return [
    { key: first.parameter, cells: cells((i) => first.values[i]!) },
    { key: second.parameter, cells: cells((_, j) => second.values[j]!) },
    { key: "parabolic", cells: cells((i, j) => parabolic[i]![j]!) },
    { key: "minimum_eigenvalue", cells: cells((i, j) => minimumEigenvalue[i]![j]!) },
  ];
}
