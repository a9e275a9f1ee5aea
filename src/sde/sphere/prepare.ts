import { InputError } from "../../core/errors.ts";
import type { PointLocator } from "../../mesh/sphere/locate.ts";
import type { Field } from "../../model/drive.ts";
import { checkedInitialState, startsInBall } from "../../model/initialState.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import { requireCollective } from "../../model/spinModel.ts";
import { type PreparedEnsemble, prepareLooks } from "../chunk.ts";
import { startSampler } from "../initialState.ts";
import { type EnsembleSpec, requireEnsembleSpec } from "../spec.ts";
import { cellCounter } from "./cells.ts";
import { requireDiffusionOnSphere } from "./dynamics.ts";
import { prepareSteps } from "./step.ts";

/**
 * Checks and prepares an ensemble. With a locator, positions are counted in the cells of its mesh; with a field in time, that
 * takes the place of the model's, and where more than the field moves, with that.
 *
 * @throws NotParabolicError where the diffusion has a negative eigenvalue on the sphere
 * @throws InputError for a model with local rates, for a start inside the ball, and for anything in the specification that is
 *   out of range
 * @throws BlochfemError where P of the initial state is not a positive density
 */
export function prepareEnsemble(
  spec: EnsembleSpec,
  locator: PointLocator | null = null,
  field?: Field,
  moving?: MovingModel,
): PreparedEnsemble {
  requireSphereEnsemble(spec, moving !== undefined);
  return {
    spec,
    start: startSampler(spec.initial, spec.model.spins),
    looks: prepareLooks(spec, field, prepareSteps(spec.model, spec.scheme, field, moving)),
    cells: locator && cellCounter(locator),
    // |r - r'|^2/4: no digit is lost for neighbours, which alone count at large N.
    distance: (x, y, z, i) => ((x[i]! - x[i + 1]!) ** 2 + (y[i]! - y[i + 1]!) ** 2 + (z[i]! - z[i + 1]!) ** 2) / 4,
  };
}

/** Throws as `prepareEnsemble` does, but for the density of the initial state, before any work. */
export function requireSphereEnsemble(spec: EnsembleSpec, isMoving = false): void {
  // Of what moves the diffusion is looked at on the way.
  if (isMoving) requireCollective(spec.model);
  else requireDiffusionOnSphere(spec.model);
  requireEnsembleSpec(spec);
  const { model, initial } = spec;
  if (!startsInBall(checkedInitialState(initial, model.spins), model.spins)) return;
  throw new InputError({
    what: "the initial state lies inside the ball, and these are trajectories on the sphere",
    remedy: "use the trajectories in the ball",
    value: initial.kind,
  });
}
