import { describe, it } from "vitest";
import { putFile, temporaryFolder } from "./capture.ts";
import { expectResumed, type Run } from "./evolveResume.ts";

const folder = temporaryFolder();
const model = putFile(
  folder,
  "model.yaml",
  "spins: 40\nfield: { formula: ['1.5', '0', '0.1*t'] }\ncollective: { dephasing: 1, pump: 1 }\ninitial: { coherent: [1, 0, 0] }\n",
);

const runs: readonly Run[] = [
  [
    "finite elements",
    model,
    [
      "--method",
      "fem",
      "--to",
      "0.3",
      "--every",
      "0.01",
      "--mesh",
      "icosphere:1",
      "--degree",
      "3",
      "--tolerance",
      "0.9",
    ],
  ],
  [
    "trajectories",
    model,
    ["--method", "sde", "--to", "8", "--every", "0.05", "--step", "0.001", "--trajectories", "3000"],
  ],
];

describe("a run killed at a random moment and resumed", () => {
  it.each(runs)("by %s ends with the bytes of a run that was not stopped", expectResumed);
});
