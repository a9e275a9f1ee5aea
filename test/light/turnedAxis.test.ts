import { describe, expect, it } from "vitest";
import { symmetricOperators } from "../../src/dicke/symmetric/operators.ts";
import { channelOperator, countedChannel } from "../../src/light/channel.ts";
import { correlationCourse } from "../../src/light/correlations.ts";
import { countingCumulants } from "../../src/light/counting.ts";
import { correlationsFromState } from "../../src/light/fromState.ts";
import { fisherRates, sensitivityNumbers } from "../../src/light/sensitivity.ts";
import { spectrumOfLight } from "../../src/light/spectrum.ts";
import { lightSystem, operatorEquations } from "../../src/light/system.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { correlation } from "../../src/roads/correlation.ts";
import { countingStatistics } from "../../src/roads/counting.ts";
import { emissionSpectrum } from "../../src/roads/emission.ts";
import { sensitivities } from "../../src/roads/sensitivities.ts";

const frequencies = [-1, -0.3, 0, 2];
const times = [0, 1];
const lowering = [0, 1, "1i"] as const;

/** All about x: a jump J_y + i J_z lowers J_x. */
const about = (spins: number) =>
  spinModel({
    spins,
    field: [0.3, 0, 0],
    interaction: { xx: 0.4 },
    collective: { jumps: [{ rate: 1, operator: lowering }] },
    local: {
      jumps: [
        { rate: 0.2, operator: lowering },
        { rate: 0.3, operator: [0, 1, "-1i"] },
      ],
    },
  });

describe("light of a model in the ball whose axis is not z", () => {
  it.each([[lowering], ["Jx + 0.3i*Jy"]] as const)("is that of the model as it stands, of %s", (channel) => {
    const model = about(5);
    const system = lightSystem(model, symmetricOperators(model));
    const operator = channelOperator(channel);
    const spectrum = emissionSpectrum(model, { frequencies, channel });
    expect(spectrum.reason).toMatch(/^around the axis \(1, 0, 0\) of the model/);
    const expected = spectrumOfLight(system, operator, frequencies);
    spectrum.incoherent.forEach((value, k) => {
      const allowed = spectrum.errorEstimate[k]! + expected.errorEstimate[k]!;
      expect(Math.abs(value - expected.incoherent[k]!)).toBeLessThanOrEqual(allowed);
    });
    for (const order of [1, 2] as const) {
      const found = correlation(model, { order, times, channel });
      const course = correlationCourse(system, operator, order, times);
      found.values.forEach(([re, im], k) => {
        const [a, b] = course.values[k]!;
        expect(Math.hypot(re - a, im - b)).toBeLessThanOrEqual(found.errorEstimate[k]! + course.errorEstimate[k]!);
      });
    }
    if (channel !== lowering) return;
    const counts = countingStatistics(model, { channel });
    const { values, rounding } = countingCumulants(system, countedChannel(model, channel));
    expect(Math.abs(counts.third - values[2]!)).toBeLessThanOrEqual(counts.errorEstimate.third + rounding[2]!);
  });

  it("has the derivatives of the model as it stands", () => {
    const model = about(5);
    const names = ["field.x", "field.y", "collective.decay", "local.dephasing"];
    const found = sensitivities(model, { parameters: names });
    expect(found.reason).toMatch(/^around the axis \(1, 0, 0\) of the model/);
    expect(found.model).toBe(model);
    const units = [
      spinModel({ spins: 5, field: [1, 0, 0] }),
      spinModel({ spins: 5, field: [0, 1, 0] }),
      spinModel({ spins: 5, collective: { decay: 1 } }),
      spinModel({ spins: 5, local: { dephasing: 1 } }),
    ];
    const system = lightSystem(model, symmetricOperators(model));
    const { values, rounding } = sensitivityNumbers(system, units);
    names.forEach((name, n) => {
      const [slopes, errors] = [found.parameters[name]!, found.errorEstimate[name]!];
      [...slopes.mean, ...slopes.square].forEach((value, k) => {
        const allowed = [...errors.mean, ...errors.square][k]! + rounding[6 * n + k]!;
        expect(Math.abs(value - values[6 * n + k]!)).toBeLessThanOrEqual(allowed);
      });
    });
    const rates = fisherRates(system);
    found.fisherRate.forEach((rate, k) => {
      expect(Math.abs(rate - rates.values[k]!)).toBeLessThanOrEqual(found.fisherRateError[k]! + rates.rounding[k]!);
    });
  });

  it("along an evolution is that of the model as it stands", () => {
    const model = about(4);
    const initial = { kind: "product", vector: [0.3, 0.5, -0.2] } as const;
    const operator = channelOperator("Jx + 0.3i*Jy");
    for (const order of [1, 2] as const) {
      const options = { order, at: 0.4, times, channel: "Jx + 0.3i*Jy" } as const;
      const found = correlation(model, { ...options, state: { product: [0.3, 0.5, -0.2] } });
      expect(found.reason).toMatch(/^around the axis \(1, 0, 0\) of the model/);
      const equations = operatorEquations(model, symmetricOperators(model, 4));
      const course = correlationsFromState(equations, operator, order, { initial, at: 0.4 }, times);
      found.values.forEach(([re, im], k) => {
        const [a, b] = course.values[k]!;
        expect(Math.hypot(re - a, im - b)).toBeLessThanOrEqual(found.errorEstimate[k]! + course.errorEstimate[k]!);
      });
    }
  });
});
