import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../../core/sphericalHarmonics.ts";
import { entryIndex, type SparseMatrix, type SparsityPattern } from "../../linalg/sparse.ts";
import { gaussLegendre } from "../quadrature.ts";

/** Pattern of the generator, for rates about z, among the real harmonics l <= degree: l' = l and |m' - m| <= 1, or l' = l +- 1 and m' = m. */
export function bandPattern(degree: number): SparsityPattern {
  const size = (degree + 1) ** 2;
  const rowStarts = new Int32Array(size + 1);
  const columns: number[] = [];
  const addOrder = (l: number, m: number): void => {
    if (l < 0 || l > degree || m < 0 || m > l) return;
    if (m === 0) columns.push(l * l);
    else columns.push(l * l + 2 * m - 1, l * l + 2 * m);
  };
  for (let k = 0; k < size; k++) {
    const l = Math.floor(Math.sqrt(k));
    const m = Math.ceil((k - l * l) / 2);
    addOrder(l - 1, m);
    for (let other = m - 1; other <= m + 1; other++) addOrder(l, other);
    addOrder(l + 1, m);
    rowStarts[k + 1] = columns.length;
  }
  return { rows: size, columns: size, rowStarts, columnIndices: Int32Array.from(columns) };
}

/** Integrals over theta, times 2 pi, one a packed (l, m >= 0); Y_lm = T_lm(theta) e^{i m phi}, T' = dT/dtheta. */
interface RadialIntegrals {
  /** T_lm^2, which is 1 but for rounding. */
  readonly norm: Float64Array;
  /** Raising the order: (-T'_lm + m cot(theta) T_lm) T_l,m+1; lowering it: (T'_lm + m cot(theta) T_lm) T_l,m-1. */
  readonly up: Float64Array;
  readonly down: Float64Array;
  /** -sin(theta) T'_lm T_l+1,m and -sin(theta) T'_l+1,m T_lm: the drift with the test function l, or l + 1. */
  readonly driftBelow: Float64Array;
  readonly driftAbove: Float64Array;
  /** Gradients, grad v . grad P of (l, m) with itself, and z grad v . grad P with (l + 1, m). */
  readonly stiffness: Float64Array;
  readonly tilted: Float64Array;
}

/**
 * The weak forms of `generator.ts` that rates about z have, between real harmonics l <= degree: La for the three axes (0 to 2), the drift along z (3), the
 * Laplacian (4), the same tilted along z (5) and the rotation about z (6). Over phi the integrals of products of sines and cosines are known,
 * over z = cos(theta) Gauss's rule is exact; entries outside the pattern vanish.
 */
export function bandTerms(degree: number, pattern: SparsityPattern): SparseMatrix[] {
  const integrals = radialIntegrals(degree);
  const terms = Array.from(
    { length: 7 },
    (): SparseMatrix => ({ pattern, values: new Float64Array(pattern.columnIndices.length) }),
  );
  const put = (term: number, test: number, trial: number, value: number): void => {
    terms[term]!.values[entryIndex(pattern, test, trial)] = value;
  };
  for (let l = 0; l <= degree; l++) {
    for (let m = 0; m <= l; m++) {
      const at = harmonicIndex(l, m);
      const parts = m === 0 ? [0] : [2 * m - 1, 2 * m];
      for (const part of parts) {
        const here = l * l + part;
        put(4, here, here, integrals.stiffness[at]!);
        put(6, here, here, m * m * integrals.norm[at]!);
        if (l === degree) continue;
        const above = (l + 1) ** 2 + part;
        put(3, here, above, integrals.driftBelow[at]!);
        put(3, above, here, integrals.driftAbove[at]!);
        put(5, here, above, integrals.tilted[at]!);
        put(5, above, here, integrals.tilted[at]!);
      }
      if (m > 0) {
        // d/dphi cos = -m sin, d/dphi sin = m cos.
        put(2, l * l + 2 * m - 1, l * l + 2 * m, -m * integrals.norm[at]!);
        put(2, l * l + 2 * m, l * l + 2 * m - 1, m * integrals.norm[at]!);
      }
      putRotations(put, l, m, integrals.up[at]!, integrals.down[at]!);
    }
  }
  return terms;
}

/**
 * (ex x r) . grad v = -sin(phi) dv/dtheta - cot(theta) cos(phi) dv/dphi and (ey x r) . grad v = cos(phi) dv/dtheta - cot(theta) sin(phi) dv/dphi
 * with v = T cos(m phi), T sin(m phi) as sums of cosines and sines of (m + 1) phi and (m - 1) phi.
 */
function putRotations(
  put: (term: number, test: number, trial: number, value: number) => void,
  l: number,
  m: number,
  up: number,
  down: number,
): void {
  const cosine = (order: number): number => l * l + Math.max(0, 2 * order - 1);
  const sine = (order: number): number => l * l + 2 * order;
  if (m < l) {
    // The constant in phi has half the weight of a cosine, and sqrt(2) for its norm.
    const u = (m === 0 ? Math.SQRT1_2 : 0.5) * up;
    put(0, cosine(m), sine(m + 1), u);
    put(1, cosine(m), cosine(m + 1), -u);
    if (m > 0) {
      put(0, sine(m), cosine(m + 1), -u);
      put(1, sine(m), sine(m + 1), -u);
    }
  }
  if (m > 0) {
    const d = (m === 1 ? Math.SQRT1_2 : 0.5) * down;
    put(0, sine(m), cosine(m - 1), -d);
    put(1, cosine(m), cosine(m - 1), d);
    if (m > 1) {
      put(0, cosine(m), sine(m - 1), d);
      put(1, sine(m), sine(m - 1), d);
    }
  }
}

function radialIntegrals(degree: number): RadialIntegrals {
  const count = harmonicCount(degree);
  const array = (): Float64Array => new Float64Array(count);
  const result: RadialIntegrals = {
    norm: array(),
    up: array(),
    down: array(),
    driftBelow: array(),
    driftAbove: array(),
    stiffness: array(),
    tilted: array(),
  };
  // Products of two harmonics and of z with them: polynomials of degree 2 degree + 1 at most.
  const { points, weights } = gaussLegendre(degree + 2);
  const [value, slope, unused] = [array(), array(), array()];
  for (const [k, z] of points.entries()) {
    const sine = Math.sqrt((1 - z) * (1 + z));
    evaluateHarmonics(degree, sine, 0, z, value, unused);
    harmonicSlopes(degree, value, slope);
    addNode(result, degree, { z, sine, weight: 2 * Math.PI * weights[k]! }, value, slope);
  }
  return result;
}

/** dT_lm/dtheta = 1/2 [ sqrt((l - m)(l + m + 1)) T_l,m+1 - sqrt((l + m)(l - m + 1)) T_l,m-1 ], T_l,-1 = -T_l1. */
export function harmonicSlopes(degree: number, value: Float64Array, slope: Float64Array): void {
  for (let l = 0; l <= degree; l++) {
    slope[harmonicIndex(l, 0)] = l === 0 ? 0 : Math.sqrt(l * (l + 1)) * value[harmonicIndex(l, 1)]!;
    for (let m = 1; m <= l; m++) {
      const at = harmonicIndex(l, m);
      const raised = m < l ? Math.sqrt((l - m) * (l + m + 1)) * value[at + 1]! : 0;
      slope[at] = (raised - Math.sqrt((l + m) * (l - m + 1)) * value[at - 1]!) / 2;
    }
  }
}

function addNode(
  sums: RadialIntegrals,
  degree: number,
  { z, sine, weight }: { readonly z: number; readonly sine: number; readonly weight: number },
  value: Float64Array,
  slope: Float64Array,
): void {
  for (let l = 0; l <= degree; l++) {
    for (let m = 0; m <= l; m++) {
      const at = harmonicIndex(l, m);
      const w = weight * value[at]!;
      const around = (m * value[at]!) / sine;
      sums.norm[at]! += w * value[at]!;
      sums.stiffness[at]! += weight * (slope[at]! ** 2 + around ** 2);
      if (m < l) sums.up[at]! += weight * (z * around - slope[at]!) * value[at + 1]!;
      if (m > 0) sums.down[at]! += weight * (z * around + slope[at]!) * value[at - 1]!;
      if (l === degree) continue;
      const above = harmonicIndex(l + 1, m);
      sums.driftBelow[at]! -= weight * sine * slope[at]! * value[above]!;
      sums.driftAbove[at]! -= w * sine * slope[above]!;
      sums.tilted[at]! += weight * z * (slope[at]! * slope[above]! + (around * m * value[above]!) / sine);
    }
  }
}
