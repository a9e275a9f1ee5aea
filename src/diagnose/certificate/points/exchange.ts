import type { StripMatrix } from "../../../linalg/dense/strips.ts";
import {
  type Constraints,
  type ProgramPoint,
  type ProgramSolution,
  solveLinearProgram,
} from "../../../linalg/linearProgram.ts";
import { pointColumns } from "./columns.ts";
import { localMinima } from "./contacts.ts";
import { gridSpacing, octahedralGrid, pointAt } from "./grid.ts";
import { folded, type Mirrors } from "./mirrors.ts";
import { type SpherePolynomial, spherePolynomial } from "./polynomial.ts";
import type { PointMoments } from "./scale.ts";

/** A linear programme over weights of points of the sphere, whose dual is a polynomial T that is bounded at those points. */
export interface PointProgram {
  readonly moments: PointMoments;
  readonly mirrors: Mirrors;
  /** Places of the moments that are the rows. */
  readonly components: Int32Array;
  readonly constraints: (columns: StripMatrix) => Constraints;
  readonly costs: (points: number) => Float64Array;
  /** Coefficients of T, all of them, from the multipliers of the rows. */
  readonly polynomial: (dual: Float64Array) => Float64Array;
  /** T <= 1 is asked for beside T >= 0. */
  readonly twoSided: boolean;
}

export interface Iterate {
  readonly point: ProgramPoint;
  /** 3 numbers each, in the domain that the mirrors leave. */
  readonly points: Float64Array;
  readonly constraints: Constraints;
  readonly rightHandSide: Float64Array;
}

export interface ExchangeRound extends Iterate {
  readonly point: ProgramSolution;
  readonly polynomial: SpherePolynomial;
  /** Least value of T that was seen, and of 1 - T where it is asked for: not proven. */
  readonly lowest: number;
}

export interface ExchangeOptions {
  readonly tolerance: number;
  /** Whether the time is up: the places at which T breaks its bounds are then those that were seen so far. */
  readonly late: () => boolean;
  /** Is shown every iterate, with the points and what they make of the programme; true ends the round. */
  readonly watch: (iterate: Iterate) => boolean;
}

/** Divisions of the grid that the exchange starts with: about four points to a moment. */
const divisionsOf = (degree: number): number => Math.max(12, degree + 2);

/** T is looked at from all grid points where it is below this share of its mean, 1, or of the largest slack of the lower half. */
const SEED_SHARE = 0.3;

/** A contact nearer to a point than this over the degree brings nothing new. */
const SAME_POINT = 1e-7;

/**
 * Solves on a grid and on the grid with the points at which T breaks its bounds between the grid points, again and again, as long as it is
 * asked for the next round and there are such points. The grid stays: without it the dual loses its bound elsewhere.
 */
export function* exchangeRounds(program: PointProgram, options: ExchangeOptions): Generator<ExchangeRound> {
  const { moments, mirrors, components } = program;
  const divisions = divisionsOf(moments.degree);
  let points = octahedralGrid(divisions, mirrors);
  const rightHandSide = Float64Array.from(components, (a) => moments.values[a]!);
  for (;;) {
    const count = points.length / 3;
    const constraints = program.constraints(pointColumns(moments.degree, components, points));
    const current = points;
    const solution = solveLinearProgram(
      { constraints, rightHandSide, costs: program.costs(count) },
      {
        tolerance: options.tolerance,
        watch: (point) => options.watch({ point, points: current, constraints, rightHandSide }),
      },
    );
    const coefficients = program.polynomial(solution.dual);
    const polynomial = spherePolynomial(moments.degree, coefficients);
    const below = contactsOf(polynomial, points, divisions, options.late);
    let lowest = below.lowest;
    let found = below.points;
    if (program.twoSided) {
      const mirrored = coefficients.map((value, a) => (a === 0 ? 1 : 0) - value);
      const above = contactsOf(spherePolynomial(moments.degree, mirrored), points, divisions, options.late);
      lowest = Math.min(lowest, above.lowest);
      found = [...found, ...above.points];
    }
    yield { point: solution, points, constraints, rightHandSide, polynomial, lowest };
    const added = newPoints(points, found, mirrors, SAME_POINT / moments.degree);
    if (added.length === 0) return;
    points = Float64Array.from([...points, ...added]);
  }
}

/** Local minima at which T is negative. */
function contactsOf(
  polynomial: SpherePolynomial,
  points: Float64Array,
  divisions: number,
  late: () => boolean,
): { readonly lowest: number; readonly points: number[] } {
  const values = polynomial.values(points);
  const sorted = values.slice().sort();
  // Few are below it where T is almost 0 nearly everywhere, all where it is flat.
  const limit = Math.max(SEED_SHARE * Math.min(1, polynomial.coefficients[0]!), sorted[Math.floor(sorted.length / 8)]!);
  const seeds: number[] = [];
  for (let k = 0; k < values.length; k++) if (values[k]! <= limit) seeds.push(...pointAt(points, k));
  const minima = localMinima(polynomial, Float64Array.from(seeds), gridSpacing(divisions), late);
  const found: number[] = [];
  for (let k = 0; k < minima.values.length && minima.values[k]! < -polynomial.rounding; k++)
    found.push(...pointAt(minima.points, k));
  return { lowest: minima.values[0]!, points: found };
}

/** Of `found`, folded into the domain, those that are not there yet. */
function newPoints(points: Float64Array, found: readonly number[], mirrors: Mirrors, apart: number): number[] {
  const all = Array.from(points);
  const start = all.length;
  for (let k = 0; k < found.length / 3; k++) {
    const [x, y, z] = folded(pointAt(found, k), mirrors);
    let near = false;
    for (let at = 0; at < all.length && !near; at += 3)
      near = Math.abs(all[at]! - x) < apart && Math.abs(all[at + 1]! - y) < apart && Math.abs(all[at + 2]! - z) < apart;
    if (!near) all.push(x, y, z);
  }
  return all.slice(start);
}
