import { type Command, Option } from "commander";
import type { CommandContext } from "../context.ts";

interface MeshFlags {
  readonly out?: string;
  readonly format: "4.1" | "2.2";
  readonly grade?: string;
  readonly group?: string;
  readonly json?: boolean;
}

export function addMeshCommand(program: Command, context: CommandContext): void {
  program
    .command("mesh")
    .summary("make, check and convert meshes of the sphere and the ball")
    .usage("SPEC [options]")
    .description("Makes a mesh of the sphere or the ball, prints its size and quality, writes it as a Gmsh file.")
    .argument("<SPEC>", "icosphere:LEVEL, fibonacci:POINTS, ball:LEVEL[:LAYERS] or a Gmsh file")
    .option("--out <FILE>", "write the mesh there; without it nothing is written")
    .addOption(new Option("--format <version>", "MSH version of FILE, ASCII").choices(["4.1", "2.2"]).default("4.1"))
    .option(
      "--grade <x,y,z:scale>",
      "draw the points towards (x, y, z): cells there become smaller by the factor scale",
    )
    .option("--group <name>", "of a Gmsh file: the cells of this physical group alone")
    .option("--json", "print one JSON object and nothing else")
    .addHelpText("after", MESH_HELP)
    .action(async (spec: string, flags: MeshFlags) => {
      const { runMesh } = await import("./run.ts");
      runMesh(context, {
        spec,
        out: flags.out,
        format: flags.format,
        grade: flags.grade,
        group: flags.group,
        json: flags.json === true,
      });
    });
}

const MESH_HELP = `
icosphere:LEVEL has 10 x 4^LEVEL + 2 vertices and is mirror-symmetric;
fibonacci:POINTS has any number of vertices and no symmetry. ball:LEVEL fills
an icosphere with tetrahedra, in 2^LEVEL layers unless LAYERS says otherwise. A
Gmsh file is read as MSH 4.1, 4.0 or 2.2, text or binary; small faults are
mended and named, and curved elements become straight ones. A path that does not
end in .msh is written as file:PATH.

Grading is a Moebius map of the sphere: it changes sizes, and no angle. In the
ball (x, y, z) is a point inside, and the layers around it grow outward.

Keys of --json: mesh, vertices, cells, grading (centre, scale), quality, repairs
and file (path, format). Angles are in radians; so are lengths on the sphere,
while those in the ball are straight.

Examples:
  blochfem mesh icosphere:4 --out sphere.msh
  blochfem mesh icosphere:3 --grade 0,-0.5,0.866:16 --out graded.msh
  blochfem mesh ball:2 --grade 0,-0.3,0.5:10 --out ball.msh
  blochfem mesh somebody-elses.msh
`;
