import { describe, expect, it } from "vitest";
import { InputError } from "../../../../src/core/errors.ts";
import type {
  ClassicalCertificate,
  EntangledCertificate,
  SphereCertificate,
} from "../../../../src/diagnose/certificate/certificate.ts";
import { certificateFromJson, certificateToJson } from "../../../../src/diagnose/certificate/certificateJson.ts";
import { multipoleGains } from "../../../../src/diagnose/certificate/sphere/multipoleGains.ts";
import { searchSquares } from "../../../../src/diagnose/certificate/sphere/square.ts";
import { squareCoefficientCount } from "../../../../src/diagnose/certificate/sphere/squareBasis.ts";
import { squareMultipoles } from "../../../../src/diagnose/certificate/sphere/squareMultipoles.ts";
import { leastValueBelow } from "../../../../src/diagnose/certificate/verify/leastValue.ts";
import { addUpPoints } from "../../../../src/diagnose/certificate/verify/mixture.ts";
import { expandSquare } from "../../../../src/diagnose/certificate/verify/squareExpansion.ts";
import { verifyCertificate } from "../../../../src/diagnose/certificate/verify/verifyCertificate.ts";
import type { Vector3 } from "../../../../src/state/moments.ts";
import { normals } from "../../entanglement/randomDensities.ts";
import { mixtureMoments, never, randomPoints, steadyMoments } from "../states.ts";

function entangledAt(spins: number, degree = spins): EntangledCertificate {
  const { leastEigenvalue, entangled } = searchSquares(steadyMoments(spins, 0.5, 0.2), degree, never)!;
  return { outcome: "entangled", leastEigenvalue, ...entangled! };
}

describe("a square witness", () => {
  it.each([1, 2, 3, 4, 7, 8, 15, 16])("of degree %i has the same multipoles by its values as by coupling", (degree) => {
    const coefficients = normals(degree, squareCoefficientCount(degree));
    const { coefficients: found, errors } = expandSquare({ kind: "square", degree, coefficients });
    const spins = degree + 3;
    const { values, errors: couplingErrors } = squareMultipoles(spins, degree, coefficients);
    const gains = multipoleGains(spins, degree);
    for (let l = 0; l <= degree; l++) {
      // int P T = sum y_a u_a / sqrt(g_l).
      const gain = gains[l]! * Math.sqrt(2 * l + 1);
      for (let a = l * l; a < (l + 1) ** 2; a++) {
        expect(Math.abs(values[a]! / gain - found[a]!)).toBeLessThan(errors[l]! + couplingErrors[a]! / gain);
        expect(errors[l]).toBeLessThan(1e-12 * (degree + 1) * coefficients.reduce((sum, c) => sum + c * c, 1));
      }
    }
  });

  it.each([
    [2, 2],
    [3, 3],
    [5, 4],
    [8, 8],
    [12, 7],
    [13, 13],
    [20, 20],
  ])("N = %i, degree %i: is accepted, with the value it was found with", (spins, degree) => {
    const certificate = entangledAt(spins, degree);
    const { valid, value, errorBound } = verifyCertificate(steadyMoments(spins, 0.5, 0.2), certificate);
    expect(valid).toBe(true);
    expect(Math.abs(value! - certificate.value)).toBeLessThan(errorBound! + certificate.errorBound);
    expect(errorBound).toBeLessThan(1e-3 * Math.abs(value!));
  });

  const changed = (change: Partial<EntangledCertificate>): EntangledCertificate => ({ ...entangledAt(5), ...change });
  const withCoefficients = (coefficients: Float64Array, degree = 5): EntangledCertificate =>
    changed({ witness: { kind: "square", degree, coefficients } });
  const { coefficients } = entangledAt(5).witness;

  it.each<[string, EntangledCertificate, RegExp]>([
    ["another value", changed({ value: 1.001 * entangledAt(5).value }), /another state, or was changed/],
    ["a value without sign", changed({ value: Number.NaN }), /states the value NaN/],
    ["an error that lets any value pass", changed({ value: -1e6, errorBound: 1e9 }), /states .* not below zero/],
    ["an error of the size of its value", changed({ errorBound: -entangledAt(5).value }), /not below zero/],
    ["an endless error", changed({ errorBound: Number.POSITIVE_INFINITY }), /not below zero/],
    ["a better visibility", changed({ visibility: 0.5 * entangledAt(5).visibility }), /the visibility is/],
    ["another function", withCoefficients(coefficients.map((c, k) => (k === 3 ? c + 0.01 : c))), /another state/],
    ["no function", withCoefficients(coefficients.map(() => 0)), /mean of the witness is not positive/],
    ["NaN", withCoefficients(coefficients.map((c, k) => (k === 3 ? Number.NaN : c))), /no number/],
    ["too few coefficients", withCoefficients(coefficients.slice(2)), /22 coefficients, not 24/],
    ["a degree above N", withCoefficients(coefficients, 7), /degree 7, above N = 5/],
    ["half a degree", withCoefficients(coefficients, 2.5), /degree 2\.5 detects nothing/],
    [
      "the certificate of more dephasing",
      { ...entangledAt(5), ...searchSquares(steadyMoments(5, 0.5, 0.3), 5, never)!.entangled },
      /another state/,
    ],
  ])("is refused with %s", (_, certificate, reason) => {
    const answer = verifyCertificate(steadyMoments(5, 0.5, 0.2), certificate);
    expect(answer).toMatchObject({ valid: false, reason: expect.stringMatching(reason) });
  });

  it.each([1e-200, -3, 1e200])("is accepted with another scale, %s", (scale) => {
    const scaled = withCoefficients(coefficients.map((c) => scale * c));
    expect(verifyCertificate(steadyMoments(5, 0.5, 0.2), scaled)).toMatchObject({ valid: true });
  });

  it("is refused where the error of the state may hide what it says", () => {
    const moments = { ...steadyMoments(5, 0.5, 0.2), error: 0.1, degreeErrors: new Float64Array(6).fill(0.1) };
    expect(verifyCertificate(moments, entangledAt(5))).toMatchObject({ valid: false });
  });

  it("is refused where its degrees are not known", () => {
    const { multipoles, error } = steadyMoments(5, 0.5, 0.2);
    const moments = { spins: 5, band: 4, multipoles: multipoles.slice(0, 25), error };
    expect(verifyCertificate(moments, entangledAt(5)).reason).toMatch(/up to 4 are known/);
    expect(verifyCertificate(moments, entangledAt(5, 4)).valid).toBe(true);
  });
});

describe("the least value over the sphere", () => {
  it.each([
    [1, 0, -Math.sqrt(3)],
    [2, 0, -Math.sqrt(5) / 2],
    [2, 4, -Math.sqrt(15) / 2],
    [3, 0, -Math.sqrt(7)],
    [4, 0, -9 / 7],
  ])("of the harmonic of degree %i, place %i in it, is bounded from below and closely", (degree, place, least) => {
    const coefficients = new Float64Array((degree + 1) ** 2);
    coefficients[degree * degree + place] = 1;
    const bound = leastValueBelow({ degree, coefficients, errors: new Float64Array(degree + 1) }, 1e-4);
    expect(bound).toBeLessThan(least + 1e-5);
    expect(bound).toBeGreaterThan(least - 2e-4);
  });

  it("of a square, zero along curves, is not below zero by more than the tolerance", () => {
    const bound = leastValueBelow(expandSquare(entangledAt(6).witness), 0.05);
    expect(bound).toBeLessThan(1e-9);
    expect(bound).toBeGreaterThan(-0.05 - 1e-9);
  });
});

describe("a witness that is no square", () => {
  const square = entangledAt(6);
  const expansion = expandSquare(square.witness).coefficients;
  const shifted = (by: number): EntangledCertificate => {
    const coefficients = expansion.map((y, a) => (a === 0 ? y - by : y) / (1 - by));
    const value = (square.value - by) / (1 - by);
    return { ...square, value, visibility: 1 / (1 - value), witness: { kind: "polynomial", degree: 6, coefficients } };
  };

  it("is accepted where it is not negative, or so little that its value outweighs it", () => {
    const moments = steadyMoments(6, 0.5, 0.2);
    expect(verifyCertificate(moments, shifted(-1e-3))).toMatchObject({ valid: true });
    expect(verifyCertificate(moments, shifted(0))).toMatchObject({ valid: true });
  });

  it("is checked in any scale that numbers have", () => {
    const moments = steadyMoments(6, 0.5, 0.2);
    for (const scale of [1e-200, 1e200]) {
      const { witness, ...rest } = shifted(0);
      const scaled = { ...witness, coefficients: witness.coefficients.map((y) => scale * y) };
      expect(verifyCertificate(moments, { ...rest, witness: scaled })).toMatchObject({ valid: true });
    }
  });

  it("is refused where it goes below zero by more than its value", () => {
    // White noise shifted so far would be detected.
    const classical = steadyMoments(6, 0.5, 0.5);
    const by = 0.5;
    const coefficients = expansion.map((y, a) => (a === 0 ? y - by : y) / (1 - by));
    const gains = multipoleGains(6, 6);
    const value = coefficients.reduce((sum, y, a) => {
      const l = Math.floor(Math.sqrt(a));
      return sum + y * gains[l]! * Math.sqrt(2 * l + 1) * classical.multipoles[a]!;
    }, 0);
    expect(value).toBeLessThan(-0.5);
    const certificate: EntangledCertificate = {
      outcome: "entangled",
      leastEigenvalue: null,
      witness: { kind: "polynomial", degree: 6, coefficients },
      value,
      errorBound: 1e-12,
      visibility: 1 / (1 - value),
    };
    expect(verifyCertificate(classical, certificate)).toMatchObject({
      valid: false,
      reason: expect.stringMatching(/does not outweigh/),
    });
  });
});

describe("points", () => {
  const spins = 6;
  const { points, weights } = randomPoints(7, 4, false);
  /** Half white noise, half points. */
  const half = (() => {
    const { multipoles, error } = mixtureMoments(spins, points, weights);
    const mixed = multipoles.map((value, a) => (a === 0 ? value : value / 2));
    return { spins, band: spins, multipoles: mixed, error };
  })();
  const certificate: ClassicalCertificate = {
    outcome: "classical",
    proof: "points",
    leastEigenvalue: null,
    points,
    weights: Float64Array.from(weights, (weight) => weight / 2),
    uniformPart: 0.5,
    residual: 0,
    traceDistance: 1e-12,
  };

  it("are accepted where white noise outweighs what they leave", () => {
    expect(verifyCertificate(half, certificate)).toMatchObject({ valid: true });
    const rough = {
      ...certificate,
      weights: certificate.weights!.map((weight) => weight + 1e-4),
      residual: 1e-3,
      traceDistance: 0.01,
    };
    expect(verifyCertificate(half, rough)).toMatchObject({ valid: true });
  });

  it.each<[string, Partial<ClassicalCertificate>, RegExp]>([
    ["too little said of the distance", { weights: certificate.weights!.map((w) => w + 1e-4) }, /trace distance/],
    ["other weights", { weights: Float64Array.of(0.5, 0, 0, 0) }, /another state/],
    ["a negative weight", { weights: Float64Array.of(0.7, -0.2, 0, 0) }, /a weight is -0\.2/],
    ["a weight without a point", { weights: Float64Array.of(0.5) }, /4 points have 1 weights/],
    ["a point off the sphere", { points: [[0, 0, 1.1], ...points.slice(1)] }, /not on the sphere/],
    ["no white noise", { uniformPart: 0 }, /another state/],
    [
      "too little said of what they leave",
      { weights: certificate.weights!.map((w) => w + 1e-4), traceDistance: 0.01, residual: 1e-6 },
      /of the multipoles, not 1e-6/,
    ],
  ])("are refused with %s", (_, change, reason) => {
    expect(verifyCertificate(half, { ...certificate, ...change })).toMatchObject({
      valid: false,
      reason: expect.stringMatching(reason),
    });
  });

  it("are taken as directions, and rounding may outweigh white noise that is not more than it", () => {
    const longer = certificate.points!.map((point) => point.map((x) => x * (1 + 4e-13)) as unknown as Vector3);
    const scaled = addUpPoints(half, { ...certificate, points: longer });
    expect(scaled.residual).toBeLessThan(1e-14);
    const { reach } = addUpPoints({ ...half, error: 0 }, certificate);
    // The functions alone: N + 1 steps of a recursion.
    expect(reach).toBeGreaterThan(spins * Number.EPSILON);
    expect(reach).toBeLessThan(1e-11);
  });

  it("say nothing of a state of which a band is known", () => {
    const part = { ...half, band: 4, multipoles: half.multipoles.slice(0, 25) };
    expect(verifyCertificate(part, certificate).reason).toMatch(/do not tell that a state is classical/);
  });
});

describe("a certificate as a file", () => {
  const certificates: [string, SphereCertificate][] = [
    ["entangled", entangledAt(5)],
    [
      "points",
      {
        outcome: "classical",
        proof: "points",
        leastEigenvalue: 0.1,
        leastEigenvalueError: 1e-12,
        points: [[0, 0, 1]],
        weights: Float64Array.of(0.5),
        uniformPart: 0.5,
        residual: 1e-14,
        traceDistance: 1e-13,
      },
    ],
    ["parabolic", { outcome: "classical", proof: "parabolic", leastEigenvalue: null, traceDistance: 0 }],
    ["undecided", { outcome: "undecided", reason: "r", leastEigenvalue: 0, bounds: [0, 1], traceDistance: null }],
  ];

  it.each(certificates)("comes back as it was: %s", (_, certificate) => {
    expect(certificateFromJson(JSON.parse(JSON.stringify(certificateToJson(certificate))))).toEqual(certificate);
  });

  it("that is undecided proves nothing", () => {
    expect(verifyCertificate(steadyMoments(2, 0.5, 0), certificates[3]![1])).toMatchObject({ valid: false });
  });

  const plain = certificateToJson(entangledAt(2));
  it.each<[string, unknown, RegExp]>([
    ["a list", [], /has to be an object/],
    ["another outcome", { ...plain, outcome: "likely" }, /outcome of the certificate .* is likely/],
    ["no witness", { ...plain, witness: undefined }, /the witness has to be an object, and is missing/],
    ["a value in words", { ...plain, value: "-1" }, /value of the certificate has to be a finite number/],
    ["a hole", { ...plain, witness: { kind: "square", degree: 2, coefficients: [1, null] } }, /list of finite numbers/],
    ["no eigenvalue", { ...plain, leastEigenvalue: undefined }, /finite number or null, and is missing/],
    [
      "a flat point",
      { ...certificateToJson(certificates[1]![1]), points: [[0, 1]] },
      /point 1 of the certificate has to be three numbers/,
    ],
    ["no reason", { ...certificateToJson(certificates[3]![1]), reason: 3 }, /reason of the certificate/],
    ["three bounds", { ...certificateToJson(certificates[3]![1]), bounds: [0, 1, 2] }, /two numbers, and is 3/],
  ])("is refused with %s", (_, json, message) => {
    expect(() => certificateFromJson(json)).toThrow(InputError);
    expect(() => certificateFromJson(json)).toThrow(message);
  });
});
