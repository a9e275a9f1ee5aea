import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/core/errors.ts";
import { type ImplicitScheme, implicitScheme, implicitSchemes } from "../../../src/ode/implicit/tableaux.ts";

const sum = (b: readonly number[], x: readonly number[]): number =>
  b.reduce((total, value, i) => total + value * x[i]!, 0);
const apply = (a: ImplicitScheme["a"], x: readonly number[]): number[] => a.map((row) => sum(row, x));
const times = (x: readonly number[], y: readonly number[]): number[] => x.map((value, i) => value * y[i]!);

/** Left and right sides of the order conditions (rooted trees) of each order. */
function orderConditions({ a, c }: ImplicitScheme, b: readonly number[], order: number): [number, number][] {
  const one = c.map(() => 1);
  const c2 = times(c, c);
  const ac = apply(a, c);
  const byOrder: [number, number][][] = [
    [[sum(b, one), 1]],
    [[sum(b, c), 1 / 2]],
    [
      [sum(b, c2), 1 / 3],
      [sum(b, ac), 1 / 6],
    ],
    [
      [sum(b, times(c2, c)), 1 / 4],
      [sum(b, times(c, ac)), 1 / 8],
      [sum(b, apply(a, c2)), 1 / 12],
      [sum(b, apply(a, ac)), 1 / 24],
    ],
  ];
  return byOrder.slice(0, order).flat();
}

// Coefficients up to 10 in size, at most 25 products: 1e3 eps.
const rounding = 1e3 * Number.EPSILON;

describe.each(implicitSchemes)("$name", (scheme) => {
  const weights = scheme.a[scheme.stages - 1]!;

  it("fulfils the conditions of its order and of its embedded order, and no more", () => {
    for (const [left, right] of orderConditions(scheme, weights, scheme.order))
      expect(Math.abs(left - right)).toBeLessThan(rounding);
    for (const [left, right] of orderConditions(scheme, scheme.embedded, scheme.embeddedOrder)) {
      expect(Math.abs(left - right)).toBeLessThan(rounding);
    }
    if (scheme.order < 4) {
      const next = orderConditions(scheme, weights, scheme.order + 1);
      expect(Math.max(...next.map(([left, right]) => Math.abs(left - right)))).toBeGreaterThan(1e-3);
    }
  });

  it("has one diagonal, is stiffly accurate, and L-stable", () => {
    for (const [i, row] of scheme.a.entries()) {
      expect(row[i]).toBeCloseTo(scheme.gamma, 15);
      expect(row.slice(i + 1).every((value) => value === 0)).toBe(true);
    }
    expect(scheme.c.at(-1)).toBeCloseTo(1, 14);
    // |R(iy)| <= 1 on the imaginary axis and R(-infinity) = 0; with all poles at 1/gamma > 0 that is L-stability.
    for (let y = 0; y <= 200; y += 0.25) expect(Math.hypot(...stability(scheme, 0, y))).toBeLessThan(1 + 1e-12);
    expect(Math.hypot(...stability(scheme, -1e8, 0))).toBeLessThan(1e-6);
  });

  it("extends itself continuously to the end of the step", () => {
    for (const [k, value] of scheme.dense(1).entries()) expect(value).toBeCloseTo(weights[k]!, 11);
    for (const value of scheme.dense(0)) expect(Math.abs(value)).toBeLessThan(1e-11);
    for (const theta of [0.2, 0.7]) {
      const b = scheme.dense(theta);
      expect(
        sum(
          b,
          scheme.c.map(() => 1),
        ),
      ).toBeCloseTo(theta, 11);
      if (scheme.stages > 1) expect(sum(b, scheme.c)).toBeCloseTo(theta ** 2 / 2, 11);
    }
  });
});

it("names the schemes there are", () => {
  expect(() => implicitScheme("rk4")).toThrow(InputError);
  expect(() => implicitScheme("rk4")).toThrow(/euler, sdirk2, sdirk4/);
});

/** R(z) for y' = z y by forward substitution of the stages, in complex arithmetic. */
function stability(scheme: ImplicitScheme, re: number, im: number): [number, number] {
  const stages: [number, number][] = [];
  for (let i = 0; i < scheme.stages; i++) {
    let [x, y] = [1, 0];
    for (let j = 0; j < i; j++) {
      const a = scheme.a[i]![j]!;
      const [u, v] = stages[j]!;
      x += a * (re * u - im * v);
      y += a * (re * v + im * u);
    }
    const [dx, dy] = [1 - scheme.gamma * re, -scheme.gamma * im];
    const norm = dx * dx + dy * dy;
    stages.push([(x * dx + y * dy) / norm, (y * dx - x * dy) / norm]);
  }
  return stages.at(-1)!;
}
