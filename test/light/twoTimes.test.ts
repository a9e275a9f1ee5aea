import { describe, expect, it } from "vitest";
import { operatorOf } from "../../src/model/operator/operator.ts";
import { type SpinModel, type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import type { InitialInput } from "../../src/model/startInput.ts";
import { correlation, type StateCorrelationOptions } from "../../src/roads/correlation.ts";
import { equationOf } from "../reference/equation.ts";
import { add, adjoint, type ComplexMatrix, times as product, scale } from "../reference/explicit/complexMatrix.ts";
import { evolve, explicitEquation, liouvillian } from "../reference/explicit/masterEquation.ts";
import { along, productState } from "../reference/explicit/spins.ts";

/** Rounding, at these sizes. */
const ROUNDING = 1e-11;

const taus = [0, 0.3, 1.1, 2];

/** Real and imaginary part of tr[A B]. */
function trace(a: ComplexMatrix, b: ComplexMatrix): readonly [number, number] {
  const { re, im } = product(a, b);
  return [re.trace(), im.trace()];
}

/** tr[A^+ e^{L tau} (A rho(t))] and tr[A^+ A e^{L tau} (A rho(t) A^+)] by matrices of order 4^N. */
function bruteForce(model: SpinModel, channel: string, start: ComplexMatrix, at: number, order: 1 | 2) {
  const equation = explicitEquation(equationOf(model));
  const matrix = liouvillian(equation);
  const { re, im } = operatorOf(channel, "collective");
  const operator = along([0, 1, 2].map((k) => [re[k]!, im[k]!] as const) as never, equation.spin);
  const [state] = evolve(matrix, start, [at]);
  const emitted = product(operator, state!);
  if (order === 2) {
    const both = evolve(matrix, product(emitted, adjoint(operator)), taus);
    return both.map((later) => trace(product(adjoint(operator), operator), later));
  }
  const first = evolve(matrix, scale(add(emitted, adjoint(emitted)), 0.5), taus);
  const second = evolve(matrix, scale(add(emitted, scale(adjoint(emitted), -1)), 0, -0.5), taus);
  return taus.map((_, k) => trace(adjoint(operator), add(first[k]!, scale(second[k]!, 0, 1))));
}

describe("light along an evolution, of one spin", () => {
  it("that decays is in closed form", () => {
    // p(t) = p(0) e^{-c t}, c = 2 k, and coherences turn with the field and decay with c/2.
    const [decay, field, up] = [0.8, 0.7, 0.9];
    const model = spinModel({ spins: 1, field: [0, 0, field], collective: { decay } });
    const state = { coherent: [Math.sqrt(1 - (2 * up - 1) ** 2), 0, 2 * up - 1] } as const;
    const found = correlation(model, { order: 1, state, at: 0.6, times: taus });
    taus.forEach((tau, k) => {
      const size = up * Math.exp(-2 * decay * 0.6 - decay * tau);
      const [re, im] = found.values[k]!;
      const error = Math.hypot(re - size * Math.cos(field * tau), im - size * Math.sin(field * tau));
      expect(error).toBeLessThanOrEqual(found.errorEstimate[k]!);
      // Of a pure exponential the normalised function has the modulus 1.
      expect(Math.abs(Math.hypot(...found.normalized[k]!) - 1)).toBeLessThanOrEqual(found.normalizedError[k]!);
    });
    const pairs = correlation(model, { order: 2, state, at: 0.6, times: taus });
    for (const [value] of pairs.values) expect(Math.abs(value)).toBeLessThan(ROUNDING);
  });

  it("that is driven emits again as an atom does from its ground state", () => {
    // H. J. Carmichael and D. F. Walls, doi:10.1088/0022-3700/9/8/007: p(tau) from the ground state, overdamped.
    const [drive, decay] = [0.3, 1];
    const model = spinModel({ spins: 1, field: [drive, 0, 0], collective: { decay } });
    const rate = 2 * decay;
    const root = Math.sqrt(rate ** 2 / 16 - drive ** 2);
    const upper = (time: number): number =>
      (drive ** 2 / (2 * drive ** 2 + rate ** 2)) *
      (1 -
        Math.exp((-3 * rate * time) / 4) *
          (Math.cosh(root * time) + ((3 * rate) / (4 * root)) * Math.sinh(root * time)));
    const found = correlation(model, { order: 2, state: { coherent: [0, 0, -1] }, at: 0.8, times: taus });
    taus.forEach((tau, k) => {
      expect(Math.abs(found.values[k]![0] - upper(0.8) * upper(tau))).toBeLessThanOrEqual(found.errorEstimate[k]!);
      expect(Math.abs(found.intensity[k]! - upper(0.8 + tau))).toBeLessThanOrEqual(found.intensityError[k]!);
    });
    // Without light at t + tau = t nothing is divided by it.
    const dark = correlation(model, { order: 1, state: { coherent: [0, 0, -1] }, times: [0, 1] });
    expect(dark.normalized).toEqual([null, null]);
  });
});

const cases: readonly (readonly [string, SpinModelInput, InitialInput, readonly [number, number, number], string])[] = [
  [
    "with an interaction and a jump of its own",
    {
      spins: 3,
      field: [0.3, -0.2, 0.5],
      interaction: { zz: 0.7, xy: -0.3 },
      collective: { decay: 0.4, jumps: [{ rate: 0.5, operator: "Jx + 0.6i*Jy" }] },
    },
    { coherent: [0.6, 0, 0.8] },
    [0.6, 0, 0.8],
    "Jx + 0.6i*Jy",
  ],
  [
    "with local processes, from mixed spins",
    { spins: 3, field: [0.3, 0.2, 0.1], collective: { decay: 0.4 }, local: { pump: 0.2, dephasing: 0.1 } },
    { product: [0.3, -0.2, 0.5] },
    [0.3, -0.2, 0.5],
    "Jx - i*Jy",
  ],
  [
    "with an axis, from a state that is turned away from it",
    { spins: 3, field: [0, 0, 0.4], collective: { decay: 0.4 }, local: { pump: 0.2 } },
    { product: [0.6, 0.3, 0.1] },
    [0.6, 0.3, 0.1],
    "Jx + 0.2*Jz",
  ],
  [
    "of collective processes, from mixed spins",
    { spins: 3, field: [0.3, 0.2, 0.1], collective: { decay: 0.4, pump: 0.1 } },
    { product: [0.3, -0.2, 0.5] },
    [0.3, -0.2, 0.5],
    "Jx - i*Jy",
  ],
  [
    "that nothing damps",
    { spins: 3, field: [0.3, 0.2, 0.1], interaction: { zz: 1 } },
    { coherent: [0, 0.6, 0.8] },
    [0, 0.6, 0.8],
    "Jx - i*Jy",
  ],
];

describe("light along an evolution, of three spins", () => {
  it.each(cases)("%s is that of matrices of order 64", (_, input, state, vector, channel) => {
    const model = spinModel(input);
    for (const order of [1, 2] as const) {
      const expected = bruteForce(model, channel, productState(3, vector), 0.4, order);
      for (const method of ["harmonic", "dicke"] as const) {
        const found = correlation(model, { order, state, at: 0.4, times: taus, channel, method });
        found.values.forEach(([re, im], k) => {
          const error = Math.hypot(re - expected[k]![0], im - expected[k]![1]);
          // The series of the brute force is rounded, too.
          expect(error).toBeLessThanOrEqual(found.errorEstimate[k]! + 1e-13 * 3 ** (2 * order));
          expect(error).toBeLessThan(ROUNDING);
        });
      }
    }
  });
});

describe("light along an evolution", () => {
  const driven = spinModel({ spins: 30, field: [0.5, 0, 0.1], collective: { decay: 1, pump: 0.2 } });
  const start = { coherent: [1, 0, 0] } as const;

  it("is after a long time that of the steady state, in products and in slow modes", () => {
    for (const order of [1, 2] as const) {
      const expected = correlation(driven, { order, times: taus });
      // The second time is beyond the number of products that are taken: slow modes it is.
      for (const at of [60, 4000]) {
        const found = correlation(driven, { order, state: start, at, times: taus, method: "harmonic" });
        found.values.forEach(([re, im], k) => {
          const [a, b] = expected.values[k]!;
          expect(Math.hypot(re - a, im - b)).toBeLessThanOrEqual(found.errorEstimate[k]! + expected.errorEstimate[k]!);
          const [share] = [found.normalized[k]!];
          expect(Math.hypot(share[0] - expected.normalized[k]![0], share[1] - expected.normalized[k]![1])).toBeLessThan(
            1e-9,
          );
        });
      }
    }
  });

  it("in slow modes is that in products", () => {
    const options = { order: 1, state: start, at: 0.5, method: "harmonic" } as const;
    const quick = correlation(driven, { ...options, times: taus });
    const slow = correlation(driven, { ...options, times: [...taus, 4000] });
    quick.values.forEach(([re, im], k) => {
      const [a, b] = slow.values[k]!;
      expect(Math.hypot(re - a, im - b)).toBeLessThanOrEqual(quick.errorEstimate[k]! + slow.errorEstimate[k]!);
      expect(Math.abs(quick.intensity[k]! - slow.intensity[k]!)).toBeLessThanOrEqual(
        quick.intensityError[k]! + slow.intensityError[k]!,
      );
    });
  });

  it("by elements where the equation is parabolic is that of the exact roads", () => {
    const model = spinModel({ spins: 4, field: [0.5, 0.2, 0.1], collective: { decay: 0.2, pump: 1, dephasing: 0.5 } });
    // From the start on; from a time on in the slow tests.
    const { check } = correlation(model, { order: 1, state: start, times: [0, 1], check: true });
    expect(check!.roads.map(({ method }) => method).toSorted()).toEqual(["dicke", "fem", "harmonic"]);
    expect(check!.agrees).toBe(true);
  });

  it("in a band that cuts something off has errors that cover it", () => {
    const model = spinModel({ spins: 60, field: [0.8, 0, 0.1], collective: { decay: 1 } });
    const options = { order: 2, state: start, at: 0.5, times: taus, method: "harmonic", tolerance: 0.9 } as const;
    const exact = correlation(model, { ...options, band: 60 });
    for (const band of [8, 14, 24]) {
      const cut = correlation(model, { ...options, band });
      cut.values.forEach(([re], k) => {
        expect(Math.abs(re - exact.values[k]![0])).toBeLessThanOrEqual(cut.errorEstimate[k]!);
      });
    }
  });

  it("refuses what makes no sense, and says what does", () => {
    const options: StateCorrelationOptions = { order: 1, state: start, times: [0, 1] };
    expect(() => correlation(driven, { ...options, at: -1 })).toThrow(/first of the two times, is -1/);
    expect(() => correlation(driven, { ...options, at: Number.NaN })).toThrow(/is NaN, not a finite number/);
    expect(() => correlation(driven, { order: 1, times: [0], at: 1 } as never)).toThrow(/give "state"/);
    expect(() => correlation(driven, { ...options, state: { coherent: [1, 1, 0] } })).toThrow(/not 1/);
    const huge = spinModel({ spins: 1_000_000, field: [0.5, 0, 0.1], collective: { decay: 1 } });
    expect(() => correlation(huge, options)).toThrow(/no method answers the correlation function: .*not tried/);
  });
});
