import { InputError } from "../core/errors.ts";
import { factorCholesky, solveCholesky } from "./dense/cholesky.ts";
import { addScaled, dot } from "./vectorKernels.ts";

/** The matrix of a linear programme, with what the method does with it. */
export interface Constraints {
  readonly rows: number;
  readonly columns: number;
  /** y = A x. */
  multiply(x: Float64Array, y: Float64Array): void;
  /** x = A^T y. */
  multiplyTransposed(y: Float64Array, x: Float64Array): void;
  /** The lower triangle of A diag(d) A^T by columns, rows^2 entries. */
  gram(d: Float64Array, product: Float64Array): void;
}

/** min c.x subject to A x = b, x >= 0; dual: max b.y subject to s = c - A^T y >= 0. */
export interface LinearProgram {
  readonly constraints: Constraints;
  readonly rightHandSide: Float64Array;
  readonly costs: Float64Array;
}

export interface LinearProgramOptions {
  /** Of the gap and both residuals, relative to the sizes of costs and right-hand side. Default 1e-9. */
  readonly tolerance?: number;
  readonly maximumIterations?: number;
  /** Is shown every iterate; true ends the search with the status "stopped". */
  readonly watch?: (point: ProgramPoint) => boolean;
}

/** x > 0 and s > 0 always, `gap` is x.s; A x = b and A^T y + s = c up to the residuals, the largest entries of what is left of them. */
export interface ProgramPoint {
  readonly primal: Float64Array;
  readonly dual: Float64Array;
  readonly slacks: Float64Array;
  readonly primalObjective: number;
  readonly dualObjective: number;
  readonly gap: number;
  readonly primalResidual: number;
  readonly dualResidual: number;
}

export interface ProgramSolution extends ProgramPoint {
  /**
   * "infeasible": the dual holds a ray that proves it up to rounding, "unbounded": the primal does. "stalled": rounding lets no step make
   * progress; the last point is as good as its residuals say.
   */
  readonly status: "optimal" | "stopped" | "infeasible" | "unbounded" | "stalled" | "maxIterations";
  readonly iterations: number;
}

const DEFAULT_TOLERANCE = 1e-9;
const DEFAULT_ITERATIONS = 80;

/** Of the way to the boundary that a step takes. */
const STEP_SHARE = 0.995;

/** A ray that leaves less than this, relative to what it gains, counts as a proof that there is no solution. */
const RAY_TOLERANCE = 1e-8;

/** A pivot below it is rounding. */
export const NEGLIGIBLE_PIVOT = 1e-13;

/** Iterations in a row that bring nothing new: rounding. */
const PATIENCE = 5;

interface Workspace {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly s: Float64Array;
  readonly dx: Float64Array;
  readonly dy: Float64Array;
  readonly ds: Float64Array;
  /** b - A x and c - A^T y - s. */
  readonly primalRest: Float64Array;
  readonly dualRest: Float64Array;
  /** Right-hand side of x ds + s dx. */
  readonly centring: Float64Array;
  readonly normal: Float64Array;
  readonly rowScratch: Float64Array;
  readonly columnScratch: Float64Array;
}

/**
 * Predictor and corrector of S. Mehrotra, SIAM J. Optim. 2, 575 (1992), doi:10.1137/0802028, on dense normal equations. It ends with a
 * status in every case, and its numbers are finite.
 *
 * @throws InputError where an entry is no finite number
 */
export function solveLinearProgram(
  { constraints, rightHandSide: b, costs: c }: LinearProgram,
  options: LinearProgramOptions = {},
): ProgramSolution {
  const { rows: m, columns: n } = constraints;
  const tolerance = options.tolerance ?? DEFAULT_TOLERANCE;
  const limit = options.maximumIterations ?? DEFAULT_ITERATIONS;
  const w = workspace(m, n);
  const scaleB = 1 + largest(b);
  const scaleC = 1 + largest(c);
  startingPoint(constraints, b, c, w);
  requireFinite(w.x, w.s);
  let best: ProgramPoint | null = null;
  let bestMerit = Number.POSITIVE_INFINITY;
  let idle = 0;
  for (let iteration = 0; ; iteration++) {
    const point = measure(constraints, b, c, w);
    const { gap } = point;
    const merit = Math.max(
      point.primalResidual / scaleB,
      point.dualResidual / scaleC,
      gap / (1 + Math.abs(point.primalObjective)),
    );
    // False where there is anything that is no number: then the best point of before is the answer.
    const better = merit < bestMerit;
    idle = better ? 0 : idle + 1;
    if (better || best === null) {
      bestMerit = merit;
      best = copyOf(point);
    }
    const finish = (status: ProgramSolution["status"], last: ProgramPoint): ProgramSolution => ({
      ...last,
      status,
      iterations: iteration,
    });
    if (!Number.isFinite(merit)) return finish("stalled", best);
    if (merit <= tolerance) return finish("optimal", point);
    if (options.watch?.(point) === true) return finish("stopped", point);
    if (isDualRay(constraints, point, w)) return finish("infeasible", point);
    if (isPrimalRay(constraints, point, w)) return finish("unbounded", point);
    if (idle >= PATIENCE) return finish("stalled", best);
    if (iteration >= limit) return finish("maxIterations", best);
    advance(constraints, w, gap / n);
  }
}

const copyOf = (point: ProgramPoint): ProgramPoint => ({
  ...point,
  primal: point.primal.slice(),
  dual: point.dual.slice(),
  slacks: point.slacks.slice(),
});

function requireFinite(...arrays: readonly Float64Array[]): void {
  if (arrays.every((values) => values.every(Number.isFinite))) return;
  throw new InputError({
    what: "a linear programme has entries that are no finite numbers, or beyond the range of their squares",
    remedy: "check its matrix, right-hand side and costs",
  });
}

function workspace(m: number, n: number): Workspace {
  const [rows, columns] = [() => new Float64Array(m), () => new Float64Array(n)];
  return {
    x: columns(),
    y: rows(),
    s: columns(),
    dx: columns(),
    dy: rows(),
    ds: columns(),
    primalRest: rows(),
    dualRest: columns(),
    centring: columns(),
    normal: new Float64Array(m * m),
    rowScratch: rows(),
    columnScratch: columns(),
  };
}

/** Least-norm solutions, moved into the interior: section 7 of the paper. */
function startingPoint(constraints: Constraints, b: Float64Array, c: Float64Array, w: Workspace): void {
  const { rows: m, columns: n } = constraints;
  constraints.gram(new Float64Array(n).fill(1), w.normal);
  factorCholesky(m, w.normal, NEGLIGIBLE_PIVOT);
  w.rowScratch.set(b);
  solveCholesky(m, w.normal, w.rowScratch);
  constraints.multiplyTransposed(w.rowScratch, w.x);
  constraints.multiply(c, w.y);
  solveCholesky(m, w.normal, w.y);
  constraints.multiplyTransposed(w.y, w.s);
  for (let k = 0; k < n; k++) w.s[k] = c[k]! - w.s[k]!;
  const shiftX = Math.max(0, -1.5 * least(w.x));
  const shiftS = Math.max(0, -1.5 * least(w.s));
  let product = 0;
  let [sumX, sumS] = [0, 0];
  for (let k = 0; k < n; k++) {
    const [x, s] = [w.x[k]! + shiftX, w.s[k]! + shiftS];
    product += x * s;
    sumX += x;
    sumS += s;
  }
  // Where all is 0 already any positive number will do.
  const moreX = sumS > 0 && product > 0 ? (0.5 * product) / sumS : 1;
  const moreS = sumX > 0 && product > 0 ? (0.5 * product) / sumX : 1;
  for (let k = 0; k < n; k++) {
    w.x[k]! += shiftX + moreX;
    w.s[k]! += shiftS + moreS;
  }
}

function measure(constraints: Constraints, b: Float64Array, c: Float64Array, w: Workspace): ProgramPoint {
  constraints.multiply(w.x, w.primalRest);
  for (let i = 0; i < b.length; i++) w.primalRest[i] = b[i]! - w.primalRest[i]!;
  constraints.multiplyTransposed(w.y, w.dualRest);
  for (let k = 0; k < c.length; k++) w.dualRest[k] = c[k]! - w.dualRest[k]! - w.s[k]!;
  return {
    primal: w.x,
    dual: w.y,
    slacks: w.s,
    primalObjective: dot(c, w.x),
    dualObjective: dot(b, w.y),
    gap: dot(w.x, w.s),
    primalResidual: largest(w.primalRest),
    dualResidual: largest(w.dualRest),
  };
}

/** b.y > 0 and A^T y <= 0: no x >= 0 has A x = b. */
function isDualRay(constraints: Constraints, point: ProgramPoint, w: Workspace): boolean {
  if (!(point.dualObjective > 1 / RAY_TOLERANCE ** 0.5)) return false;
  constraints.multiplyTransposed(w.y, w.columnScratch);
  return w.columnScratch.every((value) => value <= RAY_TOLERANCE * point.dualObjective);
}

/** c.x < 0 and A x = 0: the costs have no bound. */
function isPrimalRay(constraints: Constraints, point: ProgramPoint, w: Workspace): boolean {
  if (!(point.primalObjective < -1 / RAY_TOLERANCE ** 0.5)) return false;
  constraints.multiply(w.x, w.rowScratch);
  return w.rowScratch.every((value) => Math.abs(value) <= -RAY_TOLERANCE * point.primalObjective);
}

function advance(constraints: Constraints, w: Workspace, mu: number): void {
  const n = constraints.columns;
  const weights = w.columnScratch;
  for (let k = 0; k < n; k++) weights[k] = w.x[k]! / w.s[k]!;
  constraints.gram(weights, w.normal);
  factorCholesky(constraints.rows, w.normal, NEGLIGIBLE_PIVOT);
  for (let k = 0; k < n; k++) w.centring[k] = -w.x[k]! * w.s[k]!;
  direction(constraints, w);
  const [affineX, affineS] = [stepLength(w.x, w.dx, 1), stepLength(w.s, w.ds, 1)];
  let sum = 0;
  for (let k = 0; k < n; k++) sum += (w.x[k]! + affineX * w.dx[k]!) * (w.s[k]! + affineS * w.ds[k]!);
  const target = (sum / n / mu) ** 3 * mu;
  for (let k = 0; k < n; k++) w.centring[k] = target - w.x[k]! * w.s[k]! - w.dx[k]! * w.ds[k]!;
  direction(constraints, w);
  const [stepX, stepS] = [stepLength(w.x, w.dx, STEP_SHARE), stepLength(w.s, w.ds, STEP_SHARE)];
  for (let k = 0; k < n; k++) {
    w.x[k]! += stepX * w.dx[k]!;
    w.s[k]! += stepS * w.ds[k]!;
  }
  for (let i = 0; i < w.y.length; i++) w.y[i]! += stepS * w.dy[i]!;
}

/**
 * A dx = r_p, A^T dy + ds = r_d, x ds + s dx = centring. With dx = centring / s + (x / s)(A^T dy - r_d) the first becomes
 * A diag(x / s) A^T dy = r_p - A (centring / s - (x / s) r_d), solved twice: what rounding left of A dx = r_p is taken off the second time.
 */
function direction(constraints: Constraints, w: Workspace): void {
  const m = constraints.rows;
  w.dy.fill(0);
  for (let pass = 0; pass < 2; pass++) {
    writeSteps(constraints, w);
    constraints.multiply(w.dx, w.rowScratch);
    for (let i = 0; i < m; i++) w.rowScratch[i] = w.primalRest[i]! - w.rowScratch[i]!;
    solveCholesky(m, w.normal, w.rowScratch);
    addScaled(w.dy, 1, w.rowScratch);
  }
  writeSteps(constraints, w);
}

/** ds and dx from dy. */
function writeSteps(constraints: Constraints, w: Workspace): void {
  constraints.multiplyTransposed(w.dy, w.ds);
  for (let k = 0; k < constraints.columns; k++) {
    w.ds[k] = w.dualRest[k]! - w.ds[k]!;
    w.dx[k] = (w.centring[k]! - w.x[k]! * w.ds[k]!) / w.s[k]!;
  }
}

/** At most 1, and `share` of the way to the first entry that becomes 0. */
function stepLength(x: Float64Array, dx: Float64Array, share: number): number {
  let length = 1 / share;
  for (let k = 0; k < x.length; k++) if (dx[k]! < 0 && x[k]! < -length * dx[k]!) length = -x[k]! / dx[k]!;
  return Math.min(1, share * length);
}

const largest = (x: Float64Array): number => x.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
const least = (x: Float64Array): number => x.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
