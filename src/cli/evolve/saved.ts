import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { modelYaml } from "../../io/modelYaml.ts";
import { momentArrays, observableArrays } from "../../io/numpy/stateArrays.ts";
import { evolutionTable } from "../../io/observableColumns.ts";
import { storedState } from "../../io/resultFile.ts";
import { type PvdEntry, pvdText } from "../../io/vtu/collection.ts";
import { stateVtu } from "../../io/vtu/state.ts";
import type { EndState } from "../../roads/endState.ts";
import type { EvolveMethod } from "../../roads/evolve/options.ts";
import { inCommandLineWords } from "../commandLineWords.ts";
import type { ResultContent } from "../results/content.ts";
import { savedStart } from "../results/start.ts";
import type { Prepared } from "./input.ts";
import { vtuName } from "./output.ts";
import type { EvolveReport } from "./report.ts";
import type { StateLook } from "./stateLook.ts";
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

/** A series that is made while a run passes its times. */
export function vtuSeries(): { readonly look: StateLook; readonly series: (method: EvolveMethod) => EvolutionVtu } {
  const files: Record<string, Uint8Array | string> = {};
  const entries: Record<"density" | "husimi", PvdEntry[]> = { density: [], husimi: [] };
  const missing = new Map<string, number>();
  return {
    look: {
      wants: () => true,
      take: (time, state) => {
        const found = stateVtu(state, { time, ofSeries: true });
        for (const { name, bytes } of found.files) {
          const file = vtuName(name, time);
          files[file] = bytes;
          entries[name].push({ time, file });
        }
        if (found.missing !== null) missing.set(found.missing, Math.min(time, missing.get(found.missing) ?? time));
      },
    },
    series: (method) => {
      if (method === "sde")
        return { files: {}, missing: ["no files for ParaView: trajectories know no P as a function"] };
      for (const [name, series] of Object.entries(entries)) {
        // Of a run that was resumed the first times came last.
        if (series.length > 0) files[`${name}.pvd`] = pvdText(series.toSorted((a, b) => a.time - b.time));
      }
      return {
        files,
        missing: [...missing].map(
          ([reason, time]) => `Not in the files for ParaView from t = ${time}: ${inCommandLineWords(reason)}`,
        ),
      };
    },
  };
}
