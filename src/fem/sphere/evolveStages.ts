import { icosphere } from "../../mesh/icosphere.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { type BandPair, comparedBand } from "../gaugeBand.ts";
import { DEFAULT_UNKNOWNS, type PairRequest, type PairStage } from "../pairKind.ts";
import { maximumTriangleDegree } from "./element.ts";
import { sphereUnknownCount } from "./space.ts";
import { bandMesh, smoothStages, wideningBands } from "./steadyStages.ts";

/** A band that cuts nothing off leaves only the steps to refine: so often, each time to an eighth of the tolerance. */
const TRIALS = 3;

/**
 * Degrees on 80 triangles. What observables ask of P later is smooth, so that a high degree on large triangles does with fewer unknowns than a low one on small triangles: N = 40
 * to 1e-9 with degree 12 and 5,762 unknowns, or degree 8 and 10,242. P itself may be narrow, and is shown on smaller ones.
 */
const COARSE_DEGREES = { broad: [12, 14], narrow: [12] } as const;

/**
 * From fields of 0.5 with dephasing and pump 1, all spins down: degree 12 meets the default tolerance at N = 15 in 2.8 s (degree 14: 4.6 s), not at N = 40 (10.9 s with the finer mesh
 * that follows, 4.7 s by degree 14), where it does in a field of 1.5 (13 s of a loaded machine; degree 14: 17 s); at N = 100 degree 14 does in half the time, but knows the purity to 8e-5 instead of 3e-7.
 */
const NARROW = 60;

const coarseDegrees = (spins: number): readonly number[] => COARSE_DEGREES[spins <= NARROW ? "broad" : "narrow"];

/** Beyond N there is gauge only. */
export const pairOf = (degree: number, spins: number): BandPair => ({
  degree,
  compared: Math.max(degree, Math.min(spins, comparedBand(degree))),
});

/**
 * The spaces in the order in which they are tried. The highest degree is reported, because it costs little more than the one
 * that it is compared with; the estimate is then that of the lower degree.
 */
export function wholeStages(request: PairRequest): PairStage[] {
  const limit = request.maximumUnknowns ?? DEFAULT_UNKNOWNS;
  const stages: PairStage[] = [];
  const add = (mesh: Mesh, name: string, degree: number, compared: number): boolean => {
    if (sphereUnknownCount(mesh, Math.max(degree, compared)) > limit) return false;
    stages.push({ mesh, name, reported: { degree, band: null }, compared: { degree: compared, band: null } });
    return true;
  };
  const isFree = request.degree === undefined && request.mesh === undefined;
  if (isFree && request.density !== true) {
    for (const degree of coarseDegrees(request.model.spins)) add(icosphere(1), "icosphere:1", degree, degree - 2);
  }
  for (const stage of smoothStages({ ...request, maximumUnknowns: limit })) {
    const mesh = stage.mesh();
    const [degree, compared] =
      request.degree === undefined ? [maximumTriangleDegree, maximumTriangleDegree - 2] : stage.pairs[0]!;
    if (!add(mesh, stage.name, degree, compared)) return stages;
    if (isFree) add(mesh, stage.name, degree + 2, degree);
  }
  return stages;
}

/** Bands on one mesh, which only carries the values of P: a given one, or bands that widen until nothing is cut off. */
export function bandStages(request: PairRequest, band: BandPair): PairStage[] {
  const { model, maximumUnknowns: limit = DEFAULT_UNKNOWNS } = request;
  const { mesh, name, degree } = bandMesh(band.degree, { ...request, maximumUnknowns: limit });
  if (sphereUnknownCount(mesh, degree) > limit) return [];
  const widening = request.band === undefined ? wideningBands(band.degree, model.spins) : [band.degree];
  const bands = [...widening, ...Array<number>(TRIALS - 1).fill(widening.at(-1)!)];
  return bands.map((one) => {
    const pair = pairOf(one, model.spins);
    return { mesh, name, reported: { degree, band: pair.degree }, compared: { degree, band: pair.compared } };
  });
}
