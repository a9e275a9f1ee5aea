import { hasAxis } from "../../dicke/axis/axis.ts";
import { turnedStart } from "../../dicke/axis/frame.ts";
import { type InitialState, livesInBall } from "../../model/initialState.ts";
import type { ComplexVector } from "../../model/operator/linearForm.ts";
import { aroundAxis, modelAroundZ, toAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf, type Triple } from "../../model/secondOrder/coefficients.ts";
import { type Orthogonal, transposed } from "../../model/secondOrder/turn.ts";
import { turnedOperator } from "../../model/secondOrder/turnedModel.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { LightRoad } from "./road.ts";

/*
 * Light of a model in the ball whose axis is not z is found where it is: what is asked turns with the model, and the answer, made of traces, does not.
 */

/** A model turned until its axis is z. */
export interface LightFrame {
  readonly model: SpinModel;
  /** Takes the axis to z. */
  readonly rotation: Orthogonal;
}

/** null where a model has no axis or that is z, or lives on the sphere: it is asked as it stands. */
export function lightFrame(model: SpinModel): LightFrame | null {
  const axial = !hasLocalRates(model) || hasAxis(model) ? null : aroundAxis(coefficientsOf(model));
  return axial === null ? null : { model: modelAroundZ(axial), rotation: toAxis(axial.axis) };
}

/** The same of a model and the state that it begins with, where that can be turned. */
export function startFrame(
  model: SpinModel,
  initial: InitialState,
): (LightFrame & { readonly initial: InitialState }) | null {
  const axial = !livesInBall(model, initial) || hasAxis(model) ? null : aroundAxis(coefficientsOf(model));
  if (axial === null) return null;
  const rotation = toAxis(axial.axis);
  const turned = turnedStart(initial, rotation, model.spins);
  return turned === null ? null : { model: modelAroundZ(axial), rotation, initial: turned };
}

/** The answer as one of the model that was asked about. */
export function answerInFrame<Answer extends LightRoad>(
  found: Answer,
  model: SpinModel,
  { rotation }: LightFrame,
): Answer {
  const [, , direction] = rotation as readonly [Triple, Triple, Triple];
  const axis = direction.map((value) => Number(value.toPrecision(6))).join(", ");
  return { ...found, model, reason: `around the axis (${axis}) of the model: ${found.reason}` };
}

/** Unit vectors x, y, z of the model as it was asked about. */
export const axesInFrame = ({ rotation }: LightFrame): readonly ComplexVector[] =>
  transposed(rotation).map((re) => ({ re, im: [0, 0, 0] }));

/** @param ask is handed the model and the operator of the channel */
export function aroundItsAxis<Answer extends LightRoad>(
  model: SpinModel,
  operator: ComplexVector,
  ask: (model: SpinModel, operator: ComplexVector) => Answer,
): Answer {
  const frame = lightFrame(model);
  if (frame === null) return ask(model, operator);
  return answerInFrame(ask(frame.model, turnedOperator(operator, frame.rotation)), model, frame);
}
