import type { EvolutionMove, EvolutionPoint, EvolutionSnapshot, EvolutionStream } from "../../src/state/evolution.ts";

/** A point, with what is to be had until the road is pulled on. */
export interface SeenPoint<Space> extends Omit<EvolutionPoint<Space>, "snapshot" | "density"> {
  /** As it comes back from a file. */
  readonly snapshot: EvolutionSnapshot;
  readonly density: { readonly space: Space; readonly values: Float64Array } | null;
}

/** A road pulled to its end, with all that it gave. */
export function pulled<Result, Space = never>(
  road: EvolutionStream<Result, Space>,
): { readonly points: readonly SeenPoint<Space>[]; readonly moves: readonly EvolutionMove[]; readonly result: Result } {
  const points: SeenPoint<Space>[] = [];
  const moves: EvolutionMove[] = [];
  let next = road.next();
  for (; next.done !== true; next = road.next()) {
    if (next.value.kind === "move") moves.push(next.value);
    else {
      const { snapshot, density, ...seen } = next.value;
      points.push({
        ...seen,
        snapshot: structuredClone(snapshot()),
        density: density === null ? null : { space: density.space, values: density.values() },
      });
    }
  }
  return { points, moves, result: next.value };
}
