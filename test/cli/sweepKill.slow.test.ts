import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { capture, putFile, temporaryFolder } from "./capture.ts";
import { expectResumed } from "./sweepKill.ts";

const folder = temporaryFolder();
const model = putFile(folder, "model.yaml", "spins: 60\ncollective: { dephasing: 1, pump: 1, decay: 0.3 }\n");

describe("a sweep that is killed at 20 random moments", () => {
  it("goes on to the rows of one that is not", async () => {
    const argv = [model, "--vary", "field.x=0.5:1.5:100", "--method", "dicke"];
    const { out: whole } = await capture(["sweep", ...argv, "--workers", "2", "--json"]);
    expect(whole.trimEnd().split("\n")).toHaveLength(100);
    await expectResumed({ argv, out: join(folder, "killed.jsonl") }, whole, 20);
  });
});
