import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { NotUniqueError, SingularMatrixError } from "../../src/core/errors.ts";
import { longTimeLimit } from "../../src/model/longTimeLimit.ts";
import { slowestQuantity } from "../../src/model/slowestQuantity.ts";
import { type SpinModel, type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import {
  blameSlowness,
  notUniqueInPractice,
  requireUniqueSteadyState,
  steadyStateKind,
} from "../../src/model/uniqueness.ts";
import { equationOf } from "../reference/equation.ts";
import { fixed, toNumber } from "../reference/precise/fixedPoint.ts";
import type { LinearEquation } from "../reference/precise/linearEquation.ts";
import { permutationSymmetric } from "../reference/precise/permutationSymmetric.ts";
import { symmetricSubspace } from "../reference/precise/symmetricSubspace.ts";

const PARAMETERS = ["across", "along", "kz", "k+", "k-", "gz", "g+", "g-"] as const;

const dense = ({ rows }: LinearEquation): Matrix => {
  const matrix = Matrix.zeros(rows.length, rows.length);
  for (const [i, row] of rows.entries()) for (const [j, value] of row) matrix.set(i, j, toNumber(value));
  return matrix;
};

/** 2 <J_z> / N of unknowns of any trace. */
const heightOf = ({ read }: LinearEquation, unknowns: readonly number[]): number => read(unknowns.map(fixed)).mean[2];

const traceOf = ({ trace }: LinearEquation, unknowns: readonly number[]): number =>
  [...trace].reduce((sum, [k, weight]) => sum + toNumber(weight) * unknowns[k]!, 0);

/** Values of the parameters that are present: of order one and in no simple ratio. */
const VALUES = [0.8, 0.37, 0.9, 1.3, 0.7, 0.55, 0.45, 1.1];

/** Every combination of terms, `local` ones among them, against the kernel of the master equation. */
function checkAll(spins: number, local: boolean): void {
  const equationFor = local ? permutationSymmetric : symmetricSubspace;
  for (let bits = 0; bits < 2 ** (local ? 8 : 5); bits++) {
    const weights = PARAMETERS.map((_, k) => ((bits >> k) & 1) * VALUES[k]!);
    const [across, along, dephasing, pump, decay, ...localRates] = weights as [number, number, number, number, number];
    // Without local processes the states of the full space split into total spins, and the question is another one.
    if (local && localRates.every((rate) => rate === 0)) continue;
    const [gz = 0, gp = 0, gm = 0] = localRates;
    const model = spinModel({
      spins,
      field: [across, 0, along],
      collective: { dephasing, pump, decay },
      local: { dephasing: gz, pump: gp, decay: gm },
    });
    const name = `N = ${spins}, ${PARAMETERS.filter((_, k) => weights[k]! > 0).join(" ")}`;
    checkKernel(name, model, equationFor(equationOf(model)));
  }
}

function checkKernel(name: string, model: SpinModel, equation: LinearEquation): void {
  const matrix = dense(equation);
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(matrix);
  // Nonzero singular values here are above 1e-3, zero ones are rounding of numbers up to 100.
  const kernel = diagonal.filter((value) => value < 1e-10).length;
  expect(diagonal.some((value) => value > 1e-10 && value < 1e-3)).toBe(false);
  const found = steadyStateKind(model);
  if (found.kind === "notUnique") {
    const expected = found.conserved === "every observable" ? matrix.rows : model.spins + 1;
    expect([name, kernel]).toEqual([name, expected]);
    // A conserved quantity Q: tr(Q L rho) = 0 for every rho.
    if (found.conserved === "J_z") {
      const form = Matrix.eye(matrix.rows)
        .to2DArray()
        .map((unit) => heightOf(equation, unit));
      expect(Matrix.rowVector(form).mmul(matrix).norm()).toBeLessThan(1e-12);
    }
    return;
  }
  expect([name, kernel]).toEqual([name, 1]);
  const state = rightSingularVectors.getColumn(matrix.rows - 1);
  const height = heightOf(equation, state) / traceOf(equation, state);
  // Only the product states along +-z have |2 <J_z> / N| = 1.
  if (found.kind === "point") expect([name, height]).toEqual([name, expect.closeTo(found.direction[2], 10)]);
  else expect([name, Math.abs(height) < 1 - 1e-6]).toEqual([name, true]);
}

describe("steadyStateKind", () => {
  it.each([1, 2, 3])("is the kernel of the Liouvillian for every combination of collective terms, N = %i", (count) => {
    checkAll(count, false);
  });

  it.each([1, 2, 3])("is the kernel of the Liouvillian for every combination with local terms, N = %i", (count) => {
    checkAll(count, true);
  });

  it("names what is conserved", () => {
    const kind = (input: object) => steadyStateKind(spinModel({ spins: 5, ...input }));
    expect(kind({})).toEqual({ kind: "notUnique", conserved: "every observable" });
    expect(kind({ field: [0, 1, 0] })).toEqual({ kind: "notUnique", conserved: "B.J" });
    expect(kind({ field: [0, 0, 1] })).toEqual({ kind: "notUnique", conserved: "J_z" });
    expect(kind({ field: [0, 0, 1], collective: { dephasing: 1 } })).toEqual({ kind: "notUnique", conserved: "J_z" });
    expect(kind({ collective: { pump: 1 } })).toEqual({ kind: "point", direction: [0, 0, 1] });
    expect(kind({ field: [0, 1, 0], collective: { dephasing: 1 } })).toEqual({ kind: "unique" });
  });

  it("goes by exact zeros, however small the rest", () => {
    const tiny = spinModel({ spins: 5, field: [1e-14, 0, 0], collective: { decay: 1 } });
    expect(steadyStateKind(tiny)).toEqual({ kind: "unique" });
    const nearlyEqual = spinModel({ spins: 5, collective: { pump: 1e-12, decay: 1 } });
    expect(steadyStateKind(nearlyEqual)).toEqual({ kind: "unique" });
  });
});

describe("a quantity that is nearly conserved", () => {
  const tilted = (across: number, z: number, rates: object) => spinModel({ spins: 8, field: [across, 0, z], ...rates });

  it("is named, with what lifts it and the rate: the field across z", () => {
    // b^2 G/(G^2 + B_z^2), G = k_z/N: degenerate perturbation theory.
    const slow = slowestQuantity(tilted(1e-9, 0.5, { collective: { dephasing: 1 } }))!;
    expect(slow.quantity).toBe("J_z");
    expect(slow.lifter).toBe("the field across z, 1e-9");
    expect(slow.rate).toBeCloseTo((1e-18 * 0.125) / (0.125 ** 2 + 0.25), 22);
  });

  it.each<[string, string, string, number]>([
    ["weak decay", "J_z", "pump and decay", 1e-12],
    ["weak dephasing", "B.J", "dephasing", 1e-12 / 8],
    ["weak local rates", "J^2", "local rates", 1e-12],
  ])("%s", (name, quantity, lifter, rate) => {
    const model = {
      "weak decay": spinModel({ spins: 8, collective: { dephasing: 1, decay: 1e-12 } }),
      "weak dephasing": tilted(1, 0, { collective: { dephasing: 1e-12 } }),
      "weak local rates": tilted(1, 0, { collective: { decay: 1 }, local: { dephasing: 1e-12 } }),
    }[name]!;
    const slow = slowestQuantity(model)!;
    expect(slow.quantity).toMatch(quantity);
    expect(slow.lifter).toMatch(lifter);
    expect(slow.rate).toBeCloseTo(rate, 20);
  });

  it("is refused alike where its rate is lost among the roundings of the model's numbers", () => {
    expect(() => requireUniqueSteadyState(tilted(1e-9, 0.5, { collective: { dephasing: 1 } }))).toThrow(
      /J_z is nearly conserved. Only the field across z, 1e-9 changes it, at a rate of about 4.7e-19/,
    );
    expect(() => requireUniqueSteadyState(tilted(1e-3, 0.5, { collective: { dephasing: 1 } }))).not.toThrow();
    // Along z populations alone are solved for, without subtractions.
    expect(() => requireUniqueSteadyState(tilted(0, 0, { collective: { dephasing: 1, decay: 1e-14 } }))).not.toThrow();
  });

  it("is no excuse for equations that are singular for another reason", () => {
    const model = spinModel({ spins: 8, collective: { decay: 1 }, local: { pump: 1 } });
    expect(notUniqueInPractice(model, "pivot", 0, 0)).toBeInstanceOf(SingularMatrixError);
    expect(notUniqueInPractice(model, "pivot", 0, 0).message).toMatch(/though the model conserves nothing/);
  });
});

describe("the advice where a quantity is nearly conserved", () => {
  it("is a larger tolerance where some digits are left, and only there", () => {
    const some = spinModel({
      spins: 7,
      field: [0.6, 0.1, 0],
      collective: { pump: 1, dephasing: 0.3 },
      local: { pump: 1e-9 },
    });
    expect(blameSlowness(some, 1e-8)?.remedy).toContain("ask for a larger tolerance");
    expect(blameSlowness(some, 1e-3)).toBeNull();
    const none = spinModel({ spins: 6, field: [1e-9, 0, 0.5], collective: { dephasing: 1 } });
    for (const error of [blameSlowness(none, 1e-8), notUniqueInPractice(none, "pivot", 1e-17, 1e-15)]) {
      expect((error as NotUniqueError).remedy).toBe("raise what changes it, or evolve an initial state in time");
    }
  });
});

describe("requireUniqueSteadyState", () => {
  it("throws what is conserved", () => {
    expect(() => requireUniqueSteadyState(spinModel({ spins: 5, field: [1, 0, 0] }))).toThrow(NotUniqueError);
    expect(() => requireUniqueSteadyState(spinModel({ spins: 5, field: [1, 0, 0] }))).toThrow(
      "the steady state is not unique: B.J is conserved; add pump or decay",
    );
    expect(() => requireUniqueSteadyState(spinModel({ spins: 5, collective: { decay: 1 } }))).not.toThrow();
  });

  it.each<[string, SpinModelInput, boolean]>([
    ["dephasing", { spins: 5, collective: { dephasing: 1 } }, true],
    ["nothing", { spins: 5 }, true],
    ["a field alone", { spins: 5, field: [1, 0, 0] }, false],
    ["an interaction alone", { spins: 5, field: [1, 0, 0], interaction: { zz: 1 } }, false],
    ["dephasing about x", { spins: 5, collective: { jumps: [{ rate: 1, operator: "Jx" }] } }, false],
  ])("offers the limit of an initial state where every one has it: %s", (_, input, offered) => {
    const model = spinModel(input);
    const remedy = offered
      ? "or ask for the limit of an initial state, or evolve it in time"
      : "; or evolve an initial state in time";
    expect(() => requireUniqueSteadyState(model)).toThrow(remedy);
    expect(longTimeLimit(model, false).kind).toMatch(offered ? /coherences|constant/ : /turning|unsolved/);
  });
});
