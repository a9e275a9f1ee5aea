import pc from "picocolors";
import { InputError } from "../../core/errors.ts";
import { writeGmsh } from "../../io/gmsh/write.ts";
import type { MeshRepairs } from "../../mesh/adopted.ts";
import { defaultBallLayers, gradedBall } from "../../mesh/ball/build.ts";
import { type TetrahedraQuality, tetrahedraQuality } from "../../mesh/ball/quality.ts";
import { gradeMesh } from "../../mesh/grade.ts";
import { cellCount, type Mesh, type MoebiusGrading, vertexCount } from "../../mesh/mesh.ts";
import { type MeshSpec, parseMeshSpec } from "../../mesh/spec.ts";
import { type MeshQuality, meshQuality } from "../../mesh/sphere/quality.ts";
import { gradingOption } from "../arguments/common.ts";
import { describeRepairs, readMesh } from "../arguments/meshInput.ts";
import type { CommandContext } from "../context.ts";
import { requireWritableFile } from "../files/target.ts";
import { writeFiles } from "../files/write.ts";
import { alignColumns, brief, toJson } from "../terminal/format.ts";
import { useColour } from "../terminal/io.ts";

export interface MeshArguments {
  readonly spec: string;
  readonly out: string | undefined;
  readonly format: "4.1" | "2.2";
  readonly grade: string | undefined;
  readonly group: string | undefined;
  readonly json: boolean;
}

/** The object that `blochfem mesh --json` prints; angles in radians, lengths on the unit sphere (radians) or straight in the ball. */
export interface MeshReport {
  readonly mesh: string;
  readonly vertices: number;
  readonly cells: number;
  /** Of the sphere by a Moebius map, of the ball by the thickness of its layers. */
  readonly grading: MoebiusGrading | null;
  /** Of triangles, or of tetrahedra in a mesh of the ball. */
  readonly quality: MeshQuality | TetrahedraQuality;
  readonly repairs: MeshRepairs | null;
  /** What was written; null where nothing was. */
  readonly file: { readonly path: string; readonly format: "4.1" | "2.2" } | null;
}

/** `blochfem mesh`: makes or reads a mesh, grades it, writes it, prints its figures. Throws the library's errors. */
export function runMesh({ io }: CommandContext, args: MeshArguments): void {
  const spec = parseMeshSpec(args.spec);
  if (args.out !== undefined) requireWritableFile(args.out);
  if (spec.kind === "auto") {
    throw new InputError({
      what: '"auto" names no mesh here: the solver chooses it for a model',
      remedy: 'use "icosphere:<level>", "fibonacci:<points>", "ball:<level>" or the path of a .msh file',
      value: args.spec,
    });
  }
  const grading = args.grade === undefined ? null : gradingOption(args.grade);
  const input = readMesh(spec, args.group);
  const mesh = grading === null ? input.mesh : graded(spec, input.mesh, grading);
  const report: MeshReport = {
    mesh: grading !== null && spec.kind === "ball" ? `ball:${spec.level}` : input.name,
    vertices: vertexCount(mesh),
    cells: cellCount(mesh),
    grading: mesh.grading ?? grading,
    quality: mesh.dimension === 2 ? meshQuality(mesh) : tetrahedraQuality(mesh),
    repairs: input.repairs,
    file: args.out === undefined ? null : { path: args.out, format: args.format },
  };
  if (args.out !== undefined) {
    writeFiles([{ path: args.out, text: writeGmsh(mesh, args.format) }]);
    io.onFact?.({ kind: "written" });
  }
  const colours = pc.createColors(useColour(io, io.outIsTerminal));
  io.writeOut(args.json ? `${toJson(report)}\n` : meshTable(report, colours.bold));
}

/** On the sphere by a Moebius map; a ball is built anew, in as many layers as its grading needs. */
function graded(spec: MeshSpec, mesh: Mesh, { centre, scale }: MoebiusGrading): Mesh {
  if (mesh.dimension === 2) return gradeMesh(mesh, centre, scale);
  if (spec.kind === "ball" && spec.layers === defaultBallLayers(spec.level)) {
    if (!(scale > 1)) {
      throw new InputError({
        what: `--grade has the scale ${scale}, not above 1: layers of the ball can only gather at a point`,
        remedy: "give how much smaller the cells there become, about sqrt(N), as in --grade 0,-0.3,0.5:10",
        value: scale,
        limit: 1,
      });
    }
    return gradedBall(spec.level, { centre, width: 1 / scale });
  }
  throw new InputError({
    what: "--grade grades no tetrahedra from a file, nor in a given number of layers",
    remedy: 'use "ball:<level>", whose layers follow from the grading',
    value: centre.join(","),
  });
}

function meshTable(report: MeshReport, bold: (text: string) => string): string {
  const { grading, quality, repairs, file } = report;
  const rows = [
    ["vertices", String(report.vertices)],
    ...("volume" in quality
      ? [
          ["tetrahedra", String(report.cells)],
          [
            "dihedral angles",
            `${degrees(quality.minimumDihedralAngle)} to ${degrees(quality.maximumDihedralAngle)} degrees`,
          ],
          ["radius ratio", `${quality.worstRadiusRatio.toFixed(3)} at worst; 1 is regular`],
          ["edges", `${brief(quality.shortestEdge)} to ${brief(quality.longestEdge)}`],
          ["volume", `${brief(quality.volume)}; the ball has ${brief((4 * Math.PI) / 3)}`],
        ]
      : [
          ["triangles", String(report.cells)],
          ["angles", `${degrees(quality.minimumAngle)} to ${degrees(quality.maximumAngle)} degrees`],
          ["radius ratio", `${quality.worstRadiusRatio.toFixed(3)} at worst; 1 is equilateral`],
          ["edges", `${brief(quality.shortestEdge)} to ${brief(quality.longestEdge)} radians`],
        ]),
  ];
  if (grading !== null) {
    const centre = grading.centre.map((c) => brief(c)).join(", ");
    rows.push(["grading", `by ${brief(grading.scale)} towards (${centre})`]);
  }
  const mended = repairs === null ? [] : describeRepairs(repairs, "volume" in quality ? 3 : 2);
  rows.push(...mended.map((line, k) => [k === 0 ? "mended" : "", line]));
  rows.push(["written", file === null ? "nothing; --out FILE writes it" : `${file.path} (Gmsh ${file.format})`]);
  return `${[bold(`Mesh ${report.mesh}`), ...alignColumns(rows, [])].join("\n")}\n`;
}

const degrees = (radians: number): string => ((180 * radians) / Math.PI).toFixed(1);
