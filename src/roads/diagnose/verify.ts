import { briefPair } from "../../core/brief.ts";
import { InputError } from "../../core/errors.ts";
import type { BallCertificate } from "../../diagnose/certificate/ball/ballCertificate.ts";
import { verifyBallCertificate } from "../../diagnose/certificate/ball/verify.ts";
import type { SphereCertificate } from "../../diagnose/certificate/certificate.ts";
import { type Verification, verifyCertificate } from "../../diagnose/certificate/verify/verifyCertificate.ts";
import type { InitialState } from "../../model/initialState.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { type CostLimits, DEFAULT_COST_LIMITS } from "../choice.ts";
import { type Certificate, knownMoments } from "./certificate.ts";
import { type Subject, steadySubject, subjectOfInitial } from "./subject.ts";

export interface VerifyRequest {
  /** As `checkedInitialState` gives it; the steady state where absent. */
  readonly initial?: InitialState;
  /** What a steady state may be predicted to take. */
  readonly limits?: Partial<CostLimits>;
}

/**
 * Whether a certificate proves what it says of the steady state of a model, or of `initial`: the state is found anew, and the certificate checked
 * by code that shares nothing with the search. The certificate is one of a state where that of the model is, on the sphere or in the ball.
 *
 * @throws InputError where there is no state to check it against, or the certificate is not well formed
 */
export function verifyAgainst(
  model: SpinModel,
  certificate: Certificate,
  { initial, limits }: VerifyRequest = {},
): Verification {
  const subject = subjectFor(model, initial, { ...DEFAULT_COST_LIMITS, ...limits });
  const steady = initial === undefined;
  if (subject.domain === "ball") {
    return inTheBall(subject, certificate as BallCertificate, steady && isParabolicInBall(model));
  }
  const moments = knownMoments(subject);
  if (moments === null) throw noState(model, "its moments are not known");
  return verifyCertificate(moments, certificate as SphereCertificate, {
    parabolic: steady && isParabolicOnSphere(model),
  });
}

function subjectFor(model: SpinModel, initial: InitialState | undefined, limits: CostLimits): Subject {
  if (initial !== undefined) return subjectOfInitial(model, initial);
  const { subject, missing } = steadySubject(model, limits);
  if (subject === null) throw noState(model, missing);
  return subject;
}

/** Rounding of the numbers that a certificate states, relative to them. */
const STATED = 1e-9;

const noState = (model: SpinModel, why: string): InputError =>
  new InputError({
    what: `there is no state to check the certificate against: ${why}`,
    remedy: "name the state that it is about as the initial state",
    value: model.spins,
  });

function inTheBall(subject: Subject, certificate: BallCertificate, parabolic: boolean): Verification {
  const nothing = { value: null, errorBound: null };
  if (certificate.outcome === "classical" && certificate.proof === "parabolic") {
    const reason = parabolic
      ? "the equation is parabolic, so that its steady P is nowhere negative"
      : "the equation is not parabolic, or the state is not its steady one";
    return { valid: parabolic, reason, ...nothing };
  }
  const rho = subject.densityMatrix();
  if (!("blocks" in rho)) return { valid: false, reason: "the state has one block alone", ...nothing };
  const { holds, ...others } = verifyBallCertificate(rho, subject.traceNorm, certificate);
  // Of points what is left over is no value of a witness.
  if (!("value" in certificate)) return { valid: holds, ...others, ...nothing };
  const allowed = certificate.errorBound + (others.errorBound ?? 0) + STATED * Math.abs(certificate.value);
  if (holds && Math.abs(others.value! - certificate.value) > allowed) {
    const reason = `the witness has the value ${briefPair(others.value!, certificate.value).join(" for this state, ")} in the certificate: it is that of another state, or was changed`;
    return { ...others, valid: false, reason };
  }
  return { valid: holds, ...others };
}
