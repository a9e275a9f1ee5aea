import { defined } from "../../core/defined.ts";
import { InputError } from "../../core/errors.ts";
import { parseModelFile } from "../../io/modelFile.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { parseMeshSpec } from "../../mesh/spec.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { SweepRequest } from "../../sweep/sweep.ts";
import type { SweepTask, TaskName } from "../../sweep/tasks/task.ts";
import { limitsOf, numberOption, positiveOption } from "../arguments/common.ts";
import { placeOption } from "../arguments/complexOption.ts";
import { initialStateOf, readInitialText } from "../arguments/initial.ts";
import { readMesh } from "../arguments/meshInput.ts";
import { type ModelText, parseProblem } from "../arguments/problem.ts";
import type { SweepFlags } from "./flags.ts";

/** What a sweep solves, read from the command line and its files. */
export interface SweepInput {
  readonly model: SpinModel;
  readonly request: SweepRequest;
}

/** Tasks that look at an option; every task looks at those that are not listed. */
const OPTION_TASKS: Readonly<Partial<Record<keyof SweepFlags, readonly TaskName[]>>> = {
  method: ["steady", "spectrum", "evolve"],
  tolerance: ["steady", "spectrum", "evolve"],
  degree: ["steady", "evolve"],
  mesh: ["steady", "evolve"],
  count: ["spectrum"],
  near: ["spectrum"],
  initial: ["diagnose", "evolve"],
  to: ["evolve"],
  maxMemory: ["steady", "spectrum", "diagnose"],
};

/** Throws InputError for options that are no numbers or not of the task, FileFormatError for what is wrong in the model. */
export async function readSweep(text: ModelText, flags: SweepFlags): Promise<SweepInput> {
  const { task, axes, until } = flags;
  for (const [option, tasks] of Object.entries(OPTION_TASKS)) {
    if (flags[option as keyof SweepFlags] === undefined || tasks.includes(task)) continue;
    throw new InputError({
      what: `${longName(option)} does not go with --task ${task}`,
      remedy: `leave it out, or take --task ${tasks.join(" or ")}`,
      value: option,
      limit: tasks,
    });
  }
  if (axes.length === 0) {
    throw new InputError({
      what: "--vary is missing",
      remedy: "give a parameter and its values, as in --vary field.x=0:2:41",
    });
  }
  const { model, question } = await READERS[task](text, flags);
  return { model, request: { ...question, vary: axes, ...defined({ until }) } };
}

const longName = (option: string): string => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

interface Read {
  readonly model: SpinModel;
  readonly question: SweepTask;
}

const READERS: Readonly<Record<TaskName, (text: ModelText, flags: SweepFlags) => Promise<Read>>> = {
  steady: async ({ text, source }, flags) => ({
    model: parseModelFile(text, source),
    question: {
      task: "steady",
      options: { ...common(flags), ...elements(flags), ...defined({ band: bandOf(flags) }) },
    },
  }),
  spectrum: async ({ text, source }, flags) => {
    const { count, near } = flags;
    const options = {
      band: degreeOfBand(flags),
      count: count === undefined ? undefined : numberOption("--count", count, "10"),
      near: near === undefined ? undefined : placeOption("--near", near),
    };
    return {
      model: parseModelFile(text, source),
      question: { task: "spectrum", options: { ...common(flags), ...defined(options) } },
    };
  },
  diagnose: async (text, flags) => {
    const { limits } = common(flags);
    const options = { limits, ...defined({ band: degreeOfBand(flags) }) };
    if (flags.initial === undefined) {
      return { model: parseModelFile(text.text, text.source), question: { task: "diagnose", options } };
    }
    const problem = await parseProblem(text);
    const initial = initialStateOf(problem, text.source, readInitialText(flags.initial));
    return { model: problem.model, question: { task: "diagnose", options: { ...options, initial } } };
  },
  evolve: async (text, flags) => {
    const { limits, ...options } = common(flags);
    const { initial, to } = flags;
    if (to === undefined) {
      throw new InputError({ what: "--to is missing", remedy: "give the time of the state, as in --to 10" });
    }
    const problem = await parseProblem(text);
    const start = initial === undefined ? undefined : readInitialText(initial);
    return {
      model: problem.model,
      question: {
        task: "evolve",
        options: {
          ...options,
          ...elements(flags),
          to: positiveOption("--to", to, "10"),
          initial: initialStateOf(problem, text.source, start),
          ...defined({ band: bandOf(flags), field: problem.drive, maximumSeconds: limits.seconds }),
        },
      },
    };
  },
};

const common = (flags: SweepFlags) => ({
  method: flags.method ?? "auto",
  ...defined({
    tolerance: flags.tolerance === undefined ? undefined : numberOption("--tolerance", flags.tolerance, "1e-8"),
  }),
  limits: limitsOf(flags),
});

function elements({ mesh, degree }: SweepFlags): { readonly mesh?: Mesh; readonly degree?: number } {
  const spec = parseMeshSpec(mesh ?? "auto");
  return defined({
    mesh: spec.kind === "auto" ? undefined : readMesh(spec).mesh,
    degree: degree === undefined ? undefined : numberOption("--degree", degree, "4"),
  });
}

const bandOf = ({ band }: SweepFlags): number | "none" | undefined =>
  band === undefined || band === "none" ? band : numberOption("--band", band, "20");

function degreeOfBand(flags: SweepFlags): number | undefined {
  const band = bandOf(flags);
  if (band !== "none") return band;
  throw new InputError({
    what: `--band is none, and --task ${flags.task} needs a degree`,
    remedy: "give one, or leave it to be chosen",
    value: "none",
  });
}
