import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConvergenceError, InputError, NotUniqueError, ResourceLimitError } from "../../../src/core/errors.ts";
import { evolveSymmetric, followSymmetric } from "../../../src/dicke/symmetric/evolve.ts";
import { fieldAction } from "../../../src/dicke/symmetric/fieldAction.ts";
import { blockLayout, unknownCount } from "../../../src/dicke/symmetric/layout.ts";
import { liouvillian } from "../../../src/dicke/symmetric/liouvillian.ts";
import { packBlocks, packedTrace, unpackBlocks } from "../../../src/dicke/symmetric/packing.ts";
import { symmetricSpectrum } from "../../../src/dicke/symmetric/spectrum.ts";
import { symmetricSteadyState } from "../../../src/dicke/symmetric/steadyState.ts";
import { infinityNorm, multiply } from "../../../src/linalg/sparse.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { productState } from "../../../src/state/blocks/productState.ts";
import { compareStates } from "../../../src/state/comparison.ts";
import { largestError } from "../../../src/state/errorEstimate.ts";
import { pulled } from "../../reference/pulled.ts";

const none = { dephasing: 0, pump: 0, decay: 0 };
const typical: SpinModel = {
  spins: 9,
  field: [0.8, -0.3, 0.5],
  collective: { dephasing: 0.4, pump: 0.2, decay: 0.7 },
  local: { dephasing: 0.15, pump: 0.1, decay: 0.25 },
};

const rate = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 10, noNaN: true }));
const rates = fc.record({ dephasing: rate, pump: rate, decay: rate });
const component = fc.oneof(fc.constant(0), fc.double({ min: -3, max: 3, noNaN: true }));
const models = fc.record({
  spins: fc.integer({ min: 1, max: 14 }),
  field: fc.tuple(component, component, component),
  collective: rates,
  local: rates,
});

/** Numbers without any pattern. */
const scattered = (size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, k) => Math.sin(1 + 1.7 * k * k));

describe("the layout", () => {
  it("has (N + 1)(N + 2)(N + 3)/6 real unknowns, and packs what it unpacks", () => {
    for (let spins = 1; spins <= 12; spins++) {
      const layout = blockLayout(spins);
      expect(layout.size).toBe(((spins + 1) * (spins + 2) * (spins + 3)) / 6);
      expect(layout.size).toBe(unknownCount(spins, layout.blockCount));
      const packed = scattered(layout.size);
      expect(packBlocks(layout, unpackBlocks(layout, packed))).toEqual(packed);
    }
  });
});

describe("the Liouvillian", () => {
  it("conserves the trace, and has the field that acts without a matrix", () => {
    fc.assert(
      fc.property(models, (model) => {
        const layout = blockLayout(model.spins);
        const matrix = liouvillian(model, layout);
        const state = scattered(layout.size);
        const derivative = new Float64Array(layout.size);
        multiply(matrix, state, derivative);
        // Up to 18 products of numbers up to |L|, over (N/2 + 1)^2 rows.
        const rounding = 32 * Number.EPSILON * (infinityNorm(matrix) + 1);
        expect(Math.abs(packedTrace(layout, derivative))).toBeLessThan(rounding * (model.spins / 2 + 1) ** 2);
        const other = new Float64Array(layout.size);
        multiply(liouvillian(model, layout, [0, 0, 0]), state, other);
        fieldAction(layout)(model.field, state, other);
        for (let k = 0; k < layout.size; k++) expect(Math.abs(other[k]! - derivative[k]!)).toBeLessThan(rounding);
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe("steady states", () => {
  it("are the same by one factorisation and block by block, within their estimates", () => {
    const solvable = models.filter(
      ({ field: [x, y], local: { dephasing, pump, decay } }) => Math.hypot(x, y) > 1e-3 && dephasing + pump + decay > 0,
    );
    fc.assert(
      fc.property(solvable, (model) => {
        const direct = symmetricSteadyState(model, { method: "direct" });
        const iterative = symmetricSteadyState(model, { method: "iterative" });
        const bound = largestError(direct.errorEstimate) + largestError(iterative.errorEstimate);
        expect(compareStates(direct.observables, iterative.observables).largest).toBeLessThan(bound);
        expect(bound).toBeLessThan(1e-9);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it("are eliminated as a whole where sweeps hardly move what is slow: the residual is small there, the error is not", () => {
    const model: SpinModel = {
      spins: 17,
      field: [4.63e-5, 4.69e-5, 7.81],
      collective: { ...none, pump: 0.0452 },
      local: { ...none, dephasing: 877, pump: 2.53e-5 },
    };
    const found = symmetricSteadyState(model);
    // Three other roads: 1 - 2<J_z>/N is 9.2242e-10; the iteration had 1.747e-9 and an estimate of 2e-14.
    expect(1 - found.observables.mean[2]).toBeCloseTo(9.2242e-10, 14);
    expect(found.method).toBe("direct");
    expect(() => symmetricSteadyState(model, { method: "iterative" })).toThrow(ConvergenceError);
  });

  it("solve for what symmetry leaves only", () => {
    const all = ((9 + 1) * (9 + 2) * (9 + 3)) / 6;
    const diagonal = 10 + 8 + 6 + 4 + 2;
    expect(symmetricSteadyState(typical).unknowns).toBe(all);
    expect(symmetricSteadyState({ ...typical, field: [0.8, -0.3, 0] }).unknowns).toBe((all + diagonal) / 2);
    expect(symmetricSteadyState({ ...typical, field: [0, 0, 0.5] }).unknowns).toBe(diagonal);
    expect(symmetricSteadyState({ ...typical, local: none }).unknowns).toBe(100);
  });

  it.each<[string, Partial<SpinModel>, string]>([
    [
      "local dephasing and a field along z",
      { field: [0, 0, 1], collective: none, local: { ...none, dephasing: 1 } },
      "J_z",
    ],
    ["no dissipation", { field: [1, 0, 0], collective: none, local: none }, "B.J"],
    ["nothing at all", { field: [0, 0, 0], collective: none, local: none }, "every observable"],
  ])("that are not unique name what is conserved: %s", (_, part, conserved) => {
    const model = { ...typical, ...part };
    expect(() => symmetricSteadyState(model)).toThrow(NotUniqueError);
    expect(() => symmetricSteadyState(model)).toThrow(conserved);
    // The spectrum is well defined: zero is a multiple eigenvalue.
    const { zeros, eigenvalues } = symmetricSpectrum(model, { count: 1000 });
    expect(zeros.conserved).toBe(conserved);
    expect(eigenvalues.filter(([re, im]) => re === 0 && im === 0)).toHaveLength(zeros.count);
  });

  it("that are not unique to working precision say so", () => {
    // J_z relaxes at a rate of 1e-13 while dephasing has the rate 1.
    const model = {
      ...typical,
      field: [0, 0, 1] as const,
      collective: none,
      local: { dephasing: 1, pump: 0, decay: 1e-13 },
    };
    expect(() => symmetricSteadyState(model, { method: "direct" })).toThrow(/J_z is nearly conserved/);
    // Populations lose no digits to slow rates: every spin is down.
    expect(symmetricSteadyState(model).observables.mean[2]).toBe(-1);
  });

  it("keep to the memory limit", () => {
    expect(() => symmetricSteadyState(typical, { memoryLimit: 1e4 })).toThrow(ResourceLimitError);
    expect(() => symmetricSteadyState({ ...typical, field: [0, 0, 1] }, { memoryLimit: 1e3 })).toThrow(
      ResourceLimitError,
    );
    const large = { ...typical, spins: 1000 };
    expect(() => symmetricSteadyState(large)).toThrow(ResourceLimitError);
    expect(() => symmetricSpectrum(large)).toThrow(ResourceLimitError);
    const initial = { kind: "coherent", direction: [0, 0, 1] } as const;
    expect(() => evolveSymmetric({ model: large, initial, times: [1] })).toThrow(ResourceLimitError);
    // Of populations alone the states in and out are nearly all: 3 of 16 bytes for each of 5456 elements.
    const some = { ...typical, spins: 30, field: [0, 0, 1] as const };
    const run = (direction: readonly [number, number, number]) =>
      evolveSymmetric({ model: some, initial: { kind: "coherent", direction }, times: [0.01], memoryLimit: 4e5 });
    expect(run([0, 0, 1]).times).toEqual([0.01]);
    expect(() => run([1, 0, 0])).toThrow(ResourceLimitError);
  });
});

describe("evolution", () => {
  const initial = productState(9, [0.5, -0.2, 0.6]);

  it("goes on from a snapshot to the same bits", () => {
    const field = (time: number) => [0.8, Math.sin(time), 0.5 * time] as const;
    const request = { model: typical, initial, field, times: [0.3, 0.9, 1.5] };
    const { points, result: whole } = pulled(followSymmetric(request));
    const rest = evolveSymmetric({ ...request, resume: { index: 1, snapshot: points[1]!.snapshot } });
    expect(rest.times).toEqual([1.5]);
    expect(rest.final).toEqual(whole.final);
    expect(rest.observables[0]).toEqual(whole.observables[2]);
    expect(rest.errorEstimate[0]).toEqual(whole.errorEstimate[2]);
  });

  it("takes a field with a kink, as two smooth ones in turn", () => {
    const ramp = (time: number) => [0.8 + 2 * time, -0.3, 0.5 - time] as const;
    const field = (time: number) => ramp(Math.max(0, time - 0.4));
    const both = evolveSymmetric({ model: typical, initial, field, breaks: [0.4], times: [1] });
    const first = evolveSymmetric({ model: typical, initial, times: [0.4] });
    const second = evolveSymmetric({ model: typical, initial: first.final, field: ramp, times: [0.6] });
    const bound = [both, first, second].reduce((sum, run) => sum + largestError(run.errorEstimate[0]!), 0);
    expect(compareStates(both.observables[0]!, second.observables[0]!).largest).toBeLessThan(bound);
    const constant = evolveSymmetric({ model: typical, initial, times: [1] });
    expect(compareStates(both.observables[0]!, constant.observables[0]!).largest).toBeGreaterThan(0.01);
  });

  it("reaches the steady state", () => {
    // The slowest rate is above 0.5: e^-25 = 1e-11 is left.
    const slowest = -symmetricSpectrum(typical, { count: 2 }).eigenvalues[1]![0];
    expect(slowest).toBeGreaterThan(0.5);
    const late = evolveSymmetric({ model: typical, initial, times: [50] });
    const steady = symmetricSteadyState(typical);
    expect(compareStates(late.observables[0]!, steady.observables).largest).toBeLessThan(
      largestError(late.errorEstimate[0]!) + largestError(steady.errorEstimate) + 1e-10,
    );
  });

  it("keeps states where asked", () => {
    const kept = evolveSymmetric({ model: typical, initial, times: [0, 0.5], keepStates: true });
    expect(kept.states).toHaveLength(2);
    expect(kept.states![1]).toEqual(kept.final);
    expect(evolveSymmetric({ model: typical, initial, times: [0] }).states).toBeNull();
  });

  it("refuses states that do not fit", () => {
    const run = (state: typeof initial) => () => evolveSymmetric({ model: typical, initial: state, times: [1] });
    expect(run(productState(8, [0, 0, 1]))).toThrow(/8 spins/);
    expect(run({ spins: 9, blocks: initial.blocks.slice(1) })).toThrow(/4 blocks, not 5/);
    expect(run({ spins: 9, blocks: initial.blocks.with(1, initial.blocks[0]!) })).toThrow(InputError);
    const doubled = initial.blocks.map((block) => ({ ...block, real: block.real.map((value) => 2 * value) }));
    expect(run({ spins: 9, blocks: doubled })).toThrow(/trace 1/);
    expect(() => evolveSymmetric({ model: typical, initial, times: [1], maximumSteps: 1 })).toThrow(ConvergenceError);
  });
});
