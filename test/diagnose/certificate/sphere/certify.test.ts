import { describe, expect, it } from "vitest";
import { InputError } from "../../../../src/core/errors.ts";
import type { SphereCertificate, UndecidedCertificate } from "../../../../src/diagnose/certificate/certificate.ts";
import { certifySphere } from "../../../../src/diagnose/certificate/sphere/certify.ts";
import { multipoleGains } from "../../../../src/diagnose/certificate/sphere/multipoleGains.ts";
import { sphereMoments } from "../../../../src/diagnose/certificate/sphere/sphereMoments.ts";
import { searchSquares } from "../../../../src/diagnose/certificate/sphere/square.ts";
import { witnessOperator } from "../../../../src/diagnose/certificate/sphere/witnessOperator.ts";
import { verifyCertificate } from "../../../../src/diagnose/certificate/verify/verifyCertificate.ts";
import { partialTransposes } from "../../../../src/diagnose/entanglement/partialTranspose.ts";
import { coherentState, dickeState } from "../../../../src/dicke/initialStates.ts";
import type { DensityMatrix } from "../../../../src/state/densityMatrix.ts";
import { hermitianEigenvalues, partialTransposeOf } from "../../../reference/explicit/partialTranspose.ts";
import { normals, randomDensity } from "../../entanglement/randomDensities.ts";
import {
  explicitMatrix,
  ghz,
  mixtureMoments,
  never,
  pureState,
  randomPoints,
  squeezed,
  steadyMoments,
  withWhiteNoise,
} from "../states.ts";

/** tr(A B) of Hermitian matrices. */
const traceOf = (a: DensityMatrix, b: DensityMatrix): number =>
  a.real.reduce((sum, value, k) => sum + value * b.real[k]! + a.imaginary[k]! * b.imaginary[k]!, 0);

function randomPure(spins: number, seed: number): DensityMatrix {
  const values = [...normals(seed, 2 * (spins + 1))];
  return pureState(values.slice(0, spins + 1), values.slice(spins + 1));
}

/** By squares alone. */
const outcomeOf = (density: DensityMatrix): SphereCertificate =>
  certifySphere(sphereMoments(density), { points: false });

describe("two spins", () => {
  it("are entangled where the partial transpose is negative (Peres and Horodecki): 500 random states", () => {
    let entangled = 0;
    for (let seed = 1; seed <= 500; seed++) {
      const density = withWhiteNoise(randomDensity(2, 1 + (seed % 3), seed), (seed % 7) / 14);
      const { outcome, leastEigenvalue } = outcomeOf(density);
      const [least] = hermitianEigenvalues(partialTransposeOf(2, 1, explicitMatrix(density)));
      // White noise has the least eigenvalue 1/6 across the cut; rounding of both is below 1e-12.
      if (Math.abs(least!) < 1e-12) continue;
      expect(outcome === "entangled").toBe(least! < 0);
      expect(Math.sign(leastEigenvalue!)).toBe(Math.sign(least!));
      if (least! < 0) entangled++;
    }
    expect(entangled).toBeGreaterThan(150);
    expect(entangled).toBeLessThan(450);
  });
});

describe("mixtures of product states", () => {
  it("are never called entangled: 200 of them, pure, of few points, on the equator, up to N = 12", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const spins = 1 + (seed % 12);
      const { points, weights } = randomPoints(seed, 1 + (Math.floor(seed / 12) % 5), seed % 3 === 0);
      const { outcome } = certifySphere(mixtureMoments(spins, points, weights), { points: false });
      expect(`${seed}: ${outcome}`).toBe(`${seed}: undecided`);
    }
  });
});

describe("entangled states", () => {
  const states: [string, DensityMatrix][] = [];
  for (const spins of [2, 3, 4, 5, 6, 9, 12]) {
    states.push([`GHZ, N = ${spins}`, ghz(spins)], [`W, N = ${spins}`, dickeState(spins, spins / 2 - 1)]);
    states.push([`Dicke, N = ${spins}`, dickeState(spins, spins / 2 - Math.floor(spins / 2))]);
    states.push([`squeezed, N = ${spins}`, squeezed(spins, 0.5 / spins)]);
    for (let seed = 1; seed <= 3; seed++) {
      states.push([`pure ${seed}, N = ${spins}`, randomPure(spins, 100 * spins + seed)]);
      states.push([`mixed ${seed}, N = ${spins}`, withWhiteNoise(randomDensity(spins, 2, 100 * spins + seed), 0.02)]);
    }
  }

  it.each(states)("are found, and the witness holds by other formulas: %s", (_, density) => {
    const { spins } = density;
    const moments = sphereMoments(density);
    const certificate = certifySphere(moments);
    if (certificate.outcome !== "entangled") throw new Error(certificate.outcome);
    const { value, errorBound, witness, visibility, leastEigenvalue } = certificate;
    expect(value + errorBound).toBeLessThan(0);
    expect(leastEigenvalue! - value).toBeLessThanOrEqual(errorBound);
    expect(verifyCertificate(moments, certificate)).toMatchObject({ valid: true });
    const operator = witnessOperator(witness, spins);
    const rounding = 1e-13 * Math.sqrt(traceOf(operator, operator));
    expect(Math.abs(traceOf(density, operator) - value)).toBeLessThan(errorBound + rounding);
    for (let seed = 1; seed <= 20; seed++) {
      const [point] = randomPoints(seed, 1, false).points;
      expect(traceOf(coherentState(spins, point!), operator)).toBeGreaterThan(-rounding);
    }
    // With that much white noise this witness has the mean zero.
    expect(Math.abs(traceOf(withWhiteNoise(density, 1 - visibility), operator))).toBeLessThan(
      2 * errorBound + 2 * rounding,
    );
    if (spins > 6) return;
    const explicit = explicitMatrix(density);
    const cuts = Array.from({ length: Math.floor(spins / 2) }, (_, k) => k + 1);
    const least = cuts.map((cut) => hermitianEigenvalues(partialTransposeOf(spins, cut, explicit))[0]!);
    expect(Math.min(...least)).toBeLessThan(-1e-6);
  });

  it.each([3, 5, 7, 4, 6])(
    "N = %i: are found wherever the partial transpose across the middle is negative",
    (spins) => {
      let negative = 0;
      for (let seed = 1; seed <= 25; seed++) {
        const share = 1 - 0.3 ** (seed % 5);
        const density = withWhiteNoise(randomDensity(spins, spins, 40 * spins + seed), share);
        const middle = partialTransposes(density).cuts.at(-1)!;
        if (Math.abs(middle.leastEigenvalue) < 1e-12) continue;
        expect(outcomeOf(density).outcome === "entangled").toBe(middle.leastEigenvalue < 0);
        if (middle.leastEigenvalue < 0) negative++;
      }
      expect(negative).toBeGreaterThan(3);
      expect(negative).toBeLessThan(25);
    },
  );
});

describe("the degree of a square", () => {
  it("lowers the least eigenvalue, whole and half-whole alike", () => {
    for (const spins of [8, 9]) {
      const moments = steadyMoments(spins, 0.5, 0.2);
      let before = 1;
      for (let degree = 1; degree <= spins; degree++) {
        const { leastEigenvalue, errorBound } = searchSquares(moments, degree, never)!;
        expect(leastEigenvalue).toBeLessThan(before + errorBound);
        before = leastEigenvalue;
      }
      expect(before).toBeLessThan(-0.5);
    }
  });

  it("may be below N where only a band is known: entangled, or nothing", () => {
    const { multipoles, error } = steadyMoments(20, 0.5, 0);
    const moments = sphereMoments({ spins: 20, band: 4, multipoles: multipoles.slice(0, 25) }, error);
    const certificate = certifySphere(moments);
    expect(certificate).toMatchObject({ outcome: "entangled", leastEigenvalue: null, witness: { degree: 4 } });
    expect(verifyCertificate(moments, certificate)).toMatchObject({ valid: true });
    const classical = steadyMoments(20, 2, 0);
    const part = { spins: 20, band: 4, multipoles: classical.multipoles.slice(0, 25) };
    const answer = certifySphere(sphereMoments(part, classical.error), { parabolic: true, points: false });
    expect(answer).toMatchObject({ outcome: "undecided", leastEigenvalue: null });
    expect((answer as UndecidedCertificate).reason).toMatch(/a band below N proves nothing else$/);
    const trace = { spins: 20, band: 0, multipoles: classical.multipoles.slice(0, 1) };
    expect(certifySphere(sphereMoments(trace), { parabolic: true })).toMatchObject({
      outcome: "undecided",
      leastEigenvalue: null,
      reason: expect.stringContaining("only the trace is known"),
    });
  });
});

describe("the ladder of proofs", () => {
  it("takes the parabolic argument where no witness is found", () => {
    const moments = steadyMoments(6, 0.5, 0.5);
    const certificate = certifySphere(moments, { parabolic: true });
    expect(certificate).toMatchObject({ outcome: "classical", proof: "parabolic" });
    expect(certificate.leastEigenvalue).toBeGreaterThan(0);
    expect(verifyCertificate(moments, certificate, { parabolic: true }).valid).toBe(true);
    expect(verifyCertificate(moments, certificate).valid).toBe(false);
  });

  it.each([
    [4, 0.5, 0.5],
    [5, 1.5, 0],
    [12, 2, 0],
  ])("goes on to points: N = %i, B = %s, k_z = %s is classical, and they add up", (spins, field, dephasing) => {
    const moments = steadyMoments(spins, field, dephasing);
    const certificate = certifySphere(moments);
    expect(certificate).toMatchObject({ outcome: "classical", proof: "points" });
    expect(certificate.leastEigenvalue).toBeGreaterThan(0);
    expect(verifyCertificate(moments, certificate)).toMatchObject({ valid: true });
    const other = steadyMoments(spins, field, dephasing + 0.3);
    expect(verifyCertificate(other, certificate)).toMatchObject({ valid: false });
  });

  it("finds by a polynomial what no square detects: positive across 2|2, negative across 1|3", () => {
    for (const [seed, rank] of [
      [4038, 3],
      [4075, 4],
      [4196, 1],
    ] as const) {
      const random = randomDensity(4, rank, seed);
      const { leastEigenvalue } = outcomeOf(random);
      // White noise until squares see nothing, and a little more.
      const state = withWhiteNoise(random, 1 - 0.999 / (1 - leastEigenvalue!));
      const cuts = partialTransposes(state).cuts;
      expect(cuts[1]!.leastEigenvalue).toBeGreaterThan(1e-6);
      expect(cuts[0]!.leastEigenvalue).toBeLessThan(-1e-4);
      const moments = sphereMoments(state);
      const certificate = certifySphere(moments);
      expect(certificate).toMatchObject({ outcome: "entangled", witness: { kind: "polynomial" } });
      expect(certificate.leastEigenvalue).toBeGreaterThan(0);
      expect(verifyCertificate(moments, certificate)).toMatchObject({ valid: true });
    }
  });

  it("does not believe a parabolic equation that a witness contradicts", () => {
    const certificate = certifySphere(steadyMoments(6, 0.5, 0), { parabolic: true });
    expect(certificate).toMatchObject({ outcome: "undecided", reason: expect.stringContaining("parabolic") });
  });

  it("ends undecided when time is up, and keeps a proof that it has", () => {
    expect(certifySphere(steadyMoments(6, 0.5, 0), { seconds: 0 })).toMatchObject({
      outcome: "undecided",
      reason: "the time of 0 s was over",
    });
  });

  it("does not begin what is predicted to take more than the time that is left", () => {
    // Of a million spins the harmonics up to 56 of two wide peaks: no square detects them, and the linear programme has 57 * 58 / 2 moments, more than a minute.
    const band = 56;
    const { multipoles } = mixtureMoments(
      band,
      [
        [0.6, 0, 0.8],
        [-0.8, 0, 0.6],
      ],
      [0.4, 0.6],
    );
    const gains = [band, 1e6].map((spins) => multipoleGains(spins, band));
    const wide = multipoles.map((value, a) => {
      const l = Math.floor(Math.sqrt(a));
      return (value * Math.exp(-0.02 * l * (l + 1)) * gains[0]![l]!) / gains[1]![l]!;
    });
    const { outcome, reason } = certifySphere(
      sphereMoments({ spins: 1e6, band, multipoles: wide }, 1e-15),
    ) as UndecidedCertificate;
    expect(`${outcome}: ${reason}`).toMatch(
      /^undecided: the linear programme of 1652 moments would take about \d+ s, and [\d.]+ s are left$/,
    );
  });

  it("calls nothing entangled that the error of the state may hide", () => {
    const { multipoles } = steadyMoments(6, 0.5, 0.4);
    const known = { spins: 6, band: 6, multipoles };
    expect(certifySphere(sphereMoments(known, 1e-9)).outcome).toBe("entangled");
    const { outcome, reason } = certifySphere(sphereMoments(known, 0.05), { points: false }) as UndecidedCertificate;
    expect(`${outcome}: ${reason}`).toMatch(/^undecided: .* leaves its sign open$/);
  });
});

describe("options that cannot be", () => {
  it.each([
    [{ degree: 0 }, /degree 0/],
    [{ degree: 5 }, /degree 5 are asked for where degrees up to 4/],
    [{ seconds: -1 }, /-1 seconds/],
    [{ seconds: Number.NaN }, /NaN seconds/],
  ])("are refused: %j", (options, message) => {
    expect(() => certifySphere(steadyMoments(4, 0.5, 0), options)).toThrow(message);
  });
});

describe("what is no state", () => {
  const density = randomDensity(4, 2, 1);
  const faulty = (change: (real: Float64Array, imaginary: Float64Array) => void): DensityMatrix => {
    const [real, imaginary] = [density.real.slice(), density.imaginary.slice()];
    change(real, imaginary);
    return { spins: 4, real, imaginary };
  };

  it.each<[string, () => unknown, RegExp]>([
    ["a trace that is not 1", () => sphereMoments(faulty((real) => real.set([9], 0))), /not normalised/],
    ["NaN", () => sphereMoments(faulty((real) => real.fill(Number.NaN, 7, 8))), /an entry NaN/],
    ["no mirror image", () => sphereMoments(faulty((_, imaginary) => imaginary.set([0.1], 1))), /not Hermitian/],
    [
      "a negative eigenvalue",
      () =>
        sphereMoments({
          spins: 1,
          real: Float64Array.of(1.01, 0, 0, -0.01),
          imaginary: new Float64Array(4),
        }),
      /no state/,
    ],
    ["a band above N", () => sphereMoments({ spins: 2, band: 3, multipoles: new Float64Array(16) }), /degree 3/],
    ["too few multipoles", () => sphereMoments({ spins: 2, band: 2, multipoles: new Float64Array(4) }), /4 multipoles/],
    ["no spins", () => sphereMoments({ spins: 0, band: 0, multipoles: Float64Array.of(1) }), /0 spins/],
    ["a negative error", () => sphereMoments(density, -1), /-1 is no bound/],
  ])("is refused: %s", (_, act, message) => {
    expect(act).toThrow(InputError);
    expect(act).toThrow(message);
  });

  it("counts a negative eigenvalue of the size of rounding into the error", () => {
    const real = Float64Array.of(1 + 3e-11, 0, 0, -3e-11);
    expect(sphereMoments({ spins: 1, real, imaginary: new Float64Array(4) }).error).toBeGreaterThan(3e-11);
    expect(sphereMoments(coherentState(1, [0, 0, 1])).error).toBeLessThan(1e-14);
  });

  it("counts what makes a matrix not Hermitian, and a purity above 1, into the error", () => {
    const rough = faulty((_, imaginary) => imaginary.fill(imaginary[5]! + 5e-11, 5, 6));
    expect(sphereMoments(rough).error).toBeGreaterThanOrEqual(4.9e-11);
    expect(sphereMoments(rough).error).toBeLessThan(1e-10);
    const [trace, length] = [1 / Math.sqrt(7), 1 + 5e-11];
    const multipoles = new Float64Array(36);
    multipoles.set([trace, Math.sqrt(length ** 2 - trace ** 2)]);
    expect(sphereMoments({ spins: 6, band: 5, multipoles }).error).toBeGreaterThan(4.9e-11);
  });
});
