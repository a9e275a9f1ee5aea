import type { DensitySummary } from "../fem/density.ts";
import { densityEvaluator } from "../fem/evaluate.ts";
import { nodePoints } from "../fem/nodePoints.ts";
import type { Vector3 } from "../state/moments.ts";
import { type AnySpace, isInBall } from "./domain.ts";
import { flatPoints, type Points, pointsOn } from "./points.ts";

/** P of a state that has one as a function, on the sphere or in the ball; int P = 1. */
export interface StateDensity {
  /** Mesh, element, and how cells share unknowns; `space.mesh.dimension` is 2 on the sphere and 3 in the ball. */
  readonly space: AnySpace;
  /** P at the node of every unknown. */
  readonly values: Float64Array;
  /** Sign structure and size. */
  readonly summary: DensitySummary;
  /** Place of every unknown's node: 3 numbers each. */
  readonly nodes: () => Float64Array;
  /**
   * P at a point of the unit sphere, or of the unit ball, a number; at several points an array with one number each. In the ball P vanishes outside
   * of the mesh.
   *
   * @throws InputError for a point that is not on the sphere, or not in the ball, but for rounding
   */
  at(point: Vector3): number;
  at(points: Points): Float64Array;
}

export function stateDensity(space: AnySpace, values: Float64Array, summary: DensitySummary): StateDensity {
  const domain = isInBall(space) ? "ball" : "sphere";
  let evaluate: ((points: Float64Array, out: Float64Array) => void) | null = null;
  let nodes: Float64Array | null = null;
  const valuesAt = (points: Float64Array): Float64Array => {
    const checked = pointsOn(domain, points);
    // The search structures are made once.
    evaluate ??= densityEvaluator(space, values);
    const out = new Float64Array(checked.length / 3);
    evaluate(checked, out);
    return out;
  };
  function at(point: Vector3): number;
  function at(points: Points): Float64Array;
  function at(points: Vector3 | Points): number | Float64Array {
    return isOnePoint(points) ? valuesAt(flatPoints([points]))[0]! : valuesAt(flatPoints(points));
  }
  return {
    space,
    values,
    summary,
    nodes: () => {
      nodes ??= nodePoints(space);
      return nodes;
    },
    at,
  };
}

const isOnePoint = (points: Vector3 | Points): points is Vector3 =>
  !(points instanceof Float64Array) && typeof points[0] === "number";
