import { describe, expect, it } from "vitest";
import { capture, putFile, temporaryFolder } from "./capture.ts";

const SEEDS = 100;

describe("false alarms of blochfem check", () => {
  const folder = temporaryFolder();

  // At the level of 1 % the number among 100 is above 5 with probability 5e-4.
  it.each([
    [
      "a wide state",
      "spins: 6\nfield: [0.8, 0, 0]\ncollective: { dephasing: 1, pump: 0.5, decay: 0.5 }\ninitial: { coherent: [1, 0, 0] }\n",
    ],
    [
      "a state that widens slowly",
      "spins: 4\nfield: [0.3, 0, 0]\ncollective: { dephasing: 0.01 }\ninitial: { coherent: [0, 0, 1] }\n",
    ],
    ["a state that stays a point", "spins: 4\ncollective: { dephasing: 0.01 }\ninitial: { coherent: [0, 0, 1] }\n"],
  ])("are as few as the level says: %s", { timeout: 3_600_000 }, async (name, text) => {
    const path = putFile(folder, `${name.replaceAll(" ", "-")}.yaml`, text);
    let alarms = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { code } = await capture([
        "check",
        path,
        "--at",
        "0.5,2",
        "--trajectories",
        "2000",
        "--seed",
        String(seed),
      ]);
      alarms += code;
    }
    expect(alarms).toBeLessThanOrEqual(5);
  });
});
