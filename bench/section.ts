import type { Peers } from "./peers.ts";
import type { Table } from "./table.ts";

/** What every section is handed. */
export interface BenchContext {
  /** A smoke test: the smallest cases, once. The figures mean nothing. */
  readonly quick: boolean;
  /** How often each comparison is repeated, everybody in turn, so that a burst of other load hits all alike. */
  readonly rounds: number;
  /** Null where the peers' scripts were not given. */
  readonly peers: Peers | null;
  /** Says what is being measured now. */
  readonly progress: (what: string) => void;
}

/** One subject of the benchmark: what it costs, ready to print. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly run: (context: BenchContext) => Promise<readonly Table[]>;
}
