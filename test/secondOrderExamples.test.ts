import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Problem, parseProblemFile } from "../src/io/modelFile.ts";
import { evolve } from "../src/roads/evolve.ts";
import type { Steady } from "../src/roads/steady/answer.ts";
import { steady } from "../src/roads/steady.ts";
import type { SpinMoments } from "../src/state/moments.ts";
import { generalModels } from "./reference/general.ts";
import { puriLawande } from "./reference/puriLawande.ts";

const TOLERANCE = 1e-10;

/** What the two exact methods promise. */
const METHODS = ["harmonic", "dicke"] as const;

const problem = (example: string): Promise<Problem> =>
  parseProblemFile(readFileSync(new URL(`../examples/${example}.yaml`, import.meta.url), "utf8"), example);

const steadyOf = async (example: string, method: "harmonic" | "dicke"): Promise<Steady> =>
  steady((await problem(example)).model, { method });

type Exact = SpinMoments & { readonly purity?: number };

function expectMoments(found: Exact, exact: Exact): void {
  const pairs = (["mean", "square", "cross"] as const).flatMap((name) =>
    found[name].map((value, k) => [value, exact[name][k]!] as const),
  );
  for (const [value, wanted] of pairs) expect(Math.abs(value - wanted)).toBeLessThan(TOLERANCE);
  if (exact.purity !== undefined) expect(Math.abs(found.purity! - exact.purity)).toBeLessThan(TOLERANCE);
}

/**
 * One-axis twisting by chi with collective dephasing k from all spins along x: the interaction turns rho_m,m+1 by chi t (2m + 1)/N, and sums over
 * binomial weights are powers of cosines (Kitagawa and Ueda, 1993).
 */
function twisted(spins: number, chi: number, dephasing: number, time: number): SpinMoments {
  const angle = (chi * time) / spins;
  const damping = (difference: number) => Math.exp((-dephasing * difference ** 2 * time) / spins);
  const pair = 1 - 1 / spins;
  const mean = Math.cos(angle) ** (spins - 1) * damping(1);
  // 4 Re<J_+^2>/N^2
  const second = pair * Math.cos(2 * angle) ** (spins - 2) * damping(2);
  const across = 1 + 2 / spins - 1 / spins;
  const cross = pair * Math.cos(angle) ** (spins - 2) * Math.sin(angle) * damping(1);
  return {
    mean: [mean, 0, 0],
    square: [(across + second) / 2, (across - second) / 2, 1 / spins],
    cross: [0, 0, cross],
  };
}

/** The state that J_x + i zeta J_y takes to 0, N even: exp(theta J_z) |J_x = 0> with tanh theta = zeta. */
function darkState(spins: number, zeta: number): Exact {
  const half = spins / 2;
  const ratio = (1 + zeta) / (1 - zeta);
  let weight = 1;
  let [norm, z, zz] = [1, half, half * half];
  // |<m|J_x = 0>|^2 from one m to the next that does not vanish, and exp(2 theta m) = ratio^m.
  for (let m = half - 2; m >= -half; m -= 2) {
    weight *= ((half + m + 2) * (half - m - 1)) / ((half + m + 1) * (half - m)) / ratio ** 2;
    norm += weight;
    z += weight * m;
    zz += weight * m * m;
  }
  const mean = (2 * z) / (spins * norm);
  const square = (4 * zz) / (spins ** 2 * norm);
  // <J_x^2> = zeta^2 <J_y^2>, and the three add up to N/2 (N/2 + 1).
  const y = (1 + 2 / spins - square) / (1 + zeta * zeta);
  return { mean: [0, 0, mean], square: [zeta * zeta * y, y, square], cross: [0, 0, 0], purity: 1 };
}

describe.each(METHODS)("examples of the second-order class by %s", (method) => {
  it("pulsedTwisting.yaml does what constant coefficients do with the same integrals", async () => {
    const { model, initial, drive } = await problem("pulsedTwisting");
    const found = evolve(model, {
      initial: initial!,
      field: drive!,
      times: [1, 2, 3],
      method,
      tolerance: TOLERANCE,
    }).result();
    // Half of the pulse is over at t = 1, all of it at t = 2.
    for (const [k, time] of [3, 6, 6].entries())
      expectMoments(found.observables[k]!, twisted(model.spins, 1, 0.02, time));
  });

  it("oneAxisTwisting.yaml twists as Kitagawa and Ueda say, and squeezes", async () => {
    const { model, initial } = await problem("oneAxisTwisting");
    const times = [0, 3, 6];
    const found = evolve(model, { method, initial: initial!, times }).result();
    for (const [k, time] of times.entries()) expectMoments(found.observables[k]!, twisted(100, 1, 0.02, time));
    expect(found.observables[2]!.squeezing.kitagawaUeda).toBeLessThan(0.2);
  });

  it("lipkinMeshkovGlick.yaml has the exact moments", async () => {
    const { observables, model } = await steadyOf("lipkinMeshkovGlick", method);
    const { model: known, steady: exact } = generalModels[1]!;
    expect(model).toEqual(known);
    expectMoments(observables, exact!);
  });

  it("squeezedReservoir.yaml ends in the pure state that its jump takes to 0", async () => {
    const { observables, model } = await steadyOf("squeezedReservoir", method);
    expect(model.collective.jumps).toEqual([{ rate: 1, operator: { re: [1, 0, 0], im: [0, 0.6, 0] } }]);
    expectMoments(observables, darkState(30, 0.6));
  });

  it("coherentlyRadiating.yaml has the closed form of Puri and Lawande, and is squeezed", async () => {
    const { observables, model } = await steadyOf("coherentlyRadiating", method);
    expectMoments(observables, puriLawande(model.spins, [0.6, 0]));
    expect(Math.abs(observables.squeezing.kitagawaUeda! - 0.799842)).toBeLessThan(1e-6);
  });

  it("feedback.yaml squeezes J_z whatever is read", async () => {
    const { observables } = await steadyOf("feedback", method);
    // By a null vector of the Liouvillian in the spin-N/2 space, outside this project, right to about 1e-12.
    expectMoments(observables, {
      mean: [0.5486222846969558, 0, 0],
      square: [0.5328555536032193, 0.5328555536032195, 0.03428889279356044],
      cross: [0, 0, 0],
      purity: 0.38416312503569117,
    });
    expect(Math.abs(observables.squeezing.kitagawaUeda! - 0.6857778558712089)).toBeLessThan(1e-9);
  });
});
