import { cellLocator } from "../mesh/locate.ts";
import { cellCount } from "../mesh/mesh.ts";
import { type CoherentStart, checkedInitialState, type InitialState } from "../model/initialState.ts";
import { sphereGeometry, sphereMap } from "./geometry.ts";
import { triangleQuadrature } from "./quadrature.ts";
import type { FunctionSpace } from "./space.ts";

/**
 * Load p_i = int P phi_i of an initial state: for a coherent state the delta itself, phi_i(r0), without smoothing. The
 * loads add up to 1.
 */
export function initialLoad(space: FunctionSpace, initial: InitialState, spins: number): Float64Array {
  const load = new Float64Array(space.unknowns);
  addState(space, initial, spins, 1, load);
  return load;
}

/** Integrals of 1, r_k and r_k r_l (xx, yy, zz, xy, xz, yz) over a P of point masses, and tr rho^2. */
export interface PointMasses {
  readonly integrals: Float64Array;
  readonly purity: number;
}

/** Of a coherent state or a mixture of such; null for a state that is none. */
export function pointMasses(initial: InitialState, spins: number): PointMasses | null {
  const checked = checkedInitialState(initial);
  const parts = checked.kind === "mixture" ? checked.parts : [{ weight: 1, state: checked }];
  const integrals = new Float64Array(10);
  let purity = 0;
  for (const { weight, state } of parts) {
    if (state.kind !== "coherent") return null;
    const [x, y, z] = state.direction;
    for (const [k, value] of [1, x, y, z, x * x, y * y, z * z, x * y, x * z, y * z].entries()) {
      integrals[k]! += weight * value;
    }
    for (const other of parts) {
      if (other.state.kind !== "coherent") return null;
      const distance = Math.hypot(
        ...state.direction.map((value, k) => value - (other.state as CoherentStart).direction[k]!),
      );
      purity += weight * other.weight * Math.exp(spins * Math.log1p(-(distance ** 2) / 4));
    }
  }
  return { integrals, purity };
}

function addState(
  space: FunctionSpace,
  initial: InitialState,
  spins: number,
  weight: number,
  load: Float64Array,
): void {
  if (initial.kind === "coherent") addDelta(space, initial.direction, weight, load);
  else if (initial.kind === "mixture") {
    const total = initial.parts.reduce((sum, part) => sum + part.weight, 0);
    for (const part of initial.parts) addState(space, part.state, spins, (weight * part.weight) / total, load);
  } else if (initial.ratio === 0) addDelta(space, [0, 0, -1], weight, load);
  else if (initial.ratio === Number.POSITIVE_INFINITY) addDelta(space, [0, 0, 1], weight, load);
  else {
    // P(z) ~ (s + d z)^-(N+2) with pump/decay = ratio; logarithms, because the powers leave the range of doubles.
    const s = 1 + initial.ratio;
    const d = 1 - initial.ratio;
    const peak = Math.log(s - Math.abs(d));
    const part = functionLoad(space, (_x, _y, z) => Math.exp((spins + 2) * (peak - Math.log(s + d * z))));
    for (let i = 0; i < load.length; i++) load[i]! += weight * part[i]!;
  }
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

/** Load of a density given as a function on the unit sphere, scaled to mass 1. */
export function functionLoad(space: FunctionSpace, density: (x: number, y: number, z: number) => number): Float64Array {
  const { element, mesh, cellUnknowns } = space;
  const size = element.size;
  // A density is no polynomial: twice the degree of the products of basis functions.
  const rule = triangleQuadrature(4 * element.degree);
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
