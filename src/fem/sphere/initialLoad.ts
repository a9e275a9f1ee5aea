import { ConvergenceError, InputError, ResourceLimitError } from "../../core/errors.ts";
import { cellCount } from "../../mesh/mesh.ts";
import { cellLocator } from "../../mesh/sphere/locate.ts";
import {
  checkedInitialState,
  type InitialState,
  type MomentsStart,
  partsOf,
  type StatePart,
} from "../../model/initialState.ts";
import { dickeMultipoles } from "../../state/blocks/multipoles.ts";
import { densityNorm, harmonicDensity, packedHarmonics } from "../../state/harmonicDensity.ts";
import { maximumExactness, triangleQuadrature } from "../quadrature.ts";
import { sphereGeometry, sphereMap } from "./geometry.ts";
import type { FunctionSpace } from "./space.ts";

/**
 * Load p_i = int P phi_i of an initial state: for a coherent state the delta itself, phi_i(r0), without smoothing; for a state
 * that is given by its harmonics, of all of them. The loads add up to 1.
 *
 * @throws InputError for a state inside the ball
 * @throws ConvergenceError where the harmonics are too large for double precision, or too fine for the mesh
 */
export function initialLoad(space: FunctionSpace, initial: InitialState, spins: number): Float64Array {
  const load = new Float64Array(space.unknowns);
  for (const { weight, state } of partsOf(checkedInitialState(initial, spins))) {
    const delta = deltaOf(state);
    if (delta !== null) {
      addDelta(space, delta, weight, load);
      continue;
    }
    const part = smoothLoad(space, state, spins);
    for (let i = 0; i < load.length; i++) load[i]! += weight * part[i]!;
  }
  return load;
}

/** Where all of P is, for a part of a checked state that is a delta function; null for any other. */
function deltaOf(state: StatePart): readonly [number, number, number] | null {
  if (state.kind === "coherent") return state.direction;
  if (state.kind === "product") return state.vector;
  if (state.kind !== "thermal" || (state.ratio > 0 && state.ratio < Number.POSITIVE_INFINITY)) return null;
  return [0, 0, state.ratio === 0 ? -1 : 1];
}

/** Whether P starts with delta functions, which have no values at points. */
export const startsAsPoints = (initial: InitialState, spins: number): boolean =>
  partsOf(checkedInitialState(initial, spins)).some(({ state }) => deltaOf(state) !== null);

/** Integrals of 1, r_k and r_k r_l (xx, yy, zz, xy, xz, yz) over a P of point masses, and tr rho^2. */
export interface PointMasses {
  readonly integrals: Float64Array;
  readonly purity: number;
}

/** Of a product state or a mixture of such; null for a state that is none. */
export function pointMasses(initial: InitialState, spins: number): PointMasses | null {
  const masses: { readonly weight: number; readonly place: readonly [number, number, number]; readonly gap: number }[] =
    [];
  for (const { weight, state } of partsOf(checkedInitialState(initial, spins))) {
    const place = deltaOf(state);
    if (place === null) return null;
    const length = Math.hypot(...place);
    masses.push({ weight, place, gap: state.kind === "product" ? (1 - length) * (1 + length) : 0 });
  }
  const integrals = new Float64Array(10);
  let purity = 0;
  for (const { weight, place, gap } of masses) {
    const [x, y, z] = place;
    for (const [k, value] of [1, x, y, z, x * x, y * y, z * z, x * y, x * z, y * z].entries()) {
      integrals[k]! += weight * value;
    }
    for (const other of masses) {
      const distance = Math.hypot(...place.map((value, k) => value - other.place[k]!));
      // (1 - r.r')/2, without the cancellation of neighbours near the sphere.
      const missing = (distance ** 2 + gap + other.gap) / 4;
      purity += weight * other.weight * Math.exp(spins * Math.log1p(-missing));
    }
  }
  return { integrals, purity };
}

function smoothLoad(space: FunctionSpace, state: StatePart, spins: number): Float64Array {
  if (state.kind === "thermal") {
    // P(z) ~ (s + d z)^-(N+2) with pump/decay = ratio; logarithms, because the powers leave the range of doubles.
    const s = 1 + state.ratio;
    const d = 1 - state.ratio;
    const peak = Math.log(s - Math.abs(d));
    return functionLoad(space, (_x, _y, z) => Math.exp((spins + 2) * (peak - Math.log(s + d * z))));
  }
  if (state.kind === "dicke" && 2 * state.j! === spins) {
    return harmonicLoad(space, spins, spins, dickeMultipoles(spins, state.m, spins));
  }
  if (state.kind === "moments" && state.domain === "sphere") {
    requireAllHarmonics(state);
    return harmonicLoad(space, spins, state.band, state.unknowns);
  }
  throw new InputError({
    what: "the initial state lies inside the ball, and the space covers the sphere only",
    remedy: "give a mesh of the ball, or use the evolution in the ball",
    value: state.kind,
  });
}

/** @throws ResourceLimitError for an earlier result that leaves harmonics out, which nothing here would show */
export function requireAllHarmonics({ spins, band }: MomentsStart): void {
  if (band >= spins) return;
  throw new ResourceLimitError({
    what: `the earlier result holds harmonics up to degree ${band} of ${spins}, and what P is beyond them is not known`,
    remedy: "find the earlier result in the full band, or leave the method to be chosen",
    value: band,
    limit: spins,
  });
}

/** L2 norm of P from which on rounding of it reaches the moments: 1e-9 in units of the largest. */
const LARGEST_NORM = 5e6;

/** Share of the load that two quadratures may differ by. */
const QUADRATURE_TOLERANCE = 1e-9;

function harmonicLoad(space: FunctionSpace, spins: number, band: number, unknowns: Float64Array): Float64Array {
  const packed = packedHarmonics(spins, band, unknowns);
  const norm = densityNorm(packed);
  if (!(norm <= LARGEST_NORM)) {
    throw new ConvergenceError({
      what: `the P-function of the initial state has values of size ${norm.toExponential(1)}, whose rounding reaches the moments`,
      remedy: "give a band, which takes its harmonics as they are",
      value: norm,
      limit: LARGEST_NORM,
    });
  }
  const density = harmonicDensity(packed);
  const load = functionLoad(space, density, maximumExactness);
  const other = functionLoad(space, density, maximumExactness - 4);
  let [difference, size] = [0, 0];
  for (let i = 0; i < load.length; i++) {
    difference += Math.abs(load[i]! - other[i]!);
    size += Math.abs(load[i]!);
  }
  if (difference <= QUADRATURE_TOLERANCE * size) return load;
  throw new ConvergenceError({
    what: `the mesh is too coarse for the harmonics of the initial state up to degree ${band}: its quadratures differ by ${(difference / size).toExponential(1)}`,
    remedy: "use a finer mesh",
    value: difference / size,
    limit: QUADRATURE_TOLERANCE,
  });
}

function addDelta(space: FunctionSpace, direction: ArrayLike<number>, weight: number, load: Float64Array): void {
  const length = Math.hypot(direction[0]!, direction[1]!, direction[2]!);
  const barycentric = new Float64Array(3);
  const point = Float64Array.from({ length: 3 }, (_, k) => direction[k]! / length);
  const cell = cellLocator(space.mesh)(point, barycentric);
  const { size } = space.element;
  const values = space.element.tabulate(barycentric.slice(1)).values;
  for (let i = 0; i < size; i++) load[space.cellUnknowns[cell * size + i]!]! += weight * values[i]!;
}

/**
 * Load of a density given as a function on the unit sphere, scaled to mass 1. A density is no polynomial: by default the rule
 * has twice the degree of the products of basis functions.
 */
export function functionLoad(
  space: FunctionSpace,
  density: (x: number, y: number, z: number) => number,
  exactness: number = 4 * space.element.degree,
): Float64Array {
  const { element, mesh, cellUnknowns } = space;
  const size = element.size;
  const rule = triangleQuadrature(exactness);
  const depth = rule.weights.length;
  const phi = element.tabulate(rule.points).values;
  const geometry = sphereGeometry(depth);
  const map = sphereMap(mesh, rule.points, geometry);
  const load = new Float64Array(space.unknowns);
  let mass = 0;
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    map(cell);
    for (let p = 0; p < depth; p++) {
      const at = 3 * p;
      const value = density(geometry.points[at]!, geometry.points[at + 1]!, geometry.points[at + 2]!);
      const part = value * rule.weights[p]! * geometry.area[p]!;
      mass += part;
      for (let i = 0; i < size; i++) load[cellUnknowns[cell * size + i]!]! += part * phi[p * size + i]!;
    }
  }
  for (let i = 0; i < load.length; i++) load[i]! /= mass;
  return load;
}
