import { momentsFromIntegrals } from "../../../src/state/integrals.ts";
import type { SpinMoments, Vector3 } from "../../../src/state/moments.ts";

/** A map that a step may take, by a word that chooses it. */
export interface Outcome {
  readonly word: number;
  readonly probability: number;
}

/** Exact expectation over all walks of `steps` steps from one point: no statistical error. */
export function enumeratedMoments(
  choices: readonly Outcome[],
  spins: number,
  start: Vector3,
  steps: number,
  move: (step: number, words: Uint32Array, x: Float64Array, y: Float64Array, z: Float64Array) => void,
): SpinMoments {
  const size = choices.length;
  const words = Uint32Array.from(choices, ({ word }) => word);
  const spread = (from: Float64Array) =>
    Float64Array.from({ length: size * from.length }, (_, k) => from[Math.floor(k / size)]!);
  let level = [Float64Array.of(start[0]), Float64Array.of(start[1]), Float64Array.of(start[2])] as const;
  let weights = Float64Array.of(1);
  for (let step = 0; step < steps; step++) {
    const [x, y, z] = [spread(level[0]), spread(level[1]), spread(level[2])];
    const all = Uint32Array.from({ length: x.length }, (_, k) => words[k % size]!);
    move(step, all, x, y, z);
    weights = spread(weights).map((weight, k) => weight * choices[k % size]!.probability);
    level = [x, y, z];
  }
  const mean = (f: (x: number, y: number, z: number) => number): number => {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += weights[k]! * f(level[0][k]!, level[1][k]!, level[2][k]!);
    return sum;
  };
  return momentsFromIntegrals(spins, [mean((x) => x), mean((_, y) => y), mean((_, __, z) => z)], {
    square: [mean((x) => x * x), mean((_, y) => y * y), mean((_, __, z) => z * z)],
    cross: [mean((x, y) => x * y), mean((x, _, z) => x * z), mean((_, y, z) => y * z)],
  });
}
