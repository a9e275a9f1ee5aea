import { describe, expect, it } from "vitest";
import { finished } from "../../src/core/finished.ts";
import { multiplyDense } from "../../src/linalg/dense/multiply.ts";
import { inverseOf } from "../../src/linalg/dense/solve.ts";
import { multiply, sparseFromTriplets } from "../../src/linalg/sparse.ts";
import { norm } from "../../src/linalg/vectorKernels.ts";
import { explicitIntegrator } from "../../src/ode/explicit/integrator.ts";
import { chebyshevIntegrator, krylovIntegrator } from "../../src/ode/exponential/integrator.ts";
import { shiftInvertIntegrator } from "../../src/ode/exponential/shiftInvert.ts";
import { implicitIntegrator } from "../../src/ode/implicit/integrator.ts";
import { linearSystem } from "../../src/ode/implicit/system.ts";
import { implicitSchemes } from "../../src/ode/implicit/tableaux.ts";
import type { Integrator } from "../../src/ode/integrator.ts";

/** y' = A y with A = (-d, -w; w, -d): y turns by w t and shrinks by exp(-d t). */
const [damping, turning] = [0.1, 4];
const matrix = sparseFromTriplets(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], [-damping, -turning, turning, -damping]);
const start = Float64Array.of(1, 0);
const exact = (time: number): number[] => [
  Math.exp(-damping * time) * Math.cos(turning * time),
  Math.exp(-damping * time) * Math.sin(turning * time),
];
const apply = (x: Float64Array, y: Float64Array): void => multiply(matrix, x, y);
const tolerancePerTime = 1e-9;

const identity = { pattern: matrix.pattern, values: Float64Array.of(1, 0, 0, 1) };
const implicit = (name: string, tolerance: number) => (): Integrator =>
  implicitIntegrator(
    linearSystem(identity, (_, values) => values.set(matrix.values), true, [
      Float64Array.of(1, 0),
      Float64Array.of(0, 1),
    ]),
    { load: start, step: 1e-3 },
    { scheme: implicitSchemes.find((scheme) => scheme.name === name)!, tolerance },
  );

/** With the error at t = 2 that each may have. */
const integrators: readonly (readonly [string, () => Integrator, number])[] = [
  [
    "explicit",
    () => explicitIntegrator(start, (_, y, out) => apply(y, out), { tolerancePerTime, norm, maximumSteps: 10_000 }),
    2 * tolerancePerTime,
  ],
  [
    "in a Krylov space",
    () => krylovIntegrator(start, apply, { tolerancePerTime, prepare: () => {}, roundingPerTime: () => 1e-15 }),
    2 * tolerancePerTime,
  ],
  [
    "by Chebyshev polynomials",
    () => chebyshevIntegrator(start, apply, { turning, damping }, { tolerancePerTime, perEuclidean: 1 }),
    2 * tolerancePerTime,
  ],
  [
    "in spaces of a shifted inverse",
    () =>
      shiftInvertIntegrator(
        start,
        (pole) => {
          const inverse = inverseOf(2, [1 + pole * damping, pole * turning, -pole * turning, 1 + pole * damping]);
          return (x, y) => y.set(multiplyDense(2, 2, 1, inverse, x));
        },
        { tolerance: 1e-9, end: 2, watched: [Float64Array.of(1, 0), Float64Array.of(0, 1)] },
      ),
    2 * tolerancePerTime,
  ],
  // Some 400 steps with at most that error each.
  ["implicit", implicit("sdirk4", 1e-9), 4e-7],
];

describe.each(integrators)("an integrator, %s", (_, make, allowed) => {
  it("reaches a time in steps that ascend to it, to its tolerance", () => {
    const integrator = make();
    const ends = [...integrator.advance(0.5), ...integrator.advance(2)];
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(ends.at(-1)).toBe(2);
    const error = Math.hypot(...exact(2).map((value, k) => value - integrator.at(2)[k]!));
    expect(error).toBeLessThan(allowed);
    expect(integrator.error()).toBeLessThan(allowed);
    expect(integrator.steps().accepted).toBeGreaterThan(0);
    expect(integrator.roundedSteps()).toBeLessThanOrEqual(integrator.steps().accepted);
    // The start is the caller's.
    expect([...start]).toEqual([1, 0]);
  });

  it("stands still at a time that it has reached", () => {
    const integrator = make();
    expect([...integrator.advance(0)]).toEqual([]);
    expect([...integrator.at(0)]).toEqual([1, 0]);
    finished(integrator.advance(1));
    const before = integrator.at(1).slice();
    expect([...integrator.advance(1)]).toEqual([]);
    expect(integrator.at(1)).toEqual(before);
  });

  it("goes on from a snapshot to the same bits", () => {
    const whole = make();
    finished(whole.advance(1));
    const snapshot = structuredClone(whole.pack(1));
    finished(whole.advance(2));
    const rest = make();
    rest.restore(snapshot);
    finished(rest.advance(2));
    expect(rest.at(2)).toEqual(whole.at(2));
    expect(rest.error()).toBe(whole.error());
    expect(() => rest.restore({})).toThrow("the snapshot has no");
  });
});
