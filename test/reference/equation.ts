import { type Dissipation, NO_INTERACTION } from "../../src/model/secondOrder/coefficients.ts";
import type { Rates, SpinModel } from "../../src/model/spinModel.ts";
import type { Vector3 } from "../../src/state/moments.ts";

/** A real number, or real and imaginary part. */
export type ComplexNumber = number | readonly [number, number];

/** l . J of a collective process, l . sigma of a local one: the components along x, y and z. */
export type SpinOperator = readonly [ComplexNumber, ComplexNumber, ComplexNumber];

export interface Jump {
  readonly rate: number;
  readonly operator: SpinOperator;
}

/**
 * A permutation-invariant master equation of N two-level systems with a Hamiltonian at most quadratic in the collective spin,
 *
 *     H = B.J + (1/N) sum_ab chi_ab J_a J_b,
 *     collective  sum (2 rate/N) D[l.J],   local  sum (rate/2) sum_n D[l.sigma_n],   D[A] rho = A rho A^+ - 1/2 {A^+ A, rho},
 *
 * of which the seven rates of a `SpinModel` are a part.
 */
export interface SpinEquation {
  readonly spins: number;
  readonly field: Vector3;
  /** chi, symmetric. */
  readonly interaction: readonly [Vector3, Vector3, Vector3];
  readonly collective: readonly Jump[];
  readonly local: readonly Jump[];
}

const jumpsOfRates = ({ dephasing, pump, decay }: Rates): Jump[] => {
  const jumps: Jump[] = [
    { rate: dephasing, operator: [0, 0, 1] },
    { rate: pump, operator: [1, [0, 1], 0] },
    { rate: decay, operator: [1, [0, -1], 0] },
  ];
  return jumps.filter(({ rate }) => rate > 0);
};

const jumpsOf = ({ jumps = [], ...rates }: Dissipation): Jump[] => [
  ...jumpsOfRates(rates),
  ...jumps.map(({ rate, operator: { re, im } }) => ({
    rate,
    operator: [
      [re[0], im[0]],
      [re[1], im[1]],
      [re[2], im[2]],
    ] satisfies SpinOperator,
  })),
];

export function equationOf({ spins, field, interaction, collective, local }: SpinModel): SpinEquation {
  const { xx, yy, zz, xy, xz, yz } = interaction ?? NO_INTERACTION;
  return {
    spins,
    field,
    interaction: [
      [xx, xy, xz],
      [xy, yy, yz],
      [xz, yz, zz],
    ],
    collective: jumpsOf(collective),
    local: jumpsOf(local),
  };
}

/** Real and imaginary part. */
export const parts = (value: ComplexNumber): readonly [number, number] =>
  typeof value === "number" ? [value, 0] : value;

export interface GeneralRates extends Partial<Rates> {
  readonly jumps?: readonly Jump[];
}

/** A model as general.json has it: `{ xy: 0.5 }` means chi_xy = chi_yx = 0.5. */
export interface GeneralModel {
  readonly spins: number;
  readonly field: Vector3;
  readonly interaction?: Readonly<Record<string, number>>;
  readonly collective: GeneralRates;
  readonly local?: GeneralRates;
}

export function generalEquation(model: GeneralModel): SpinEquation {
  const { interaction = {} } = model;
  const chi = (a: string, b: string): number => interaction[a + b] ?? interaction[b + a] ?? 0;
  const row = (a: string): Vector3 => [chi(a, "x"), chi(a, "y"), chi(a, "z")];
  const jumps = ({ jumps: arbitrary = [], ...rates }: GeneralRates = {}): Jump[] => [
    ...jumpsOfRates({ dephasing: 0, pump: 0, decay: 0, ...rates }),
    ...arbitrary,
  ];
  return {
    spins: model.spins,
    field: model.field,
    interaction: [row("x"), row("y"), row("z")],
    collective: jumps(model.collective),
    local: jumps(model.local),
  };
}
