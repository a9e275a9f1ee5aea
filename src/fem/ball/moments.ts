import { sumSolidHarmonics } from "../../core/solidHarmonicSums.ts";
import { solidCount } from "../../core/solidHarmonics.ts";
import { cellCount } from "../../mesh/mesh.ts";
import { type BallMoments, ballMomentsFromSums } from "../../state/ballMoments.ts";
import type { WeightedPoints } from "../weightedPoints.ts";
import { nodeWeights } from "./nodeWeights.ts";
import type { BallNodes } from "./space.ts";

/** Highest degree of the interpolation: its matrix of order 455 is inverted once, in half a second. */
const HIGHEST_SAMPLING = 12;

/**
 * Returns a function from nodal values of a density to its moments int P r^n Y_lm, n <= `degree` <= N, with P scaled to mass 1.
 * Exact to rounding up to degree 6 at least; above that polynomials are interpolated in each cell.
 */
export function ballMoments(space: BallNodes, spins: number, degree: number): (density: Float64Array) => BallMoments {
  const { points, weights } = momentWeights(space, degree);
  return (density) => ballMomentsFromSums(spins, degree, sumSolidHarmonics(degree, points, weights(density)));
}

/** Weights at points that integrate P times polynomials of the given degree. */
export const momentWeights = (space: BallNodes, degree: number): WeightedPoints =>
  nodeWeights(space, samplingDegree(space, degree));

/** Multiplications that one evaluation takes; there are about 10^9 a second. */
export const ballMomentsCost = (space: BallNodes, degree: number): number =>
  ((cellCount(space.mesh) * samplingDegree(space, degree) ** 3) / 6) * solidCount(degree);

/**
 * Degree of the polynomials that stand for r^n Y_lm, n <= degree, in each cell: even, since these are more accurate for their
 * number of nodes. Seen at N = 10, 20, 40 on 160 and 1,280 cells: relative error of the purity 1e-11, 2e-9, 4e-7 and below.
 */
function samplingDegree(space: BallNodes, degree: number): number {
  // Edge of a regular tetrahedron of average volume.
  const edge = Math.cbrt((6 * Math.SQRT2 * ((4 * Math.PI) / 3)) / cellCount(space.mesh));
  const resolved = 2 * Math.ceil((3.5 + (degree * edge) / 2) / 2);
  return Math.min(degree, resolved, HIGHEST_SAMPLING);
}
