import { type SpinModel, spinModel } from "blochfem";
import { ballSteadyState, evolveDensity, steadyState } from "blochfem/fem";
import { hasLocalRates } from "blochfem/model";
import type { Evolution, EvolutionRequest } from "blochfem/state";
import { describe, expect, it } from "vitest";
import { evolveByDicke, evolveByHarmonics } from "../src/roads/evolve/byDomain.ts";
import { steadyByDicke, steadyByHarmonics } from "../src/roads/steady/byDomain.ts";
import { type Answer, answerOf, expectPromisesKept, expectUseful, type Ratio, ratioOf } from "./calibration.ts";
import { thermal } from "./fem/thermal.ts";
import { type ExactModel, exactModels } from "./reference/exact.ts";
import { extremeModels } from "./reference/extreme.ts";
import { puriLawande } from "./reference/puriLawande.ts";

/*
 * An estimate is a promise, and is to say something: error over estimate at most 1, its median above 1e-3. All constants in the estimates are there for this:
 * a change of one that breaks the promise, or makes estimates useless, shows here. calibration.slow.test.ts has all models on all roads.
 */

const seen: Ratio[] = [];

function expectKept(ratios: readonly Ratio[]): void {
  seen.push(...ratios);
  expectPromisesKept(ratios);
}

type Solve = (model: SpinModel) => Answer;

const steadyRatios = (solve: Solve, models: readonly { model: SpinModel; steady: Parameters<typeof ratioOf>[2] }[]) =>
  models.flatMap(({ model, steady }, k): Ratio[] => {
    const answer = answerOf(() => solve(model));
    return answer === null ? [] : [ratioOf(`model ${k}: ${JSON.stringify(model)}`, answer, steady)];
  });

const decaying = [3, 10, 20, 40].flatMap((spins) =>
  [0.4, 0.9, 1, 1.6].map((field) => ({
    model: spinModel({ spins, field: [field, 0, 0], collective: { decay: 1 } }),
    steady: puriLawande(spins, [field, 0]),
  })),
);

const collective = extremeModels.filter(({ model }) => !hasLocalRates(model));
const local = extremeModels.filter(({ model }) => hasLocalRates(model));

describe("error over estimate of steady states", () => {
  it.each([
    ["harmonic", steadyByHarmonics],
    ["dicke", steadyByDicke],
  ] as const)("%s, on the sphere", (_, solve) => {
    expectKept(steadyRatios(solve, [...collective, ...decaying]));
  });

  it.each([
    ["harmonic", steadyByHarmonics],
    ["dicke", steadyByDicke],
  ] as const)("%s, in the ball", (_, solve) => {
    expectKept(steadyRatios(solve, local));
  });

  it("finite elements on the sphere, in bands and without", () => {
    const spread = collective.filter((_, k) => k % 12 === 3);
    const thermals = [2, 30].map((spins) => {
      const { model, moments, purity } = thermal(spins, 0.5, 0.2, 0.3);
      return { model, steady: { ...moments, purity } };
    });
    const fast = {
      model: spinModel({ spins: 7, field: [4e5, -3e5, 8e5], collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 } }),
      steady: steadyByDicke(
        spinModel({ spins: 7, field: [4e5, -3e5, 8e5], collective: { dephasing: 0.6, pump: 0.3, decay: 0.9 } }),
      ).observables,
    };
    expectKept(steadyRatios(steadyState, [...spread, ...thermals, fast, ...decaying.filter((_, k) => k % 3 === 0)]));
  }, 120_000);

  it("finite elements on the coarsest mesh, where degrees 3 and 4 err alike", () => {
    // Transport 1e5 to 1e6 times diffusion; a tolerance just above twice the difference of the two degrees is what they would mislead.
    const models = [
      spinModel({ spins: 1, field: [-1.27e7, -4.67e6, 4.66e6], collective: { dephasing: 1.3, pump: 3.9, decay: 4.9 } }),
      spinModel({ spins: 1, field: [4.9e5, -4.8e5, -4.1e4], collective: { dephasing: 4, pump: 1.1, decay: 3.9 } }),
    ].map((model) => ({ model, steady: steadyByDicke(model).observables }));
    for (const tolerance of [1e-5, 3e-6, 1e-6, 3e-7, 1e-7]) {
      expectKept(steadyRatios((model) => steadyState(model, { tolerance }), models));
    }
  }, 120_000);

  it("finite elements in the ball", () => {
    expectKept(
      steadyRatios(
        ballSteadyState,
        local.filter((_, k) => k % 12 === 3),
      ),
    );
  }, 120_000);
});

type Evolve = (request: EvolutionRequest) => Evolution;

function timeRatios(evolve: Evolve, { name, model, evolution }: ExactModel): Ratio[] {
  if (evolution === undefined) return [];
  const times = evolution.at.map(({ time }) => time);
  const { observables, errorEstimate } = evolve({
    model,
    initial: { kind: "coherent", direction: evolution.initial },
    times,
  });
  return evolution.at.map((exact, k) => {
    const answer = { observables: observables[k]!, errorEstimate: errorEstimate[k]! };
    return ratioOf(`${name} at t = ${exact.time}`, answer, exact);
  });
}

describe("error over estimate in time", () => {
  const small = exactModels.filter(({ model }) => model.spins <= 10);

  it.each([
    ["harmonic", evolveByHarmonics],
    ["dicke", evolveByDicke],
  ] as const)("%s", (_, evolve) => {
    expectKept(small.flatMap((entry) => timeRatios(evolve, entry)));
  });

  it("finite elements", () => {
    // Those of twenty spins: test/fem/sphere/evolve.test.ts.
    const chosen = small.filter(({ collectiveOnly }) => collectiveOnly);
    expectKept(chosen.flatMap((entry) => timeRatios(evolveDensity, entry)));
  }, 120_000);
});

it("estimates of all these are neither too small nor useless", () => {
  expect(seen.length).toBeGreaterThan(400);
  expectUseful(seen);
});
