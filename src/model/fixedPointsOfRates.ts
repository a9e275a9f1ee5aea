import { singularDecomposition } from "../linalg/dense/decompositions.ts";
import { Matrix } from "../linalg/dense/matrix.ts";
import type { Continuum, FixedPoint, FixedPoints } from "./fixedPoint.ts";
import { type MeanFieldDomain, meanFieldDomain } from "./meanField.ts";
import { newton, newtonMatrix, newtonWorkspace } from "./newton.ts";
import { coefficientsOf, type Triple } from "./secondOrder/coefficients.ts";
import { driftJacobian } from "./secondOrder/kramersMoyal.ts";
import { FLOW_ROUNDING, type Flow, meanFieldFlow } from "./secondOrder/meanField/flow.ts";
import { flowJacobian } from "./secondOrder/meanField/motion.ts";
import type { Rates, SpinModel } from "./spinModel.ts";
import { classify, type FixedPointKind, smallEigenvalues } from "./stability.ts";

const KIND_ORDER: readonly FixedPointKind[] = ["stable", "centre", "degenerate", "saddle", "unstable"];

/** The flow of a model with rates alone, in units of its largest coefficient. */
interface RatesFlow extends Flow {
  readonly local: Rates;
  /** k_- - k_+. */
  readonly pull: number;
}

function flowOfRates(model: SpinModel): RatesFlow {
  const flow = meanFieldFlow(coefficientsOf(model));
  const { dephasing, pump, decay } = model.local;
  const { rate } = flow;
  return {
    ...flow,
    local: { dephasing: dephasing / rate, pump: pump / rate, decay: decay / rate },
    pull: (model.collective.decay - model.collective.pump) / rate,
  };
}

/**
 * Fixed points of the mean-field flow of a model with rates alone: on the unit sphere for collective processes, in the closed ball where there are
 * local ones. Damped Newton iterations from fixed starts; the same model always gives the same points in the same order.
 * On the sphere there are at most two isolated points, in the ball at most three.
 */
export function fixedPointsOfRates(model: SpinModel): FixedPoints {
  const domain = meanFieldDomain(model);
  const flow = flowOfRates(model);
  if (flow.rate === 0) return { domain, points: [], continuum: { kind: "everywhere" } };
  const axial = domain === "ball" && flow.coefficients.field[0] === 0 && flow.coefficients.field[1] === 0;
  const { candidates, continuum } = axial ? aroundAxis(flow) : { candidates: search(flow, domain), continuum: null };
  const points = candidates.map((candidate) => describe(flow, candidate));
  points.sort((p, q) => KIND_ORDER.indexOf(p.kind) - KIND_ORDER.indexOf(q.kind) || compare(p.position, q.position));
  return { domain, points, continuum };
}

/**
 * The ball without a field across z: the flow is the same all around the z axis, so that its zeros are points of the axis
 * or whole circles, and a search for isolated zeros would return points of the circle at random.
 */
function aroundAxis(flow: RatesFlow): { candidates: readonly Candidate[]; continuum: Continuum | null } {
  const { dephasing, pump, decay } = flow.local;
  if (pump === 0 && decay === 0) return { candidates: [], continuum: { kind: "axis" } };
  const onAxis = assess(flow, "ball", Float64Array.of(0, 0, (pump - decay) / (pump + decay)));
  const pull = flow.pull;
  if (flow.coefficients.field[2] !== 0 || pull === 0) return { candidates: [onAxis], continuum: null };
  // Off the axis a_x = a_y = 0 asks for z = (g_- + g_+ + g_z) / d, and a_z = 0 then gives the radius.
  const z = (dephasing + pump + decay) / pull;
  const radius2 = (2 * pump * (1 - z) - 2 * decay * (1 + z)) / pull;
  const exists = radius2 > 0 && z * z + radius2 <= 1;
  return { candidates: [onAxis], continuum: exists ? { kind: "circle", z, radius: Math.sqrt(radius2) } : null };
}

interface Candidate {
  readonly position: Float64Array;
  readonly error: number;
  /** Whether a simple zero is proven to lie within `error` (Newton-Kantorovich). */
  readonly simple: boolean;
}

/** Newton from every start, until as many simple zeros are found as there can be. */
function search(flow: RatesFlow, domain: MeanFieldDomain): readonly Candidate[] {
  const found: Candidate[] = [];
  const workspace = newtonWorkspace();
  const most = domain === "sphere" ? 2 : 3;
  const consider = (x: number, y: number, z: number) => {
    if (distinct(found.filter(({ simple }) => simple)).length === most) return;
    workspace.position.set([x, y, z]);
    if (!newton(flow.coefficients, domain, workspace)) return;
    const candidate = assess(flow, domain, workspace.position);
    if (domain === "sphere" || Math.hypot(...candidate.position) <= 1 + candidate.error) found.push(candidate);
  };
  if (domain === "sphere") forSphereStarts(consider);
  else forBallStarts(flow, consider);
  return distinct(found);
}

/** One candidate, the best known, of each group that cannot be told apart. */
function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates.toSorted((p, q) => p.error - q.error)) {
    if (kept.every((other) => separate(other, candidate))) kept.push(candidate);
  }
  return kept;
}

/** A spiral of equal areas per point. */
function forSphereStarts(consider: (x: number, y: number, z: number) => void): void {
  const count = 24;
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  for (let k = 0; k < count; k++) {
    const z = 1 - (2 * k + 1) / count;
    const rho = Math.sqrt(1 - z * z);
    consider(rho * Math.cos(k * goldenAngle), rho * Math.sin(k * goldenAngle), z);
  }
}

/**
 * a_x = a_y = 0 is linear in x and y, so for each z it has one solution: a curve that passes through every isolated fixed
 * point. Along it a_z, times the determinant of that system, is a cubic in z. Newton starts from its zeros, and from its
 * extrema where rounding may hide a pair of zeros.
 */
function forBallStarts(flow: RatesFlow, consider: (x: number, y: number, z: number) => void): void {
  const [bx, by, bz] = flow.coefficients.field;
  const { dephasing, pump, decay } = flow.local;
  const pull = flow.pull;
  const transverse = dephasing + pump + decay;
  const across = transverse * (bx * bx + by * by);
  const [sum, difference] = [2 * (pump + decay), 2 * (decay - pump)];
  const cubic = (z: number) => across * z + (sum * z + difference) * ((pull * z - transverse) ** 2 + bz * bz);
  const start = (z: number) => {
    const u = pull * z - transverse;
    const determinant = u * u + bz * bz;
    if (determinant > 0) consider((bz * bx - u * by) * (z / determinant), (u * bx + bz * by) * (z / determinant), z);
  };
  // The derivative is 3 a z^2 + 2 b z + c.
  const extrema = realRoots(
    3 * sum * pull * pull,
    2 * (difference * pull - 2 * sum * transverse) * pull,
    across + sum * (transverse * transverse + bz * bz) - 2 * difference * pull * transverse,
  ).filter((z) => Math.abs(z) < 1);
  const ends = [-1, ...extrema, 1];
  for (let k = 1; k < ends.length; k++) {
    const [low, high] = [ends[k - 1]!, ends[k]!];
    if (Math.sign(cubic(low)) !== Math.sign(cubic(high))) start(bisect(cubic, low, high));
  }
  for (const z of ends) start(z);
}

/** Real zeros of a z^2 + b z + c, ascending; a double zero counts twice, also where rounding has made it a complex pair. */
function realRoots(a: number, b: number, c: number): readonly number[] {
  if (a === 0) return b === 0 ? [] : [-c / b];
  const discriminant = b * b - 4 * a * c;
  if (discriminant < -8 * Number.EPSILON * b * b) return [];
  const half = -0.5 * (b + (b >= 0 ? 1 : -1) * Math.sqrt(Math.max(0, discriminant)));
  return half === 0 ? [0, 0] : [half / a, c / half].sort((p, q) => p - q);
}

/** A change of sign of `f` between `low` and `high`, to the last bits. */
function bisect(f: (z: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  const sign = Math.sign(f(low));
  for (let k = 0; k < 60; k++) {
    const middle = (from + to) / 2;
    if (Math.sign(f(middle)) === sign) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

/** How well a zero of the flow is known, from the smallest singular value of the derivative there. */
function assess(flow: RatesFlow, domain: MeanFieldDomain, at: Float64Array): Candidate {
  const position = at.slice();
  const jacobian = new Float64Array(9);
  driftJacobian(flow.coefficients, position, jacobian);
  const matrix = new Float64Array(9);
  newtonMatrix(domain, position, jacobian, matrix);
  const { diagonal, left, right } = singularDecomposition(Matrix.from1DArray(3, 3, matrix));
  // On the sphere one singular value is the 1 along r.
  const smallest = diagonal[2]!;
  const lipschitz = derivativeLipschitz(flow, domain);
  if (smallest ** 2 >= 2 * lipschitz * FLOW_ROUNDING && smallest > 4 * FLOW_ROUNDING) {
    return { position, error: (2 * FLOW_ROUNDING) / smallest, simple: true };
  }
  // Not provably simple: along the weakest direction v the flow is about sigma t + c t^2, below rounding while t is.
  const [vx, vy, vz] = right.getColumn(2) as [number, number, number];
  const [ux, uy, uz] = left.getColumn(2) as [number, number, number];
  const pull = flow.pull;
  const curvature =
    domain === "sphere" ? lipschitz / 2 : Math.abs(pull * (ux * vx * vz + uy * vy * vz - uz * (vx * vx + vy * vy)));
  const linear = (2 * FLOW_ROUNDING) / smallest;
  const quadratic = (smallest + Math.sqrt(smallest ** 2 + 4 * curvature * FLOW_ROUNDING)) / (2 * curvature);
  return { position, error: Math.min(2, 4 * linear, 4 * quadratic), simple: false };
}

/** Bound of |J(r) - J(r')| / |r - r'|: the quadratic terms, and on the sphere the turning of the tangent plane. */
function derivativeLipschitz(flow: RatesFlow, domain: MeanFieldDomain): number {
  const pull = Math.abs(flow.pull);
  return 2.5 * pull + (domain === "sphere" ? Math.hypot(...flow.coefficients.field) : 0);
}

function separate(p: Candidate, q: Candidate): boolean {
  const distance = Math.hypot(...p.position.map((value, i) => value - q.position[i]!));
  return distance > 2 * (p.error + q.error);
}

function describe(flow: RatesFlow, { position, error, simple }: Candidate): FixedPoint {
  const { domain, rate } = flow;
  const [x, y, z] = position as unknown as Triple;
  const jacobian = flowJacobian(flow, [x, y, z]);
  const eigenvalues = smallEigenvalues(jacobian);
  const uncertainty = derivativeLipschitz(flow, domain) * error + FLOW_ROUNDING;
  const kind = simple ? classify(jacobian, eigenvalues, uncertainty) : "degenerate";
  return Object.freeze({
    position: Object.freeze([x, y, z] as const),
    kind,
    eigenvalues: eigenvalues.map(({ real, imaginary }) => ({ real: real * rate, imaginary: imaginary * rate })),
    positionError: error,
  });
}

function compare(p: readonly number[], q: readonly number[]): number {
  for (let i = 0; i < p.length; i++) if (p[i] !== q[i]) return q[i]! - p[i]!;
  return 0;
}
