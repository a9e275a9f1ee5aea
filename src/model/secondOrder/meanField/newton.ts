import { singularDecomposition } from "../../../linalg/dense/decompositions.ts";
import { Matrix } from "../../../linalg/dense/matrix.ts";
import type { FixedPoint } from "../../fixedPoint.ts";
import { newtonMatrix } from "../../newton.ts";
import { classify, smallEigenvalues } from "../../stability.ts";
import type { Triple } from "../coefficients.ts";
import { FLOW_ROUNDING, type Flow, jacobianSlope } from "./flow.ts";
import { flowAt, flowJacobian, jacobianAt } from "./motion.ts";

const MOST_STEPS = 60;
const SMALLEST_DAMPING = 2 ** -12;

/** A zero of the flow, and how well it is known. */
export interface Zero {
  readonly position: Triple;
  readonly error: number;
  /** Whether a simple zero is proven to lie within `error` (Newton and Kantorovich). */
  readonly simple: boolean;
}

/** The derivative that Newton inverts: the Jacobian, and on the sphere its tangential part with 1 along r. */
function derivativeAt(flow: Flow, r: Triple): Matrix {
  const out = new Float64Array(9);
  newtonMatrix(flow.domain, r, jacobianAt(flow, r), out);
  return Matrix.from1DArray(3, 3, out);
}

const norm = (v: Triple): number => Math.hypot(v[0], v[1], v[2]);

/**
 * A zero of the flow near `start`, by damped Newton steps, or where those do not get there by Levenberg's and Marquardt's, which converge to
 * curves of zeros too (N. Yamashita and M. Fukushima, 2001, doi:10.1007/978-3-7091-6217-0_18). Null where there is none.
 */
export const findZero = (flow: Flow, start: Triple): Zero | null =>
  iterate(flow, start, () => 0) ?? iterate(flow, start, (size) => size);

function iterate(flow: Flow, start: Triple, regularisation: (size: number) => number): Zero | null {
  let position = start;
  let value = flowAt(flow, position);
  for (let step = 0; step < MOST_STEPS && norm(value) > 0; step++) {
    const size = norm(value);
    const direction = newtonStep(derivativeAt(flow, position), value, regularisation(size));
    const improved = direction === null ? null : damped(flow, position, direction, size);
    if (improved === null) break;
    [position, value] = [improved, flowAt(flow, improved)];
  }
  return norm(value) <= FLOW_ROUNDING ? assess(flow, position) : null;
}

/** (J^T J + regularisation)^-1 J^T value by the singular values, without those that rounding makes up. */
function newtonStep(matrix: Matrix, value: Triple, regularisation: number): Triple | null {
  const { diagonal, left, right } = singularDecomposition(matrix);
  const largest = diagonal[0]!;
  if (!(largest > 0)) return null;
  const step: [number, number, number] = [0, 0, 0];
  for (let k = 0; k < 3; k++) {
    if (diagonal[k]! <= 8 * Number.EPSILON * largest) continue;
    const [ux, uy, uz] = left.getColumn(k) as [number, number, number];
    const inverse = 1 / (diagonal[k]! + regularisation / diagonal[k]!);
    const along = (ux * value[0] + uy * value[1] + uz * value[2]) * inverse;
    for (let i = 0; i < 3; i++) step[i]! += along * right.get(i, k);
  }
  return step;
}

function damped(flow: Flow, from: Triple, step: Triple, size: number): Triple | null {
  for (let damping = 1; damping >= SMALLEST_DAMPING; damping /= 2) {
    const moved: Triple = [from[0] - damping * step[0], from[1] - damping * step[1], from[2] - damping * step[2]];
    const radius = norm(moved);
    const trial: Triple = flow.domain === "sphere" ? [moved[0] / radius, moved[1] / radius, moved[2] / radius] : moved;
    // Armijo's condition, which rounding noise does not meet.
    if (norm(flowAt(flow, trial)) < size * (1 - 0.25 * damping)) return trial;
    if (size <= FLOW_ROUNDING) return null;
  }
  return null;
}

/** How well a zero is known, from the smallest singular value of the derivative there. */
export function assess(flow: Flow, position: Triple): Zero {
  const { diagonal } = singularDecomposition(derivativeAt(flow, position));
  const smallest = diagonal[2]!;
  const slope = jacobianSlope(flow);
  if (smallest ** 2 >= 2 * slope * FLOW_ROUNDING && smallest > 4 * FLOW_ROUNDING)
    return { position, error: (2 * FLOW_ROUNDING) / smallest, simple: true };
  // Along the weakest direction the flow is about sigma t + c t^2 at least, and below rounding for t up to about this.
  const error = Math.min(
    1e-3,
    8 * Math.sqrt(FLOW_ROUNDING / Math.max(slope, FLOW_ROUNDING)),
    (8 * FLOW_ROUNDING) / smallest,
  );
  return { position, error: Number.isNaN(error) ? 1e-3 : error, simple: false };
}

/** One zero, the best known, of each group that cannot be told apart. */
export function distinct(zeros: readonly Zero[]): readonly Zero[] {
  const kept: Zero[] = [];
  for (const zero of zeros.toSorted((p, q) => p.error - q.error)) {
    const apart = (other: Zero): boolean =>
      norm([
        other.position[0] - zero.position[0],
        other.position[1] - zero.position[1],
        other.position[2] - zero.position[2],
      ]) >
      2 * (zero.error + other.error);
    if (kept.every(apart)) kept.push(zero);
  }
  return kept;
}

/** Kind and eigenvalues of a zero, in the unit of the model. */
export function describeZero(flow: Flow, { position, error, simple }: Zero): FixedPoint {
  const jacobian = flowJacobian(flow, position);
  const eigenvalues = smallEigenvalues(jacobian);
  const uncertainty = jacobianSlope(flow) * error + FLOW_ROUNDING;
  return Object.freeze({
    position: Object.freeze([position[0] + 0, position[1] + 0, position[2] + 0] as const),
    kind: simple ? classify(jacobian, eigenvalues, uncertainty) : "degenerate",
    eigenvalues: eigenvalues.map(({ real, imaginary }) => ({
      real: real * flow.rate,
      imaginary: imaginary * flow.rate,
    })),
    positionError: error,
  });
}
