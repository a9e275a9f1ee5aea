import { printable } from "../../core/printable.ts";
import { readGmsh } from "../../io/gmsh/read.ts";
import { writeGmsh } from "../../io/gmsh/write.ts";
import type { Problem } from "../../io/modelFile.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { buildMesh, parseMeshSpec } from "../../mesh/spec.ts";
import type { InitialState } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { EvolveMethod } from "../../roads/evolve/options.ts";
import { timeGrid } from "../../roads/evolve/timeGrid.ts";
import { courseOf } from "../../state/course.ts";
import { type InitialText, initialStateOf } from "../arguments/initial.ts";
import { groupWithoutFile, readMesh } from "../arguments/meshInput.ts";
import { type ModelText, parseProblem } from "../arguments/problem.ts";

/**
 * Everything that the numbers of a run depend on, as text and plain data: a checkpoint holds it, so that a run that is
 * resumed reads what the first one read, whatever has become of its files.
 */
export interface EvolveInput {
  readonly model: ModelText;
  readonly method: "auto" | EvolveMethod;
  /** Why a run that is resumed was begun by its method. */
  readonly reason?: string;
  readonly to: number;
  readonly every: number;
  /** In place of the model's own. */
  readonly initial?: InitialText;
  readonly tolerance?: number;
  /** How the user named it, and the text where it is a file. */
  readonly mesh?: { readonly spec: string; readonly text?: string };
  readonly degree?: number;
  readonly band?: number | "none";
  readonly scheme?: string;
  readonly step?: number;
  readonly maximumStep?: number;
  readonly maximumSeconds?: number;
  readonly trajectories?: number;
  readonly seed?: number;
}

/** An input, read. */
export interface Prepared {
  readonly input: EvolveInput;
  readonly problem: Problem;
  readonly initial: InitialState;
  readonly times: readonly number[];
  readonly mesh: { readonly name: string; readonly mesh: Mesh } | null;
}

/**
 * Mesh of an input, with its text where it is a file: in the form that comes back bit for bit, whatever was read, and the
 * physical group alone where one is chosen. Throws as `readMesh`.
 */
export function meshInput(name: string, group: string | undefined): NonNullable<EvolveInput["mesh"]> {
  const spec = parseMeshSpec(name);
  if (spec.kind === "file") return { spec: name, text: writeGmsh(readMesh(spec, group).mesh) };
  if (group !== undefined) throw groupWithoutFile(group);
  return { spec: name };
}

/** Throws InputError and FileFormatError for what is wrong in the texts. */
export async function prepare(input: EvolveInput): Promise<Prepared> {
  const problem = await parseProblem(input.model);
  return {
    input,
    problem,
    initial: initialStateOf(problem, input.model.source, input.initial),
    times: timeGrid(input.to, input.every, (option) => `--${option}`),
    mesh: meshOf(input),
  };
}

/** The model with the processes that it has at any time: see `Course`. */
export const largestModel = ({ problem: { model, drive }, times }: Prepared): SpinModel =>
  drive === undefined ? model : courseOf({ model, times, field: drive }).model;

function meshOf({ mesh: named }: EvolveInput): Prepared["mesh"] {
  if (named === undefined) return null;
  const spec = parseMeshSpec(named.spec);
  if (spec.kind === "auto") return null;
  if (spec.kind === "file") return { name: printable(spec.path), mesh: readGmsh(named.text!, spec.path).mesh };
  return { name: named.spec, mesh: buildMesh(spec) };
}
