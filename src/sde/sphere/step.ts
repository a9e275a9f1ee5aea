import { fillNormalAcross } from "../../core/random.ts";
import type { Field } from "../../model/drive.ts";
import { equivalentField } from "../../model/freeTurn.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import {
  type CoarsePositions,
  type Movement,
  type SchemeName,
  type TrajectoryBlock,
  wordsPerStep,
} from "../trajectories.ts";
import { walkInField } from "../walk.ts";
import { conformalDynamics } from "./dynamics.ts";
import { type EulerCoefficients, eulerCoefficients, eulerStep } from "./eulerMaruyama.ts";
import { walkPairs, walkTables } from "./walk.ts";

/**
 * Steps of length `step` > 0, in the field of the model or in one that depends on time: that at the middle of each step. All
 * movements of one block use the same scheme.
 *
 * @throws NotParabolicError where the diffusion is not positive semidefinite on the sphere
 * @throws InputError where the model has local rates
 */
export function prepareStep(model: SpinModel, scheme: SchemeName, step: number, field?: Field): Movement {
  if (scheme === "eulerMaruyama") return eulerMovement(model, step, field);
  const { drift, noise } = conformalDynamics(model);
  return walkInField(model, step, field, {
    of: (rotation) => ({ rotation, boost: drift.boost }),
    tables: walkTables(noise, step),
    pairs: walkPairs(noise, step),
  });
}

function eulerMovement(model: SpinModel, step: number, field: Field | undefined): Movement {
  const of = (length: number): ((middle: number) => EulerCoefficients) => {
    const constant = eulerCoefficients(model, length, equivalentField(model, length));
    return field === undefined ? () => constant : (middle) => eulerCoefficients(model, length, field(middle));
  };
  const [fine, pair] = [of(step), of(2 * step)];
  return (block, steps, from) => {
    for (let k = 0; k < steps; k++) {
      moveFine(fine(from + (k + 0.5) * step), block);
      // An even number of steps has gone before, so that the four normal numbers of two steps are one block.
      if (block.coarse !== null && k % 2 === 1) moveCoarse(pair(from + k * step), block.normals, block.coarse);
    }
  };
}

function moveFine(coefficients: EulerCoefficients, block: TrajectoryBlock): void {
  const { seed, first, count, x, y, z, normals } = block;
  const four = Math.floor(block.position / 4);
  if (block.filled !== four) fillNormalAcross(seed, first, count, four, normals, new Uint32Array(4));
  block.filled = four;
  const pair = block.position % 4;
  eulerStep(coefficients, normals, pair * count, (pair + 1) * count, x, y, z, count);
  block.position += wordsPerStep.eulerMaruyama;
}

/** One step of twice the length: sums of two normal numbers over sqrt 2 are normal again. */
function moveCoarse(coefficients: EulerCoefficients, normals: Float64Array, coarse: CoarsePositions): void {
  const { x, y, z, normals: sums } = coarse;
  const two = sums.length;
  for (let i = 0; i < two; i++) sums[i] = (normals[i]! + normals[two + i]!) * Math.SQRT1_2;
  eulerStep(coefficients, sums, 0, two / 2, x, y, z, two / 2);
}
