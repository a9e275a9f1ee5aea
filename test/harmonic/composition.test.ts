import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateSolidHarmonics, solidCount, solidIndex } from "../../src/core/solidHarmonics.ts";
import { harmonicIndex } from "../../src/core/sphericalHarmonics.ts";
import { ballGenerator, ballHierarchy } from "../../src/harmonic/ball/hierarchy.ts";
import { harmonicGenerator, harmonicHierarchy } from "../../src/harmonic/sphere/hierarchy.ts";
import { coherentHarmonics, harmonicCoefficients } from "../../src/harmonic/sphere/state.ts";
import { termsOf } from "../../src/harmonic/terms.ts";
import { multiply } from "../../src/linalg/sparse.ts";
import { coefficientsOf } from "../../src/model/secondOrder/coefficients.ts";
import { diffusion, drift } from "../../src/model/secondOrder/kramersMoyal.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import { multipoleScales } from "../../src/state/blocks/multipoles.ts";
import { ballPoint, spherePoint } from "../model/arbitrary.ts";
import { generalModel } from "../model/secondOrder/arbitrary.ts";
import { derivative, evaluate, type Polynomial, shifted, solidHarmonic, sum } from "./sphere/solidHarmonics.ts";

type Point = readonly [number, number, number];
type Complex = readonly [number, number];

const unit = (axis: number): readonly [number, number, number] => [0, 1, 2].map((k) => (k === axis ? 1 : 0)) as never;
const times = (v: Polynomial, axis: number): Polynomial => shifted(v, unit(axis));

/** (re + i im) v. */
const scaled = (v: Polynomial, [re, im]: Complex): Polynomial => sum([v, re], [shifted(v, [0, 0, 0], 1), im]);

/** The sum of l_a O_a v. */
const along = (l: readonly Complex[], apply: (axis: number) => Polynomial): Polynomial =>
  sum(...l.map((value, axis) => [scaled(apply(axis), value), 1] as const));

/** rho -> J_a rho (side 1) or rho J_a (side -1) on functions of r: N/2 r_a + 1/2 (d_a - r_a r.d) +- i/2 (r x d)_a. */
function multiplied(spins: number, axis: number, side: 1 | -1, v: Polynomial): Polynomial {
  const radial = sum(...[0, 1, 2].map((k) => [times(derivative(v, k), k), 1] as const));
  const [next, last] = [(axis + 1) % 3, (axis + 2) % 3];
  return sum(
    [times(v, axis), spins / 2],
    [derivative(v, axis), 0.5],
    [times(radial, axis), -0.5],
    [shifted(times(derivative(v, last), next), [0, 0, 0], 1), side / 2],
    [shifted(times(derivative(v, next), last), [0, 0, 0], 1), -side / 2],
  );
}

/**
 * The master equation of collective processes as it is written, on functions: of a product that acts from the left the first factor acts last on
 * rho and first on v, from the right the other way round.
 */
function composed({ spins, field, interaction, collective }: SpinModel, v: Polynomial): Polynomial {
  const left = (axis: number, of: Polynomial): Polynomial => multiplied(spins, axis, 1, of);
  const right = (axis: number, of: Polynomial): Polynomial => multiplied(spins, axis, -1, of);
  const real = (values: readonly number[]): Complex[] => values.map((value) => [value, 0]);
  const { xx, yy, zz, xy, xz, yz } = interaction!;
  const chi = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ].map((row) => real(row.map((value) => value / spins)));
  const parts: [Polynomial, Complex][] = [
    [along(real(field), (a) => left(a, v)), [0, -1]],
    [along(real(field), (a) => right(a, v)), [0, 1]],
  ];
  for (const [a, row] of chi.entries()) {
    parts.push([along(row, (b) => left(b, left(a, v))), [0, -1]]);
    parts.push([along(row, (b) => right(a, right(b, v))), [0, 1]]);
  }
  const { dephasing, pump, decay, jumps = [] } = collective;
  const all: (readonly [number, readonly Complex[]])[] = [
    [dephasing, real([0, 0, 1])],
    [
      pump,
      [
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ],
    [
      decay,
      [
        [1, 0],
        [0, -1],
        [0, 0],
      ],
    ],
    ...jumps.map(({ rate, operator: { re, im } }) => [rate, re.map((value, k) => [value, im[k]!] as const)] as const),
  ];
  for (const [rate, l] of all) {
    const conjugate = l.map(([re, im]): Complex => [re, -im]);
    const weight = (2 * rate) / spins;
    // l.J rho (l.J)^+, (l.J)^+ l.J rho and rho (l.J)^+ l.J.
    parts.push([
      along(l, (a) =>
        left(
          a,
          along(conjugate, (b) => right(b, v)),
        ),
      ),
      [weight, 0],
    ]);
    parts.push([
      along(l, (a) =>
        left(
          a,
          along(conjugate, (b) => left(b, v)),
        ),
      ),
      [-weight / 2, 0],
    ]);
    parts.push([
      along(conjugate, (a) =>
        right(
          a,
          along(l, (b) => right(b, v)),
        ),
      ),
      [-weight / 2, 0],
    ]);
  }
  return sum(...parts.map(([polynomial, factor]) => [scaled(polynomial, factor), 1] as const));
}

/** a.grad v + (1/2N) D : grad grad v. */
function kramersMoyal(model: SpinModel, v: Polynomial, point: Point): Complex {
  const coefficients = coefficientsOf(model);
  const [a, d] = [new Float64Array(3), new Float64Array(6)];
  drift(coefficients, point, a);
  diffusion(coefficients, point, d);
  const six = [0, 3, 4, 3, 1, 5, 4, 5, 2];
  let [re, im] = [0, 0];
  const add = (factor: number, [x, y]: Complex): void => {
    re += factor * x;
    im += factor * y;
  };
  for (let i = 0; i < 3; i++) add(a[i]!, evaluate(derivative(v, i), ...point));
  for (let k = 0; k < 9; k++)
    add(d[six[k]!]! / (2 * model.spins), evaluate(derivative(derivative(v, Math.floor(k / 3)), k % 3), ...point));
  return [re, im];
}

const radius = (v: Polynomial, k: number): Polynomial =>
  k === 0 ? v : radius(sum(...[0, 1, 2].map((axis) => [times(times(v, axis), axis), 1] as const)), k - 1);

/** dp/dt of a delta at a point of the ball, unscaled: real and imaginary part at the places of the unknowns. */
function ballRates(model: SpinModel, point: Point): Float64Array {
  const { spins } = model;
  const scales = multipoleScales(spins, spins);
  const weights = new Float64Array(solidCount(spins));
  for (let n = 0; n <= spins; n++)
    for (let l = n % 2; l <= n; l += 2)
      for (let k = 0; k <= 2 * l; k++) weights[solidIndex(n, l, 0) + k] = scales[l]! * (k === 0 ? 1 : Math.SQRT2);
  const start = new Float64Array(weights.length);
  evaluateSolidHarmonics(spins, ...point, start);
  const rates = new Float64Array(weights.length);
  const generator = ballGenerator(ballHierarchy(spins, spins, termsOf(model)), model);
  multiply(
    generator,
    start.map((value, i) => value * weights[i]!),
    rates,
  );
  return rates.map((value, i) => value / weights[i]!);
}

describe("the hierarchy of the whole class", () => {
  it("is on the sphere what multiplications from left and right compose", () => {
    fc.assert(
      fc.property(generalModel(fc.integer({ min: 2, max: 5 }), false), spherePoint, (model, point) => {
        const { spins } = model;
        const state = coherentHarmonics(spins, point);
        const rates = new Float64Array(state.unknowns.length);
        multiply(harmonicGenerator(harmonicHierarchy(spins, spins, termsOf(model)), model), state.unknowns, rates);
        const found = harmonicCoefficients({ ...state, unknowns: rates });
        for (let l = 0; l <= spins; l++)
          for (let m = 0; m <= l; m++) {
            const [re, im] = evaluate(composed(model, solidHarmonic(l, m)), ...point);
            // Sums of some 100 terms of size up to 100.
            expect(Math.abs(found.real[harmonicIndex(l, m)]! - re)).toBeLessThan(1e-11);
            expect(Math.abs(found.imaginary[harmonicIndex(l, m)]! - im)).toBeLessThan(1e-11);
          }
      }),
      { numRuns: 6 },
    );
  });

  it("is in the ball what they compose, next to local processes", () => {
    fc.assert(
      fc.property(generalModel(fc.integer({ min: 1, max: 4 })), ballPoint, (model, point) => {
        const { spins, local } = model;
        const rates = ballRates(model, point);
        const collective = { ...model, local: { dephasing: 0, pump: 0, decay: 0 } };
        const alone = ballRates(collective, point);
        const justLocal = {
          spins,
          field: [0, 0, 0] as const,
          collective: { dephasing: 0, pump: 0, decay: 0 },
          local,
        };
        for (let n = 0; n <= spins; n++)
          for (let l = n % 2; l <= n; l += 2)
            for (let m = 0; m <= l; m++) {
              const v = radius(solidHarmonic(l, m), (n - l) / 2);
              const [re, im] = evaluate(composed(collective, v), ...point);
              const [localRe, localIm] = kramersMoyal(justLocal, v, point);
              const at = solidIndex(n, l, m);
              expect(Math.abs(alone[at]! - re)).toBeLessThan(1e-11);
              expect(Math.abs(rates[at]! - re - localRe)).toBeLessThan(1e-11);
              if (m === 0) continue;
              expect(Math.abs(alone[at + 1]! - im)).toBeLessThan(1e-11);
              expect(Math.abs(rates[at + 1]! - im - localIm)).toBeLessThan(1e-11);
            }
      }),
      { numRuns: 6 },
    );
  });

  it("has the interaction antisymmetric on the sphere", () => {
    const model: SpinModel = {
      spins: 9,
      field: [0, 0, 0],
      interaction: { xx: 0.3, yy: -0.8, zz: 0.2, xy: 0.6, xz: -0.4, yz: 0.9 },
      collective: { dephasing: 0, pump: 0, decay: 0 },
      local: { dephasing: 0, pump: 0, decay: 0 },
    };
    const { pattern, values } = harmonicGenerator(harmonicHierarchy(9, 9, termsOf(model)), model);
    const dense = Array.from({ length: pattern.rows }, () => new Float64Array(pattern.rows));
    for (let i = 0; i < pattern.rows; i++)
      for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
        dense[i]![pattern.columnIndices[k]!]! += values[k]!;
    for (let i = 0; i < pattern.rows; i++)
      for (let j = 0; j <= i; j++) expect(Math.abs(dense[i]![j]! + dense[j]![i]!)).toBeLessThan(1e-15);
  });

  it("assembles what a model needs, and refuses a model that needs more", () => {
    const twisting: SpinModel = {
      spins: 6,
      field: [0.1, 0.2, 0.3],
      interaction: { xx: 0, yy: 0, zz: 1, xy: 0, xz: 0, yz: 0 },
      collective: { dephasing: 0.1, pump: 0.2, decay: 0.3 },
      local: { dephasing: 0, pump: 0, decay: 0 },
    };
    expect([...termsOf(twisting)]).toEqual(["interactionAxis"]);
    expect(() => harmonicGenerator(harmonicHierarchy(6), twisting)).toThrow("termsOf");
    expect(() => ballGenerator(ballHierarchy(6), twisting)).toThrow("termsOf");
  });
});
