import { InputError } from "../../core/errors.ts";
import type { SphereCertificate } from "../../diagnose/certificate/certificate.ts";
import { sphereMoments } from "../../diagnose/certificate/sphere/sphereMoments.ts";
import { type Verification, verifyCertificate } from "../../diagnose/certificate/verify/verifyCertificate.ts";
import { checkedInitialState, livesInBall } from "../../model/initialState.ts";
import { isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { type InitialInput, initialStateOf } from "../../model/startInput.ts";
import { type CostLimits, DEFAULT_COST_LIMITS } from "../choice.ts";
import { type FoundSteady, steadySubject, subjectOfInitial } from "./subject.ts";

/**
 * Whether a certificate proves what it says of the steady state of a model, or of `initial`: the state is found anew, and the certificate checked
 * by code that shares nothing with the search.
 *
 * @throws InputError where the state is in the ball, or there is none
 */
export function verifyAgainst(
  model: SpinModel,
  certificate: SphereCertificate,
  options: { readonly initial?: InitialInput; readonly limits?: Partial<CostLimits> } = {},
): Verification {
  const initial =
    options.initial === undefined ? undefined : checkedInitialState(initialStateOf(options.initial), model.spins);
  if (livesInBall(model, initial)) {
    throw new InputError({
      what: "the state is in the ball, and a certificate is about one on the sphere",
      remedy: "leave local rates out, or start in the symmetric subspace",
      value: model.local,
    });
  }
  const found: FoundSteady =
    initial === undefined
      ? steadySubject(model, { ...DEFAULT_COST_LIMITS, ...options.limits })
      : { subject: subjectOfInitial(model, initial), missing: null };
  const moments = found.subject?.moments ?? null;
  if (moments === null) {
    throw new InputError({
      what: `there is no state to check the certificate against: ${found.missing ?? "its moments are not known"}`,
      remedy: "name the state that it is about as the initial state",
      value: model.spins,
    });
  }
  const { spins, band, unknowns: multipoles, error } = moments;
  return verifyCertificate(sphereMoments({ spins, band, multipoles }, error), certificate, {
    parabolic: initial === undefined && isParabolicOnSphere(model),
  });
}
