import { fillNormalAcross } from "../../core/random.ts";
import type { Field } from "../../model/drive.ts";
import { equivalentField } from "../../model/freeTurn.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import { hasRatesAlone } from "../../model/ratesAlone.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import {
  type CoarsePositions,
  type Movement,
  type SchemeName,
  type TrajectoryBlock,
  wordsPerStep,
} from "../trajectories.ts";
import { remembered, walkInField, walkMovement } from "../walk.ts";
import { conformalDynamics, requireDiffusionOnSphere } from "./dynamics.ts";
import { eulerCoefficients, eulerStep } from "./eulerMaruyama.ts";
import { tangentEulerStep } from "./tangentEuler.ts";
import { twistOf } from "./twist.ts";
import { walkPairs, walkTables } from "./walk.ts";

/**
 * Steps of length `step` > 0, in the field of the model or in one that depends on time: that at the middle of each step. All
 * movements of one block use the same scheme.
 *
 * @throws NotParabolicError where the diffusion is not positive semidefinite on the sphere
 * @throws InputError where the model has local rates, and where D has no conformal fields and the scheme is the walk
 */
export const prepareStep = (model: SpinModel, scheme: SchemeName, step: number, field?: Field): Movement =>
  prepareSteps(model, scheme, field)(step);

/** The same for steps of several lengths. */
export function prepareSteps(
  model: SpinModel,
  scheme: SchemeName,
  field?: Field,
  moving?: MovingModel,
): (step: number) => Movement {
  if (scheme === "eulerMaruyama") return moving === undefined ? eulerMovements(model, field) : movingEuler(moving);
  if (moving !== undefined) return (step) => movingWalk(step, moving);
  const { drift, noise } = conformalDynamics(model);
  const around = twistOf(coefficientsOf(model));
  return (step) =>
    walkInField(model, step, field, {
      of: (rotation) => ({ rotation, boost: drift.boost }),
      tables: walkTables(noise, step),
      pairs: walkPairs(noise, step),
      around,
    });
}

/** Rates alone, each step with the noise at its middle. */
function movingWalk(step: number, { at }: MovingModel): Movement {
  return walkMovement(
    step,
    remembered((middle) => {
      const { drift, noise } = conformalDynamics(at(middle));
      return walkTables(noise, step)(drift);
    }),
    remembered((middle) => {
      const { drift, noise } = conformalDynamics(at(middle));
      return walkPairs(noise, step)(drift);
    }),
  );
}

/** One step of points at x, y, z with the normal numbers normals[first + i] and normals[second + i]. */
type EulerStep = (
  normals: Float64Array,
  first: number,
  second: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  count: number,
) => void;

function eulerMovements(model: SpinModel, field: Field | undefined): (step: number) => Movement {
  requireDiffusionOnSphere(model);
  const stepIn = eulerSteps(model);
  return eulerWalk((length) => {
    if (field !== undefined) return (middle) => stepIn(length, field(middle));
    const constant = stepIn(length, equivalentField(model, length));
    return () => constant;
  });
}

/** Each step with drift and diffusion at its middle. */
const movingEuler = ({ at }: MovingModel): ((step: number) => Movement) =>
  eulerWalk((length) => (middle) => {
    const model = at(middle);
    return eulerSteps(model)(length, model.field);
  });

/** @param of for the length of a step what a step with a given middle is */
function eulerWalk(of: (length: number) => (middle: number) => EulerStep): (step: number) => Movement {
  return (step) => {
    const [fine, pair] = [of(step), of(2 * step)];
    return (block, steps, from) => {
      for (let k = 0; k < steps; k++) {
        moveFine(fine(from + (k + 0.5) * step), block);
        // An even number of steps has gone before, so that the four normal numbers of two steps are one block.
        if (block.coarse !== null && k % 2 === 1) moveCoarse(pair(from + k * step), block.normals, block.coarse);
      }
    };
  };
}

function eulerSteps(model: SpinModel): (length: number, field: SpinModel["field"]) => EulerStep {
  if (hasRatesAlone(model)) {
    return (length, field) => {
      const coefficients = eulerCoefficients(model, length, field);
      return (...points) => eulerStep(coefficients, ...points);
    };
  }
  const coefficients = coefficientsOf(model);
  return (length, field) => {
    const inField = { ...coefficients, field };
    return (...points) => tangentEulerStep(inField, length, ...points);
  };
}

function moveFine(stepBy: EulerStep, block: TrajectoryBlock): void {
  const { seed, first, count, x, y, z, normals } = block;
  const four = Math.floor(block.position / 4);
  if (block.filled !== four) fillNormalAcross(seed, first, count, four, normals, new Uint32Array(4));
  block.filled = four;
  const pair = block.position % 4;
  stepBy(normals, pair * count, (pair + 1) * count, x, y, z, count);
  block.position += wordsPerStep.eulerMaruyama;
}

/** One step of twice the length: sums of two normal numbers over sqrt 2 are normal again. */
function moveCoarse(stepBy: EulerStep, normals: Float64Array, coarse: CoarsePositions): void {
  const { x, y, z, normals: sums } = coarse;
  const two = sums.length;
  for (let i = 0; i < two; i++) sums[i] = (normals[i]! + normals[two + i]!) * Math.SQRT1_2;
  stepBy(sums, 0, two / 2, x, y, z, two / 2);
}
