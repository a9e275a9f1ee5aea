import type { EdgeGraph } from "./edgeGraph.ts";

/**
 * How much of the antidiffusive fluxes comes back:
 * - positive: as much as leaves every nodal value >= 0
 * - local: as much as leaves every nodal value between the least and the largest low-order value of its neighbours; no new wiggles, but peaks are cut
 * - none: nothing, the low-order scheme
 * - all: everything, plain Galerkin, which may be negative
 */
export type FluxLimiter = "positive" | "local" | "none" | "all";

/** Share of the room that a node may use: what is left covers the rounding of a sum over its neighbours, some 30 at most. */
const SAFE = 1 - 1e-13;

/** Limits fluxes and adds them to a density, in place; returns the share of the flux (sum of absolute values) that was held back. */
export type FluxCorrector = (density: Float64Array, flux: Float64Array) => number;

/**
 * Zalesak's limiter (doi:10.1016/0021-9991(79)90051-2) for fluxes in units of mass, `flux[e]` into the first node of an edge and out of its second.
 * Each node takes and gives at most what keeps it within its bounds even if all fluxes of the other sign vanish; a flux is scaled for the stricter of
 * its two nodes. So no value falls below 0, to the last bit; local bounds hold, and the mass is conserved, to rounding.
 */
export function fluxCorrector(graph: EdgeGraph, lumped: Float64Array, limiter: FluxLimiter): FluxCorrector {
  const { count, first, second } = graph;
  const n = lumped.length;
  const taken = new Float64Array(n);
  const given = new Float64Array(n);
  const least = new Float64Array(n);
  const largest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);

  /** Turns `taken` and `given`, the sums of fluxes into and out of each node, into the shares of them that are allowed. */
  const share = (density: Float64Array): void => {
    for (let i = 0; i < n; i++) {
      const up = SAFE * lumped[i]! * (largest[i]! - density[i]!);
      const down = SAFE * lumped[i]! * (density[i]! - least[i]!);
      taken[i] = taken[i]! > up ? up / taken[i]! : 1;
      given[i] = given[i]! > down ? down / given[i]! : 1;
    }
  };

  return (density, flux) => {
    if (limiter === "none") return 1;
    let offered = 0;
    let withheld = 0;
    if (limiter === "local") localBounds(graph, density, least, largest);
    taken.fill(0);
    given.fill(0);
    for (let e = 0; e < count; e++) {
      const f = flux[e]!;
      const [to, from] = f > 0 ? [first[e]!, second[e]!] : [second[e]!, first[e]!];
      taken[to]! += Math.abs(f);
      given[from]! += Math.abs(f);
      offered += Math.abs(f);
    }
    if (limiter === "all") {
      taken.fill(1);
      given.fill(1);
    } else share(density);
    for (let e = 0; e < count; e++) {
      const f = flux[e]!;
      const i = first[e]!;
      const j = second[e]!;
      const allowed = f > 0 ? Math.min(taken[i]!, given[j]!) : Math.min(given[i]!, taken[j]!);
      withheld += (1 - allowed) * Math.abs(f);
      flux[e] = allowed * f;
    }
    for (let e = 0; e < count; e++) {
      density[first[e]!]! += flux[e]! / lumped[first[e]!]!;
      density[second[e]!]! -= flux[e]! / lumped[second[e]!]!;
    }
    return offered > 0 ? withheld / offered : 0;
  };
}

function localBounds(
  { count, first, second }: EdgeGraph,
  density: Float64Array,
  least: Float64Array,
  largest: Float64Array,
): void {
  least.set(density);
  largest.set(density);
  for (let e = 0; e < count; e++) {
    const i = first[e]!;
    const j = second[e]!;
    least[i] = Math.min(least[i]!, density[j]!);
    least[j] = Math.min(least[j]!, density[i]!);
    largest[i] = Math.max(largest[i]!, density[j]!);
    largest[j] = Math.max(largest[j]!, density[i]!);
  }
}
