import fc from "fast-check";
import type { ComplexVector } from "../../../src/model/operator/linearForm.ts";
import {
  type Coefficients,
  coefficientsOf,
  type Dissipation,
  type Interaction,
  type Jump,
  type Triple,
} from "../../../src/model/secondOrder/coefficients.ts";
import type { Orthogonal } from "../../../src/model/secondOrder/turn.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { between } from "../arbitrary.ts";

const component = between(-1, 1);
export const triple: fc.Arbitrary<Triple> = fc.tuple(component, component, component);
const operator: fc.Arbitrary<ComplexVector> = fc.record({ re: triple, im: triple });
export const jump: fc.Arbitrary<Jump> = fc.record({ rate: between(0, 1), operator });

const dissipation = (jumps: number): fc.Arbitrary<Dissipation> =>
  fc.record({
    dephasing: between(0, 1),
    pump: between(0, 1),
    decay: between(0, 1),
    jumps: fc.array(jump, { maxLength: jumps }),
  });

const nothing = { dephasing: 0, pump: 0, decay: 0, jumps: [] };

export const interaction: fc.Arbitrary<Interaction> = fc.record({
  xx: component,
  yy: component,
  zz: component,
  xy: component,
  xz: component,
  yz: component,
});

/** Every term there, all of order 1. */
export const generalModel = (spins: fc.Arbitrary<number>, local = true): fc.Arbitrary<SpinModel> =>
  fc.record({
    spins,
    field: triple,
    interaction,
    collective: dissipation(3),
    local: local ? dissipation(3) : fc.constant(nothing),
  });

/** A seven-rate model among the others. */
export const asSecondOrder = ({ spins, field, collective, local }: SpinModel): SpinModel => ({
  spins,
  field,
  interaction: { xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0 },
  collective: { ...collective, jumps: [] },
  local: { ...local, jumps: [] },
});

/** Proper and improper ones. */
export const orthogonal: fc.Arbitrary<Orthogonal> = fc
  .tuple(fc.tuple(component, component, component, component), fc.boolean())
  .filter(([quaternion]) => Math.hypot(...quaternion) > 0.1)
  .map(([quaternion, mirror]) => {
    const norm = Math.hypot(...quaternion);
    const [a, b, c, d] = quaternion.map((value) => value / norm) as [number, number, number, number];
    const sign = mirror ? -1 : 1;
    return [
      [sign * (a * a + b * b - c * c - d * d), sign * 2 * (b * c - a * d), sign * 2 * (b * d + a * c)],
      [sign * 2 * (b * c + a * d), sign * (a * a - b * b + c * c - d * d), sign * 2 * (c * d - a * b)],
      [sign * 2 * (b * d - a * c), sign * 2 * (c * d + a * b), sign * (a * a - b * b - c * c + d * d)],
    ];
  });

/** The largest coefficient: what rounding errors scale with. */
export const scaleOf = ({ field, interaction: chi, collective, local }: Coefficients): number =>
  Math.max(
    ...[field, chi, collective.symmetric, collective.skew, local.symmetric, local.skew].flat().map(Math.abs),
    Number.MIN_VALUE,
  );

export const coefficients = (spins: fc.Arbitrary<number>, local = true): fc.Arbitrary<Coefficients> =>
  generalModel(spins, local).map(coefficientsOf);
