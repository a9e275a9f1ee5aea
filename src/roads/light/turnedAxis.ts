import { hasAxis } from "../../dicke/axis/axis.ts";
import type { ComplexVector } from "../../model/operator/linearForm.ts";
import { aroundAxis, modelAroundZ, toAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import { turnedVector } from "../../model/secondOrder/turn.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { LightRoad } from "./road.ts";

/**
 * Light of a model in the ball whose axis is not z, found where it is: what is asked turns with the model, and the answer, made of traces, does not. Others are asked as they stand.
 *
 * @param ask is handed the model and the operator of the channel
 */
export function aroundItsAxis<Answer extends LightRoad>(
  model: SpinModel,
  operator: ComplexVector,
  ask: (model: SpinModel, operator: ComplexVector) => Answer,
): Answer {
  const axial = !hasLocalRates(model) || hasAxis(model) ? null : aroundAxis(coefficientsOf(model));
  if (axial === null) return ask(model, operator);
  const rotation = toAxis(axial.axis);
  const found = ask(modelAroundZ(axial), {
    re: turnedVector(operator.re, rotation),
    im: turnedVector(operator.im, rotation),
  });
  const axis = axial.axis.map((value) => Number(value.toPrecision(6))).join(", ");
  return { ...found, model, reason: `around the axis (${axis}) of the model: ${found.reason}` };
}
