import { ConvergenceError, InputError } from "../../core/errors.ts";
import { cellCount } from "../../mesh/mesh.ts";
import { cellLocator } from "../../mesh/sphere/locate.ts";
import { checkedInitialState, type InitialState, partsOf, type StatePart } from "../../model/initialState.ts";
import { dickeMultipoles } from "../../state/blocks/multipoles.ts";
import { densityNorm, harmonicDensity, packedHarmonics } from "../../state/harmonicDensity.ts";
import { maximumExactness, triangleQuadrature } from "../quadrature.ts";
import { deltaOf, requireAllHarmonics } from "../startingPoints.ts";
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
