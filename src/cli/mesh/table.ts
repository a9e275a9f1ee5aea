import { brief } from "../../core/brief.ts";
import { describeRepairs } from "../arguments/meshInput.ts";
import { alignColumns } from "../terminal/format.ts";
import type { MeshReport } from "./run.ts";

/** The figures for people; ends with a line break. */
export function meshTable(report: MeshReport, bold: (text: string) => string): string {
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
