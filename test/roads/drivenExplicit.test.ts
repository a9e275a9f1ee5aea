import { type ErrorEstimate, formulaField, type SpinModel, spinModel } from "blochfem";
import { initialHarmonics, observablesOfHarmonics } from "blochfem/harmonic";
import type { SpinMoments } from "blochfem/state";
import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { harmonicGenerator, harmonicHierarchy } from "../../src/harmonic/sphere/hierarchy.ts";
import { denseExponential } from "../../src/ode/exponential/dense.ts";
import { evolveByDicke, evolveByElements, evolveByHarmonics } from "../../src/roads/evolve/byDomain.ts";
import { equationOf } from "../reference/equation.ts";
import { evolveDriven, liouvillian2N } from "../reference/explicit/masterEquation.ts";
import { productState } from "../reference/explicit/spins.ts";
import { explicitState } from "../reference/explicit/states.ts";

const flat = ({ mean, square, cross }: SpinMoments): number[] => [...mean, ...square, ...cross];

/** Largest distance, and largest distance beyond the error estimate. */
function distance(seen: SpinMoments, right: SpinMoments, error: ErrorEstimate): { far: number; beyond: number } {
  const [a, b, e] = [flat(seen), flat(right), flat(error)];
  const apart = a.map((value, k) => Math.abs(value - b[k]!));
  return { far: Math.max(...apart), beyond: Math.max(...apart.map((value, k) => value - e[k]!)) };
}

const end = 1.2;
const texts = ["0.5*cos(2*t)", "0.3*sin(5*t)+.1", "0.2*t - exp(-t^2)"] as const;
const direction = [0.6, 0, 0.8] as const;
const field = (t: number): readonly [number, number, number] => [
  0.5 * Math.cos(2 * t),
  0.3 * Math.sin(5 * t) + 0.1,
  0.2 * t - Math.exp(-t * t),
];

/** The state at `end`, in all 2^N dimensions: the Liouvillian is linear in the field. */
function explicitly(model: SpinModel): SpinMoments & { readonly purity: number } {
  const along = (b: SpinModel["field"]) => liouvillian2N(equationOf({ ...model, field: b }));
  const none = along([0, 0, 0]);
  const parts = (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((axis) => Matrix.sub(along(axis), none));
  const at = (time: number): Matrix =>
    parts.reduce((sum, part, axis) => sum.add(Matrix.mul(part, field(time)[axis]!)), none.clone());
  // Rates of the two equations are at most about 15: an error of order 4 is (15 h)^4/120 a unit of time, 5e-11 for h = 6e-4.
  return explicitState(model.spins, evolveDriven(at, productState(model.spins, direction), { end, steps: 2000 }));
}

describe("driven models against the master equation in 2^N dimensions", () => {
  const collective = { dephasing: 0.6, pump: 0.3, decay: 0.9 };
  const local = { dephasing: 0.2, pump: 0.1, decay: 0.4 };
  const models = [
    ["collective", spinModel({ spins: 3, collective })],
    ["collective and local", spinModel({ spins: 3, collective, local })],
  ] as const;
  for (const [name, model] of models) {
    const right = explicitly(model);
    const request = {
      model,
      initial: { kind: "coherent", direction } as const,
      field: formulaField({ formula: texts }),
      times: [end],
    };

    test.each([
      ["harmonic", () => evolveByHarmonics(request)],
      ["dicke", () => evolveByDicke(request)],
    ])(`${name}: %s`, (_, evolve) => {
      const { observables, errorEstimate } = evolve();
      expect(distance(observables[0]!, right, errorEstimate[0]!).far).toBeLessThan(1e-9);
      expect(Math.abs(observables[0]!.purity - right.purity)).toBeLessThan(1e-9);
    });

    test(`${name}: fem`, () => {
      const { observables, errorEstimate } = evolveByElements(request);
      const { far, beyond } = distance(observables[0]!, right, errorEstimate[0]!);
      expect(beyond).toBeLessThan(1e-9);
      // Its default tolerance.
      expect(far).toBeLessThan(5e-6);
    });
  }

  test("fem to 1e-9 where it is asked for that", () => {
    const [, model] = models[0];
    const right = explicitly(model);
    const { observables, errorEstimate } = evolveByElements({
      model,
      initial: { kind: "coherent", direction } as const,
      field: formulaField({ formula: texts }),
      times: [end],
      tolerance: 1e-9,
    });
    expect(distance(observables[0]!, right, errorEstimate[0]!).far).toBeLessThan(1e-9);
  });
});

describe("a constant field much faster than dissipation", () => {
  const model = spinModel({
    spins: 8,
    field: [1200, -900, 400],
    collective: { dephasing: 0.7, pump: 0.1, decay: 0.4 },
  });
  const initial = { kind: "coherent", direction: [0, 0, 1] } as const;
  const hierarchy = harmonicHierarchy(8);
  const { pattern, values } = harmonicGenerator(hierarchy, model);
  const dense = Matrix.zeros(hierarchy.size, hierarchy.size);
  for (let i = 0; i < hierarchy.size; i++)
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
      dense.set(i, pattern.columnIndices[k]!, values[k]!);
  const start = initialHarmonics(8, initial, 8);
  const unknowns = denseExponential(Matrix.mul(dense, 0.5)).mmul(Matrix.columnVector(Array.from(start.unknowns)));
  const right = observablesOfHarmonics({ ...start, unknowns: Float64Array.from(unknowns.getColumn(0)) });
  // Of the exponential: the norm of the matrix, 8 |B| / 2, times a few roundings.
  const rounding = 1e-11;

  test.each([
    ["harmonic", evolveByHarmonics],
    ["dicke", evolveByDicke],
    ["fem", evolveByElements],
  ] as const)("%s is within its estimate of the dense exponential", (_, evolve) => {
    const { observables, errorEstimate } = evolve({ model, initial, times: [0.3, 0.5] });
    const { beyond } = distance(observables[1]!, right, errorEstimate[1]!);
    expect(beyond).toBeLessThan(rounding);
    expect(Math.max(...flat(errorEstimate[1]!))).toBeLessThan(1e-8);
    expect(Math.abs(observables[1]!.purity - right.purity)).toBeLessThan(errorEstimate[1]!.purity + rounding);
  });

  test("with local rates two roads agree", () => {
    const mixed = { ...model, spins: 5, local: { dephasing: 0.3, pump: 0.2, decay: 0.1 } };
    const request = { model: mixed, initial, times: [0.25] };
    const [harmonic, dicke] = [evolveByHarmonics(request), evolveByDicke(request)];
    const { beyond } = distance(harmonic.observables[0]!, dicke.observables[0]!, dicke.errorEstimate[0]!);
    expect(beyond).toBeLessThan(Math.max(...flat(harmonic.errorEstimate[0]!)));
    expect(Math.max(...flat(harmonic.errorEstimate[0]!))).toBeLessThan(1e-9);
  });
});
