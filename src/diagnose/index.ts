/** Whether a state is a mixture of product states or entangled, with certificates that can be checked, and measures of entanglement. */

// A state in the symmetric subspace, and the question.
export { sphereMoments, type KnownMultipoles } from "./certificate/sphere/sphereMoments.ts";
export { certifySphere, type CertifyOptions } from "./certificate/sphere/certify.ts";
export { searchSquares, type SquareSearch } from "./certificate/sphere/square.ts";

// Points and linear programmes.
export { pointCertificate, type PointOptions } from "./certificate/points/pointCertificate.ts";
export type { PointVerdict } from "./certificate/points/verdict.ts";
export {
  leastNegativeMass,
  type NegativeMass,
  type NegativeMassOptions,
} from "./certificate/points/leastNegativeMass.ts";

// Answers.
export type {
  ClassicalCertificate,
  EntangledCertificate,
  Judged,
  SphereCertificate,
  SphereMoments,
  UndecidedCertificate,
  Witness,
} from "./certificate/certificate.ts";

// Its check by other formulas, and its form in files.
export { verifyCertificate, type Verification, type VerifyOptions } from "./certificate/verify/verifyCertificate.ts";
export { certificateFromJson, certificateToJson, type JsonValue } from "./certificate/certificateJson.ts";

// A witness as an observable.
export { witnessOperator } from "./certificate/sphere/witnessOperator.ts";

// Entanglement that experimentalists quote, with bounds of its errors.
export {
  entanglement,
  type CutQuantity,
  type Detects,
  type Entanglement,
  type EntanglementEvidence,
  type EntanglementOptions,
  type EntanglementQuantity,
  type FisherQuantity,
  type InequalityQuantity,
} from "./entanglement/entanglement.ts";
export {
  partialTransposes,
  type CutNegativity,
  type PartialTransposeOptions,
  type PartialTransposes,
  type TransposeVector,
} from "./entanglement/partialTranspose.ts";
export { quantumFisherInformation, type FisherInformation, type FisherOptions } from "./entanglement/fisher.ts";
export { provenDepth } from "./entanglement/depth.ts";
export type { SqueezingInequality } from "./entanglement/squeezingInequalities.ts";
export type { MomentErrors } from "./entanglement/pairCorrelations.ts";
export type { AnyDensity } from "./entanglement/blocksOf.ts";

// States of all total spins: entangled, a mixture of identical product states, or no such mixture.
export { certifyBall, type BallCertifyOptions } from "./certificate/ball/certify.ts";
export { ballCertificateFromJson, ballCertificateToJson } from "./certificate/ball/ballJson.ts";
export { verifyBallCertificate, type BallVerification } from "./certificate/ball/verify.ts";
export { evaluateBallBasis } from "./certificate/ball/ballBasis.ts";
export type {
  BallCertificate,
  BallPolynomial,
  ClassicalInBall,
  EntangledInBall,
  JudgedInBall,
  NotIdenticalProduct,
  SqueezingWitness,
  TransposeWitness,
  UndecidedInBall,
} from "./certificate/ball/ballCertificate.ts";

// A function on the sphere.
export type { SphereValues } from "./levelSet/negativeSet.ts";
