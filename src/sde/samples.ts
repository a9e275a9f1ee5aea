import { type CentralSums, emptySums, sumsOfSamples } from "./centralSums.ts";
import type { TrajectoryBlock } from "./trajectories.ts";

/** x, y, z, xx, yy, zz, xy, xz, yz: the integrals of P in the order of the sums. */
export const integralCount = 9;

/** Of the nine products, one sample a trajectory; and of ((1 + r.r')/2)^N, whose mean is the purity, one for each disjoint pair. */
export interface SampleSums {
  readonly integrals: CentralSums;
  readonly purity: CentralSums;
}

/** (1 - r.r')/2 of neighbours i and i + 1. */
export type Distance = (x: Float64Array, y: Float64Array, z: Float64Array, i: number) => number;

/** Samples of one chunk, summed over looks. */
export interface Samples {
  readonly fine: SampleArrays;
  /** Of the coarse trajectories; null where there are none. */
  readonly coarse: SampleArrays | null;
}

interface SampleArrays {
  readonly integrals: Float64Array;
  readonly purity: Float64Array;
}

const newArrays = (count: number): SampleArrays => ({
  integrals: new Float64Array(integralCount * count),
  purity: new Float64Array(count >> 1),
});

export const newSamples = ({ count, coarse }: TrajectoryBlock): Samples => ({
  fine: newArrays(count),
  coarse: coarse === null ? null : newArrays(count),
});

/** Adds the products and the pair overlaps of the current positions to the samples. */
export function addSamples(block: TrajectoryBlock, spins: number, distance: Distance, samples: Samples): void {
  addPositions(block, block.count, spins, distance, samples.fine);
  if (block.coarse !== null) addPositions(block.coarse, block.count, spins, distance, samples.coarse!);
}

function addPositions(
  { x, y, z }: Pick<TrajectoryBlock, "x" | "y" | "z">,
  count: number,
  spins: number,
  distance: Distance,
  { integrals, purity }: SampleArrays,
): void {
  for (let i = 0; i < count; i++) {
    const px = x[i]!;
    const py = y[i]!;
    const pz = z[i]!;
    integrals[i]! += px;
    integrals[count + i]! += py;
    integrals[2 * count + i]! += pz;
    integrals[3 * count + i]! += px * px;
    integrals[4 * count + i]! += py * py;
    integrals[5 * count + i]! += pz * pz;
    integrals[6 * count + i]! += px * py;
    integrals[7 * count + i]! += px * pz;
    integrals[8 * count + i]! += py * pz;
  }
  for (let pair = 0; pair < purity.length; pair++) {
    const i = 2 * pair;
    // ((1 + r.r')/2)^N; at r' = -r rounding may leave the base below 0.
    const missing = distance(x, y, z, i);
    purity[pair]! += missing < 1 ? Math.exp(spins * Math.log1p(-missing)) : 0;
  }
}

/** Sums of the samples, each an average over `looks`, and of what the coarse ones differ by; leaves the samples at 0. */
export function closeSamples({ fine, coarse }: Samples, looks: number): SampleSums & { readonly steps: SampleSums } {
  const steps = coarse === null ? noSums() : sumsOf(differences(coarse, fine), looks);
  return { ...sumsOf(fine, looks), steps };
}

export const noSums = (): SampleSums => ({ integrals: emptySums(integralCount), purity: emptySums(1) });

/** left <- left - right. */
function differences(left: SampleArrays, right: SampleArrays): SampleArrays {
  for (const name of ["integrals", "purity"] as const) {
    for (let k = 0; k < left[name].length; k++) left[name][k]! -= right[name][k]!;
  }
  return left;
}

function sumsOf({ integrals, purity }: SampleArrays, looks: number): SampleSums {
  if (looks > 1) {
    for (let k = 0; k < integrals.length; k++) integrals[k]! /= looks;
    for (let k = 0; k < purity.length; k++) purity[k]! /= looks;
  }
  const sums = {
    integrals: sumsOfSamples(integrals, integralCount, integrals.length / integralCount),
    purity: sumsOfSamples(purity, 1, purity.length),
  };
  integrals.fill(0);
  purity.fill(0);
  return sums;
}
