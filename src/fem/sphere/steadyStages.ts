import { gradeMesh } from "../../mesh/grade.ts";
import { icosphere } from "../../mesh/icosphere.ts";
import { cellCount, type Mesh, vertexCount } from "../../mesh/mesh.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { BisectedMeshes } from "./adapted/bisectedMeshes.ts";
import { lagrangeTriangle } from "./element.ts";
import { expectedPeak, gradingScale, type PeakEstimate } from "./expectedPeak.ts";

/** One mesh, and the pairs of degrees to try on it: the first is reported, the second tells its error. */
export interface Stage {
  readonly mesh: () => Mesh;
  readonly name: string;
  readonly pairs: readonly (readonly [degree: number, compared: number])[];
  /** The peak that the mesh is graded for. */
  readonly peak: PeakEstimate | null;
  /** Where P is large, if that is known. */
  readonly towards?: readonly [number, number, number];
  /** Whether a solve that fails leaves the stage: a mesh that does not see P may have a singular equation. */
  readonly mayFail?: boolean;
}

export interface StageOptions {
  readonly mesh?: Mesh;
  readonly degree?: number;
  readonly maximumUnknowns: number;
  /** Of the moments; default 1e-8. */
  readonly tolerance?: number;
  /**
   * Meshes to go on with where two even ones do not do and P has not one peak: `bisectedMeshes` makes them. A page that has no use for them need not load it: absent,
   * even ones.
   */
  readonly bisected?: BisectedMeshes;
}

/**
 * Degree that tells the error of a degree. Even degrees are more accurate than the pattern of odd ones on symmetric meshes, so
 * that p and p + 1 may be equally good where p is even; the degree that is compared with is even always.
 */
export const comparedDegree = (degree: number): number => (degree % 2 === 1 ? degree + 1 : degree + 2);

/**
 * Degrees 3 and 4 may err alike, where transport dominates above all: of 120 models with N up to 20, rates 1 to 6 and fields 10 to 1e8 the true error reached 2.1 times the
 * estimate from degree 4, and 0.48 times the larger one of those from degrees 4 and 6. A degree that is given is the caller's.
 */
export const comparedDegrees = (degree: number, compared: number, given: StageOptions): readonly number[] =>
  degree === 3 && given.degree === undefined ? [compared, 6] : [compared];

/** Meshes and degrees in the order in which a steady density is looked for. */
export function* steadyStages(model: SpinModel, options: StageOptions): Generator<Stage> {
  const fixed = fixedPairs(options);
  if (options.mesh !== undefined) {
    const mesh = options.mesh;
    const first = 2 * Math.floor(Math.min(5, Math.max(1, Math.sqrt(2000 / vertexCount(mesh)))) / 2) + 1;
    yield { mesh: () => mesh, name: "the given mesh", pairs: fixed ?? oddPairs(first), peak: null };
    return;
  }
  const peak = expectedPeak(model);
  const scale = peak === null ? 1 : gradingScale(peak);
  if (peak !== null && scale > 1) {
    const centre = peak.centre.map((c) => c.toFixed(3)).join(", ");
    for (let level = 2; level <= 4; level++) {
      yield {
        mesh: () => gradeMesh(icosphere(level), peak.centre, scale),
        name: `icosphere:${level} graded by ${scale.toPrecision(3)} around (${centre})`,
        pairs: fixed ?? (level === 2 && suitsNarrow(peak, scale, options) ? NARROW : CHOSEN),
        peak,
      };
    }
  }
  const even = icosphereStages(fixed ?? CHOSEN, fixed ?? CHOSEN);
  const { tolerance = 1e-8, bisected, maximumUnknowns } = options;
  if (fixed !== null || peak !== null || bisected === undefined) {
    yield* even;
    return;
  }
  // Two meshes see what is broad; where P is on a ridge, a cycle or several peaks, meshes that follow it come next.
  for (const stage of [even.next(), even.next()]) if (stage.done !== true) yield { ...stage.value, mayFail: true };
  yield* bisectedStages(model, bisected, tolerance, maximumUnknowns);
  yield* even;
}

/** Sums of the indicators of degree 3, over the tolerance: degree 4 is right to a thousandth of the second, and each degree gains two digits (docs/methods.md). */
const GOALS = [3e4, 3e2];

/** Meshes that nothing makes symmetric do not make even degrees better than odd ones. */
const BISECTED: Stage["pairs"] = [
  [4, 5],
  [5, 6],
  [7, 8],
];

/** Meshes bisected where the moments ask for it. */
function* bisectedStages(
  model: SpinModel,
  bisected: BisectedMeshes,
  tolerance: number,
  maximumUnknowns: number,
): Generator<Stage> {
  const goals = GOALS.map((goal) => Math.min(0.1, goal * tolerance));
  // Half as many vertices as cells, and degree 5 to compare 4 with.
  const maximumCells = Math.floor((2 * maximumUnknowns) / 25);
  for (const { mesh, towards } of bisected(model, goals, maximumCells)) {
    yield {
      mesh: () => mesh,
      name: `${cellCount(mesh)} triangles bisected where the moments ask for it`,
      pairs: BISECTED,
      peak: null,
      towards,
      mayFail: true,
    };
  }
}

/** Meshes and degrees for a density known to be smooth, as the dual of smooth observables in time is. */
export function* smoothStages(options: StageOptions): Generator<Stage> {
  const fixed = fixedPairs(options);
  if (options.mesh !== undefined) {
    const mesh = options.mesh;
    yield {
      mesh: () => mesh,
      name: "the given mesh",
      pairs: fixed ?? [
        [6, 8],
        [8, 10],
      ],
      peak: null,
    };
    return;
  }
  yield* icosphereStages(
    fixed ?? [
      [6, 8],
      [8, 10],
    ],
    fixed ?? [[8, 10]],
  );
}

/** Widest band that is tried: its matrices take seconds. */
export const WIDEST_BAND = 300;

/** Bands from the first one on, each wider by half, up to N or to what is affordable. */
export function wideningBands(first: number, spins: number): number[] {
  const last = Math.max(first, Math.min(spins, WIDEST_BAND));
  const bands = [first];
  while (bands.at(-1)! < last) bands.push(Math.min(last, Math.ceil(1.5 * bands.at(-1)!)));
  return bands;
}

/** Nodes for each harmonic of a band: a wave of the shortest length then meets some five in every direction. */
const NODES_PER_HARMONIC = 3;

/** A mesh, and a degree, that show a density in the band: the given ones, or some that resolve it as far as the limit on the unknowns allows. */
export function bandMesh(
  band: number,
  { mesh, degree, maximumUnknowns }: StageOptions,
): { readonly mesh: Mesh; readonly name: string; readonly degree: number } {
  const chosen = degree === undefined ? (mesh === undefined ? BAND_DEGREE : 3) : lagrangeTriangle(degree).degree;
  if (mesh !== undefined) return { mesh, name: "the given mesh", degree: chosen };
  const nodes = (level: number): number => nodeCount(level, chosen);
  let level = 2;
  while (
    nodes(level) < NODES_PER_HARMONIC * (band + 1) ** 2 &&
    nodes(level + 1) <= Math.min(maximumUnknowns, MOST_NODES)
  )
    level++;
  return { mesh: icosphere(level), name: `icosphere:${level}`, degree: chosen };
}

const BAND_DEGREE = 6;

/** More values of P than these show nothing that an eye could see. */
const MOST_NODES = 30_000;

/** Low degrees need finer meshes; the limit on the unknowns ends the list. */
function* icosphereStages(first: Stage["pairs"], later: Stage["pairs"]): Generator<Stage> {
  for (let level = 2; level <= 7; level++) {
    yield { mesh: () => icosphere(level), name: `icosphere:${level}`, pairs: level === 2 ? first : later, peak: null };
  }
}

function fixedPairs(options: StageOptions): Stage["pairs"] | null {
  if (options.degree === undefined) return null;
  const { degree } = lagrangeTriangle(options.degree);
  const compared = comparedDegree(degree);
  // A large mesh of one's own may leave no room for a higher degree; the degree below then tells an error that is too large.
  const room =
    options.mesh === undefined || (vertexCount(options.mesh) - 2) * compared ** 2 + 2 <= options.maximumUnknowns;
  return [[degree, room || degree === 1 ? compared : degree - 1]];
}

/**
 * Degree 3 never meets the default tolerance that degree 5 does not (0 of 85 models of 5 to 1e6 spins), and may err as degree 4 does where transport dominates: of 120 models
 * with N up to 20, rates 1 to 6 and fields 10 to 1e8 the error of degree 5 reached 0.57 times the estimate from degree 6 (test/calibration.test.ts has such models).
 * Degree 6 is known from 8, which degree 7 is compared with, too.
 */
const CHOSEN: Stage["pairs"] = [
  [5, 6],
  [6, 8],
  [7, 8],
];

/**
 * The width of a peak, which is asked for relatively, degree 5 does not know to 1e-6 on any mesh graded by 10 or more (28 of 28 models of 219 to 1e6 spins), and degree 7
 * does where the mean field turns little about the peak (3 of 4); where it turns more (2 of 18), finer meshes are needed, and degree 5 tells that for less.
 */
const NARROW: Stage["pairs"] = [[7, 8]];
const NARROW_SCALE = 10;
const STILL = 4;

const suitsNarrow = ({ turning }: PeakEstimate, scale: number, { maximumUnknowns }: StageOptions): boolean =>
  scale > NARROW_SCALE && turning < STILL && nodeCount(2, 8) <= maximumUnknowns;

/** Of elements on an icosphere. */
const nodeCount = (level: number, degree: number): number => 10 * 4 ** level * degree ** 2 + 2;

/** (first, first + 1), (first + 2, first + 3), ... up to (7, 8). */
function oddPairs(first: number): Stage["pairs"] {
  const pairs: [number, number][] = [];
  for (let degree = first; degree <= 7; degree += 2) pairs.push([degree, degree + 1]);
  return pairs;
}
