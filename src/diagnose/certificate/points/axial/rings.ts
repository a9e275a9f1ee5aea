import { factorCholesky, solveCholesky } from "../../../../linalg/dense/cholesky.ts";
import { symmetricEigen } from "../../../../linalg/dense/symmetricEigen.ts";
import { dot, norm } from "../../../../linalg/vectorKernels.ts";
import type { Vector3 } from "../../../../state/moments.ts";
import { type AxialForm, axialForm, gramAt, orthonormalAt, zonalFunctions } from "./axialForm.ts";

/** Masses at latitudes z, none negative, and what they leave of the moments m_l, l = 0 .. degree, times the scales of the search. */
export interface Rings {
  readonly latitudes: Float64Array;
  readonly weights: Float64Array;
  readonly rest: Float64Array;
  readonly length: number;
}

/** Eigenvalues below these shares of the largest are tried as rounding: a state of few rings has a singular matrix. */
const SHARES = [0, 1e-14, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4];

const STEPS = 30;
const FIRST_DAMPING = 1e-6;
const LARGEST_DAMPING = 1e4;

/**
 * The fewest rings with the moments m_l: those of Gauss for an odd degree, of Radau with the south pole for an even one, moved afterwards until
 * rounding is left. Where L has no margin, or is that of no P >= 0, the best of some numbers of rings.
 */
export function ringsOf(zonal: Float64Array, scales: Float64Array): Rings {
  const form = axialForm(zonal);
  let best: Rings | null = null;
  for (const share of SHARES) {
    const found = settle(zonal, scales, quadrature(form, share));
    if (best === null || found.length < best.length) best = found;
  }
  return best!;
}

/** Latitudes: eigenvalues of the multiplication by z in the scalar product L f g, or L (1 + z) f g beside the pole. */
function quadrature(form: AxialForm, share: number): Float64Array {
  const { degree, points, masses } = form;
  const pole = degree % 2 === 0;
  const count = pole ? degree / 2 : (degree + 1) / 2;
  const factor = points.map((z) => (pole ? 1 + z : 1));
  const rows = orthonormalAt(form, factor, count);
  const weighted = masses.map((mass, i) => mass * factor[i]!);
  const { values, vectors } = symmetricEigen(count, gramAt(rows, count, weighted));
  const kept: number[] = [];
  for (let k = 0; k < count; k++) if (values[k]! > share * values[count - 1]! && values[k]! > 0) kept.push(k);
  const n = points.length;
  const functions = new Float64Array(kept.length * n);
  for (const [j, k] of kept.entries())
    for (let a = 0; a < count; a++)
      for (let i = 0; i < n; i++)
        functions[j * n + i]! += (vectors[a * count + k]! * rows[a * n + i]!) / Math.sqrt(values[k]!);
  const product = gramAt(
    functions,
    kept.length,
    weighted.map((mass, i) => mass * points[i]!),
  );
  const inner = symmetricEigen(kept.length, product).values.map((z) => Math.max(-1, Math.min(1, z)));
  return pole ? Float64Array.from([-1, ...inner]) : inner;
}

/** Weights by least squares, then weights and latitudes together (Levenberg and Marquardt); a ring whose weight becomes negative is left out. */
function settle(zonal: Float64Array, scales: Float64Array, latitudes: Float64Array): Rings {
  let best = move(zonal, scales, measure(zonal, scales, latitudes, new Float64Array(latitudes.length)), false, 0);
  let damping = FIRST_DAMPING;
  for (let step = 0; step < STEPS && damping < LARGEST_DAMPING; step++) {
    const next = move(zonal, scales, best, true, damping);
    const better = next.length < best.length;
    damping *= better ? 0.1 : 10;
    if (better) best = next;
  }
  return best;
}

function measure(zonal: Float64Array, scales: Float64Array, latitudes: Float64Array, weights: Float64Array): Rings {
  const rest = zonal.slice();
  const values = new Float64Array(zonal.length);
  for (let k = 0; k < latitudes.length; k++) {
    zonalFunctions(zonal.length - 1, latitudes[k]!, values);
    for (let l = 0; l < rest.length; l++) rest[l]! -= weights[k]! * values[l]!;
  }
  for (let l = 0; l < rest.length; l++) rest[l]! *= scales[l]!;
  return { latitudes, weights, rest, length: norm(rest) };
}

function move(zonal: Float64Array, scales: Float64Array, rings: Rings, turn: boolean, damping: number): Rings {
  const { latitudes, weights, rest } = rings;
  const columns: Float64Array[] = [];
  for (const [k, z] of latitudes.entries()) {
    const [values, slopes] = [new Float64Array(zonal.length), new Float64Array(zonal.length)];
    zonalFunctions(zonal.length - 1, z, values, slopes);
    columns.push(values.map((value, l) => value * scales[l]!));
    if (turn) columns.push(slopes.map((slope, l) => weights[k]! * slope * scales[l]!));
  }
  const per = turn ? 2 : 1;
  const size = columns.length;
  const normal = new Float64Array(size * size);
  for (let j = 0; j < size; j++) for (let i = j; i < size; i++) normal[j * size + i] = dot(columns[i]!, columns[j]!);
  for (let j = 0; j < size; j++) normal[j * size + j]! *= 1 + damping;
  factorCholesky(size, normal, 1e-13);
  const change = Float64Array.from(columns, (column) => dot(column, rest));
  solveCholesky(size, normal, change);
  const [movedLatitudes, movedWeights]: [number[], number[]] = [[], []];
  for (const [k, z] of latitudes.entries()) {
    const weight = weights[k]! + change[per * k]!;
    if (!(weight > 0)) continue;
    movedWeights.push(weight);
    movedLatitudes.push(Math.max(-1, Math.min(1, turn ? z + change[per * k + 1]! : z)));
  }
  return measure(zonal, scales, Float64Array.from(movedLatitudes), Float64Array.from(movedWeights));
}

/** degree + 1 points evenly on each ring have all its moments up to the degree; a pole is one point. */
export function pointsOnRings(
  { latitudes, weights }: Rings,
  degree: number,
): { readonly points: readonly Vector3[]; readonly weights: Float64Array } {
  const points: Vector3[] = [];
  const shares: number[] = [];
  for (const [k, z] of latitudes.entries()) {
    const across = Math.sqrt((1 - z) * (1 + z));
    const steps = across === 0 ? 1 : degree + 1;
    for (let j = 0; j < steps; j++) {
      const angle = (2 * Math.PI * j) / steps;
      points.push([across * Math.cos(angle), across * Math.sin(angle), z]);
      shares.push(weights[k]! / steps);
    }
  }
  return { points, weights: Float64Array.from(shares) };
}
