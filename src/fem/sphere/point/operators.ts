import type { OperatorSpace } from "../../../light/operatorSpace.ts";
import { symmetricDecomposition } from "../../../linalg/dense/decompositions.ts";
import { Matrix } from "../../../linalg/dense/matrix.ts";
import { type SparseMatrix, sparseFromTriplets } from "../../../linalg/sparse.ts";
import { linearNoise } from "../../../model/linearNoise.ts";
import { coefficientsOf } from "../../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import type { Vector3 } from "../../../state/moments.ts";
import { requireAttracting } from "../../attractingPoint.ts";
import { combined, type ExpandedOperators, expansionOperators } from "../../expansionOperators.ts";
import type { Frame } from "../axial/rings.ts";
import { newPlaneFields, type PlaneFields, planeFields, QUADRATICS } from "../moving/planeFields.ts";
import { type HermitePlane, hermitePlane, type PlaneFunction } from "./hermitePlane.ts";

/** Degrees beyond the highest to which products are followed: those that one step of the generator may come back from. */
const BEYOND = 8;

/** Terms of 1 / (1 + |w|^2): each is smaller by the square of the width of P. */
const SERIES = 8;

/** Over N: the least variance that is given to a direction on the sphere. */
const LEAST_VARIANCE = 0.1;

/**
 * The operators of the symmetric subspace by their moments in the stereographic plane that touches the sphere at the stable fixed point of the mean field: P is a Gaussian of the
 * variances of linear noise, of which one may be negative, times a polynomial. No mesh; the equation need not be parabolic.
 *
 * @throws ConvergenceError where no single fixed point attracts all paths
 */
export function pointOperators(model: SpinModel): ExpandedOperators<"fixedPoint"> {
  const { frame, variances } = principalFrame(model);
  const operators = (degree: number, stretch: number): OperatorSpace => {
    const least = LEAST_VARIANCE / model.spins;
    // w is half of the distance on the sphere.
    const scales = variances.map((value) => (stretch / 2) * Math.sqrt(Math.max(least, Math.abs(value))));
    const signs = variances.map((value) => (value < -least ? -1 : 1));
    const plane = hermitePlane(degree + BEYOND, [scales[0]!, scales[1]!], [signs[0]! as 1 | -1, signs[1]! as 1 | -1]);
    const matrixOf = (operator: (values: PlaneFunction) => PlaneFunction): SparseMatrix =>
      momentMatrix(plane, degree, operator);
    return expansionOperators({
      model,
      generatorOf: (other) => {
        const fields = newPlaneFields();
        planeFields(coefficientsOf(other), frame, fields);
        return matrixOf(generatorIn(plane, fields, other.spins));
      },
      products: turnedBack(
        frame,
        QUADRATICS.map((k, a) => productIn(plane, k, a, model.spins).map(matrixOf)),
      ),
    });
  };
  return { around: "fixedPoint", operators };
}

/** Axes of P around the fixed point, the point last, and the variances along the first two. */
function principalFrame(model: SpinModel): { readonly frame: Frame; readonly variances: readonly [number, number] } {
  const point = requireAttracting(model);
  const [xx, yy, zz, xy, xz, yz] = linearNoise(model, point).map(
    (value) => value / model.spins,
  ) as unknown as readonly [number, number, number, number, number, number];
  const noise = new Matrix([
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ]);
  const { eigenvalues, eigenvectors } = symmetricDecomposition(noise);
  // The point itself is one of them, with the value 0.
  const [x, y, z] = point.position;
  const across = [0, 1, 2]
    .map((k) => eigenvectors.getColumn(k) as unknown as Vector3)
    .map((axis, k) => ({
      axis,
      variance: eigenvalues[k]!,
      outward: Math.abs(axis[0]! * x + axis[1]! * y + axis[2]! * z),
    }))
    .toSorted((a, b) => a.outward - b.outward)
    .slice(0, 2);
  const first = orthogonalTo(point.position, across[0]!.axis);
  const second: Vector3 = [y * first[2] - z * first[1], z * first[0] - x * first[2], x * first[1] - y * first[0]];
  return { frame: [first, second, [x, y, z]], variances: [across[0]!.variance, across[1]!.variance] };
}

function orthogonalTo([x, y, z]: Vector3, [a, b, c]: Vector3): Vector3 {
  const part = a * x + b * y + c * z;
  const [u, v, w] = [a - part * x, b - part * y, c - part * z];
  const length = Math.hypot(u, v, w);
  return [u / length, v / length, w / length];
}

type Operator = (values: PlaneFunction) => PlaneFunction;

/** Moments of the images of all functions up to a degree: row a has what the operator makes of the a-th. */
function momentMatrix({ width }: HermitePlane, degree: number, operator: Operator): SparseMatrix {
  const places: (readonly [i: number, j: number])[] = [];
  for (let n = 0; n <= degree; n++) for (let j = 0; j <= n; j++) places.push([n - j, j]);
  const [rows, columns, entries]: [number[], number[], number[]] = [[], [], []];
  for (const [row, [i, j]] of places.entries()) {
    const start = new Float64Array(width * width);
    start[i * width + j] = 1;
    const image = operator(start);
    for (const [column, [p, q]] of places.entries()) {
      const value = image[p * width + q]!;
      if (value === 0) continue;
      rows.push(row);
      columns.push(column);
      entries.push(value);
    }
  }
  return sparseFromTriplets(places.length, places.length, rows, columns, entries);
}

const add = (sum: PlaneFunction, factor: number, values: PlaneFunction): void => {
  if (factor === 0) return;
  for (let at = 0; at < sum.length; at++) sum[at]! += factor * values[at]!;
};

/** The sum over powers of w of a complex polynomial, coefficients re, im in turn, times (first - i second): its real part. */
function timesPolynomial(
  plane: HermitePlane,
  polynomial: ArrayLike<number>,
  first: PlaneFunction,
  second: PlaneFunction,
): PlaneFunction {
  // (re + i im) w^j (first - i second) by Horner's scheme on the pair (u, v) = u + i v.
  let [u, v]: readonly [PlaneFunction, PlaneFunction] = [first.map(() => 0), first.map(() => 0)];
  for (let j = polynomial.length / 2 - 1; j >= 0; j--) {
    [u, v] = timesVariable(plane, u, v);
    const [re, im] = [polynomial[2 * j]!, polynomial[2 * j + 1]!];
    add(u, re, first);
    add(u, im, second);
    add(v, im, first);
    add(v, -re, second);
  }
  return u;
}

/** w (u + i v). */
function timesVariable(
  { times }: HermitePlane,
  u: PlaneFunction,
  v: PlaneFunction,
): readonly [PlaneFunction, PlaneFunction] {
  const [re, im] = [times(0, u), times(0, v)];
  add(re, -1, times(1, v));
  add(im, 1, times(1, u));
  return [re, im];
}

/** The backward generator of `planeFields`, in real variables: 2 Re (c d/dw) = Re c d_1 + Im c d_2, 4 d^2/dw dw* the Laplacian. */
function generatorIn(plane: HermitePlane, { drift, second, mixed, twist }: PlaneFields, spins: number): Operator {
  const { derivative } = plane;
  const share = 1 / spins;
  return (values) => {
    const [by1, by2] = [derivative(0, values), derivative(1, values)];
    const [by11, by12, by22] = [derivative(0, by1), derivative(1, by1), derivative(1, by2)];
    const image = timesPolynomial(plane, drift, by1, by2);
    const difference = by11.map((value, at) => (value - by22[at]!) * 0.5 * share);
    add(
      image,
      1,
      timesPolynomial(
        plane,
        second,
        difference,
        by12.map((value) => value * share),
      ),
    );
    const laplacian = by11.map((value, at) => (value + by22[at]!) * 0.25 * share);
    add(image, 1, timesMixed(plane, mixed, laplacian));
    for (let a = 0; a < 3; a++) {
      const part = twist.subarray(6 * a, 6 * a + 6);
      if (part.some((value) => value !== 0)) add(image, 1, component(plane, a, timesPolynomial(plane, part, by1, by2)));
    }
    return image;
  };
}

/** The real polynomial sum_{jk} h_{jk} w^j conj(w)^k times a function. */
function timesMixed(plane: HermitePlane, mixed: Float64Array, values: PlaneFunction): PlaneFunction {
  const sum = new Float64Array(values.length);
  for (let k = 0; k <= 2; k++) {
    // w^j conj(w)^k of re + i im is the conjugate of w^k conj(w)^j: Re [ (re + i im) w^j conj(w)^k ].
    let [u, v]: readonly [PlaneFunction, PlaneFunction] = [values.map(() => 0), values.map(() => 0)];
    for (let j = 2; j >= 0; j--) {
      [u, v] = timesVariable(plane, u, v);
      add(u, mixed[2 * (3 * k + j)]!, values);
      add(v, mixed[2 * (3 * k + j) + 1]!, values);
    }
    for (let power = 0; power < k; power++) {
      // conj(w) (u + i v) is the conjugate of w (u - i v).
      const [re, im] = timesVariable(
        plane,
        u,
        v.map((value) => -value),
      );
      [u, v] = [re, im.map((value) => -value)];
    }
    add(sum, 1, u);
  }
  return sum;
}

/** r_a in the frame times a function: (2 w_1, 2 w_2, 1 - |w|^2) / (1 + |w|^2). */
function component(plane: HermitePlane, a: number, values: PlaneFunction): PlaneFunction {
  let power = values;
  const whole = values.slice();
  for (let k = 1; k <= SERIES; k++) {
    power = timesSquare(plane, power);
    add(whole, k % 2 === 0 ? 1 : -1, power);
  }
  if (a < 2) return plane.times(a as 0 | 1, whole).map((value) => 2 * value);
  // (1 - |w|^2) / (1 + |w|^2) = 1 - 2 |w|^2 / (1 + |w|^2).
  const image = values.slice();
  add(image, -2, timesSquare(plane, whole));
  return image;
}

function timesSquare({ times }: HermitePlane, values: PlaneFunction): PlaneFunction {
  const image = times(0, times(0, values));
  add(image, 1, times(1, times(1, values)));
  return image;
}

/** D_a along an axis of the frame: (N/2) r_a + (e_a - r_a r).grad / 2 and (e_a x r).grad / 2, where these gradients are 2 Re (k d/dw) and 2 Re (-i k d/dw). */
function productIn(plane: HermitePlane, k: readonly number[], a: number, spins: number): readonly [Operator, Operator] {
  const half = k.map((value) => value / 2);
  const turned = half.flatMap((_, j) => (j % 2 === 0 ? [half[j + 1]!, -half[j]!] : []));
  const gradient = (polynomial: readonly number[], values: PlaneFunction): PlaneFunction =>
    timesPolynomial(plane, polynomial, plane.derivative(0, values), plane.derivative(1, values));
  return [
    (values) => {
      const image = gradient(half, values);
      add(image, spins / 2, component(plane, a, values));
      return image;
    },
    (values) => gradient(turned, values),
  ];
}

/** J_x, J_y, J_z from the products along the axes of a frame. */
const turnedBack = (
  frame: Frame,
  along: readonly (readonly SparseMatrix[])[],
): readonly (readonly [SparseMatrix, SparseMatrix])[] =>
  [0, 1, 2].map((component) => {
    const part = (which: 0 | 1): SparseMatrix =>
      combined(along.map((matrices, a) => [frame[a as 0 | 1 | 2][component]!, matrices[which]!] as const));
    return [part(0), part(1)] as const;
  });
