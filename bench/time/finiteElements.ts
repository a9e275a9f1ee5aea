import { runIsolated } from "../isolate.ts";
import { once } from "../measure.ts";
import { drivenModel } from "../models.ts";
import type { BenchContext } from "../section.ts";
import { problems, smallestProblems } from "../sphere/problem.ts";
import { showCount, showError, showMegabytes, showSeconds, type Table } from "../table.ts";
import type * as evolutionCase from "./evolutionCase.ts";
import type { RoadInTime } from "./evolutionCase.ts";
import type * as finiteElementsCase from "./finiteElementsCase.ts";

const spins = 40;

/** A few times, and those of the evolution table. */
const requests = [
  { name: "0.25, 1, 3", times: [0.25, 1, 3] },
  { name: "0, 0.1, ..., 20", times: Array.from({ length: 201 }, (_, k) => k / 10) },
];

/** P in time at default settings, from a delta: the space and the steps are chosen by the error estimate. */
export async function densityTable({ quick, progress }: BenchContext): Promise<Table> {
  const rows: string[][] = [];
  for (const fieldX of quick ? [1.5] : [0.5, 1.5]) {
    for (const { name, times } of quick ? requests.slice(0, 1) : requests) {
      progress(`finite elements from a delta, B_x = ${fieldX}, times ${name}`);
      const model = drivenModel(spins, fieldX);
      const module = new URL("./evolutionCase.ts", import.meta.url);
      const run = (road: RoadInTime) =>
        runIsolated<typeof evolutionCase>(module, { road, model, initial: [1, 0, 0], times, repetition: once });
      const [dicke, fem] = [await run("dicke"), await run("fem")];
      const errors = fem.means.flatMap((mean, at) => mean.map((value, k) => Math.abs(value - dicke.means[at]![k]!)));
      rows.push([
        String(fieldX),
        name,
        showSeconds(fem.first),
        showMegabytes(fem.peakMegabytes),
        showError(Math.max(...errors)),
      ]);
    }
  }
  return {
    title: `Finite elements from a coherent state along x, N = ${spins}, k_z = k_+ = 1: default settings`,
    columns: ["B_x", "times", "seconds", "peak MB", "error of means"],
    rows,
    notes: [
      "One run in a fresh process; both solutions that give the error estimate are included. The error is that against the Dicke road, the largest over all times.",
    ],
  };
}

const schemes = ["euler", "sdirk2", "sdirk4"] as const;
const step = 0.01;

/** Implicit time steps of P on the spaces of the sphere problem. */
export async function timeStepTable({ quick, progress }: BenchContext): Promise<Table> {
  const rows: string[][] = [];
  for (const { level, degree } of quick ? smallestProblems : problems) {
    progress(`time steps, degree ${degree}, icosphere ${level}`);
    const figures = await runIsolated<typeof finiteElementsCase>(new URL("./finiteElementsCase.ts", import.meta.url), {
      model: drivenModel(spins, 1.5),
      level,
      degree,
      step,
      seconds: quick ? 0 : 1,
    });
    rows.push([
      String(degree),
      showCount(figures.unknowns),
      showSeconds(figures.setUp),
      showSeconds(figures.firstStep),
      ...schemes.map((scheme) => showCount(Number(figures.stepsPerSecond[scheme].toPrecision(3)))),
    ]);
  }
  return {
    title: `Finite elements in time, N = ${spins}, B_x = 1.5, k_z = k_+ = 1: steps a second, of ${step} each`,
    columns: ["degree", "unknowns", "set-up s", "first step s", ...schemes],
    rows,
    notes: ["Backward Euler solves once a step, sdirk2 twice, sdirk4 five times. The first step factorises."],
  };
}
