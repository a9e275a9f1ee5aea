import type { FixedPoint } from "../../fixedPoint.ts";
import type { FixedPointKind } from "../../stability.ts";
import type { Coefficients } from "../coefficients.ts";
import { ballZeros } from "./ball.ts";
import type { FixedSet } from "./fixedSet.ts";
import { type FlowDomain, meanFieldFlow } from "./flow.ts";
import { describeZero } from "./newton.ts";
import { fixedCircles, sphereZeros } from "./sphere.ts";

export interface FixedPointsOfFlow {
  readonly domain: FlowDomain;
  /** The isolated ones, stable ones first. */
  readonly points: readonly FixedPoint[];
  readonly sets: readonly FixedSet[];
  /**
   * Whether the indices of the points, the signs of det(-J), sum to the Euler characteristic, as they must when none is missing: to 2 on the
   * sphere and to 1 in the ball, on whose boundary the flow does not point outward (Poincare and Hopf). Null where sets or degenerate
   * points leave that open.
   */
  readonly complete: boolean | null;
}

const KIND_ORDER: readonly FixedPointKind[] = ["stable", "centre", "degenerate", "saddle", "unstable"];

/** Fixed points of the mean field: on the sphere without local processes, in the closed ball with them. */
export function fixedPointsOf(coefficients: Coefficients): FixedPointsOfFlow {
  const flow = meanFieldFlow(coefficients);
  const { domain, rate } = flow;
  if (rate === 0) return { domain, points: [], sets: [{ kind: "everywhere" }], complete: null };
  const { zeros, sets } = domain === "ball" ? ballZeros(flow) : { zeros: sphereZeros(flow), sets: fixedCircles(flow) };
  const points = zeros.map((zero) => describeZero(flow, zero));
  points.sort((p, q) => KIND_ORDER.indexOf(p.kind) - KIND_ORDER.indexOf(q.kind) || compare(p.position, q.position));
  const open = sets.length > 0 || points.some(({ kind }) => kind === "degenerate");
  const index = points.reduce((total, point) => total + indexOf(point), 0);
  return { domain, points, sets, complete: open ? null : index === (domain === "ball" ? 1 : 2) };
}

/** Sign of det(-J): of the product of all eigenvalues with their signs turned; complex ones come in pairs. */
const indexOf = ({ eigenvalues }: FixedPoint): number =>
  eigenvalues.reduce((sign, { real, imaginary }) => (imaginary === 0 ? sign * Math.sign(-real) : sign), 1);

function compare(p: readonly number[], q: readonly number[]): number {
  for (let i = 0; i < p.length; i++) if (p[i] !== q[i]) return q[i]! - p[i]!;
  return 0;
}
