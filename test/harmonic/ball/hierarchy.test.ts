import { describe, expect, it } from "vitest";
import { InputError, ResourceLimitError } from "../../../src/core/errors.ts";
import { evaluateSolidHarmonics, solidCount, solidIndex } from "../../../src/core/solidHarmonics.ts";
import { ballGenerator, ballHierarchy } from "../../../src/harmonic/ball/hierarchy.ts";
import { multiply } from "../../../src/linalg/sparse.ts";
import { diffusion, drift } from "../../../src/model/kramersMoyal.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { multipoleScales } from "../../../src/state/blocks/multipoles.ts";
import { derivative, evaluate, type Polynomial, solidHarmonic } from "../sphere/solidHarmonics.ts";
import { generalModel } from "./models.ts";

type Point = readonly [number, number, number];

/** Points of the closed ball without symmetry, its centre and its pole. */
const points: readonly Point[] = [
  [0.3, -0.5, 0.2],
  [-0.6, 0.1, -0.7],
  [0.48, 0.6, 0.64],
  [0, 0, 0],
  [0, 0, 1],
];

/** (x^2 + y^2 + z^2)^k times a polynomial. */
function timesRadius(polynomial: Polynomial, k: number): Polynomial {
  if (k === 0) return polynomial;
  const result = new Map<string, readonly [number, number]>();
  for (const [key, [re, im]] of polynomial) {
    for (let axis = 0; axis < 3; axis++) {
      const powers = key.split(",").map(Number);
      powers[axis]! += 2;
      const [a, b] = result.get(powers.join(",")) ?? [0, 0];
      result.set(powers.join(","), [a + re, b + im]);
    }
  }
  return timesRadius(result, k - 1);
}

const polynomialOf = (n: number, l: number, m: number): Polynomial => timesRadius(solidHarmonic(l, m), (n - l) / 2);

/** G v = a.grad v + (1/2N) D : grad grad v, from the polynomial and the functions a and D of the model. */
function generatorOn(model: SpinModel, polynomial: Polynomial, point: Point) {
  const drifting = new Float64Array(3);
  const spreading = new Float64Array(6);
  drift(model, point, drifting);
  diffusion(model, point, spreading);
  const result = [0, 0];
  const add = (factor: number, [re, im]: readonly [number, number]): void => {
    result[0]! += factor * re;
    result[1]! += factor * im;
  };
  const pairs = [
    [0, 0, 0.5],
    [1, 1, 0.5],
    [2, 2, 0.5],
    [0, 1, 1],
    [0, 2, 1],
    [1, 2, 1],
  ] as const;
  for (let i = 0; i < 3; i++) add(drifting[i]!, evaluate(derivative(polynomial, i), ...point));
  for (const [k, [i, j, factor]] of pairs.entries())
    add((factor * spreading[k]!) / model.spins, evaluate(derivative(derivative(polynomial, i), j), ...point));
  return result;
}

/** Unscaled dp/dt of P = delta at a point, which is the generator on every r^n Y_lm there. */
function hierarchyAt(model: SpinModel, band: number, point: Point): Float64Array {
  const hierarchy = ballHierarchy(model.spins, band);
  const scales = multipoleScales(model.spins, band);
  const harmonics = new Float64Array(solidCount(band));
  evaluateSolidHarmonics(band, ...point, harmonics);
  const weights = new Float64Array(hierarchy.size);
  for (let n = 0; n <= band; n++)
    for (let l = n % 2; l <= n; l += 2)
      for (let k = 0; k <= 2 * l; k++) weights[solidIndex(n, l, 0) + k] = scales[l]! * (k === 0 ? 1 : Math.SQRT2);
  const rates = new Float64Array(hierarchy.size);
  multiply(
    ballGenerator(hierarchy, model),
    harmonics.map((value, i) => value * weights[i]!),
    rates,
  );
  return rates.map((value, i) => value / weights[i]!);
}

const none = { dephasing: 0, pump: 0, decay: 0 };
const still: SpinModel = { spins: 5, field: [0, 0, 0], collective: none, local: none };
const single: [string, SpinModel][] = [
  ["B_x", { ...still, field: [1, 0, 0] }],
  ["B_y", { ...still, field: [0, 1, 0] }],
  ["B_z", { ...still, field: [0, 0, 1] }],
  ...(["dephasing", "pump", "decay"] as const).flatMap((name): [string, SpinModel][] => [
    [`collective ${name}`, { ...still, collective: { ...none, [name]: 1 } }],
    [`local ${name}`, { ...still, local: { ...none, [name]: 1 } }],
  ]),
  ["everything", generalModel(5)],
  ["everything at N = 6", generalModel(6)],
];

describe("solid harmonics", () => {
  it("are the polynomials r^(n-l) r^l Y_lm", () => {
    for (const point of points) {
      const values = new Float64Array(solidCount(6));
      evaluateSolidHarmonics(6, ...point, values);
      for (let n = 0; n <= 6; n++)
        for (let l = n % 2; l <= n; l += 2)
          for (let m = 0; m <= l; m++) {
            const [re, im] = evaluate(polynomialOf(n, l, m), ...point);
            // Some 40 monomials with coefficients up to 100.
            expect(Math.abs(values[solidIndex(n, l, m)]! - re)).toBeLessThan(1e-12);
            if (m > 0) expect(Math.abs(values[solidIndex(n, l, m) + 1]! - im)).toBeLessThan(1e-12);
          }
    }
  });

  it("fill their layout without gaps", () => {
    let next = 0;
    for (let n = 0; n <= 7; n++)
      for (let l = n % 2; l <= n; l += 2)
        for (let m = 0; m <= l; m++) {
          expect(solidIndex(n, l, m)).toBe(next);
          next += m === 0 ? 1 : 2;
        }
    expect(next).toBe(solidCount(7));
  });

  it("refuse an array that is too short", () => {
    expect(() => evaluateSolidHarmonics(3, 0, 0, 1, new Float64Array(19))).toThrow(InputError);
  });
});

describe("the hierarchy in the ball", () => {
  it.each(single)("is the Kramers-Moyal generator on every solid harmonic up to N: %s", (_, model) => {
    const band = model.spins;
    for (const point of points) {
      const rates = hierarchyAt(model, band, point);
      for (let n = 0; n <= band; n++)
        for (let l = n % 2; l <= n; l += 2)
          for (let m = 0; m <= l; m++) {
            const [re, im] = generatorOn(model, polynomialOf(n, l, m), point) as [number, number];
            const at = solidIndex(n, l, m);
            // Second derivatives of degree 6: sums of some 200 terms up to 1000, in both signs.
            expect(Math.abs(rates[at]! - re)).toBeLessThan(1e-11);
            if (m > 0) expect(Math.abs(rates[at + 1]! - im)).toBeLessThan(1e-11);
          }
    }
  });

  it("leaves out of a lower band only moments of degree band + 1, of which equal pump and decay need none", () => {
    const point = points[0]!;
    const equal = { ...generalModel(9), collective: { dephasing: 0.2, pump: 0.7, decay: 0.7 } };
    for (const [model, exactUpTo] of [
      [generalModel(9), 4],
      [equal, 5],
    ] as const) {
      const full = hierarchyAt(model, 9, point);
      const cut = hierarchyAt(model, 5, point);
      const error = (n: number): number => {
        let worst = 0;
        for (let i = solidCount(n - 1); i < solidCount(n); i++) worst = Math.max(worst, Math.abs(full[i]! - cut[i]!));
        return worst;
      };
      for (let n = 1; n <= exactUpTo; n++) expect(error(n)).toBeLessThan(1e-14);
      if (exactUpTo < 5) expect(error(5)).toBeGreaterThan(1e-3);
    }
  });

  it("has a dozen entries a row", () => {
    const { pattern, size } = ballHierarchy(20);
    expect(pattern.columnIndices.length / size).toBeLessThan(12);
  });

  it("refuses bands out of range, and models of another N", () => {
    expect(() => ballHierarchy(5, 6)).toThrow(InputError);
    expect(() => ballHierarchy(5, 1)).toThrow(InputError);
    expect(() => ballHierarchy(1, 1)).not.toThrow();
    expect(() => ballHierarchy(1000, 201)).toThrow(ResourceLimitError);
    expect(() => ballGenerator(ballHierarchy(5), generalModel(6))).toThrow(InputError);
  });
});
