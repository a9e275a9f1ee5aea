import { ConvergenceError, InputError } from "../../core/errors.ts";
import { checkedInitialState, type InitialState, partsOf, type StatePart } from "../../model/initialState.ts";
import { dickeMultipoles } from "../../state/blocks/multipoles.ts";
import { densityNorm, harmonicDensity, packedHarmonics } from "../../state/harmonicDensity.ts";
import type { Vector3 } from "../../state/moments.ts";
import { pointLoad } from "../pointLoad.ts";
import { loadVectors, type PointFunction } from "../projection.ts";
import { maximumExactness } from "../quadrature.ts";
import { deltaOf, requireAllHarmonics } from "../startingPoints.ts";
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
    const part = delta === null ? smoothLoad(space, state, spins) : deltaLoad(space, delta);
    for (let i = 0; i < load.length; i++) load[i]! += weight * part[i]!;
  }
  return load;
}

function deltaLoad(space: FunctionSpace, place: Vector3): Float64Array {
  const length = Math.hypot(...place);
  return pointLoad(space, { points: Float64Array.from(place, (c) => c / length), weights: Float64Array.of(1) });
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

/**
 * Load of a density given as a function on the unit sphere, scaled to mass 1. A density is no polynomial: by default the rule
 * has twice the degree of the products of basis functions.
 */
export function functionLoad(
  space: FunctionSpace,
  density: PointFunction,
  exactness: number = 4 * space.element.degree,
): Float64Array {
  const fill = (x: number, y: number, z: number, out: Float64Array, at: number): void => {
    out[at] = density(x, y, z);
  };
  const load = loadVectors(space, 1, fill, exactness)[0]!;
  // The basis functions add up to 1.
  const mass = load.reduce((sum, value) => sum + value, 0);
  return load.map((value) => value / mass);
}
