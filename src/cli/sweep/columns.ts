import { COLUMNS } from "../../io/observableColumns.ts";
import type { Cell, TableColumn } from "../../io/table.ts";
import type { DiagnosedErrors, DiagnosedObservables } from "../../roads/diagnose/numbers.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";
import type { SweepRow } from "../../sweep/row.ts";
import type { SpectrumErrors, SpectrumObservables } from "../../sweep/tasks/spectrum.ts";
import type { Found, TaskName } from "../../sweep/tasks/task.ts";
import { snakeCase } from "../terminal/format.ts";
import type { SweepHeader } from "./journal.ts";

/** A table with a row for each point, or each place where a condition changes. */
export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: number;
}

/** A column of what was found. */
interface FoundColumn {
  readonly key: string;
  readonly pick: (found: Found) => Cell | undefined;
}

/** A line of the table: a row of the sweep, or one of its roots. */
interface Entry {
  readonly row: SweepRow;
  readonly found: Found | null;
  readonly parameters: Readonly<Record<string, number>>;
  readonly uncertainty: number | null;
}

/** The table of rows that are in order. */
export function tableOf({ task, parameters, along }: SweepHeader, rows: readonly SweepRow[]): Table {
  const entries = rows.flatMap(entriesOf);
  const column = (key: string, pick: (entry: Entry) => Cell | undefined): TableColumn => ({
    key,
    cells: entries.map((entry) => pick(entry) ?? null),
  });
  const found = FOUND_COLUMNS[task](entries.flatMap((entry) => entry.found ?? []));
  return {
    rows: entries.length,
    columns: [
      column("index", ({ row }) => row.index),
      ...parameters.map((name) => column(name, (entry) => entry.parameters[name])),
      ...(along === undefined
        ? []
        : [
            column(along, (entry) => entry.parameters[along]),
            column(`uncertainty_${along}`, ({ uncertainty }) => uncertainty),
          ]),
      ...found.map(({ key, pick }) => column(key, (entry) => (entry.found === null ? null : pick(entry.found)))),
      column("method", (entry) => entry.found?.method),
      column("seconds", ({ row }) => ("seconds" in row ? row.seconds : null)),
      column("error", ({ row }) => errorOf(row)),
    ],
  };
}

function entriesOf(row: SweepRow): Entry[] {
  const { parameters } = row;
  if ("observables" in row) return [{ row, found: row, parameters, uncertainty: null }];
  if (!("roots" in row) || row.roots.length === 0) return [{ row, found: null, parameters, uncertainty: null }];
  return row.roots.map((root) => ({
    row,
    found: root,
    parameters: { ...parameters, ...root.parameters },
    uncertainty: root.uncertainty,
  }));
}

/** Why a row has no answer, or has not looked everywhere. */
function errorOf(row: SweepRow): string | null {
  if ("error" in row) return row.error;
  if (!("failed" in row) || row.failed.length === 0) return null;
  const [first] = row.failed;
  const place = Object.entries(first!.parameters).map(([name, value]) => `${name} = ${value}`);
  return `${row.failed.length} places without an answer, the first at ${place.join(", ")}: ${first!.error}`;
}

const ofState: readonly FoundColumn[] = [
  ...COLUMNS.map(({ key, pick }) => ({ key, pick: (found: Found) => pick(found.observables as Observables) })),
  { key: "kitagawa_ueda", pick: (found) => (found.observables as Observables).squeezing.kitagawaUeda },
  { key: "wineland", pick: (found) => (found.observables as Observables).squeezing.wineland },
  ...COLUMNS.map(({ key, pick }) => ({
    key: `error_${key}`,
    pick: (found: Found) => pick(found.errorEstimate as ErrorEstimate),
  })),
];

const DIAGNOSED = [
  "parabolic",
  "minimumEigenvalue",
  "requiredDephasing",
  "negativeMass",
  "kitagawaUeda",
  "wineland",
  "margin",
  "concurrence",
  "negativity",
  "fisher",
  "depth",
  "entangled",
] as const satisfies (keyof DiagnosedObservables)[];

const DIAGNOSED_ERRORS = [
  "minimumEigenvalue",
  "kitagawaUeda",
  "wineland",
  "margin",
  "concurrence",
  "negativity",
  "fisher",
] as const satisfies (keyof DiagnosedErrors)[];

const ofDiagnosis: readonly FoundColumn[] = [
  ...DIAGNOSED.map((key) => ({
    key: snakeCase(key),
    pick: (found: Found) => (found.observables as DiagnosedObservables)[key],
  })),
  ...DIAGNOSED_ERRORS.map((key) => ({
    key: `error_${snakeCase(key)}`,
    pick: (found: Found) => (found.errorEstimate as DiagnosedErrors)[key],
  })),
];

function ofSpectra(all: readonly Found[]): FoundColumn[] {
  const spectrum = (found: Found): SpectrumObservables => found.observables as SpectrumObservables;
  const errors = (found: Found): SpectrumErrors => found.errorEstimate as SpectrumErrors;
  const most = Math.max(0, ...all.map((found) => spectrum(found).eigenvalues.length));
  return [
    { key: "relaxation_gap", pick: (found) => spectrum(found).relaxationGap },
    { key: "error_relaxation_gap", pick: (found) => errors(found).relaxationGap },
    { key: "zeros", pick: (found) => spectrum(found).zeros },
    ...Array.from({ length: most }, (_, k): FoundColumn[] => [
      { key: `re_${k + 1}`, pick: (found) => spectrum(found).eigenvalues[k]?.[0] },
      { key: `im_${k + 1}`, pick: (found) => spectrum(found).eigenvalues[k]?.[1] },
      { key: `error_${k + 1}`, pick: (found) => errors(found).eigenvalues[k] },
    ]).flat(),
  ];
}

const FOUND_COLUMNS: Readonly<Record<TaskName, (all: readonly Found[]) => readonly FoundColumn[]>> = {
  steady: () => ofState,
  evolve: () => ofState,
  diagnose: () => ofDiagnosis,
  spectrum: ofSpectra,
};
