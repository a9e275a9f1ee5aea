import { invert } from "../../newton.ts";
import type { Triple } from "../coefficients.ts";
import { drift, driftJacobian } from "../kramersMoyal.ts";
import { distanceOf, type FixedSet, linked, shapeOf } from "./fixedSet.ts";
import { type Flow, pullMatrix } from "./flow.ts";
import { assess, distinct, findZero, type Zero } from "./newton.ts";

/** Boxes that no test decides down to this half width, 2^-16, hold zeros that are not simple. */
const DEEPEST = 16;

/** As many undecided boxes are met only along curves of fixed points, or next to them. */
const MOST_OPEN = 3000;

/** Zeros that are not simple are told apart at this distance; what spreads further is a curve. */
const DEGENERATE_SPREAD = 1e-3;

export interface BallZeros {
  readonly zeros: readonly Zero[];
  readonly sets: readonly FixedSet[];
}

interface Workspace {
  readonly value: Float64Array;
  readonly jacobian: Float64Array;
  readonly inverse: Float64Array;
  /** |A|: the flow differs from its linear part at a distance d by at most |A| d^2. */
  readonly quadratic: number;
}

/**
 * Fixed points in the closed unit ball, all of them: boxes are halved until each holds none, or one that Newton's method surely finds. With
 * F_0 and J at the centre of a box of half width h, n = J^-1 F_0 and d = sqrt(3) h:
 *
 * - none where |F_0| > |J| d + |A| d^2, or a component of n is above h + |J^-1| |A| d^2
 * - at most one, to which Newton's method converges from the centre, where 2 |J^-1| |A| |n| <= 1/2 for every n that is left
 *   (L. V. Kantorovich, 1948)
 *
 * Boxes that stay undecided are next to zeros that are not simple: Newton's method leads from them to isolated degenerate ones, or along a
 * curve of fixed points, whose shape is told from them. There are at most eight isolated ones (Bezout).
 */
export function ballZeros(flow: Flow): BallZeros {
  const workspace: Workspace = {
    value: new Float64Array(3),
    jacobian: new Float64Array(9),
    inverse: new Float64Array(9),
    quadratic: Math.hypot(...pullMatrix(flow.coefficients).flat()),
  };
  const zeros: Zero[] = [];
  let boxes: Triple[] = [[0, 0, 0]];
  let half = 1;
  for (let depth = 0; ; depth++) {
    const open = boxes.filter((centre) => {
      const verdict = decide(flow, workspace, centre, half);
      if (verdict === "one") {
        const zero = findZero(flow, centre);
        if (zero !== null) zeros.push(zero);
      }
      return verdict === "open";
    });
    if (open.length === 0) return { zeros: inside(distinct(zeros)), sets: [] };
    if (depth === DEEPEST || open.length > MOST_OPEN) return withDegenerate(flow, zeros, open, half);
    half /= 2;
    boxes = open.flatMap((centre) => eighths(centre, half));
  }
}

const inside = (zeros: readonly Zero[]): readonly Zero[] =>
  zeros.filter(({ position, error }) => Math.hypot(...position) <= 1 + error + 1e-12);

function eighths([x, y, z]: Triple, half: number): Triple[] {
  const signs = [-1, 1];
  return signs.flatMap((a) =>
    signs.flatMap((b) => signs.map((c): Triple => [x + a * half, y + b * half, z + c * half])),
  );
}

const norm = (values: Float64Array): number => {
  let total = 0;
  for (const value of values) total += value * value;
  return Math.sqrt(total);
};

function decide(
  flow: Flow,
  { value, jacobian, inverse, quadratic }: Workspace,
  centre: Triple,
  half: number,
): "none" | "one" | "open" {
  const reach = Math.sqrt(3) * half;
  if (Math.hypot(...centre) - reach > 1) return "none";
  drift(flow.coefficients, centre, value);
  driftJacobian(flow.coefficients, centre, jacobian);
  const rest = quadratic * reach * reach;
  if (norm(value) > norm(jacobian) * reach + rest + 1e-15) return "none";
  if (!invert(jacobian, inverse)) return "open";
  const size = norm(inverse);
  let newton = 0;
  for (let i = 0; i < 3; i++) {
    const n = inverse[3 * i]! * value[0]! + inverse[3 * i + 1]! * value[1]! + inverse[3 * i + 2]! * value[2]!;
    if (Math.abs(n) > half + size * (rest + 1e-15)) return "none";
    newton += n * n;
  }
  const furthest = Math.max(Math.sqrt(newton), 2 * reach);
  return 2 * size * quadratic * furthest <= 0.5 ? "one" : "open";
}

/** The undecided boxes, followed to the zeros that they are next to. */
function withDegenerate(flow: Flow, simple: readonly Zero[], open: readonly Triple[], half: number): BallZeros {
  const found = open.map((centre) => findZero(flow, centre)).filter((zero) => zero !== null);
  const known = [...simple, ...found.filter((zero) => zero.simple)];
  const others = inside(found.filter((zero) => !zero.simple)).map(({ position }) => position);
  const sets: FixedSet[] = [];
  for (const group of linked(others, Math.max(8 * half, DEGENERATE_SPREAD))) {
    const spread = Math.max(...group.map((point) => distanceOf(point, group[0]!)));
    if (spread > DEGENERATE_SPREAD) sets.push(shapeOf(group));
    else known.push(assess(flow, group[0]!));
  }
  return { zeros: inside(distinct(known)), sets };
}
