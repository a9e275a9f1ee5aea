import { indexOfLargest } from "../../../linalg/vectorKernels.ts";
import { icosphere } from "../../../mesh/icosphere.ts";
import { cellCount, type Mesh, vertexCount } from "../../../mesh/mesh.ts";
import { bisectTriangles, longestEdgesFirst } from "../../../mesh/sphere/bisection.ts";
import { nearestVertex } from "../../../mesh/vectors.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import { orFailed } from "../../orFailed.ts";
import { requireDetermined } from "../../steadyRounding.ts";
import { enrichedTriangle } from "../element.ts";
import { functionSpace } from "../space.ts";
import { type GoalSolution, solveGoals } from "./goals.ts";
import { cellIndicators } from "./indicators.ts";
import { largestShare } from "./marking.ts";

/** Degree of the elements that tell where the mesh is too coarse. */
const DEGREE = 4;

/** P of so many spins is seen by the first mesh, 320 triangles. */
const FIRST_SPINS = 100;

/**
 * P of N spins is as narrow as N^(-1/2): a mesh on which the moments of fewer spins are right to some digits sees where P of five times as many is. At the number that is asked
 * for the goal is the caller's.
 */
const SPIN_STEP = 5;
const GOAL_ON_THE_WAY = 0.3;

/** Share of all indicators that the cells to be bisected have (Doerfler, doi:10.1137/0733054). */
const SHARE = 0.8;

/** What rounding leaves is believed where it is no more than so many times as large, or small, as on the mesh before. */
const SETTLED = 3;

/** Indicators are of degree 3: where they are below so many times what rounding leaves, higher degrees find nothing but rounding. */
const BURIED = 1e4;

export interface BisectedMesh {
  readonly mesh: Mesh;
  /** A place where P is large. */
  readonly towards: readonly [number, number, number];
}

/** What `bisectedMeshes` is. */
export type BisectedMeshes = (
  model: SpinModel,
  goals: readonly number[],
  maximumCells: number,
) => Iterable<BisectedMesh>;

/**
 * Meshes of the sphere that are fine where the moments of the steady state ask for it, each with a sum of indicators below the next goal. Solve, estimate, mark, bisect: first for few
 * spins, whose P is broad, then for more and more. Ends with the goals, with the cells, or where rounding buries the rest.
 *
 * @param goals descending sums of the indicators
 * @throws NotUniqueError, SingularMatrixError where rounding leaves less than three digits of the moments
 */
export function* bisectedMeshes(
  model: SpinModel,
  goals: readonly number[],
  maximumCells: number,
): Generator<BisectedMesh> {
  let mesh = longestEdgesFirst(icosphere(2));
  let towards: readonly [number, number, number] = [0, 0, 1];
  for (const spins of spinSteps(model.spins)) {
    const isLast = spins === model.spins;
    const stepModel = { ...model, spins };
    let open = isLast ? goals : [GOAL_ON_THE_WAY];
    let before = 0;
    let unshown: BisectedMesh | null = null;
    while (open.length > 0) {
      if (cellCount(mesh) > maximumCells) {
        // Higher degrees may do on the last one that fits.
        if (unshown !== null) yield unshown;
        return;
      }
      const space = functionSpace(mesh, enrichedTriangle(DEGREE));
      const pin = nearestVertex(mesh.points, towards);
      const solution = orFailed(() => solveGoals(stepModel, space, pin));
      if (solution === null) return;
      const { rounding } = solution;
      const settled = rounding < SETTLED * before && before < SETTLED * rounding;
      // More spins only make it worse.
      if (settled) requireDetermined(model, rounding);
      before = rounding;
      towards = largestAt(solution);
      const indicators = cellIndicators(stepModel, solution);
      const estimate = indicators.reduce((sum, value) => sum + value, 0);
      if (!Number.isFinite(estimate)) return;
      const left = open.filter((goal) => !(estimate < goal));
      const buried = settled && estimate < BURIED * rounding;
      const isShown = isLast && (buried || left.length < open.length);
      if (isShown) yield { mesh, towards };
      unshown = isShown || !isLast ? null : { mesh, towards };
      if (isLast && buried) return;
      open = buried ? [] : left;
      if (open.length > 0) mesh = bisectTriangles(mesh, largestShare(indicators, SHARE));
    }
  }
}

/** From few spins up to N, by equal factors. */
function spinSteps(spins: number): number[] {
  const steps = Math.max(0, Math.ceil(Math.log(spins / FIRST_SPINS) / Math.log(SPIN_STEP)));
  return Array.from({ length: steps + 1 }, (_, k) =>
    k === steps ? spins : Math.round(FIRST_SPINS * (spins / FIRST_SPINS) ** (k / steps)),
  );
}

function largestAt({ space: { mesh }, density }: GoalSolution): [number, number, number] {
  // Unknowns at vertices come first.
  const best = indexOfLargest(density.subarray(0, vertexCount(mesh)));
  return [mesh.points[3 * best]!, mesh.points[3 * best + 1]!, mesh.points[3 * best + 2]!];
}
