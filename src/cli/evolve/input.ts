import { readGmsh } from "../../io/gmshRead.ts";
import type { Problem } from "../../io/modelFile.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { buildMesh, parseMeshSpec } from "../../mesh/spec.ts";
import type { InitialState } from "../../model/initialState.ts";
import { readText } from "../files/read.ts";
import { initialStateOf, type ModelText, parseProblem } from "../problem.ts";
import { timeGrid } from "../timeGrid.ts";

export type EvolveMethod = "fem" | "harmonic" | "dicke" | "sde";

/**
 * Everything that the numbers of a run depend on, as text and plain data: a checkpoint holds it, so that a run that is
 * resumed reads what the first one read, whatever has become of its files.
 */
export interface EvolveInput {
  readonly model: ModelText;
  readonly method: EvolveMethod;
  readonly to: number;
  readonly every: number;
  /** "x,y,z" of a coherent state in place of the model's own. */
  readonly initial?: string;
  readonly tolerance?: number;
  /** How the user named it, and the text where it is a file. */
  readonly mesh?: { readonly spec: string; readonly text?: string };
  readonly degree?: number;
  readonly band?: number | "none";
  readonly scheme?: string;
  readonly step?: number;
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

/** Mesh of an input, with the text of the file. Throws InputError where there is none. */
export function meshInput(name: string): NonNullable<EvolveInput["mesh"]> {
  const spec = parseMeshSpec(name);
  return spec.kind === "file" ? { spec: name, text: readText(spec.path, "a Gmsh file") } : { spec: name };
}

/** Throws InputError and FileFormatError for what is wrong in the texts. */
export async function prepare(input: EvolveInput): Promise<Prepared> {
  const problem = await parseProblem(input.model);
  return {
    input,
    problem,
    initial: initialStateOf(problem, input.model.source, input.initial),
    times: timeGrid(input.to, input.every),
    mesh: meshOf(input),
  };
}

function meshOf({ mesh: named }: EvolveInput): Prepared["mesh"] {
  if (named === undefined) return null;
  const spec = parseMeshSpec(named.spec);
  if (spec.kind === "auto") return null;
  if (spec.kind === "file") return { name: spec.path, mesh: readGmsh(named.text!, spec.path).mesh };
  return { name: named.spec, mesh: buildMesh(spec) };
}
