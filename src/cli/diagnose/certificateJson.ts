import type { BallCertificate } from "../../diagnose/certificate/ball/ballCertificate.ts";
import { ballCertificateToJson } from "../../diagnose/certificate/ball/ballJson.ts";
import type { SphereCertificate } from "../../diagnose/certificate/certificate.ts";
import { certificateToJson } from "../../diagnose/certificate/certificateJson.ts";
import type { Certificate } from "../../roads/diagnose/certificate.ts";

/** As JSON, of a state on the sphere or in the ball, which `domain` tells. */
export const certificateJson = (
  certificate: Certificate,
  domain: "sphere" | "ball",
): ReturnType<typeof certificateToJson> => ({
  domain,
  ...(domain === "ball"
    ? ballCertificateToJson(certificate as BallCertificate)
    : certificateToJson(certificate as SphereCertificate)),
});
