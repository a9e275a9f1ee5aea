import { InputError } from "../../core/errors.ts";
import { observableLabel } from "../../plot/quantities.ts";
import { type SweptPanel, type SweptPicture, type SweptQuantity, sweepPicture } from "../../plot/sweep.ts";
import type { SvgTheme } from "../../plot/theme.ts";
import { parabolicScan } from "../../roads/diagnose/scan.ts";
import type { ScanAxis } from "../../roads/meanField/scan.ts";
import type { SweepRow } from "../../sweep/row.ts";
import type { SweepProblem } from "../../sweep/solver.ts";
import type { TaskName } from "../../sweep/tasks/task.ts";
import { type Table, tableOf } from "./columns.ts";
import type { SweepHeader } from "./journal.ts";

interface Shown {
  readonly panels: readonly {
    readonly label: string;
    readonly columns: readonly (readonly [key: string, label: string])[];
  }[];
  /** What a map is of. */
  readonly map: readonly [key: string, label: string];
}

const ofState: Shown = {
  panels: [
    {
      label: "2⟨*J*⟩/*N*",
      columns: ["x", "y", "z"].map((axis, k) => [`mean_${axis}`, observableLabel("mean", k)] as const),
    },
    { label: observableLabel("purity"), columns: [["purity", observableLabel("purity")]] },
  ],
  map: ["mean_z", observableLabel("mean", 2)],
};

const GAP = "relaxation gap  (rate)";

const SHOWN: Readonly<Record<TaskName, Shown>> = {
  steady: ofState,
  evolve: ofState,
  spectrum: { panels: [{ label: GAP, columns: [["relaxation_gap", GAP]] }], map: ["relaxation_gap", GAP] },
  diagnose: {
    panels: [
      { label: observableLabel("wineland"), columns: [["wineland", observableLabel("wineland")]] },
      { label: "concurrence", columns: [["concurrence", "concurrence"]] },
    ],
    map: ["concurrence", "concurrence"],
  },
};

/** Throws InputError for a sweep over more than two parameters, of which there is nothing to draw. */
export function requireDrawable({ grid, line }: SweepProblem): void {
  const count = grid.entries.length + (line === undefined ? 0 : 1);
  if (line === undefined ? count <= 2 : count === 2) return;
  throw new InputError({
    what: `--plot draws lines over one parameter and maps over two${line === undefined ? "" : ", with --until places over one besides that which it follows"}, and ${count} are varied`,
    remedy: line === undefined ? "vary fewer, or leave it out" : "vary two, or leave it out",
    value: count,
    limit: 2,
  });
}

/** The picture of a sweep that `requireDrawable` lets pass, as SVG. */
export function pictureOf(
  problem: SweepProblem,
  header: SweepHeader,
  rows: readonly SweepRow[],
  source: string,
  theme: SvgTheme,
): string {
  return sweepPicture(drawn(problem, tableOf(header, rows), SHOWN[header.task]), `Sweep of ${source}`, theme);
}

function drawn(problem: SweepProblem, table: Table, { panels, map }: Shown): SweptPicture {
  const { grid, line } = problem;
  // Of parameters that go together the first is drawn.
  const axes = grid.entries.map(([axis]) => ascending(axis!));
  if (line !== undefined) {
    const places = numbers(table, axes[0]!.parameter).map(
      (x, k) => [x, numbers(table, line.parameter)[k]!, numbers(table, `uncertainty_${line.parameter}`)[k]!] as const,
    );
    const known = places.filter((place) => place.every(Number.isFinite));
    const along: ScanAxis = { parameter: line.parameter, values: line.values };
    return { kind: "places", axes: [axes[0]!, along], condition: line.condition.text, places: known };
  }
  const quantity = (key: string, label: string): SweptQuantity => {
    const values = placed(table, axes, key);
    const isThere = table.columns.some((column) => column.key === `error_${key}`);
    return { label, values, ...(isThere ? { errors: placed(table, axes, `error_${key}`) } : {}) };
  };
  const [first, second] = axes;
  if (second === undefined) {
    const shown = panels.map(
      ({ label, columns }): SweptPanel => ({ label, quantities: columns.map(([key, name]) => quantity(key, name)) }),
    );
    return { kind: "lines", axis: first!, panels: shown };
  }
  return {
    kind: "map",
    axes: [first!, second],
    quantity: quantity(...map),
    parabolic: boundary(problem, [first!, second]),
  };
}

const ascending = ({ parameter, values }: ScanAxis): ScanAxis => ({
  parameter,
  values: [...new Set(values)].sort((a, b) => a - b),
});

/** Where the equation is not parabolic; null where the axes say nothing of that. */
function boundary({ model, grid }: SweepProblem, axes: readonly [ScanAxis, ScanAxis]) {
  if (grid.entries.some((entry) => entry.length > 1) || grid.paths.flat().includes("spins")) return null;
  try {
    return parabolicScan(model, axes, null, (option) => `--${option}`);
  } catch (error) {
    // A value that no model allows: its points have failed, and the map has a hole there.
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** A column as numbers; NaN where there is none. */
const numbers = ({ columns }: Table, key: string): number[] =>
  (columns.find((column) => column.key === key)?.cells ?? []).map((cell) =>
    typeof cell === "number" ? cell : Number.NaN,
  );

/** A column over the grid of the axes, that of the first value of the last axis first. */
function placed(table: Table, axes: readonly ScanAxis[], key: string): Float64Array {
  const [first, second] = axes;
  const width = first!.values.length;
  const values = new Float64Array(width * (second?.values.length ?? 1)).fill(Number.NaN);
  const across = numbers(table, first!.parameter);
  const up = second === undefined ? null : numbers(table, second.parameter);
  for (const [k, value] of numbers(table, key).entries()) {
    const j = up === null ? 0 : second!.values.indexOf(up[k]!);
    values[j * width + first!.values.indexOf(across[k]!)] = value;
  }
  return values;
}
