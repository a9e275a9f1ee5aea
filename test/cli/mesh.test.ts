import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { MeshReport } from "../../src/cli/mesh/run.ts";
import { readGmsh } from "../../src/io/gmsh/read.ts";
import { gradedBall } from "../../src/mesh/ball/build.ts";
import { gradeMesh } from "../../src/mesh/grade.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import { capture, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();

describe("blochfem mesh", () => {
  it.each(["4.1", "2.2"] as const)("writes a mesh that reads back bit by bit, format %s", async (format) => {
    const path = join(folder, `sphere-${format}.msh`);
    const { code, error } = await capture(["mesh", "icosphere:2", "--out", path, "--format", format]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const text = readFileSync(path, "utf8");
    expect(text.startsWith(`$MeshFormat\n${format} 0 8\n`)).toBe(true);
    const { mesh } = readGmsh(text, path);
    expect(mesh).toEqual(icosphere(2));
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("grades, and keeps the grading in the file", async () => {
    const path = join(folder, "graded.msh");
    await capture(["mesh", "icosphere:1", "--grade", "0,-0.5,0.866:16", "--out", path]);
    const { mesh } = readGmsh(readFileSync(path, "utf8"), path);
    expect(mesh).toEqual(gradeMesh(icosphere(1), [0, -0.5, 0.866], 16));
  });

  it("grades the ball around a point inside, in as many layers as that takes", async () => {
    const path = join(folder, "graded-ball.msh");
    const { out } = await capture(["mesh", "ball:1", "--grade", "0,-0.3,0.5:10", "--out", path]);
    expect(out).toMatch(/^Mesh ball:1$/m);
    expect(out).toMatch(/^grading +by 10 towards \(0, -0\.3, 0\.5\)$/m);
    const { mesh } = readGmsh(readFileSync(path, "utf8"), path);
    expect(mesh).toEqual(gradedBall(1, { centre: [0, -0.3, 0.5], width: 0.1 }));
  });

  it.each(["0", "0.5", "1", "-2"])("grades no ball by %s", async (scale) => {
    const { code, error } = await capture(["mesh", "ball:1", "--grade", `0,0,0.5:${scale}`]);
    expect(code).toBe(2);
    expect(error).toMatch(new RegExp(`^error: --grade has the scale ${scale}, not above 1: .*; give .*\\n$`));
  });

  it("grades no ball of a given number of layers", async () => {
    const { code, error } = await capture(["mesh", "ball:1:3", "--grade", "0,0,0.5:10"]);
    expect(code).toBe(2);
    expect(error).toMatch(/nor in a given number of layers; use "ball:<level>"/);
  });

  it("prints size and quality", async () => {
    const { out } = await capture(["mesh", "icosphere:3"]);
    expect(out).toMatch(/^vertices +642$/m);
    expect(out).toMatch(/^triangles +1280$/m);
    expect(out).toMatch(/^angles +54\.3 to 72\.0 degrees$/m);
    expect(out).toMatch(/^radius ratio +0\.970 at worst/m);
    expect(out).toMatch(/^written +nothing; --out FILE writes it$/m);
  });

  it("prints one object with --json", async () => {
    const path = join(folder, "points.msh");
    const { out } = await capture(["mesh", "fibonacci:500", "--grade", "0,0,2:4", "--json", "--out", path]);
    const report = JSON.parse(out) as MeshReport;
    expect(report).toMatchObject({
      mesh: "fibonacci:500",
      vertices: 500,
      cells: 996,
      grading: { centre: [0, 0, 1], scale: 4 },
      repairs: null,
      file: { path, format: "4.1" },
    });
    expect(report.quality.worstRadiusRatio).toBeGreaterThan(0.5);
  });

  it("reads what it wrote, and a mesh made elsewhere", async () => {
    const path = join(folder, "own.msh");
    await capture(["mesh", "fibonacci:100", "--out", path]);
    const own = await capture(["mesh", path, "--json"]);
    expect(JSON.parse(own.out)).toMatchObject({ mesh: path, vertices: 100, repairs: null, file: null });
    const foreign = await capture(["mesh", "test/mesh/data/opencascade-4.1.msh"]);
    expect(foreign.code).toBe(0);
    expect(foreign.out).toMatch(/^vertices +\d+$/m);
  });
});
