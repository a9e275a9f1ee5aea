import type { Field } from "../../model/drive.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import { type CellCounter, type PreparedEnsemble, prepareLooks } from "../chunk.ts";
import { startSampler } from "../initialState.ts";
import { type EnsembleSpec, requireEnsembleSpec } from "../spec.ts";
import { requireDiffusionInBall } from "./dynamics.ts";
import { prepareBallStep } from "./step.ts";

export interface CountedCells {
  /** Counts positions in the cells of a mesh of the ball. */
  readonly cells?: CellCounter;
}

/** Everything that the numbers of an ensemble in the ball depend on; plain data. There is one scheme, the walk of Bloch maps. */
export type BallEnsembleSpec = Omit<EnsembleSpec, "scheme">;

/** The specification for the functions of both ensembles: the walk takes one word a step, as the walk on the sphere does. */
export const asEnsembleSpec = (spec: BallEnsembleSpec): EnsembleSpec => ({ ...spec, scheme: "moebiusWalk" });

/**
 * Checks and prepares an ensemble. With a counter, positions are counted in its cells; with a field in time, that takes the
 * place of the model's, and where more than the field moves, with that.
 *
 * @throws NotParabolicError where w != 0 (k_+ != k_-) or there is an interaction
 * @throws InputError for anything in the specification that is out of range
 */
export function prepareBallEnsemble(
  spec: BallEnsembleSpec,
  cells: CellCounter | null = null,
  field?: Field,
  moving?: MovingModel,
): PreparedEnsemble {
  // Of what moves the diffusion is looked at at each step.
  if (moving === undefined) requireDiffusionInBall(spec.model);
  const whole = asEnsembleSpec(spec);
  requireEnsembleSpec(whole);
  return {
    spec: whole,
    start: startSampler(whole.initial, whole.model.spins),
    looks: prepareLooks(whole, field, (step) => prepareBallStep(spec.model, step, field, moving)),
    cells,
    distance: (x, y, z, i) => (1 - (x[i]! * x[i + 1]! + y[i]! * y[i + 1]! + z[i]! * z[i + 1]!)) / 2,
  };
}
