import { exactModelOf } from "../exact.ts";
import { runIsolated } from "../isolate.ts";
import { once } from "../measure.ts";
import { drivenModel } from "../models.ts";
import type { BenchContext } from "../section.ts";
import { problems, smallestProblems } from "../sphere/problem.ts";
import { showCount, showError, showMegabytes, showSeconds, type Table } from "../table.ts";
import type * as evolutionCase from "./evolutionCase.ts";
import type * as finiteElementsCase from "./finiteElementsCase.ts";

/** Times at which test/reference has the exact moments. */
const times = [0.25, 1, 3];

/** P in time at default settings, from a delta: the space and the steps are chosen by the error estimate. */
export async function densityTable({ quick, progress }: BenchContext): Promise<Table> {
  const rows: string[][] = [];
  for (const fieldX of quick ? [1.5] : [0.5, 1.5]) {
    progress(`finite elements from a delta, B_x = ${fieldX}`);
    const model = drivenModel(40, fieldX);
    const asked = quick ? times.slice(0, 1) : times;
    const figures = await runIsolated<typeof evolutionCase>(new URL("./evolutionCase.ts", import.meta.url), {
      road: "fem",
      model,
      initial: [1, 0, 0],
      times: asked,
      repetition: once,
    });
    const exact = exactModelOf(model).evolution!.at;
    const errors = figures.means.flatMap((mean, at) => mean.map((value, k) => Math.abs(value - exact[at]!.mean[k]!)));
    rows.push([
      String(fieldX),
      asked.join(", "),
      showSeconds(figures.first),
      showMegabytes(figures.peakMegabytes),
      showError(Math.max(...errors)),
    ]);
  }
  return {
    title: "Finite elements from a coherent state along x, N = 40, k_z = k_+ = 1: default settings",
    columns: ["B_x", "times", "seconds", "peak MB", "error of means"],
    rows,
    notes: ["One run in a fresh process; the two solutions that give the error estimate included."],
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
      model: drivenModel(40, 1.5),
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
    title: `Finite elements in time, N = 40, B_x = 1.5, k_z = k_+ = 1: steps a second, of ${step} each`,
    columns: ["degree", "unknowns", "set-up s", "first step s", ...schemes],
    rows,
    notes: ["Backward Euler solves once a step, sdirk2 twice, sdirk4 five times. The first step factorises."],
  };
}
