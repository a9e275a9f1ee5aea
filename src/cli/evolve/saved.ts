import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { modelYaml } from "../../io/modelYaml.ts";
import { momentArrays, observableArrays } from "../../io/numpy/stateArrays.ts";
import { evolutionTable } from "../../io/observableColumns.ts";
import { storedState } from "../../io/resultFile.ts";
import { type PvdEntry, pvdText } from "../../io/vtu/collection.ts";
import { stateVtu } from "../../io/vtu/state.ts";
import type { EndState } from "../../roads/endState.ts";
import { inCommandLineWords } from "../commandLineWords.ts";
import type { ResultContent } from "../results/content.ts";
import { savedStart } from "../results/start.ts";
import type { Progress } from "../terminal/progress.ts";
import type { Prepared } from "./input.ts";
import { vtuName } from "./output.ts";
import type { EvolveReport } from "./report.ts";
import { stateAt } from "./stateAt.ts";
import { evolveTable } from "./table.ts";

/** What is kept of an evolution, but for densities that were written on the way. */
export function savedEvolution(
  report: EvolveReport,
  prepared: Prepared,
  end: EndState,
  others: Readonly<Record<string, string | Uint8Array>>,
): ResultContent {
  const { input, problem, initial } = prepared;
  const { model: file, initial: option, reason: _, mesh, ...options } = input;
  const { times, observables, errorEstimate, trajectories } = report;
  const start = savedStart(initial, (option ?? file).files ?? {});
  return {
    command: "evolve",
    source: file.source,
    settings: {
      ...options,
      method: report.method,
      mesh: mesh?.spec ?? "auto",
      ...defined({ step: trajectories?.step }),
    },
    seed: trajectories?.seed ?? null,
    report,
    end,
    table: evolveTable(report, prepared, pc.createColors(false)),
    tableName: "evolution.txt",
    model: modelYaml(problem.model, { initial: start.initial, drive: problem.drive }),
    tables: { "evolution.csv": evolutionTable(times, observables, errorEstimate) },
    others: { ...start.files, ...others },
    arrays: () => ({
      times: { real: times },
      ...observableArrays(observables, errorEstimate),
      ...(end.state === null ? {} : momentArrays(storedState(end.state))),
    }),
  };
}

/** Files for ParaView, a series in time, and why some are missing. */
export interface EvolutionVtu {
  readonly files: Readonly<Record<string, Uint8Array | string>>;
  readonly missing: readonly string[];
}

/** States at the times of a report, each by a run of its own by the same method. Throws as `evolve` does. */
export function evolutionVtu(report: EvolveReport, prepared: Prepared, progress: Progress): EvolutionVtu {
  const { times, method } = report;
  if (method === "sde") return { files: {}, missing: ["no files for ParaView: trajectories know no P as a function"] };
  const files: Record<string, Uint8Array | string> = {};
  const entries: Record<"density" | "husimi", PvdEntry[]> = { density: [], husimi: [] };
  const missing = new Map<string, number>();
  for (const time of times) {
    progress.show(`files for ParaView, t = ${time} of ${times.at(-1)}`);
    const found = stateVtu(stateAt(prepared, method, time, progress), { time, ofSeries: true });
    for (const { name, bytes } of found.files) {
      const file = vtuName(name, time);
      files[file] = bytes;
      entries[name].push({ time, file });
    }
    if (found.missing !== null && !missing.has(found.missing)) missing.set(found.missing, time);
  }
  for (const [name, series] of Object.entries(entries)) if (series.length > 0) files[`${name}.pvd`] = pvdText(series);
  return {
    files,
    missing: [...missing].map(
      ([reason, time]) => `Not in the files for ParaView from t = ${time}: ${inCommandLineWords(reason)}`,
    ),
  };
}
