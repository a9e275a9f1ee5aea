import { solidCount } from "../../../core/solidHarmonics.ts";
import { multiplyStrips, multiplyStripsTransposed, stripMatrix, weightedGram } from "../../../linalg/dense/strips.ts";
import { symmetricEigen } from "../../../linalg/dense/symmetricEigen.ts";
import { solveLinearProgram } from "../../../linalg/linearProgram.ts";
import { restoreConstraints } from "../../../linalg/restoreConstraints.ts";
import { icosphere } from "../../../mesh/icosphere.ts";
import type { Vector3 } from "../../../state/moments.ts";
import type { PairCorrelations } from "../../entanglement/pairCorrelations.ts";
import { evaluateBallBasis } from "./ballBasis.ts";
import type { BallFunctional } from "./ballFunctional.ts";
import type { BallMixture } from "./mixture.ts";

/** Shells of points inside the ball, beside the sphere and the centre. */
const RADII = [1, 0.9, 0.7, 0.45, 0.2];

/** 162 directions. */
const DIRECTIONS = 2;

/** Of the linear programme; what it leaves has to be far below the smooth part. */
const TOLERANCE = 1e-9;

/** A weight below it, relative to the largest, is left out, and what it leaves goes to the smooth part. */
const NEGLIGIBLE = 1e-13;

/** Distances from the mean, in standard deviations. */
const DEVIATIONS = [0, 0.4, 0.8, 1.3, 1.8, 2.5, 3.5];

/**
 * The mixture of points of a fixed grid, of points as far from the mean as P has its deviations, and of the smooth part with these integrals that has the largest smooth part: a linear programme. A state inside
 * the set of mixtures is found where the grid is fine enough; one on its edge, such as a pure product state, is not.
 *
 * @param late ends the search where it becomes true
 * @returns null where the grid has no such mixture
 */
export function gridMixture(
  { spins, values }: BallFunctional,
  pair: PairCorrelations | null,
  late: () => boolean,
): BallMixture | null {
  const points = [...gridPoints(), ...(pair === null ? [] : pointsAround(pair))];
  const columns = points.length + 1;
  const rows = solidCount(spins);
  const matrix = stripMatrix(rows, columns);
  const functions = new Float64Array(rows);
  for (const [k, point] of points.entries()) {
    evaluateBallBasis(spins, point, functions);
    for (let i = 0; i < rows; i++) matrix.values[4 * ((i >> 2) * columns + k) + (i & 3)] = functions[i]!;
  }
  matrix.values[4 * (columns - 1)] = 1;
  const costs = new Float64Array(columns);
  costs[columns - 1] = -1;
  const constraints = {
    rows,
    columns,
    multiply: (x: Float64Array, y: Float64Array) => multiplyStrips(matrix, x, y),
    multiplyTransposed: (y: Float64Array, x: Float64Array) => multiplyStripsTransposed(matrix, y, x),
    gram: (d: Float64Array, product: Float64Array) => weightedGram(matrix, d, product),
  };
  const { primal } = solveLinearProgram(
    { constraints, rightHandSide: values, costs },
    // A margin is enough, and a point inside meets the equations better than a corner.
    {
      tolerance: TOLERANCE,
      watch: ({ primal: x, primalResidual, gap }) =>
        late() || (primalResidual < TOLERANCE && gap < x[columns - 1]! / 4),
    },
  );
  restoreConstraints(constraints, values, primal);
  const uniformPart = primal[columns - 1]!;
  if (!(uniformPart > 0)) return null;
  const largest = primal.reduce((high, weight) => Math.max(high, weight), 0);
  const kept = points.map((_, k) => k).filter((k) => primal[k]! > NEGLIGIBLE * largest);
  return {
    points: kept.map((k) => points[k]!),
    weights: Float64Array.from(kept, (k) => primal[k]!),
    uniformPart,
  };
}

function gridPoints(): Vector3[] {
  const { points } = icosphere(DIRECTIONS);
  const found: Vector3[] = [[0, 0, 0]];
  for (const radius of RADII)
    for (let at = 0; at < points.length; at += 3)
      found.push([radius * points[at]!, radius * points[at + 1]!, radius * points[at + 2]!]);
  return found;
}

/** The correlations of two spins are the second moments of P: where it is narrow, these points are where it is. */
function pointsAround({ moments: { mean }, correlations }: PairCorrelations): Vector3[] {
  const central = correlations.map((value, at) => value - mean[Math.floor(at / 3)]! * mean[at % 3]!);
  const { values, vectors } = symmetricEigen(3, central);
  const { points } = icosphere(DIRECTIONS);
  const found: Vector3[] = [];
  for (const deviation of DEVIATIONS) {
    for (let at = 0; at < (deviation === 0 ? 3 : points.length); at += 3) {
      const [x, y, z] = [0, 1, 2].map((axis) =>
        [0, 1, 2].reduce(
          (sum, k) => sum + deviation * Math.sqrt(Math.max(0, values[k]!)) * vectors[3 * axis + k]! * points[at + k]!,
          mean[axis]!,
        ),
      ) as [number, number, number];
      if (Math.hypot(x, y, z) <= 1) found.push([x, y, z]);
    }
  }
  return found;
}
