import type { Field } from "../../model/drive.ts";
import { equivalentField } from "../../model/freeTurn.ts";
import { type CellCounter, type Movement, type PreparedEnsemble, prepareLooks } from "../chunk.ts";
import { type EnsembleSpec, requireEnsembleSpec } from "../spec.ts";
import { startSampler } from "../sphere/initialState.ts";
import type { PairWalk } from "../sphere/pairWalk.ts";
import { advanceByWords } from "../sphere/trajectories.ts";
import { blochDynamics } from "./bloch.ts";
import { type BlochWalkTable, blochPairStep, blochWalkPairs, blochWalkStep, blochWalkTables } from "./blochWalk.ts";

/** Everything that the numbers of an ensemble in the ball depend on; plain data. There is one scheme, the walk of Bloch maps. */
export type BallEnsembleSpec = Omit<EnsembleSpec, "scheme">;

/** The specification for the functions of both ensembles: the walk takes one word a step, as the walk on the sphere does. */
export const asEnsembleSpec = (spec: BallEnsembleSpec): EnsembleSpec => ({ ...spec, scheme: "moebiusWalk" });

/**
 * Checks and prepares an ensemble. With a counter, positions are counted in its cells; with a field in time, that takes the
 * place of the model's.
 *
 * @throws NotParabolicError where k_+ != k_-
 * @throws InputError for anything in the specification that is out of range
 */
export function prepareBallEnsemble(
  spec: BallEnsembleSpec,
  cells: CellCounter | null = null,
  field?: Field,
): PreparedEnsemble {
  const { drift, noise } = blochDynamics(spec.model);
  const whole = asEnsembleSpec(spec);
  // What remains to be checked does not depend on the local rates, with which the sphere has nothing to do.
  const none = { dephasing: 0, pump: 0, decay: 0 };
  requireEnsembleSpec({ ...whole, model: { ...spec.model, local: none } });
  const movement = (step: number): Movement => {
    const [tables, pairs] = [blochWalkTables(noise, step), blochWalkPairs(noise, step)];
    if (field !== undefined) {
      const at = (middle: number) => ({ ...drift, rotation: field(middle) });
      return walk(
        step,
        (middle) => tables(at(middle)),
        (middle) => pairs(at(middle)),
      );
    }
    const constant = { ...drift, rotation: equivalentField(spec.model, step) };
    const [table, pair] = [tables(constant), pairs(constant)];
    return walk(
      step,
      () => table,
      () => pair,
    );
  };
  return {
    spec: whole,
    start: startSampler(whole.initial, whole.model.spins),
    looks: prepareLooks(whole, field, movement),
    cells,
    distance: (x, y, z, i) => (1 - (x[i]! * x[i + 1]! + y[i]! * y[i + 1]! + z[i]! * z[i + 1]!)) / 2,
  };
}

/** @param table maps of a step with a given middle; `pair` those of one of twice the length */
const walk =
  (step: number, table: (middle: number) => BlochWalkTable, pair: (middle: number) => PairWalk): Movement =>
  (block, steps, from) => {
    const { count, x, y, z, words } = block;
    advanceByWords(
      block,
      steps,
      (k, at) => blochWalkStep(table(from + (k + 0.5) * step), words, at, x, y, z, count),
      (k, at, coarse) => blochPairStep(pair(from + k * step), words, at, coarse.x, coarse.y, coarse.z, count),
    );
  };
