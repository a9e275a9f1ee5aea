import { describe, expect, it, vi } from "vitest";
import { ConvergenceError } from "../../src/core/errors.ts";
import { ballSteadyState } from "../../src/fem/ball/steadyState.ts";
import { evolveDensity } from "../../src/fem/sphere/evolve.ts";
import { slowestDensityModes } from "../../src/fem/sphere/spectrum.ts";
import { steadyState } from "../../src/fem/sphere/steadyState.ts";
import { isParabolicOnSphere } from "../../src/model/kramersMoyal.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { type GeneralReference, generalModels } from "../reference/general.ts";
import { checkMoments, expectFollowed } from "./general.ts";

// Seconds on an idle machine, minutes on a busy one.
vi.setConfig({ testTimeout: 600_000 });

const steadyLimit = ({ collectiveOnly, model }: GeneralReference): number => {
  if (!collectiveOnly) return 1e-5;
  return isParabolicOnSphere(model) ? 1e-8 : 1e-6;
};

describe.each(generalModels)("$name", (reference) => {
  const { model, collectiveOnly, steady } = reference;

  it.runIf(steady !== null)("has its steady state by default settings, with an estimate that bounds the error", () => {
    const found = collectiveOnly ? steadyState(model) : ballSteadyState(model);
    checkMoments(found.observables, found.errorEstimate, steady!, steadyLimit(reference));
    expect(Math.abs(found.observables.purity - steady!.purity)).toBeLessThan(1e-6);
  });

  // Forty spins without an axis take tens of seconds: general.slow.test.ts.
  it.runIf(model.spins < 40)("is followed in time", () => {
    expectFollowed(reference);
  });
});

/** The same model with x, y, z in the places of y, z, x. */
function turned({ spins, field, interaction, collective }: SpinModel): SpinModel {
  const { xx, yy, zz, xy, xz, yz } = interaction!;
  const cycled = ([x, y, z]: Vector3): Vector3 => [z, x, y];
  return spinModel({
    spins,
    field: cycled(field),
    interaction: { xx: zz, yy: xx, zz: yy, xy: xz, xz: yz, yz: xy },
    collective: {
      jumps: [
        { rate: collective.dephasing, operator: [1, 0, 0] },
        { rate: collective.pump, operator: [0, 1, "i"] },
        { rate: collective.decay, operator: [0, 1, "-i"] },
        ...(collective.jumps ?? []).map(({ rate, operator: { re, im } }) => ({
          rate,
          operator: { re: cycled(re), im: cycled(im) },
        })),
      ],
    },
  });
}

it("finds the steady state of a parabolic model with an interaction on elements alone, whatever way it is turned", () => {
  const { model } = generalModels.find((one) => one.collectiveOnly && isParabolicOnSphere(one.model))!;
  const found = steadyState(model);
  expect(found.band).toBeNull();
  const [x, y, z] = steadyState(turned(model)).observables.mean;
  for (const [k, value] of [y, z, x].entries()) expect(Math.abs(value - found.observables.mean[k]!)).toBeLessThan(1e-9);
});

it("has the same modes whatever way a model is turned", () => {
  const { model } = generalModels.find((one) => one.collectiveOnly && isParabolicOnSphere(one.model))!;
  const few = { ...model, spins: 8 };
  const found = slowestDensityModes(few, { count: 8 }).eigenvalues;
  const others = slowestDensityModes(turned(few), { count: 8 }).eigenvalues;
  expect(found.length).toBeGreaterThanOrEqual(8);
  for (const [k, [real, imaginary]] of found.entries()) {
    expect(Math.abs(others[k]![0] - real)).toBeLessThan(1e-10);
    expect(Math.abs(others[k]![1] - imaginary)).toBeLessThan(1e-10);
  }
});

it("says that nothing damps the harmonics of a twisted state of many spins once it has outgrown a plane", () => {
  const model = spinModel({ spins: 1000, interaction: { zz: 1 } });
  const twisted = { model, initial: { kind: "coherent", direction: [1, 0, 0] } } as const;
  const { observables, errorEstimate } = evolveDensity({ ...twisted, times: [1] });
  const error = Math.abs(observables[0]!.mean[0] - Math.cos(1 / 1000) ** 999);
  expect(error).toBeLessThanOrEqual(errorEstimate[0]!.mean[0]);
  expect(error).toBeLessThan(1e-10);
  const request = { ...twisted, times: [10] };
  expect(() => evolveDensity(request)).toThrow(ConvergenceError);
  expect(() => evolveDensity(request)).toThrow(
    /a plane that moves with P, degree \d+: .*nothing damps the harmonics of P.*N = 1000.*300.*dicke/,
  );
  // Of more spins the density matrix is no way out.
  const many = { ...request, model: spinModel({ ...model, spins: 1e5 }), times: [60] };
  expect(() => evolveDensity(many)).toThrow(/nothing damps.*ask for a shorter time/);
});

it("names who follows a start that is no mixture of coherent states, where a band is too wide", () => {
  const model = spinModel({ spins: 1e5, field: [0.8, 0, 0], collective: { decay: 1 } });
  const request = { model, initial: { kind: "thermal", ratio: 0.5 }, times: [0.5] } as const;
  expect(() => evolveDensity(request)).toThrow(/no mixture of coherent states.*use the method harmonic/);
});
