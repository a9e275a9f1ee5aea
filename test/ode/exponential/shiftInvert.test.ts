import { describe, expect, it } from "vitest";
import { finished } from "../../../src/core/finished.ts";
import { solveDense } from "../../../src/linalg/dense/solve.ts";
import type { LinearMap } from "../../../src/linalg/linearMap.ts";
import { type ShiftInvertOptions, shiftInvertIntegrator } from "../../../src/ode/exponential/shiftInvert.ts";

/**
 * A ring of `count` places with diffusion, and a drift around it: dy/dt = A y, whose modes exp(i k x) are known, with the load at one place as the start.
 */
const count = 64;
const [diffusion, drift] = [0.4, 3];
const spacing = (2 * Math.PI) / count;
const rate = (k: number): readonly [number, number] => [
  (-2 * diffusion * (1 - Math.cos(k * spacing))) / spacing ** 2,
  (-drift * Math.sin(k * spacing)) / spacing,
];
const generator = Float64Array.from({ length: count * count }, (_, at) => {
  const [i, j] = [Math.floor(at / count), at % count];
  const hop = diffusion / spacing ** 2;
  if (i === j) return -2 * hop;
  if ((i - j + count) % count === 1) return hop + drift / (2 * spacing);
  return (j - i + count) % count === 1 ? hop - drift / (2 * spacing) : 0;
});
const start = new Float64Array(count);
start[0] = 1;

/** sum_i y_i exp(i k x_i) of the exact solution. */
function exactMode(k: number, time: number): readonly [number, number] {
  const [damping, turning] = rate(k);
  const size = Math.exp(damping * time);
  return [size * Math.cos(turning * time), -size * Math.sin(turning * time)];
}

const mode = (k: number, f: (x: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => f(k * i * spacing));
const watched = [0, 1, 2, 3].flatMap((k) => [mode(k, Math.cos), mode(k, Math.sin)]);

const inverse =
  (pole: number): LinearMap =>
  (x, y) => {
    const shifted = generator.map((value, at) => (at % (count + 1) === 0 ? 1 : 0) - pole * value);
    y.set(solveDense(count, shifted, 1, x));
  };

const integratorOf = (options: Partial<ShiftInvertOptions> = {}) =>
  shiftInvertIntegrator(start, inverse, { tolerance: 1e-8, end: 3, watched, conserves: true, ...options });

/** Largest error of the watched modes. */
function errorAt(state: Float64Array, time: number): number {
  let largest = 0;
  for (let k = 0; k <= 3; k++) {
    const [re, im] = exactMode(k, time);
    const of = (f: (x: number) => number): number =>
      state.reduce((sum, value, i) => sum + value * f(k * i * spacing), 0);
    largest = Math.max(largest, Math.abs(of(Math.cos) - re), Math.abs(of(Math.sin) - im));
  }
  return largest;
}

describe("exponentials in spaces of a shifted inverse", () => {
  it.each([1e-4, 1e-6, 1e-8, 1e-10])(
    "err less than they say, and say less than %s, at all times of a stretch",
    (tolerance) => {
      const integrator = integratorOf({ tolerance });
      for (const time of [1e-4, 0.003, 0.0123, 0.1, 0.31, 0.77, 1.5, 2.9, 3]) {
        finished(integrator.advance(time, 3));
        expect(errorAt(integrator.at(time), time)).toBeLessThanOrEqual(integrator.error());
      }
      expect(integrator.error()).toBeLessThan(tolerance);
      expect(integrator.steps().accepted).toBeLessThan(600);
    },
  );

  it("stay what they are whatever times are asked for, and keep what is conserved", () => {
    const [few, many] = [integratorOf(), integratorOf()];
    finished(few.advance(3));
    for (let k = 1; k <= 30; k++) {
      finished(many.advance(k / 10, 3));
      const mass = many.at(k / 10).reduce((sum, value) => sum + value, 0);
      expect(Math.abs(mass - 1)).toBeLessThan(1e-13);
    }
    expect(many.at(3)).toEqual(few.at(3));
    expect(many.stretch()!.to).toBe(3);
    expect(many.stretch()!.coefficients(3)).toHaveLength(many.stretch()!.coefficients(2.9).length);
  });

  it("go on from the middle of a stretch to the same bits", () => {
    const whole = integratorOf();
    finished(whole.advance(0.4, 3));
    expect(whole.stretch()!.to).toBeGreaterThan(0.4);
    const snapshot = structuredClone(whole.pack(0.4));
    finished(whole.advance(1.1, 3));
    const rest = integratorOf();
    rest.restore(snapshot);
    finished(rest.advance(1.1, 3));
    expect(rest.at(1.1)).toEqual(whole.at(1.1));
    expect(rest.error()).toBe(whole.error());
  });

  it("say so where no stretch is short enough", () => {
    const broken = shiftInvertIntegrator(start, () => (_, y) => y.fill(Number.NaN), {
      tolerance: 1e-8,
      end: 1,
      watched,
    });
    expect(() => finished(broken.advance(1))).toThrow(/fell to .* where rounding swallows it/);
  });
});
