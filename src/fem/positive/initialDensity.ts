import type { InitialState } from "../../model/initialState.ts";
import { addLumpingFlux } from "./edgeGraph.ts";
import { positiveLoad } from "./initialLoad.ts";
import { type FluxLimiter, fluxCorrector } from "./limiter.ts";
import type { PositiveSystem } from "./system.ts";

/**
 * Nodal values at t = 0: the load over the lumped mass, and of what the consistent mass would give as much as the limiter allows (constrained L2
 * projection). A smooth state is so projected to order 2, a delta stays the hat functions of its cell.
 */
export function startingDensity(system: PositiveSystem, initial: InitialState, limiter: FluxLimiter): Float64Array {
  const { space, plan, graph, mass, lumped, model } = system;
  const load = positiveLoad(space, initial, model.spins);
  const density = load.map((value, i) => value / lumped[i]!);
  const projected = new Float64Array(load.length);
  plan.factor(mass).solve(load, projected);
  const flux = new Float64Array(graph.count);
  addLumpingFlux(graph, mass, projected, flux);
  fluxCorrector(graph, lumped, limiter)(density, flux);
  return density;
}
