import { COLUMNS } from "../../io/observableColumns.ts";
import type { Cell, TableColumn } from "../../io/table.ts";
import type { Check, RoadComparison, StateComparison } from "../../roads/check/report.ts";

/** What each method found, at each time and in the steady state, as numbers. */
export function checkColumns({ states }: Check): TableColumn[] {
  const rows = states.flatMap((state) => state.roads.map((road) => ({ state, road })));
  const column = (key: string, pick: (state: StateComparison, road: RoadComparison) => Cell): TableColumn => ({
    key,
    cells: rows.map(({ state, road }) => pick(state, road)),
  });
  return [
    column("t", ({ state }) => (state === "steady" ? null : state.time)),
    column("method", (_, { road }) => road),
    column("reference", ({ reference }, { road }) => reference === road),
    column("agrees", (_, { agrees }) => agrees),
    ...COLUMNS.map(({ key, pick }) => column(key, (_, { observables }) => pick(observables))),
    ...COLUMNS.map(({ key, pick }) => column(`error_${key}`, (_, { error }) => pick(error))),
  ];
}
