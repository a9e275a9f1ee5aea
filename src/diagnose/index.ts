/** Whether a state is a mixture of product states, with certificates that can be checked. */

// A state in the symmetric subspace, and the question.
export { sphereMoments, type KnownMultipoles } from "./certificate/sphere/sphereMoments.ts";
export { certifySphere, type CertifyOptions, type PointProofOptions } from "./certificate/sphere/certify.ts";
export { searchSquares, type SquareSearch } from "./certificate/sphere/square.ts";

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

// A witness as an observable.
export { witnessOperator } from "./certificate/sphere/witnessOperator.ts";
