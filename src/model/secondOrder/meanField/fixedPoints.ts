import type { FixedPoint } from "../../fixedPoints.ts";
import type { FixedPointKind } from "../../stability.ts";
import type { Coefficients } from "../coefficients.ts";
import { type FlowDomain, meanFieldFlow } from "./flow.ts";
import { describeZero } from "./newton.ts";
import { type FixedCircle, fixedCircles, sphereZeros } from "./sphere.ts";

/** Fixed points that are not isolated: everywhere, or circles. */
export type FixedSet = { readonly kind: "everywhere" } | ({ readonly kind: "circle" } & FixedCircle);

export interface FixedPointsOfFlow {
  readonly domain: FlowDomain;
  /** The isolated ones, stable ones first. */
  readonly points: readonly FixedPoint[];
  readonly sets: readonly FixedSet[];
  /**
   * Whether the points are proven to be all: on the sphere their indices, -1 for a saddle and 1 for any other, sum to 2 (Poincare and Hopf), and all are
   * simple. Null where sets or degenerate points leave that open.
   */
  readonly complete: boolean | null;
}

const KIND_ORDER: readonly FixedPointKind[] = ["stable", "centre", "degenerate", "saddle", "unstable"];

/** Fixed points on the sphere of the mean field of a model without local processes. */
export function fixedPointsOnSphere(coefficients: Coefficients): FixedPointsOfFlow {
  const flow = meanFieldFlow(coefficients);
  const { domain, rate } = flow;
  if (rate === 0) return { domain, points: [], sets: [{ kind: "everywhere" }], complete: null };
  const points = sphereZeros(flow).map((zero) => describeZero(flow, zero));
  points.sort((p, q) => KIND_ORDER.indexOf(p.kind) - KIND_ORDER.indexOf(q.kind) || compare(p.position, q.position));
  const sets = fixedCircles(flow).map((circle) => ({ kind: "circle", ...circle }) as const);
  const open = sets.length > 0 || points.some(({ kind }) => kind === "degenerate");
  const index = points.reduce((total, { kind }) => total + (kind === "saddle" ? -1 : 1), 0);
  return { domain, points, sets, complete: open ? null : index === 2 };
}

function compare(p: readonly number[], q: readonly number[]): number {
  for (let i = 0; i < p.length; i++) if (p[i] !== q[i]) return q[i]! - p[i]!;
  return 0;
}
