import { SingularMatrixError } from "../../../core/errors.ts";
import { singularDecomposition } from "../../../linalg/dense/decompositions.ts";
import { Matrix } from "../../../linalg/dense/matrix.ts";
import { solveDense } from "../../../linalg/dense/solve.ts";
import { hessenbergForm } from "../../../linalg/eigen/hessenberg.ts";
import { hessenbergEigenvalues } from "../../../linalg/eigen/hessenbergEigenvalues.ts";
import { smallEigenvalues } from "../../stability.ts";
import { scaled, type Triple } from "../coefficients.ts";
import type { FixedSet } from "./fixedSet.ts";
import { type Flow, pullMatrix } from "./flow.ts";
import { distinct, findZero, type Zero } from "./newton.ts";

/** Fixed points that fill a circle on the sphere: r.normal = height. */
interface FixedCircle {
  readonly normal: Triple;
  readonly height: number;
}

/** Relative to the largest coefficient: below it a singular value or a component counts as 0. */
const VANISHING = 1e-12;

/** Real eigenvalues next to a double one come out as pairs with imaginary parts of the root of rounding. */
const NEARLY_REAL = 1e-5;

/**
 * Isolated fixed points on the sphere, all of them. (B + A r) x r = 0 says that A r + B = lambda r for some real lambda:
 *
 * - where lambda is no eigenvalue of A, r = (lambda - A)^-1 B with |r| = 1. With y = (lambda - A^T)^-1 r that is
 *   B.y = 1, and lambda is an eigenvalue of [[A, B B^T], [1, A^T]] (W. Gander, G. Golub and U. von Matt, Linear Algebra Appl. 114, 815 (1989),
 *   doi:10.1016/0024-3795(89)90494-1): at most six
 * - where lambda is an eigenvalue of A and B in the range of lambda - A, r is on a line, which meets the sphere in up to two points, or in a
 *   plane, which meets it in a circle (`circlesAtRest`)
 *
 * Newton's method makes the candidates accurate, and starts from an even spread of points besides, for what rounding may hide.
 */
export function sphereZeros(flow: Flow): readonly Zero[] {
  const starts = [...secularPoints(flow), ...linePoints(flow), ...spread()];
  const found = starts.map((start) => findZero(flow, start)).filter((zero) => zero !== null);
  const circles = circlesAtRest(flow);
  return distinct(found.filter(({ position }) => circles.every((circle) => !isOn(circle, position))));
}

const isOn = ({ normal, height }: FixedCircle, r: Triple): boolean =>
  Math.abs(r[0] * normal[0] + r[1] * normal[1] + r[2] * normal[2] - height) < 1e-6;

const unit = (v: Triple): Triple => scaled(v, 1 / Math.hypot(...v));

function secularPoints({ coefficients }: Flow): Triple[] {
  const a = pullMatrix(coefficients);
  const b = coefficients.field;
  if (b.every((value) => value === 0)) return [];
  const matrix = new Float64Array(36);
  for (let i = 0; i < 3; i++) {
    matrix[6 * (i + 3) + i] = 1;
    for (let j = 0; j < 3; j++) {
      matrix[6 * i + j] = a[i]![j]!;
      matrix[6 * i + 3 + j] = b[i]! * b[j]!;
      matrix[6 * (i + 3) + 3 + j] = a[j]![i]!;
    }
  }
  const { real, imaginary } = hessenbergEigenvalues(hessenbergForm(matrix, 6).hessenberg, 6);
  return Array.from(real).flatMap((lambda, k) => {
    if (Math.abs(imaginary[k]!) > NEARLY_REAL) return [];
    const shifted = a.flatMap((row, i) => row.map((value, j) => (i === j ? lambda - value : -value)));
    // Where lambda is an eigenvalue of A, what an elimination with a tiny pivot gives is on its line.
    const r = nonsingular(() => solveDense(3, shifted, 1, b) as unknown as Triple);
    return r === null ? [] : [unit(r), unit(scaled(r, -1))];
  });
}

function nonsingular(solve: () => Triple): Triple | null {
  try {
    return solve();
  } catch (error) {
    if (error instanceof SingularMatrixError) return null;
    throw error;
  }
}

/** Real eigenvalues of A with the solutions of (lambda - A) r = B, where there are any: their nearest to 0, and the kernel. */
function singularSolutions({ coefficients }: Flow): { particular: Triple; kernel: readonly Triple[] }[] {
  const a = new Matrix(pullMatrix(coefficients).map((row) => [...row]));
  const seen: number[] = [];
  const found: { particular: Triple; kernel: readonly Triple[] }[] = [];
  for (const { real, imaginary } of smallEigenvalues(a)) {
    if (Math.abs(imaginary) > NEARLY_REAL || seen.some((other) => Math.abs(other - real) < VANISHING)) continue;
    seen.push(real);
    const shifted = singularDecomposition(Matrix.sub(Matrix.eye(3, 3, real), a));
    const { diagonal } = shifted;
    const particular: [number, number, number] = [0, 0, 0];
    const kernel: Triple[] = [];
    let solvable = true;
    for (let k = 0; k < 3; k++) {
      const right = shifted.right.getColumn(k) as [number, number, number];
      const left = shifted.left.getColumn(k);
      const along = coefficients.field.reduce((total, value, i) => total + value * left[i]!, 0);
      if (diagonal[k]! > VANISHING) for (let i = 0; i < 3; i++) particular[i]! += (along / diagonal[k]!) * right[i]!;
      else {
        kernel.push(right);
        if (Math.abs(along) > VANISHING) solvable = false;
      }
    }
    if (solvable && kernel.length > 0) found.push({ particular, kernel });
  }
  return found;
}

function linePoints(flow: Flow): Triple[] {
  return singularSolutions(flow).flatMap(({ particular, kernel }) => {
    const rest = 1 - Math.hypot(...particular) ** 2;
    if (kernel.length !== 1 || rest < -1e-6) return [];
    const t = Math.sqrt(Math.max(0, rest));
    const [k] = kernel as [Triple];
    return [t, -t].map((s) => unit([particular[0] + s * k[0], particular[1] + s * k[1], particular[2] + s * k[2]]));
  });
}

/** Circles of fixed points; a height of 1 or more is a point or none. */
function circlesAtRest(flow: Flow): readonly FixedCircle[] {
  return singularSolutions(flow).flatMap(({ particular, kernel }) => {
    if (kernel.length !== 2) return [];
    const [p, q] = kernel as [Triple, Triple];
    const normal: Triple = [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
    const height = normal[0] * particular[0] + normal[1] * particular[1] + normal[2] * particular[2];
    if (Math.abs(height) >= 1) return [];
    const sign = normal[2] < 0 || (normal[2] === 0 && (normal[1] < 0 || (normal[1] === 0 && normal[0] < 0))) ? -1 : 1;
    return [
      {
        normal: [sign * normal[0] + 0, sign * normal[1] + 0, sign * normal[2] + 0] as const,
        height: sign * height + 0,
      },
    ];
  });
}

/** The circles that are at rest. */
export const fixedCircles = (flow: Flow): readonly FixedSet[] =>
  circlesAtRest(flow).map(({ normal, height }) => ({
    kind: "circle",
    centre: scaled(normal, height),
    normal,
    radius: Math.sqrt(1 - height * height),
  }));

/** A spiral of equal areas per point. */
function spread(): Triple[] {
  const count = 24;
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  return Array.from({ length: count }, (_, k) => {
    const z = 1 - (2 * k + 1) / count;
    const rho = Math.sqrt(1 - z * z);
    return [rho * Math.cos(k * goldenAngle), rho * Math.sin(k * goldenAngle), z];
  });
}
