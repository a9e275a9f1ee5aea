import { expect, it } from "vitest";
import { climbLadder, type LadderStage } from "../../src/fem/steadyLadder.ts";

interface Fake {
  readonly moments: never;
  readonly seconds: never;
  readonly degree: number;
}

const zero = [0, 0, 0] as const;
const momentsAlone = {
  tolerance: 1e-8,
  maximumUnknowns: 100,
  leastCovariance: 1,
  purityAllowance: Number.POSITIVE_INFINITY,
  purityRequired: true,
};
const still = { central: new Float64Array(6).fill(1) };

/** Moments are right from degree 2 on; the purity's error halves from rung to rung and never suffices. */
function climb(purityRequired: boolean, degrees: readonly number[]) {
  const stage: LadderStage<Fake> = {
    name: "fake",
    rungs: degrees.map((degree) => ({ degree, band: null, compared: [{ degree: degree + 1, band: null }] })),
    unknowns: (degree) => degree,
    solve: ({ degree }) => ({ degree, moments: still as never, seconds: {} as never }),
    mayStall: false,
    mayLeave: false,
    suits: () => true,
  };
  return climbLadder<Fake>({
    stages: [stage],
    estimate: ({ degree }) => ({
      mean: degree >= 2 ? zero : [1, 0, 0],
      square: zero,
      cross: zero,
      rounding: 0,
      purity: () => 0.5 ** degree,
    }),
    tolerance: 1e-6,
    maximumUnknowns: 100,
    leastCovariance: 1,
    purityAllowance: 100,
    purityRequired,
  });
}

it("refines for the purity, and without it being required takes the best in the end", () => {
  const { reached } = climb(false, [1, 2, 3, 4]);
  expect(reached).toMatchObject({ end: "met", rung: { degree: 4 } });
  expect(reached!.errors.purity()).toBe(1 / 16);
});

it("fails for the purity where it is required, and says so", () => {
  const { reached, of } = climb(true, [1, 2, 3, 4]);
  expect(reached!.end).toBe("open");
  expect(of).toBe("the purity, divided by 100");
});

it("does not take moments that are wrong", () => {
  expect(climb(false, [1]).reached!.end).toBe("open");
});

it.each([
  ["1e-3 on the same mesh", 1e-3, "coarse"],
  ["0.1 on a finer one", 0.1, "finer"],
])("goes on from %s: the next degrees are expected to gain three digits each", (_, first, expected) => {
  const stage = (name: string, scale: number): LadderStage<Fake> => ({
    name,
    rungs: [1, 2, 3].map((k) => ({ degree: k, band: null, compared: [{ degree: k + 10, band: null }] })),
    unknowns: (degree) => degree,
    solve: ({ degree }) => ({ degree: scale * degree, moments: still as never, seconds: {} as never }),
    mayStall: false,
    mayLeave: true,
    suits: () => true,
  });
  const { reached } = climbLadder<Fake>({
    stages: [stage("coarse", 1), stage("finer", 100)],
    estimate: ({ degree }) => ({
      mean: degree >= 2 ? zero : [first, 0, 0],
      square: zero,
      cross: zero,
      rounding: 0,
      purity: () => 0,
    }),
    ...momentsAlone,
  });
  expect(reached).toMatchObject({ end: "met", stage: expected });
});

it.each([
  ["a degree more is not taken for rounding", [5, 6, 7], "met", 7],
  ["two degrees more are", [5, 7, 9], "stalled", 7],
])("an estimate that hardly falls: %s", (_, degrees, end, degree) => {
  const estimates = [1e-5, 8e-6, 1e-9];
  const stage: LadderStage<Fake> = {
    name: "fake",
    rungs: degrees.map((one) => ({ degree: one, band: null, compared: [{ degree: one + 1, band: null }] })),
    unknowns: (one) => one,
    solve: (resolution) => ({ degree: resolution.degree, moments: still as never, seconds: {} as never }),
    mayStall: true,
    mayLeave: false,
    suits: () => true,
  };
  const { reached } = climbLadder<Fake>({
    stages: [stage],
    estimate: (coarse) => ({
      mean: [estimates[degrees.indexOf(coarse.degree)]!, 0, 0],
      square: zero,
      cross: zero,
      rounding: 0,
      purity: () => 0,
    }),
    ...momentsAlone,
  });
  expect(reached).toMatchObject({ end, rung: { degree } });
});
