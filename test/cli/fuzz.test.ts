import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const folder = temporaryFolder();
const MODEL =
  "spins: 4\nfield: [0.5, 0, 0.1]\ncollective: { dephasing: 1, pump: 0.5, decay: 0 }\ninitial: { coherent: [1, 0, 0] }\n";
const GENERAL = `spins: 4
interaction: { zz: 1, xy: -0.5 }
collective: { decay: 0.3, jumps: [{ rate: 1, operator: "Jx + 0.6i*Jy" }, { rate: 2, operator: [1, [0, 1], 0.5i] }] }
local: { jumps: [{ rate: 0.1, operator: sm }] }
`;

/** A linear congruence: the same inputs in every run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (1_103_515_245 * state + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
}

const PIECES = [
  ..."[]{}:,-&*!|>'\"#%@`\t\n \u202e\u001b\0\ufeff0123456789eE.",
  "1e308",
  "-1e308",
  "1e-320",
  "9007199254740993",
  ".nan",
  ".inf",
  "null",
  "__proto__",
  "constructor",
  "&a *a",
  "<<: *a",
  "spins:",
  "local:",
  "- - -",
  "formula",
  "interaction:",
  "jumps:",
  "operator:",
  "Jx*Jy",
  "sz",
  "yx: 1",
  "i",
  "sqrt(",
  "^-1",
];

function mutated(text: string, next: (limit: number) => number): string {
  let result = text;
  for (let k = 0; k <= next(3); k++) {
    const at = next(result.length);
    const piece = PIECES[next(PIECES.length)]!.repeat(next(8) === 0 ? 50 : 1);
    result = result.slice(0, at) + (next(4) === 0 ? "" : piece) + result.slice(at + next(4));
  }
  return result;
}

async function expectAnswer(argv: readonly string[], standardInput = ""): Promise<void> {
  const { code, error } = await capture(argv, { standardInput });
  const seen = { argv, standardInput, error };
  expect([0, 1, 2], JSON.stringify(seen)).toContain(code);
  if (code !== 0 && error !== "") expect(error, JSON.stringify(seen)).toMatch(/^error: [^\n]{1,6100}\n$/);
}

describe("no input ends in a trace", () => {
  it("model files with pieces put in and taken out", async () => {
    const next = numbers(1);
    for (let k = 0; k < 250; k++) {
      await expectAnswer(["meanfield", "-"], mutated(k % 2 === 0 ? MODEL : GENERAL, next));
    }
  });

  it("Gmsh files with pieces put in and taken out, cut, and with bits changed", async () => {
    const next = numbers(2);
    for (const name of ["arcs-4.1.msh", "groups-2.2-binary.msh", "opencascade-2.2-parametric.msh"]) {
      const whole = readFileSync(new URL(`../mesh/data/${name}`, import.meta.url)).toString("latin1");
      for (let k = 0; k < 30; k++) {
        const text = k % 3 === 0 ? whole.slice(0, next(whole.length)) : mutated(whole, next);
        const path = join(folder, "mutated.msh");
        writeFileSync(path, Buffer.from(text, "latin1"));
        await expectAnswer(["mesh", path, ...(k % 2 === 0 ? ["--group", "ball"] : [])]);
      }
    }
  });

  it("options with odd values", async () => {
    const next = numbers(3);
    const model = putFile(folder, "model.yaml", MODEL);
    const values = [
      "",
      " ",
      "-1",
      "0",
      "1e999",
      "NaN",
      "0x10",
      "1,2",
      "1,2,3",
      "__proto__",
      "-",
      "--",
      "a".repeat(5000),
      "\u202e",
      "\0",
      "/dev/full",
      "1e-320",
      "9007199254740993",
      "icosphere:-1",
      "ball:0:0",
      "file:",
      "none",
      "auto",
    ];
    const commands: [string[], string[]][] = [
      [
        ["steady", model, "--method", "dicke"],
        ["--tolerance", "--mesh", "--degree", "--band", "--out", "--scheme", "--group", "--max-seconds"],
      ],
      [
        ["evolve", model, "--to", "1", "--every", "0.5", "--method", "dicke"],
        ["--tolerance", "--initial", "--checkpoint", "--resume", "--out", "--seed", "--step", "--every"],
      ],
      [
        ["meanfield", model],
        ["--from", "--to", "--every", "--scan", "--out"],
      ],
      [["mesh"], ["icosphere:1", "--grade", "--format", "--out"]],
    ];
    for (let k = 0; k < 150; k++) {
      const [start, options] = commands[k % commands.length]!;
      const value = values[next(values.length)]!;
      const option = options[next(options.length)]!;
      // What names an output stays in the folder of the test, but for the empty name and the device.
      const isOutput = option === "--out" || option === "--checkpoint";
      const inside = isOutput && value.trim() !== "" && !value.startsWith("/") && value !== "\0";
      await expectAnswer([...start, option, inside ? join(folder, "out", `${k}-${value}`) : value]);
    }
  });
});
