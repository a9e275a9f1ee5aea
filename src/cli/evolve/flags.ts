import { defined } from "../../core/defined.ts";
import { InputError } from "../../core/errors.ts";
import { type EvolveMethod, evolveRoadsFor } from "../../roads/evolve/options.ts";
import type { AnyScheme } from "../../sde/defaultStep.ts";
import { requireWorkers } from "../../sweep/pool.ts";
import { numberOption } from "../arguments/common.ts";
import { readInitialText } from "../arguments/initial.ts";
import { groupWithoutFile } from "../arguments/meshInput.ts";
import { readModelText, withStartFiles } from "../arguments/problem.ts";
import { maximumStepOption } from "../arguments/timeGrid.ts";
import type { PictureFlags } from "../files/picture.ts";
import type { OutFlags } from "../results/options.ts";
import type { Io } from "../terminal/io.ts";
import type { EvolveOutput } from "./checkpoint.ts";
import { type EvolveInput, meshInput } from "./input.ts";

/** The options as they are written. */
export interface EvolveFlags extends DrawingFlags, OutFlags {
  readonly to?: string;
  readonly every?: string;
  readonly method: EvolveInput["method"];
  readonly initial?: string;
  readonly tolerance?: string;
  readonly mesh?: string;
  readonly group?: string;
  readonly degree?: string;
  readonly band?: string;
  readonly scheme?: string;
  readonly step?: string;
  readonly maxStep?: string;
  readonly maxSeconds?: string;
  readonly trajectories?: string;
  readonly seed?: string;
  readonly workers?: string;
  readonly json?: boolean;
  readonly density?: boolean;
  readonly checkpoint?: string;
  readonly resume?: string;
}

/** How an evolution is drawn. */
export interface DrawingFlags extends PictureFlags {
  readonly strip?: "P" | "Q";
  readonly compare?: string;
}

/** Throws InputError for methods that there are not, and for what has no picture to be in. */
export function comparedMethods({ plot, strip, compare }: DrawingFlags): EvolveMethod[] {
  const option = compare !== undefined ? "--compare" : strip !== undefined ? "--strip" : null;
  if (option !== null && plot === undefined)
    throw new InputError({ what: `${option} has no picture to be drawn in`, remedy: "add --plot FILE", value: option });
  const names = compare === undefined ? [] : [...new Set(compare.split(",").map((name) => name.trim()))];
  const unknown = names.find((name) => !(METHODS as readonly string[]).includes(name));
  if (unknown === undefined) return names as EvolveMethod[];
  throw new InputError({
    what: `--compare has ${JSON.stringify(unknown)}, which is no method`,
    remedy: `write it as in --compare harmonic,sde, of ${METHODS.join(", ")}`,
    value: unknown,
    limit: METHODS,
  });
}

const METHODS = ["fem", "harmonic", "dicke", "sde"] as const satisfies EvolveMethod[];

/** What does not change the numbers: where to keep checkpoints, and how many threads. */
export interface RunPlace {
  readonly checkpoint?: string;
  readonly workers?: number;
}

/** Methods that look at an option which the library does not have. */
const OWN_OPTIONS: Readonly<Record<string, readonly EvolveMethod[]>> = { group: ["fem"], workers: ["sde"] };

/** The scheme that keeps P >= 0. */
export const FLUX_CORRECTION = "fluxCorrection";

const BESIDE_RESUME = ["resume", "checkpoint", "workers", "json", "out", "format", "plot", "dark", "strip", "compare"];

/** Reads the model and the options of a run from its beginning. Throws InputError for what is wrong or makes no sense. */
export async function readInput(
  io: Io,
  path: string | undefined,
  flags: EvolveFlags,
  given: readonly string[],
): Promise<EvolveInput> {
  const method = methodOf(flags, given);
  const file = required(path, "MODEL", "the model file, or --resume FILE");
  const to = numberOption("--to", required(flags.to, "--to T", "the last time"), "10");
  const every = numberOption("--every", required(flags.every, "--every DT", "the time from line to line"), "0.5");
  if (flags.density === true && flags.out === undefined) {
    throw new InputError({ what: "--density has no folder to write to", remedy: "add --out DIR", value: true });
  }
  const number = (name: keyof EvolveFlags, example: string): Readonly<Record<string, number>> => {
    const text = flags[name];
    return typeof text === "string" ? { [name]: numberOption(`--${name}`, text, example) } : {};
  };
  const step = number("step", "0.01");
  if (step.step !== undefined && !(step.step > 0)) {
    throw new InputError({
      what: `--step is ${step.step}, not above 0`,
      remedy: "give a time step > 0, or leave it to be chosen",
      value: step.step,
      limit: 0,
    });
  }
  const { band, group, initial, mesh, scheme, maxStep, maxSeconds } = flags;
  if (group !== undefined && mesh === undefined) throw groupWithoutFile(group);
  return {
    model: withStartFiles(await readModelText(io, file)),
    method,
    to,
    every,
    ...(initial === undefined ? {} : { initial: readInitialText(initial) }),
    ...(mesh === undefined ? {} : { mesh: meshInput(mesh, group) }),
    ...(band === undefined ? {} : { band: band === "none" ? band : numberOption("--band", band, "20") }),
    ...defined({ scheme }),
    ...number("tolerance", "1e-8"),
    ...number("degree", "4"),
    ...step,
    ...(maxStep === undefined ? {} : { maximumStep: maximumStepOption(maxStep) }),
    ...(maxSeconds === undefined ? {} : { maximumSeconds: numberOption("--max-seconds", maxSeconds, "86400") }),
    ...number("trajectories", "10000"),
    ...number("seed", "1"),
  };
}

/** Schemes of trajectories; the others are of elements. */
export const TRAJECTORY_SCHEMES = ["eulerMaruyama", "moebiusWalk", "blochWalk"] as const satisfies AnyScheme[];

/** The method that the options name or that alone looks at them; "auto" where several roads are left. */
function methodOf(flags: EvolveFlags, given: readonly string[]): EvolveInput["method"] {
  const options = Object.fromEntries(given.map((name) => [name, flags[name as keyof EvolveFlags]]));
  const roads = evolveRoadsFor({ ...options, method: flags.method }, (name) => `--${name}`, OWN_OPTIONS);
  return roads.length === 1 ? roads[0]! : "auto";
}

/** Throws InputError for what a checkpoint decides itself. */
export function rejectBesideResume(path: string | undefined, given: readonly string[]): void {
  const extra = path === undefined ? given.find((name) => !BESIDE_RESUME.includes(name)) : path;
  if (extra === undefined) return;
  throw new InputError({
    what: `${path === undefined ? `--${extra}` : extra} does not go with --resume`,
    remedy: "the checkpoint holds the model and its options: leave it out",
    value: extra,
  });
}

export const outputOf = ({
  json,
  out,
  format,
  density,
}: Pick<EvolveFlags, "json" | "out" | "format" | "density">): EvolveOutput => ({
  json: json === true,
  ...defined({ out, format }),
  density: density === true,
});

/** Throws InputError for workers that are no number of threads. */
export function runPlace({ checkpoint, workers }: Pick<EvolveFlags, "checkpoint" | "workers">): RunPlace {
  const place = defined({ checkpoint });
  if (workers === undefined) return place;
  const threads = numberOption("--workers", workers, "2");
  requireWorkers(threads);
  return { ...place, workers: threads };
}

function required(text: string | undefined, name: string, meaning: string): string {
  if (text !== undefined) return text;
  throw new InputError({ what: `${name} is missing`, remedy: `give ${meaning}; see blochfem evolve --help` });
}
