import { kossakowski } from "../../model/secondOrder/coefficients.ts";
import type { PositiveSystem } from "./system.ts";

/**
 * About the time in which transport crosses a cell, on average over the volume: (l_ij - l_ji)/2 is its rate along an edge in units of mass. Steps
 * of this length halve with the cells, so that the error of order 2 in time falls with that in space. Where nothing is transported the rate of
 * diffusion of second moments takes its place.
 */
export function courantStep({ model, generator, graph, lumped }: PositiveSystem, from: number, to: number): number {
  const [xx, yy, zz] = kossakowski(model.collective).symmetric;
  const values = new Float64Array(graph.pattern.columnIndices.length);
  const volume = lumped.reduce((sum, part) => sum + part, 0);
  let transport = 0;
  for (const time of [from, (from + to) / 2, to]) {
    generator(time, values);
    let flow = 0;
    for (let e = 0; e < graph.count; e++) flow += Math.abs(values[graph.upper[e]!]! - values[graph.lower[e]!]!);
    transport = Math.max(transport, flow / volume);
  }
  const diffusion = (3 * (xx + yy) + 6 * zz) / model.spins;
  return 1 / (transport + diffusion);
}
