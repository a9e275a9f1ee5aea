import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseModelFile } from "../../src/io/modelFile.ts";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}.yaml`, import.meta.url));

const model = putFile(
  folder,
  "general.yaml",
  `spins: 4
interaction: { zz: 1, xy: -0.5 }
collective: { decay: 0.3, jumps: [{ rate: 1, operator: "Jx + 0.6i*Jy" }] }
local: { jumps: [{ rate: 0.1, operator: [1, [0, -1], 0.5i] }] }
initial: { coherent: [1, 0, 0] }
`,
);

describe("a model with an interaction and jumps", () => {
  it.each([
    ["evolve", "--to", "1", "--every", "1", "--method", "dicke"],
    ["spectrum", "--count", "2", "--method", "dicke"],
    ["meanfield"],
  ])("%s reports a model that is a model file again", async (command, ...options) => {
    const { code, out, error } = await capture([command!, model, "--json", ...options]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const report = JSON.parse(out) as { model: unknown };
    expect(report.model).toMatchObject({
      interaction: { zz: 1, xy: -0.5 },
      collective: { jumps: [{ rate: 1, operator: [1, [0, 0.6], 0] }] },
      local: { jumps: [{ rate: 0.1, operator: [1, [0, -1], [0, 0.5]] }] },
    });
    const given = parseModelFile(readFileSync(model, "utf8"), "file");
    expect(parseModelFile(JSON.stringify(report.model), "report")).toEqual(given);
  });

  it("has interaction and jumps in the title of a table", async () => {
    const { out } = await capture(["evolve", example("feedback"), "--to", "1", "--every", "1", "--method", "harmonic"]);
    expect(out).toContain("N = 20, B = (0, 0, 0), interaction yz 0.5, collective jumps 1 of -0.5i*Jy + Jz\n");
  });

  it("is scanned over the interaction and the rate of a jump", async () => {
    const scan = ["--scan", "interaction.zz=0:1:2", "collective.jumps.0.rate=1:2:2"];
    const { code, out } = await capture(["meanfield", model, "--json", ...scan]);
    expect(code).toBe(0);
    const { scan: found } = JSON.parse(out) as { scan: { axes: { parameter: string }[]; labels: string[][] } };
    expect(found.axes.map(({ parameter }) => parameter)).toEqual(["interaction.zz", "collective.jumps.0.rate"]);
    expect(found.labels.flat()).toHaveLength(4);
    const unknown = await capture(["meanfield", model, "--scan", "field.x=0:1:2", "local.jumps.1.rate=1:2:2"]);
    expect(unknown.error).toContain(
      '"local.jumps.1.rate", which is no parameter of a model; did you mean local.jumps.0.rate?',
    );
  });
});
