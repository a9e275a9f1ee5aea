import { cellCount, type Mesh, vertexCount } from "../../mesh/mesh.ts";
import { type GmshVersion, gradingSection } from "./parse.ts";

/**
 * A mesh as the text of a Gmsh file, ASCII: triangles of a sphere, or tetrahedra of a ball. Numbers are the shortest decimals that read back
 * to the same bits; node and element tags count from 1. The grading of a sphere stands in a section of its own, which Gmsh reads past (and
 * drops when it saves).
 */
export function writeGmsh(mesh: Mesh, version: GmshVersion = "4.1"): string {
  const lines = ["$MeshFormat", `${version} 0 8`, "$EndMeshFormat"];
  // First, so that a file cut off after a section does not pass for one without grading.
  if (mesh.grading !== undefined) {
    const { centre, scale } = mesh.grading;
    lines.push(`$${gradingSection}`, [...centre, scale].map(decimal).join(" "), `$End${gradingSection}`);
  }
  if (version === "4.1") pushVersion41(mesh, lines);
  else pushVersion22(mesh, lines);
  return `${lines.join("\n")}\n`;
}

/** Shortest decimal with the same bits; String drops the sign of zero. */
const decimal = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

const point = (mesh: Mesh, vertex: number): string =>
  `${decimal(mesh.points[3 * vertex]!)} ${decimal(mesh.points[3 * vertex + 1]!)} ${decimal(mesh.points[3 * vertex + 2]!)}`;

/** Element type of Gmsh: 2 triangle, 4 tetrahedron. */
const elementType = (mesh: Mesh): number => (mesh.dimension === 2 ? 2 : 4);

function corners(mesh: Mesh, cell: number): string {
  const count = mesh.dimension + 1;
  let text = String(mesh.cells[count * cell]! + 1);
  for (let k = 1; k < count; k++) text += ` ${mesh.cells[count * cell + k]! + 1}`;
  return text;
}

/** One surface or volume entity, tag 1, that holds everything. */
function pushVersion41(mesh: Mesh, lines: string[]): void {
  const vertices = vertexCount(mesh);
  const cells = cellCount(mesh);
  lines.push("$Entities", mesh.dimension === 2 ? "0 0 1 0" : "0 0 0 1", "1 -1 -1 -1 1 1 1 0 0", "$EndEntities");
  lines.push("$Nodes", `1 ${vertices} 1 ${vertices}`, `${mesh.dimension} 1 0 ${vertices}`);
  for (let vertex = 0; vertex < vertices; vertex++) lines.push(String(vertex + 1));
  for (let vertex = 0; vertex < vertices; vertex++) lines.push(point(mesh, vertex));
  lines.push("$EndNodes", "$Elements", `1 ${cells} 1 ${cells}`, `${mesh.dimension} 1 ${elementType(mesh)} ${cells}`);
  for (let cell = 0; cell < cells; cell++) lines.push(`${cell + 1} ${corners(mesh, cell)}`);
  lines.push("$EndElements");
}

/** Each element with two labels: no physical group, entity 1. */
function pushVersion22(mesh: Mesh, lines: string[]): void {
  const vertices = vertexCount(mesh);
  const cells = cellCount(mesh);
  lines.push("$Nodes", String(vertices));
  for (let vertex = 0; vertex < vertices; vertex++) lines.push(`${vertex + 1} ${point(mesh, vertex)}`);
  lines.push("$EndNodes", "$Elements", String(cells));
  for (let cell = 0; cell < cells; cell++) lines.push(`${cell + 1} ${elementType(mesh)} 2 0 1 ${corners(mesh, cell)}`);
  lines.push("$EndElements");
}
