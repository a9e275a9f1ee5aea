import { writeGmsh } from "../src/io/gmsh/write.ts";
import { ball, gradedBall } from "../src/mesh/ball/build.ts";
import { tetrahedraQuality } from "../src/mesh/ball/quality.ts";
import { gradeMesh } from "../src/mesh/grade.ts";
import { icosphere } from "../src/mesh/icosphere.ts";
import { cellCount, type Mesh, vertexCount } from "../src/mesh/mesh.ts";
import { fibonacci } from "../src/mesh/sphere/fibonacci.ts";
import { meshQuality } from "../src/mesh/sphere/quality.ts";

interface ReadyMesh {
  readonly file: string;
  readonly made: string;
  readonly mesh: Mesh;
}

export interface ReadyFile {
  readonly file: string;
  readonly text: string;
}

function readyMeshes(): ReadyMesh[] {
  const icospheres = [1, 2, 3, 4].map((level) => ({
    file: `icosphere-${level}.msh`,
    made: `\`icosphere(${level})\``,
    mesh: icosphere(level),
  }));
  const fibonaccis = [500, 2000].map((count) => ({
    file: `fibonacci-${count}.msh`,
    made: `\`fibonacci(${count})\``,
    mesh: fibonacci(count),
  }));
  const graded = {
    file: "icosphere-3-graded.msh",
    made: "`gradeMesh(icosphere(3), [0, -0.5, Math.sqrt(0.75)], 16)`",
    mesh: gradeMesh(icosphere(3), [0, -0.5, Math.sqrt(0.75)], 16),
  };
  return [...icospheres, ...fibonaccis, graded];
}

function readyBalls(): ReadyMesh[] {
  return [
    { file: "ball-1.msh", made: "`ball(1)`", mesh: ball(1) },
    { file: "ball-2.msh", made: "`ball(2)`", mesh: ball(2) },
    {
      file: "ball-1-graded.msh",
      made: "`gradedBall(1, { centre: [0, -0.4, 0.3], width: 0.1 })`",
      mesh: gradedBall(1, { centre: [0, -0.4, 0.3], width: 0.1 }),
    },
  ];
}

/** The files of this folder that `make.ts` writes. */
export function readyFiles(): ReadyFile[] {
  const spheres = readyMeshes();
  const balls = readyBalls();
  const files = [...spheres, ...balls].map(({ file, mesh }) => ({ file, text: writeGmsh(mesh) }));
  const sizes = new Map(files.map(({ file, text }) => [file, `${Math.round(text.length / 1000)} kB`]));
  return [...files, { file: "README.md", text: readme(spheres, balls, sizes) }];
}

const degrees = (radians: number): string => ((radians * 180) / Math.PI).toFixed(1);

function ballTable(balls: readonly ReadyMesh[], sizes: ReadonlyMap<string, string>): string {
  const rows = balls.map(({ file, made, mesh }) => {
    const quality = tetrahedraQuality(mesh);
    return [
      `\`${file}\``,
      made,
      String(vertexCount(mesh)),
      String(cellCount(mesh)),
      `${degrees(quality.minimumDihedralAngle)} to ${degrees(quality.maximumDihedralAngle)}`,
      quality.worstRadiusRatio.toFixed(3),
      `${quality.smallestDiameter.toPrecision(3)} to ${quality.largestDiameter.toPrecision(3)}`,
      `${((100 * quality.volume) / ((4 * Math.PI) / 3)).toFixed(1)} %`,
      sizes.get(file)!,
    ];
  });
  const head = [
    "file",
    "made by",
    "vertices",
    "tetrahedra",
    "dihedral angles in degrees",
    "worst radius ratio",
    "cell diameters",
    "volume",
    "size",
  ];
  return table(head, [false, false, true, true, false, true, false, true, true], rows);
}

function readme(meshes: readonly ReadyMesh[], balls: readonly ReadyMesh[], sizes: ReadonlyMap<string, string>): string {
  const rows = meshes.map(({ file, made, mesh }) => {
    const quality = meshQuality(mesh);
    return [
      `\`${file}\``,
      made,
      String(vertexCount(mesh)),
      String(cellCount(mesh)),
      `${degrees(quality.minimumAngle)} to ${degrees(quality.maximumAngle)}`,
      quality.worstRadiusRatio.toFixed(3),
      `${quality.smallestDiameter.toPrecision(3)} to ${quality.largestDiameter.toPrecision(3)}`,
      sizes.get(file)!,
    ];
  });
  const head = [
    "file",
    "made by",
    "vertices",
    "triangles",
    "angles in degrees",
    "worst radius ratio",
    "cell diameters",
    "size",
  ];
  return `# Ready meshes

## The sphere

Gmsh files (MSH 4.1, ASCII): \`gmsh icosphere-3.msh\` shows one, and blochfem takes the path of a file wherever it takes a mesh.
\`npm run meshes\` writes all of them, and this page, anew.

${table(head, [false, false, true, true, false, true, false, true], rows)}

Angles are those between the edges as arcs on the sphere. The radius ratio is twice the radius of the inscribed circle over that of
the circumscribed one, 1 for an equilateral triangle. A diameter is the largest distance on the sphere between two corners of a cell.

- **icosphere**: the icosahedron with every triangle split into four, again and again. Mirror-symmetric in x, y and z. The usual choice.
- **fibonacci**: Delaunay triangulation of the spherical Fibonacci lattice. Any number of points, no symmetry: a check that a result does
  not owe anything to the symmetry of the mesh.
- **icosphere-3-graded**: drawn by a Moebius map towards the stable mean-field fixed point (0, -1/2, sqrt(3)/2) of the model with
  field (0.5, 0, 0) and pump rate 1, where P has a width of about 1/sqrt(N): scale 16 suits N of about 10,000. The map is in the section
  \`$BlochfemGrading\` (centre and scale). Gmsh shows such a file but drops that section when it saves.

## The ball

${ballTable(balls, sizes)}

Straight tetrahedra with all their corners in the ball; the volume is that share of the ball's. Moments do not suffer from what is missing:
P outside the mesh would be gauge. The radius ratio is three times the radius of the inscribed sphere over that of the circumscribed one.

- **ball**: layers of equal thickness under an icosphere.
- **ball-1-graded**: the layers gather at an interior point, where a P of width 0.1 would be, and the triangles of the surface on its side.
`;
}

/** Markdown table with columns of even width; `right` says which are aligned to the right. */
function table(head: readonly string[], right: readonly boolean[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, k) => Math.max(title.length, ...rows.map((row) => row[k]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, k) => (right[k] ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!))).join(" | ")} |`;
  const rule = widths.map((width, k) => (right[k] ? `${"-".repeat(width - 1)}:` : "-".repeat(width)));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
