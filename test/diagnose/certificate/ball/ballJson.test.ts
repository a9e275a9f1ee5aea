import { describe, expect, it } from "vitest";
import { InputError } from "../../../../src/core/errors.ts";
import { ballCertificateFromJson, ballCertificateToJson } from "../../../../src/diagnose/certificate/ball/ballJson.ts";
import { certifyBall } from "../../../../src/diagnose/certificate/ball/certify.ts";
import { symmetricSteadyState } from "../../../../src/dicke/symmetric/steadyState.ts";
import { spinModel } from "../../../../src/model/spinModel.ts";

const MODELS = {
  entangled: { spins: 4, field: [0.5, 0, 0], collective: { decay: 1 }, local: { decay: 0.05 } },
  "not-identical-product": { spins: 4, field: [0.5, 0, 0], collective: { decay: 1 }, local: { dephasing: 0.3 } },
  classical: {
    spins: 2,
    field: [0.5, 0, 0],
    collective: { decay: 0.2, pump: 0.2 },
    local: { decay: 1, pump: 0.5, dephasing: 1 },
  },
} as const;

const certificateOf = (outcome: keyof typeof MODELS) =>
  certifyBall(symmetricSteadyState(spinModel(MODELS[outcome])).density!, 1e-13);

describe("certificates in the ball as JSON", () => {
  it.each(["entangled", "not-identical-product", "classical"] as const)("%s: come back without loss", (outcome) => {
    const certificate = certificateOf(outcome);
    expect(certificate.outcome).toBe(outcome);
    expect(ballCertificateFromJson(JSON.parse(JSON.stringify(ballCertificateToJson(certificate))))).toEqual(
      certificate,
    );
  });

  it("are refused by the name of what is wrong", () => {
    const json = ballCertificateToJson(certificateOf("entangled")) as { witness: object };
    for (const cut of [[2], [1, 2, 1], null, "2"]) {
      const wrong = { ...json, witness: { ...json.witness, cut } };
      expect(() => ballCertificateFromJson(wrong)).toThrow(InputError);
      expect(() => ballCertificateFromJson(wrong)).toThrow(/cut of the witness/);
    }
    expect(() => ballCertificateFromJson({ ...json, value: Number.NaN })).toThrow(/value of the certificate/);
    const points = ballCertificateToJson(certificateOf("classical"));
    expect(() => ballCertificateFromJson({ ...points, points: [[0, 0]] })).toThrow(/point 1/);
    expect(() => ballCertificateFromJson({ ...points, weights: [null] })).toThrow(/weights of the certificate/);
  });
});
