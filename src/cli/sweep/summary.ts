import { brief } from "../../core/brief.ts";
import type { Cell } from "../../io/table.ts";
import type { SweepRow } from "../../sweep/row.ts";
import type { TaskName } from "../../sweep/tasks/task.ts";
import { alignColumns, knownDigits } from "../terminal/format.ts";
import { type Table, tableOf } from "./columns.ts";
import type { SweepHeader } from "./journal.ts";

/** What a line for people has room for. */
const SHOWN: Readonly<Record<TaskName, readonly (readonly [key: string, label: string])[]>> = {
  steady: stateColumns(),
  evolve: stateColumns(),
  spectrum: [
    ["relaxation_gap", "relaxation gap"],
    ["im_1", "frequency of the first"],
    ["zeros", "zeros"],
  ],
  diagnose: [
    ["parabolic", "parabolic"],
    ["wineland", "xi_R^2"],
    ["concurrence", "concurrence"],
    ["depth", "depth"],
    ["entangled", "entangled"],
  ],
};

function stateColumns(): (readonly [string, string])[] {
  return [
    ["mean_x", "2<J_x>/N"],
    ["mean_y", "2<J_y>/N"],
    ["mean_z", "2<J_z>/N"],
    ["purity", "tr rho^2"],
  ];
}

const MOST_DIGITS = { mostDecimals: 9, mostDigits: 10 } as const;

/** The rows for people: parameters, the main quantities, and what failed below. Ends with a line break. */
export function sweepTable(header: SweepHeader, rows: readonly SweepRow[]): string {
  const table = tableOf(header, rows);
  const { parameters, along } = header;
  const names = [...parameters, ...(along === undefined ? [] : [along])];
  const shown = [...names.map((name) => [name, name] as const), ...SHOWN[header.task]];
  const columns = shown.map(([key, label]) => [label, ...cellsOf(table, key, names.includes(key))]);
  const lines = Array.from({ length: table.rows + 1 }, (_, k) => columns.map((cells) => cells[k]!));
  const text = alignColumns(
    lines,
    columns.map((_, k) => k),
  );
  return `${[...text, ...failureLines(rows)].join("\n")}\n`;
}

function cellsOf({ columns }: Table, key: string, isParameter: boolean): string[] {
  const cells = (name: string): readonly Cell[] | undefined => columns.find((column) => column.key === name)?.cells;
  const errors = cells(`error_${key}`) ?? cells(`uncertainty_${key}`);
  return (cells(key) ?? []).map((cell, k) => {
    if (cell === null) return "-";
    if (typeof cell === "boolean") return cell ? "yes" : "no";
    if (typeof cell === "string") return cell;
    const error = errors?.[k];
    if (typeof error === "number") return knownDigits(cell, error, MOST_DIGITS);
    return isParameter ? String(cell) : brief(cell, 6);
  });
}

/** As many failures as are told one by one. */
const MOST_FAILURES = 5;

/** What failed and why, the first few. */
export function failureLines(rows: readonly SweepRow[]): string[] {
  const failed = rows.filter((row) => "error" in row);
  const named = failed.slice(0, MOST_FAILURES).map(({ parameters, error }) => {
    const place = Object.entries(parameters).map(([name, value]) => `${name} = ${value}`);
    return `${place.join(", ") || "failed"}: ${error}`;
  });
  const more = failed.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more that failed`] : [])];
}
