import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import laser from "../../reference/laser.json" with { type: "json" };

export type LaserEntry = (typeof laser.steady)[number];

/** What laser.json lists of a steady state, from its populations: J_- takes |j, m> to sqrt((j + m)(j - m + 1)) |j, m - 1>. */
export function laserValues({ model }: LaserEntry) {
  const { spins } = model;
  const { observables, errorEstimate, populations } = symmetricSteadyState(spinModel(model));
  let [emitted, pairs] = [0, 0];
  for (const [row, block] of populations!.entries()) {
    const j = spins / 2 - row;
    for (const [a, population] of block.entries()) {
      const m = j - a;
      emitted += population * (j + m) * (j - m + 1);
      pairs += population * (j + m) * (j - m + 1) * (j + m - 1) * (j - m + 2);
    }
  }
  return {
    meanZ: observables.mean[2],
    squareZ: observables.square[2],
    JpJmOverN2: emitted / spins ** 2,
    g2: pairs / emitted ** 2,
    errorEstimate,
  };
}

/** The largest difference from the values of another program, which have twelve decimals. */
export function differenceFrom(entry: LaserEntry): number {
  const found = laserValues(entry);
  const names = ["meanZ", "squareZ", "JpJmOverN2", "g2"] as const;
  return Math.max(...names.map((name) => Math.abs(found[name] - entry[name])));
}
