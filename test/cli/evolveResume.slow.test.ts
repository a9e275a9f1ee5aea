import { describe, it } from "vitest";
import { putFile, temporaryFolder } from "./capture.ts";
import { expectResumed, type Run } from "./evolveResume.ts";

const folder = temporaryFolder();
const model = putFile(
  folder,
  "model.yaml",
  "spins: 40\nfield: { formula: ['1.5', '0', '0.1*t'] }\ncollective: { dephasing: 1, pump: 1 }\ninitial: { coherent: [1, 0, 0] }\n",
);
/** In the ball, where the equation is parabolic. */
const local = putFile(
  folder,
  "local.yaml",
  "spins: 4\nfield: [0.5, 0, 0]\ncollective: { pump: 0.3, decay: 0.3 }\nlocal: { decay: 0.1 }\ninitial: { coherent: [1, 0, 0] }\n",
);

const runs: readonly Run[] = [
  [
    "finite elements in the ball",
    local,
    ["--to", "12", "--every", "0.01", "--mesh", "ball:0", "--degree", "2", "--step", "0.0005", "--tolerance", "0.5"],
  ],
  [
    "flux correction",
    local,
    ["--to", "12", "--every", "0.01", "--mesh", "ball:0", "--scheme", "fluxCorrection", "--step", "0.0005"],
  ],
  ["the density matrix", model, ["--method", "dicke", "--to", "60", "--every", "0.05"]],
  ["harmonic moments", model, ["--method", "harmonic", "--to", "16", "--every", "0.05"]],
];

describe("a run killed at a random moment and resumed", () => {
  it.each(runs)("by %s ends with the bytes of a run that was not stopped", expectResumed);
});
