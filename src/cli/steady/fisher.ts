import { quantumFisherInformation } from "../../diagnose/entanglement/fisher.ts";
import type { State } from "../../roads/state.ts";
import type { Vector3 } from "../../state/moments.ts";
import { valueWithError } from "../terminal/format.ts";

/** Quantum Fisher information about rotations of all spins together. */
export interface FisherReport {
  /** F about an axis n is n . matrix n. */
  readonly matrix: readonly [Vector3, Vector3, Vector3];
  /** About the best axis. */
  readonly largest: number;
  readonly axis: Vector3;
  /** Of F about any axis. */
  readonly errorEstimate: number;
  /** Number of spins that are entangled with one another, at least; 1 where nothing is proven. */
  readonly depth: number;
}

/** Throws as `densityMatrix` of the state does. */
export function fisherReport(state: Pick<State, "densityMatrix" | "stateError">): FisherReport {
  const error = state.stateError().traceNorm;
  const { matrix, largest, axis, errorBound, depth } = quantumFisherInformation(state.densityMatrix(), { error });
  const [xx, yy, zz] = matrix.square;
  const [xy, xz, yz] = matrix.cross;
  return {
    matrix: [
      [xx, xy, xz],
      [xy, yy, yz],
      [xz, yz, zz],
    ],
    largest,
    axis,
    errorEstimate: errorBound,
    depth,
  };
}

/** For people. */
export function fisherFact({ largest, axis, errorEstimate, depth }: FisherReport): string[] {
  const { value, error } = valueWithError(largest, errorEstimate);
  const along = axis.map((component) => component.toFixed(3)).join(", ");
  const proof = depth > 1 ? `; at least ${depth} spins are entangled` : "";
  return ["Fisher", `${value}  ${error} about (${along})${proof}`];
}
