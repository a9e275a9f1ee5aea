import fc from "fast-check";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { operatorOf } from "../../../src/model/operator/operator.ts";
import {
  coefficientsOf,
  type Dissipation,
  type Interaction,
  NO_INTERACTION,
  type Triple,
} from "../../../src/model/secondOrder/coefficients.ts";
import { type Conserved, conservedName, conservedQuantity } from "../../../src/model/secondOrder/conserved.ts";
import { hasLocalRates, type SpinModel } from "../../../src/model/spinModel.ts";
import * as sevenRates from "../../../src/model/uniqueness.ts";
import { adjoint, type ComplexMatrix, scale, sum, times } from "../../reference/explicit/complexMatrix.ts";
import { liouvillian, symmetricEquation } from "../../reference/explicit/masterEquation.ts";
import { along, projectedSpin } from "../../reference/explicit/spins.ts";
import { anyModel } from "../arbitrary.ts";
import { asSecondOrder } from "./arbitrary.ts";

const none: Dissipation = { dephasing: 0, pump: 0, decay: 0, jumps: [] };

interface Parts {
  readonly spins?: number;
  readonly field?: Triple;
  readonly interaction?: Partial<Interaction>;
  readonly collective?: Partial<Dissipation>;
}

const model = ({ spins = 3, field = [0, 0, 0], interaction = {}, collective = {} }: Parts): SpinModel => ({
  spins,
  field,
  interaction: { xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0, ...interaction },
  collective: { ...none, ...collective },
  local: none,
});

/** Dimension of the operators on the symmetric subspace that commute with H, the jumps and their adjoints, from their commutators. */
function commutant({ spins, field, interaction, collective }: SpinModel): number {
  const spin = projectedSpin(spins);
  const { xx, yy, zz, xy, xz, yz } = interaction ?? NO_INTERACTION;
  const rows: Triple[] = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  const hamiltonian = sum([
    along(field, spin),
    ...rows.map((row, a) => scale(times(spin[a]!, along(row, spin)), 1 / spins)),
  ]);
  const jumps = [
    { rate: collective.dephasing, l: [0, 0, 1] as const },
    { rate: collective.pump, l: [1, [0, 1], 0] as const },
    { rate: collective.decay, l: [1, [0, -1], 0] as const },
    ...(collective.jumps ?? []).map(({ rate, operator: { re, im } }) => ({
      rate,
      l: [
        [re[0], im[0]],
        [re[1], im[1]],
        [re[2], im[2]],
      ] as const,
    })),
  ].filter(({ rate }) => rate > 0);
  const operators = [hamiltonian, ...jumps.flatMap(({ l }) => [along(l, spin), adjoint(along(l, spin))])];
  const order = spins + 1;
  const columns: number[][] = [];
  for (let k = 0; k < 2 * order * order; k++) {
    const x: ComplexMatrix = { re: Matrix.zeros(order, order), im: Matrix.zeros(order, order) };
    const entry = k % (order * order);
    (k < order * order ? x.re : x.im).set(Math.floor(entry / order), entry % order, 1);
    columns.push(
      operators.flatMap((a) => {
        const c = sum([times(a, x), scale(times(x, a), -1)]);
        return [...c.re.to1DArray(), ...c.im.to1DArray()];
      }),
    );
  }
  const { diagonal } = new SingularValueDecomposition(new Matrix(columns).transpose());
  // Real dimension of a complex space.
  return diagonal.filter((value) => value < 1e-9).length / 2;
}

const dimension = (conserved: Conserved | null, spins: number): number => {
  if (conserved === null) return 1;
  if (conserved.kind === "everything") return (spins + 1) ** 2;
  return conserved.kind === "parity" || conserved.kind === "side" ? 2 : spins + 1;
};

const turnedJump = { rate: 0.7, operator: operatorOf("(1 + 2i)*(Jx + 2*Jy - 2*Jz)", "collective") };

const CASES: readonly [string, Parts, Conserved["kind"] | null][] = [
  ["nothing", {}, "everything"],
  ["an interaction that is J^2", { interaction: { xx: 1, yy: 1, zz: 1 } }, "everything"],
  ["a field", { field: [0.3, 0, 0.4] }, "spin"],
  ["a field along z and a twist about it", { field: [0, 0, 0.4], interaction: { zz: 1 } }, "spin"],
  ["the twist of another plane", { interaction: { xx: 1, yy: 1 } }, "spin"],
  ["two twists", { field: [0.1, 0.2, 0.3], interaction: { xx: 1, zz: 0.4 } }, "hamiltonian"],
  ["dephasing", { collective: { dephasing: 1 } }, "spin"],
  ["dephasing and a field along it", { field: [0, 0, 2], collective: { dephasing: 1 } }, "spin"],
  ["dephasing and a field across it", { field: [0.1, 0, 2], collective: { dephasing: 1 } }, null],
  [
    "dephasing and a twist across it",
    { field: [0, 0, 0.3], interaction: { xx: 1 }, collective: { dephasing: 1 } },
    "parity",
  ],
  [
    "dephasing, a twist and a field across it",
    { field: [0.2, 0, 0], interaction: { xx: 1 }, collective: { dephasing: 1 } },
    null,
  ],
  [
    "a tilted twist that the field cancels on the step from 1/2 to 3/2",
    { field: [-2 / 3, 0, 0], interaction: { xz: 1 }, collective: { dephasing: 1 } },
    "side",
  ],
  [
    "a tilted twist on half-integer spins: the step over 0",
    { interaction: { xz: 1 }, collective: { dephasing: 1 } },
    "side",
  ],
  ["a tilted twist on whole spins", { spins: 4, interaction: { xz: 1 }, collective: { dephasing: 1 } }, null],
  ["one jump along a tilted axis", { collective: { jumps: [turnedJump] } }, "spin"],
  ["it and a field across", { field: [2, -1, 0], collective: { jumps: [turnedJump] } }, null],
  ["two jumps", { collective: { dephasing: 0.1, jumps: [turnedJump] } }, null],
  ["decay", { collective: { decay: 1 } }, null],
  ["squeezing", { collective: { jumps: [{ rate: 1, operator: operatorOf("Jx + 0.6i*Jy", "collective") }] } }, null],
];

describe("what a model conserves", () => {
  it.each(CASES)("%s", (_, parts, kind) => {
    const given = model(parts);
    const found = conservedQuantity(coefficientsOf(given));
    expect(found?.kind ?? null).toBe(kind);
    if (kind === "hamiltonian") expect(commutant(given)).toBeGreaterThanOrEqual(given.spins + 1);
    else if (kind === "spin") expect(commutant(given)).toBeGreaterThanOrEqual(given.spins + 1);
    else expect(commutant(given)).toBe(dimension(found, given.spins));
  });

  it("has the commutant for its dimension, in random models with many terms missing", () => {
    const entry = fc.constantFrom(0, 0, 0, 1, -0.5);
    const parts = fc.record({
      spins: fc.constantFrom(1, 2, 3),
      field: fc.tuple(entry, entry, entry),
      interaction: fc.record({ xx: entry, yy: entry, zz: entry, xy: entry, xz: entry, yz: entry }),
      collective: fc.record({ dephasing: fc.constantFrom(0, 1), decay: fc.constantFrom(0, 0, 0, 1) }),
    });
    fc.assert(
      fc.property(parts, (chosen) => {
        const given = model(chosen);
        const found = conservedQuantity(coefficientsOf(given));
        const exact = commutant(given);
        const isAtLeast = found?.kind === "hamiltonian" || (found?.kind === "spin" && given.collective.dephasing === 0);
        if (isAtLeast) expect(exact).toBeGreaterThanOrEqual(dimension(found, given.spins));
        else expect(exact).toBe(dimension(found, given.spins));
      }),
      { numRuns: 80 },
    );
  });

  it("is null only where the steady state is unique: one zero among the singular values of the Liouvillian", () => {
    const entry = fc.constantFrom(0, 0, 1, -0.5, 0.3);
    const operator = fc.record({ re: fc.tuple(entry, entry, entry), im: fc.tuple(entry, entry, entry) });
    const parts = fc.record({
      spins: fc.constantFrom(1, 2, 3, 4),
      field: fc.tuple(entry, entry, entry),
      interaction: fc.record({ xx: entry, yy: entry, zz: entry, xy: entry, xz: entry, yz: entry }),
      collective: fc.record({ jumps: fc.array(fc.record({ rate: fc.constant(1), operator }), { maxLength: 2 }) }),
    });
    let unique = 0;
    fc.assert(
      fc.property(parts, (chosen) => {
        const given = model(chosen);
        const conserved = conservedQuantity(coefficientsOf(given));
        const { interaction: chi = NO_INTERACTION, collective } = given;
        const equation = {
          spins: given.spins,
          field: given.field,
          interaction: [
            [chi.xx, chi.xy, chi.xz],
            [chi.xy, chi.yy, chi.yz],
            [chi.xz, chi.yz, chi.zz],
          ],
          collective: (collective.jumps ?? []).map(({ rate, operator: { re, im } }) => ({
            rate,
            operator: [
              [re[0], im[0]],
              [re[1], im[1]],
              [re[2], im[2]],
            ] as const,
          })),
          local: [],
        } as const;
        const { diagonal } = new SingularValueDecomposition(liouvillian(symmetricEquation(equation)));
        const zeros = diagonal.filter((value) => value < 1e-9).length;
        if (conserved === null) unique++;
        expect(zeros === 1).toBe(conserved === null);
      }),
      { numRuns: 60 },
    );
    expect(unique).toBeGreaterThan(20);
  });

  it("is what it was for the seven rates", () => {
    fc.assert(
      fc.property(anyModel, (given) => {
        const found = conservedQuantity(coefficientsOf(asSecondOrder(given)));
        const expected = sevenRates.conservedQuantity(given);
        const name = found === null ? null : conservedName(found);
        if (expected !== "B.J") expect(name).toBe(expected);
        else expect(found!.kind).toBe("spin");
        if (hasLocalRates(given) && expected === null) expect(found).toBeNull();
      }),
    );
  });

  it("has a name", () => {
    const names = CASES.map(([, parts]) => conservedQuantity(coefficientsOf(model(parts))))
      .filter((found) => found !== null)
      .map(conservedName);
    expect(new Set(names)).toEqual(
      new Set([
        "every observable",
        "n.J with n = (0.6, 0, 0.8)",
        "J_z",
        "the energy H",
        "the parity exp(i pi J_z)",
        "whether J_z is at most 0.5 or at least 1.5",
        "whether J_z is at most -0.5 or at least 0.5",
        "n.J with n = (-0.333333, -0.666667, 0.666667)",
      ]),
    );
  });
});
