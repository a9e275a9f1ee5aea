import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { capture, putFile, temporaryFolder } from "../capture.ts";
import { comparable } from "../sweepKill.ts";
import { missing, startCluster } from "./cluster.ts";

const folder = temporaryFolder();
const main = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));
const model = putFile(folder, "model.yaml", "spins: 20\ncollective: { dephasing: 1, pump: 1 }\n");

// The daemons take seconds, installing them a minute, and jobs wait for a loaded machine.
vi.setConfig({ testTimeout: 600_000 });

describe("a sweep by Slurm", () => {
  it("passes an array of 8 through a cluster and makes the table of one machine", async ({ skip }) => {
    const why = missing();
    if (why !== null) skip(why);
    const place = join(folder, "cluster");
    mkdirSync(place);
    const cluster = await startCluster(place);
    if (cluster === null) return skip("Slurm does not start here");
    try {
      const argv = [model, "--vary", "field.x=0.1:2:20", "--vary", "collective.decay=0,-1"];
      const { out: whole } = await capture(["sweep", ...argv, "--workers", "1", "--json"]);
      const out = join(folder, "sweep table.jsonl");
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["--import", "tsx", main, "sweep", ...argv, "--out", out, "--slurm", "8"],
        { encoding: "utf8", timeout: 500_000, env: { ...process.env, ...cluster.environment } },
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toMatch(/^Wrote .*sweep table\.jsonl: 40 points, 20 of them failed\n/);
      expect(comparable(readFileSync(out, "utf8"))).toBe(comparable(whole));
      for (const left of [".sbatch", ".1-of-8.part", ".8-of-8.log"]) expect(existsSync(out + left)).toBe(false);
    } finally {
      await cluster.stop();
    }
  });
});
