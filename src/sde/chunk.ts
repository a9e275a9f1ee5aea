import { InputError } from "../core/errors.ts";
import { type CentralSums, sumsOfSamples } from "./centralSums.ts";
import { countPositions, type PointLocator } from "./locate.ts";
import { chunkCount, chunkSize, type EnsembleSpec, legs, requireEnsembleSpec } from "./spec.ts";
import { advance, type PreparedStep, prepareStep, startTrajectories, type TrajectoryBlock } from "./trajectories.ts";

/** x, y, z, xx, yy, zz, xy, xz, yz: the integrals of P in the order of the sums. */
export const integralCount = 9;

/** What one look at a chunk gives; with steady sampling there is one for all samples. */
export interface ChunkRow {
  /** Of the `integralCount` products, one sample a trajectory. */
  readonly integrals: CentralSums;
  /** Of ((1 + r.r')/2)^N, whose mean is the purity, one sample for each disjoint pair of trajectories. */
  readonly purity: CentralSums;
  /** Trajectories in each cell (times samples); null without a locator. */
  readonly counts: Uint32Array | null;
}

/** Plain data of typed arrays, which a worker can send. */
export interface ChunkResult {
  readonly chunk: number;
  readonly rows: readonly ChunkRow[];
}

/** An ensemble with everything that its chunks share; a worker prepares once and runs many. */
export interface PreparedEnsemble {
  readonly spec: EnsembleSpec;
  /** What leads from one look to the next; no step where the first look is at time 0. */
  readonly legs: readonly { readonly steps: number; readonly prepared: PreparedStep | null }[];
  readonly locator: PointLocator | null;
}

/**
 * Checks and prepares an ensemble. With a locator, positions are counted in the cells of its mesh.
 *
 * @throws NotParabolicError where the diffusion has a negative eigenvalue on the sphere
 * @throws InputError for a model with local rates and for anything in the specification that is out of range
 */
export function prepareEnsemble(spec: EnsembleSpec, locator: PointLocator | null = null): PreparedEnsemble {
  requireEnsembleSpec(spec);
  const known = new Map<number, PreparedStep>();
  const prepared = legs(spec).map(({ steps, step }) => {
    if (steps === 0) return { steps, prepared: null };
    const same = known.get(step) ?? prepareStep(spec.model, spec.scheme, step);
    known.set(step, same);
    return { steps, prepared: same };
  });
  return { spec, legs: prepared, locator };
}

/**
 * Trajectories of chunk number `chunk` (from 0) of an ensemble: a pure function of its arguments, the same bits wherever it
 * runs. Throws InputError for a chunk that the ensemble has not.
 */
export function runChunk(ensemble: PreparedEnsemble, chunk: number): ChunkResult {
  const { spec, locator } = ensemble;
  const chunks = chunkCount(spec);
  if (!Number.isInteger(chunk) || chunk < 0 || chunk >= chunks) {
    throw new InputError({
      what: `the ensemble has no chunk ${chunk}, it has ${chunks}`,
      remedy: "number chunks from 0",
      value: chunk,
      limit: chunks - 1,
    });
  }
  const first = chunk * chunkSize;
  const count = Math.min(chunkSize, spec.trajectories - first);
  const block = startTrajectories(spec.initial, spec.model.spins, spec.seed, first, count);
  const steady = spec.sampling.kind === "steady";
  const rows: ChunkRow[] = [];
  const samples = { integrals: new Float64Array(integralCount * count), purity: new Float64Array(count >> 1) };
  const newCounts = () => (locator === null ? null : new Uint32Array(locator.cellCount));
  let counts = newCounts();
  for (const { steps, prepared } of ensemble.legs) {
    if (prepared !== null) advance(block, prepared, steps);
    addSamples(block, spec.model.spins, samples);
    if (locator !== null) countPositions(locator, block.x, block.y, block.z, counts!);
    if (steady) continue;
    rows.push(closeRow(samples, counts, 1));
    counts = newCounts();
  }
  if (steady) rows.push(closeRow(samples, counts, ensemble.legs.length));
  return { chunk, rows };
}

interface Samples {
  readonly integrals: Float64Array;
  readonly purity: Float64Array;
}

/** Adds the products and the pair overlaps of the current positions to the samples. */
function addSamples({ x, y, z, count }: TrajectoryBlock, spins: number, { integrals, purity }: Samples): void {
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
    // (1 + r.r')/2 = 1 - |r - r'|^2/4: no digit is lost for neighbours, which alone count at large N.
    const distance2 = (x[i]! - x[i + 1]!) ** 2 + (y[i]! - y[i + 1]!) ** 2 + (z[i]! - z[i + 1]!) ** 2;
    purity[pair]! += distance2 < 4 ? Math.exp(spins * Math.log1p(-distance2 / 4)) : 0;
  }
}

/** Sums of the samples, each an average over `looks`; leaves the samples at 0. */
function closeRow({ integrals, purity }: Samples, counts: Uint32Array | null, looks: number): ChunkRow {
  if (looks > 1) {
    for (let k = 0; k < integrals.length; k++) integrals[k]! /= looks;
    for (let k = 0; k < purity.length; k++) purity[k]! /= looks;
  }
  const row = {
    integrals: sumsOfSamples(integrals, integralCount, integrals.length / integralCount),
    purity: sumsOfSamples(purity, 1, purity.length),
    counts,
  };
  integrals.fill(0);
  purity.fill(0);
  return row;
}
