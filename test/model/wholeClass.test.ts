import fc from "fast-check";
import { SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { turnsFreely } from "../../src/model/freeTurn.ts";
import { drift } from "../../src/model/kramersMoyal.ts";
import { longTimeLimit, modelOfTotalSpin } from "../../src/model/longTimeLimit.ts";
import { slowestQuantity } from "../../src/model/slowestQuantity.ts";
import { type SpinModelInput, spinModel } from "../../src/model/spinModel.ts";
import { tangentBasis } from "../../src/model/stability.ts";
import { steadyStateKind, zeroEigenvalues } from "../../src/model/uniqueness.ts";
import { type GeneralModel, generalEquation } from "../reference/equation.ts";
import {
  explicitEquation,
  liouvillian,
  steadyOf,
  symmetricEquation,
  withTrace,
} from "../reference/explicit/masterEquation.ts";
import { momentsOf } from "../reference/explicit/states.ts";
import { between } from "./arbitrary.ts";

type Model = GeneralModel & SpinModelInput;

const kernelOf = (model: Model): number =>
  new SingularValueDecomposition(liouvillian(symmetricEquation(generalEquation(model)))).diagonal.filter(
    (v) => v < 1e-9,
  ).length;

describe("zeros of a generator on the sphere", () => {
  it.each<[string, Model]>([
    [
      "one-axis twisting, whose energies come in pairs",
      { spins: 4, field: [0, 0, 0], interaction: { zz: 1 }, collective: {} },
    ],
    [
      "a twist that the field leaves without pairs",
      { spins: 4, field: [0, 0, 0.3], interaction: { zz: 1 }, collective: {} },
    ],
    ["a twist whose pairs the field shifts", { spins: 4, field: [0, 0, 0.25], interaction: { zz: 1 }, collective: {} }],
    [
      "two-axis twisting of whole spins",
      { spins: 4, field: [0, 0, 0], interaction: { xy: 1, zz: 0.2 }, collective: {} },
    ],
    [
      "two-axis twisting of half-integer spins",
      { spins: 3, field: [0, 0, 0], interaction: { xy: 1, zz: 0.2 }, collective: {} },
    ],
    ["parity", { spins: 5, field: [0, 0, 0.2], interaction: { xx: 1 }, collective: { dephasing: 0.5 } }],
    ["sides", { spins: 3, field: [0, 0, 0], interaction: { xz: 1 }, collective: { dephasing: 0.5 } }],
    ["nothing", { spins: 3, field: [0.1, 0, 0], interaction: { xz: 1 }, collective: { decay: 0.5 } }],
    [
      "an interaction that is J^2",
      { spins: 3, field: [0, 0, 0], interaction: { xx: 1, yy: 1, zz: 1 }, collective: {} },
    ],
  ])("%s", (_, model) => {
    expect(zeroEigenvalues(spinModel(model), false).count).toBe(kernelOf(model));
  });
});

describe("a steady state that is a point", () => {
  it.each<[string, Model, readonly number[] | null]>([
    ["decay", { spins: 3, field: [0, 0, 0], interaction: { zz: 1 }, collective: { decay: 1 } }, [0, 0, -1]],
    [
      "a jump whose eigenvector is tilted, held by a field",
      // l = n + (x + i y) / 2 with n = z, and the field that undoes the part that its square has besides.
      {
        spins: 3,
        field: [0, 0.5, 0],
        collective: { jumps: [{ rate: 1, operator: [0.5, [0, 0.5], 1] }] },
      },
      null,
    ],
    [
      "a squeezed reservoir",
      { spins: 4, field: [0, 0, 0], collective: { jumps: [{ rate: 1, operator: [1, [0, 0.6], 0] }] } },
      null,
    ],
    [
      "decay and a field across",
      { spins: 4, field: [0.3, 0, 0], interaction: { zz: 0 }, collective: { decay: 1 } },
      null,
    ],
    [
      "decay and a twist across",
      { spins: 4, field: [0, 0, 0], interaction: { xx: 1 }, collective: { decay: 1 } },
      null,
    ],
    [
      "a twist across of one spin",
      { spins: 1, field: [0, 0, 0], interaction: { xx: 1 }, collective: { decay: 1 } },
      [0, 0, -1],
    ],
    [
      "local decay and a twist",
      { spins: 3, field: [0, 0, 0.2], interaction: { zz: 1 }, collective: {}, local: { decay: 1 } },
      [0, 0, -1],
    ],
  ])("%s", (_, model, direction) => {
    const kind = steadyStateKind(spinModel(model));
    const equation = (model.local === undefined ? symmetricEquation : explicitEquation)(generalEquation(model));
    const { mean } = momentsOf(equation.spin, model.spins, steadyOf(withTrace(liouvillian(equation))));
    const found = kind.kind === "point" ? kind.direction : null;
    if (direction !== null) expect(found).toEqual(direction);
    // A product state has a mean of length 1, and no other.
    if (found === null) expect(Math.hypot(...mean)).toBeLessThan(1 - 1e-6);
    else for (const k of [0, 1, 2]) expect(mean[k]).toBeCloseTo(found[k]!, 10);
  });

  it("is found in any direction: a jump a n + c m, m of circular polarisation around n, with the field that holds the state", () => {
    const entry = between(-1, 1);
    fc.assert(
      fc.property(fc.tuple(entry, entry, entry), fc.tuple(entry, entry), (v, [re, im]) => {
        const size = Math.hypot(...v);
        fc.pre(size > 0.1);
        const n = v.map((x) => x / size) as [number, number, number];
        const [u, w] = tangentBasis(n).to2DArray() as [number[], number[]];
        // u, w, n are right-handed or left-handed.
        const hand = Math.sign(dot(cross(u, w), n));
        const a = [re, im] as const;
        const operator = n.map((x, k) => [a[0] * x + u[k]!, a[1] * x + hand * w[k]!] as const) as never;
        const jumps = [{ rate: 1, operator }];
        // The drift that it leaves at n is across it: the field b with b x n = -drift is n x drift.
        const out = new Float64Array(3);
        drift(spinModel({ spins: 3, collective: { jumps } }), n, out);
        const field = cross(
          n,
          [...out].map((x) => -x),
        ) as [number, number, number];
        const model = { spins: 3, field, collective: { jumps } };
        const kind = steadyStateKind(spinModel(model));
        expect(kind.kind).toBe("point");
        const equation = symmetricEquation(generalEquation(model));
        const { mean } = momentsOf(equation.spin, 3, steadyOf(withTrace(liouvillian(equation))));
        const { direction } = kind as { direction: readonly number[] };
        for (const k of [0, 1, 2]) {
          expect(direction[k]).toBeCloseTo(n[k]!, 10);
          expect(mean[k]).toBeCloseTo(n[k]!, 8);
        }
      }),
      { numRuns: 20 },
    );
  });
});

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);

const cross = (a: readonly number[], b: readonly number[]): number[] =>
  [0, 1, 2].map((k) => a[(k + 1) % 3]! * b[(k + 2) % 3]! - a[(k + 2) % 3]! * b[(k + 1) % 3]!);

describe("what a field does to the class", () => {
  it("turns freely where all else is alike around it", () => {
    const free = (model: SpinModelInput): boolean => turnsFreely(spinModel(model));
    expect(free({ spins: 4, field: [0, 0, 1], interaction: { zz: 0.3 }, collective: { decay: 1 } })).toBe(true);
    expect(free({ spins: 4, field: [0, 0, 1], interaction: { xx: 0.3 } })).toBe(false);
    expect(free({ spins: 4, field: [1, 0, 0], interaction: { xx: 0.3 } })).toBe(true);
    expect(free({ spins: 4, field: [1, 1, 0], interaction: { xx: 0.3, yy: 0.3, xy: 0.3 } })).toBe(true);
    expect(free({ spins: 4, field: [1, 0, 0], collective: { jumps: [{ rate: 1, operator: "Jy + 1i*Jz" }] } })).toBe(
      true,
    );
    expect(free({ spins: 4, field: [1, 0, 0], collective: { jumps: [{ rate: 1, operator: "Jy + 0.5i*Jz" }] } })).toBe(
      false,
    );
  });
});

describe("a quantity that is nearly conserved", () => {
  it("is the one that is conserved without the small terms", () => {
    const slow = slowestQuantity(
      spinModel({
        spins: 6,
        interaction: { xx: 1 },
        collective: { dephasing: 1, jumps: [{ rate: 1e-9, operator: "Jx" }] },
      }),
    )!;
    expect(slow.quantity).toBe("the parity exp(i pi J_z)");
    expect(slow.relative).toBeGreaterThanOrEqual(1e-9);
    expect(slow.relative).toBeLessThanOrEqual(1e-8);
    expect(slowestQuantity(spinModel({ spins: 6, interaction: { xx: 1 }, collective: { decay: 1 } }))).toBeNull();
  });
});

describe("the long-time limit", () => {
  it("is that of the populations where jumps and interaction are along z", () => {
    const model = spinModel({
      spins: 6,
      interaction: { zz: 1 },
      collective: { jumps: [{ rate: 1, operator: "2i*Jz" }] },
    });
    expect(longTimeLimit(model, false)).toEqual({ kind: "coherences", conserved: "J_z" });
    const tilted = spinModel({ spins: 6, collective: { jumps: [{ rate: 1, operator: "Jx" }] } });
    expect(longTimeLimit(tilted, false)).toEqual({ kind: "unsolved", conserved: "J_x" });
  });

  it("of a smaller total spin has rates and interaction of its own", () => {
    const model = spinModel({
      spins: 6,
      interaction: { xx: 3 },
      collective: { decay: 6, jumps: [{ rate: 12, operator: "Jx" }] },
    });
    const smaller = modelOfTotalSpin(model, 2);
    expect(smaller.interaction?.xx).toBeCloseTo(1, 14);
    expect(smaller.collective.decay).toBeCloseTo(2, 14);
    expect(smaller.collective.jumps?.[0]?.rate).toBeCloseTo(4, 14);
  });
});
