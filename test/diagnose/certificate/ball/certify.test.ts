import { describe, expect, it } from "vitest";
import { InputError } from "../../../../src/core/errors.ts";
import type { BallCertificate } from "../../../../src/diagnose/certificate/ball/ballCertificate.ts";
import { certifyBall } from "../../../../src/diagnose/certificate/ball/certify.ts";
import { verifyBallCertificate } from "../../../../src/diagnose/certificate/ball/verify.ts";
import { errorOfState } from "../../../../src/diagnose/entanglement/requireState.ts";
import { evolveDicke } from "../../../../src/dicke/collective/evolve.ts";
import { dickeState } from "../../../../src/dicke/initialStates.ts";
import { symmetricSteadyState } from "../../../../src/dicke/symmetric/steadyState.ts";
import { spinModel } from "../../../../src/model/spinModel.ts";
import { type BlockDensityMatrix, fromSymmetricSubspace } from "../../../../src/state/blocks/blockDensity.ts";
import { mixProductStates } from "../../../../src/state/blocks/blockMultipoles.ts";
import type { Vector3 } from "../../../../src/state/moments.ts";
import { scale, sum, traceOfProduct } from "../../../reference/explicit/complexMatrix.ts";
import { hermitianEigenvalues, partialTransposeOf } from "../../../reference/explicit/partialTranspose.ts";
import { productState } from "../../../reference/explicit/spins.ts";
import { randomDensity, randomMixture } from "../../entanglement/randomDensities.ts";
import { mixedOrders } from "../../entanglement/states.ts";
import { explicitMatrix } from "../states.ts";

const ERROR = 1e-13;

const steady = (spins: number, field: number, dephasing: number, local: object): BlockDensityMatrix =>
  symmetricSteadyState(spinModel({ spins, field: [field, 0, 0], collective: { decay: 1, dephasing }, local })).density!;

const mixed = (spins: number, points: readonly Vector3[], weights: readonly number[]): BlockDensityMatrix =>
  mixProductStates(spins, Float64Array.from(points.flat()), Float64Array.from(weights));

/** A certificate of something, worked out again: the same value within both errors. */
function expectVerified(density: BlockDensityMatrix, certificate: BallCertificate): void {
  if (certificate.outcome !== "entangled" && certificate.outcome !== "not-identical-product")
    throw new Error(`the outcome is ${certificate.outcome}`);
  const { holds, value, errorBound } = verifyBallCertificate(density, ERROR, certificate);
  expect(holds).toBe(true);
  expect(Math.abs(value! - certificate.value)).toBeLessThan(errorBound! + certificate.errorBound);
}

describe("certificates in the ball", () => {
  it("of the models with local rates at N = 4: entangled, or only no mixture of identical products", () => {
    const cases = [
      { field: 0.5, dephasing: 0, local: { decay: 0.05 }, least: -0.034014 },
      { field: 0.5, dephasing: 0, local: { dephasing: 0.05 }, least: -0.0033754 },
      { field: 0.5, dephasing: 0, local: { dephasing: 0.3 }, least: null },
      { field: 0.8, dephasing: 0.1, local: { dephasing: 0.05 }, least: -1.3327e-4 },
      // Every partial transpose is positive, yet P has negative values whatever its gauge.
      { field: 1.5, dephasing: 0, local: { decay: 0.05 }, least: null },
    ];
    for (const { field, dephasing, local, least } of cases) {
      const density = steady(4, field, dephasing, local);
      const certificate = certifyBall(density, ERROR);
      expect(certificate.outcome).toBe(least === null ? "not-identical-product" : "entangled");
      expect(certificate.leastEigenvalue! + certificate.leastEigenvalueError!).toBeLessThan(0);
      if (certificate.outcome === "entangled" && least !== null) {
        expect(certificate.witness.kind).toBe("partialTranspose");
        expect(Math.abs(certificate.value - least)).toBeLessThan(Math.abs(least) * 5e-5);
      }
      expectVerified(density, certificate);
    }
  });

  it.each([5, 8, 12])("N = %i: both kinds are verified", (spins) => {
    const entangled = steady(spins, 0.5, 0, { decay: 0.05 });
    expectVerified(entangled, certifyBall(entangled, ERROR));
    const separated = steady(spins, 0.5, 0, { dephasing: 0.3 });
    const certificate = certifyBall(separated, ERROR);
    expect(certificate.outcome).toBe("not-identical-product");
    expectVerified(separated, certificate);
  });

  it("the witness of a partial transpose is one of the matrix of order 2^N", () => {
    for (let seed = 1; seed <= 6; seed++) {
      const spins = 3 + (seed % 2);
      const { points, weights } = randomMixture(8, seed);
      const pure = randomDensity(spins, 1, seed);
      const { blocks } = mixed(spins, points, weights);
      const share = (whole: Float64Array, part?: Float64Array): Float64Array =>
        whole.map((value, k) => 0.3 * value + (part === undefined ? 0 : 0.7 * part[k]!));
      const density: BlockDensityMatrix = {
        spins,
        blocks: blocks.map((block, k) => ({
          ...block,
          real: share(block.real, k === 0 ? pure.real : undefined),
          imaginary: share(block.imaginary, k === 0 ? pure.imaginary : undefined),
        })),
      };
      const explicit = sum([
        ...points.map((point, k) => scale(productState(spins, point), 0.3 * weights[k]!)),
        scale(explicitMatrix(pure), 0.7),
      ]);
      const certificate = certifyBall(density, ERROR);
      if (certificate.outcome !== "entangled" || certificate.witness.kind !== "partialTranspose")
        throw new Error(certificate.outcome);
      const least = hermitianEigenvalues(partialTransposeOf(spins, certificate.witness.cut[0], explicit))[0]!;
      expect(Math.abs(certificate.value - least)).toBeLessThan(1e-12);
      expectVerified(density, certificate);
      expect(traceOfProduct(explicit, productState(spins, [0, 0, 0]))).toBeCloseTo(2 ** -spins, 12);
    }
  });

  it("a spin squeezing inequality is a witness where partial transposes are too much work", () => {
    const density = steady(6, 0.5, 0, { decay: 0.05 });
    const certificate = certifyBall(density, ERROR, { workLimit: 1 });
    expect(certificate).toMatchObject({ outcome: "entangled", witness: { kind: "squeezing" } });
    expectVerified(density, certificate);
  });

  it("mixtures of identical product states are never said to be anything else", () => {
    for (let seed = 1; seed <= 24; seed++) {
      const spins = 2 + (seed % 4);
      const { points, weights } = randomMixture(1 + (seed % 5), seed, seed % 3 === 0 ? 1 : null);
      const { outcome } = certifyBall(mixed(spins, points, weights), ERROR);
      expect(["undecided", "classical"]).toContain(outcome);
    }
  });

  it("points and a smooth part prove a mixture of identical product states, where P is broad and where it is narrow", () => {
    for (const [spins, model] of [
      [2, { field: [0.5, 0, 0], collective: { decay: 0.2, pump: 0.2 }, local: { decay: 1, pump: 0.5, dephasing: 1 } }],
      [4, { field: [1, 0, 0], collective: { decay: 1, pump: 1 }, local: { decay: 0.1, dephasing: 0.05 } }],
    ] as const) {
      const { density } = symmetricSteadyState(spinModel({ spins, ...model }));
      const certificate = certifyBall(density!, ERROR);
      expect(certificate).toMatchObject({ outcome: "classical", proof: "points" });
      expect(certificate.leastEigenvalue).toBeGreaterThan(0);
      const verified = verifyBallCertificate(density!, ERROR, certificate);
      expect(verified.holds).toBe(true);
      expect(verified.value).toBeLessThan(1e-11);
      if (certificate.outcome !== "classical") throw new Error();
      const weights = certificate.weights!.map((weight, k) => (k === 0 ? weight + 0.01 : weight));
      expect(verifyBallCertificate(density!, ERROR, { ...certificate, weights }).holds).toBe(false);
      const negative = certificate.weights!.map((weight, k) => (k === 0 ? -weight : weight));
      expect(verifyBallCertificate(density!, ERROR, { ...certificate, weights: negative }).reason).toMatch(/weight/);
      const far = certificate.points!.map((point, k) => (k === 0 ? ([1, 1, 0] as const) : point));
      expect(verifyBallCertificate(density!, ERROR, { ...certificate, points: far }).reason).toMatch(/outside/);
      const fewer = { ...certificate, weights: certificate.weights!.subarray(1) };
      expect(() => verifyBallCertificate(density!, ERROR, fewer)).toThrow(InputError);
    }
  });

  it("separable states of spins that differ are never said to be entangled, and some to be no mixture of identical ones", () => {
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 30; seed++) {
      const density = mixedOrders(randomMixture(2 + (seed % 3), seed, 0.9).points);
      const certificate = certifyBall(density, ERROR);
      outcomes.add(certificate.outcome);
      expect(certificate.outcome).not.toBe("entangled");
      if (certificate.outcome === "not-identical-product") expectVerified(density, certificate);
    }
    expect(outcomes).toContain("not-identical-product");
  });

  it.each([8, 20])("N = %i: superradiant decay from full inversion is never said to be entangled", (spins) => {
    const model = spinModel({ spins, field: [0, 0, 0], collective: { decay: 1 } });
    const initial = dickeState(spins, spins / 2);
    const { states } = evolveDicke({ model, initial, times: spins < 10 ? [0.3, 1.5] : [1.5], keepStates: true });
    for (const density of states!) {
      const { outcome } = certifyBall(fromSymmetricSubspace(density), 1e-8, { cuts: [1, spins / 2] });
      expect(["undecided", "classical"]).toContain(outcome);
    }
  });

  it("take the parabolic argument, and say so where a witness contradicts it", () => {
    const { points, weights } = randomMixture(3, 5);
    expect(certifyBall(mixed(4, points, weights), 1e-9, { parabolic: true })).toMatchObject({
      outcome: "classical",
      proof: "parabolic",
      traceDistance: 5e-10,
    });
    const entangled = certifyBall(steady(4, 0.5, 0, { decay: 0.05 }), ERROR, { parabolic: true });
    expect(entangled).toMatchObject({ outcome: "undecided", reason: expect.stringMatching(/parabolic/) });
  });

  it("end undecided where the time is up", () => {
    const density = mixProductStates(4, Float64Array.of(0.1, 0.2, 0.3, -0.2, 0, 0.1), Float64Array.of(0.5, 0.5));
    expect(certifyBall(density, 1e-14, { seconds: 0 })).toMatchObject({
      outcome: "undecided",
      reason: expect.stringMatching(/above the limit .*; the time of 0 s was over$/),
    });
    expect(() => certifyBall(density, 1e-14, { seconds: -1 })).toThrow(/-1 seconds/);
  });

  it("claim nothing where the error of the state covers it", () => {
    const density = steady(4, 0.8, 0.1, { dephasing: 0.05 });
    expect(certifyBall(density, ERROR).outcome).toBe("entangled");
    const certificate = certifyBall(density, 0.1);
    expect(certificate.outcome).not.toBe("entangled");
    expect(verifyBallCertificate(density, 0.1, certifyBall(density, ERROR)).holds).toBe(false);
  });
});

describe("verification in the ball", () => {
  const density = steady(4, 0.5, 0, { decay: 0.05 });
  const certificate = certifyBall(density, ERROR);

  it("finds that the certificate of another state does not hold", () => {
    const { points, weights } = randomMixture(3, 5);
    const other = mixed(4, points, weights);
    expect(verifyBallCertificate(other, ERROR, certificate)).toMatchObject({ holds: false });
    const polynomial = certifyBall(steady(4, 0.5, 0, { dephasing: 0.3 }), ERROR);
    expect(verifyBallCertificate(other, ERROR, polynomial)).toMatchObject({ holds: false });
  });

  it("refuses numbers that were changed", () => {
    if (certificate.outcome !== "entangled") throw new Error(certificate.outcome);
    const { value } = certificate;
    for (const [change, reason] of [
      [{ value: 1.001 * value }, /was changed/],
      [{ value: Number.NaN }, /not below zero/],
      [{ value: -1e8, errorBound: 1e9 }, /not below zero/],
      [{ errorBound: -value }, /not below zero/],
    ] as const)
      expect(verifyBallCertificate(density, ERROR, { ...certificate, ...change })).toMatchObject({
        holds: false,
        reason: expect.stringMatching(reason),
      });
  });

  it("throws one clear error for what does not fit the state", () => {
    const larger = fromSymmetricSubspace(randomDensity(5, 1, 1));
    expect(() => verifyBallCertificate(larger, ERROR, certificate)).toThrow(InputError);
    if (certificate.outcome !== "entangled" || certificate.witness.kind !== "partialTranspose") throw new Error();
    const { vector } = certificate.witness;
    const doubled = { ...vector, real: vector.real.map((value) => 2 * value + 1) };
    const scaled = { ...certificate, witness: { ...certificate.witness, vector: doubled } };
    expect(() => verifyBallCertificate(density, ERROR, scaled)).toThrow(/length 1/);
    const axes = [
      [1, 0, 0],
      [1, 0, 0],
    ] as const;
    const skew = { ...certificate, witness: { kind: "squeezing", axes } as const };
    expect(() => verifyBallCertificate(density, ERROR, skew)).toThrow(/orthonormal/);
    const high = { kind: "square", degree: 6, coefficients: new Float64Array(20) } as const;
    const polynomial = { ...certificate, outcome: "not-identical-product", witness: high } as const;
    expect(() => verifyBallCertificate(density, ERROR, polynomial)).toThrow(/at most N = 4/);
  });

  it("checks nothing where nothing is claimed", () => {
    const { points, weights } = randomMixture(3, 5);
    const other = mixed(4, points, weights);
    const nothing = { outcome: "undecided", reason: "", traceDistance: null } as const;
    const undecided = { ...nothing, leastEigenvalue: null, leastEigenvalueError: null };
    expect(verifyBallCertificate(other, ERROR, undecided).holds).toBe(false);
    expect(verifyBallCertificate(other, ERROR, certifyBall(other, ERROR, { parabolic: true })).reason).toMatch(/model/);
  });
});

describe("what is no state", () => {
  const { points, weights } = randomMixture(3, 5);
  const density = mixed(4, points, weights);
  const claim = certifyBall(density, ERROR, { parabolic: true });
  const faulty = (change: (real: Float64Array) => void): BlockDensityMatrix => {
    const [first, ...others] = density.blocks;
    const real = first!.real.slice();
    change(real);
    return { spins: 4, blocks: [{ ...first!, real }, ...others] };
  };

  it.each<[string, BlockDensityMatrix, number, RegExp]>([
    ["NaN", faulty((real) => real.fill(Number.NaN, 3, 4)), ERROR, /an element NaN/],
    [
      "a trace of 0",
      { spins: 4, blocks: density.blocks.map((b) => ({ ...b, real: b.real.map(() => 0) })) },
      ERROR,
      /trace/,
    ],
    ["a larger trace", faulty((real) => real.set([real[0]! + 1])), ERROR, /its trace is (2|1\.9+\d); divide/],
    ["no mirror image", faulty((real) => real.set([real[1]! + 0.1], 1)), ERROR, /mirror image differ by 0\.1/],
    [
      "a negative eigenvalue",
      faulty((real) => {
        real[0]! += 1;
        real[6]! -= 1;
      }),
      ERROR,
      /an eigenvalue below -1e-10/,
    ],
    ["a negative error", density, -1, /-1 is no bound of an error/],
    ["no error", density, Number.NaN, /NaN is no bound of an error/],
  ])("is refused, by the search and by the check: %s", (_, state, error, message) => {
    for (const act of [() => certifyBall(state, error), () => verifyBallCertificate(state, error, claim)]) {
      expect(act).toThrow(InputError);
      expect(act).toThrow(message);
    }
  });

  it("counts a trace and mirror images that rounding may have moved into the error", () => {
    expect(errorOfState(density, 1e-13)).toBeLessThan(2e-13);
    expect(
      errorOfState(
        faulty((real) => real.set([real[0]! + 5e-11])),
        1e-13,
      ),
    ).toBeGreaterThan(4.9e-11);
    expect(
      errorOfState(
        faulty((real) => real.set([real[1]! + 5e-11], 1)),
        1e-13,
      ),
    ).toBeGreaterThan(4.9e-11);
  });
});
