import pc from "picocolors";
import { defined } from "../../core/defined.ts";
import { writeGmsh } from "../../io/gmsh/write.ts";
import type { MeshRepairs } from "../../mesh/adopted.ts";
import { parseMeshSpec } from "../../mesh/spec.ts";
import { type MeshAnswer, mesh } from "../../roads/mesh.ts";
import { gradingOption } from "../arguments/common.ts";
import { groupWithoutFile, readMesh } from "../arguments/meshInput.ts";
import type { CommandContext } from "../context.ts";
import { requireWritableFile } from "../files/target.ts";
import { writeFiles } from "../files/write.ts";
import { toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";
import { meshTable } from "./table.ts";

export interface MeshArguments {
  readonly spec: string;
  readonly out: string | undefined;
  readonly format: "4.1" | "2.2";
  readonly grade: string | undefined;
  readonly group: string | undefined;
  readonly json: boolean;
}

/** The object that `blochfem mesh --json` prints. */
export interface MeshReport extends Omit<MeshAnswer, "mesh" | "name"> {
  readonly mesh: string;
  readonly repairs: MeshRepairs | null;
  /** What was written; null where nothing was. */
  readonly file: { readonly path: string; readonly format: "4.1" | "2.2" } | null;
}

/** `blochfem mesh`: makes or reads a mesh, grades it, writes it, prints its figures. Throws the library's errors. */
export function runMesh({ io }: CommandContext, args: MeshArguments): void {
  const spec = parseMeshSpec(args.spec, false);
  if (args.out !== undefined) requireWritableFile(args.out);
  const grade = args.grade === undefined ? undefined : gradingOption(args.grade);
  const file = spec.kind === "file" ? readMesh(spec, args.group) : null;
  if (file === null && args.group !== undefined) throw groupWithoutFile(args.group);
  const found = mesh(file?.mesh ?? args.spec, defined({ grade }), (name) => `--${name}`);
  const { vertices, cells, grading, quality } = found;
  const report: MeshReport = {
    mesh: file?.name ?? found.name!,
    vertices,
    cells,
    grading,
    quality,
    repairs: file?.repairs ?? null,
    file: args.out === undefined ? null : { path: args.out, format: args.format },
  };
  if (args.out !== undefined) {
    writeFiles([{ path: args.out, text: writeGmsh(found.mesh, args.format) }]);
    io.onFact?.({ kind: "written" });
  }
  const colours = pc.createColors(useColour(io, io.outIsTerminal));
  io.writeOut(args.json ? `${toJson(report)}\n` : meshTable(report, colours.bold));
}
