import type { ComplexVector } from "../model/operator/linearForm.ts";
import type { Dissipation } from "../model/secondOrder/coefficients.ts";
import { interacts, type SpinModel } from "../model/spinModel.ts";

/** J_z, J_+ and J_-, in this order, or what they are of one spin: sigma_z and s_+- = sigma_x +- i sigma_y. */
export const LADDER = ["dephasing", "pump", "decay"] as const;

/**
 * W_ab = sum over processes of rate c_a conj(c_b), with l.J = c_0 J_z + c_1 J_+ + c_2 J_-: Hermitian, row by row. The three rates are its
 * diagonal.
 */
export interface ProcessMatrix {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function processMatrix({ dephasing, pump, decay, jumps = [] }: Dissipation): ProcessMatrix {
  const re = Float64Array.of(dephasing, 0, 0, 0, pump, 0, 0, 0, decay);
  const im = new Float64Array(9);
  for (const { rate, operator } of jumps) {
    const c = ladderComponents(operator);
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) {
        re[3 * a + b]! += rate * (c.re[a]! * c.re[b]! + c.im[a]! * c.im[b]!);
        im[3 * a + b]! += rate * (c.im[a]! * c.re[b]! - c.re[a]! * c.im[b]!);
      }
    }
  }
  return { re, im };
}

/** J_x = (J_+ + J_-)/2, J_y = (J_+ - J_-)/(2i). */
function ladderComponents({ re: [x, y, z], im: [u, v, w] }: ComplexVector): {
  readonly re: readonly number[];
  readonly im: readonly number[];
} {
  return { re: [z, (x + v) / 2, (x - v) / 2], im: [w, (u - y) / 2, (u + y) / 2] };
}

/** Roundings of an entry, relative to the largest. */
const ROUNDING = 8 * Number.EPSILON;

/** Whether a rotation about z leaves the processes as they are: they are then those of the three rates on the diagonal. */
export function isAxial({ re, im }: ProcessMatrix): boolean {
  const limit = ROUNDING * Math.max(re[0]!, re[4]!, re[8]!);
  return re.every((value, k) => k % 4 === 0 || (Math.abs(value) <= limit && Math.abs(im[k]!) <= limit));
}

/** The model with rates alone that has the same dissipation; null where jumps are not about z. The interaction is left out. */
export function withRatesAlone(model: SpinModel): SpinModel | null {
  const { spins, field, collective, local } = model;
  if (collective.jumps === undefined && local.jumps === undefined && model.interaction === undefined) return model;
  const [whole, single] = [processMatrix(collective), processMatrix(local)];
  if (!isAxial(whole) || !isAxial(single)) return null;
  const rates = ({ re }: ProcessMatrix): Dissipation => ({ dephasing: re[0]!, pump: re[4]!, decay: re[8]! });
  return { spins, field, collective: rates(whole), local: rates(single) };
}

/** The model with a field and rates alone that is the same; null where there is none. */
export function asRateModel(model: SpinModel): SpinModel | null {
  const { interaction: chi } = model;
  const isNumber = chi === undefined || (chi.xx === chi.yy && chi.yy === chi.zz && isDiagonal(chi));
  return !interacts(model) || isNumber ? withRatesAlone(model) : null;
}

const isDiagonal = ({ xy, xz, yz }: NonNullable<SpinModel["interaction"]>): boolean => xy === 0 && xz === 0 && yz === 0;

/** Whether the interaction is the same after a rotation about z: J_z^2 and a number. */
export const interactsAlongZ = ({ interaction }: Pick<SpinModel, "interaction">): boolean =>
  interaction === undefined || (interaction.xx === interaction.yy && isDiagonal(interaction));

/** The sum of the rates, those of jumps times what they hold of J_z, J_+ and J_-. */
export const sizeOf = ({ re }: ProcessMatrix): number => re[0]! + re[4]! + re[8]!;
