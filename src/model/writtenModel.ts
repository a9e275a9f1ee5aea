import type { Jump } from "./secondOrder/coefficients.ts";
import type { Rates, SpinModel } from "./spinModel.ts";

/** A component of an operator as a file holds it: a number where it is real. */
export type WrittenComponent = number | readonly [re: number, im: number];

export interface WrittenJump {
  readonly rate: number;
  readonly operator: readonly [WrittenComponent, WrittenComponent, WrittenComponent];
}

export interface WrittenDissipation extends Rates {
  readonly jumps?: readonly WrittenJump[];
}

/** A model as plain data that is a model file, too: operators are [l_x, l_y, l_z], a component a number or [re, im]. */
export interface WrittenModel extends Omit<SpinModel, "collective" | "local"> {
  readonly collective: WrittenDissipation;
  readonly local: WrittenDissipation;
}

/** The model as reports and files hold it; `spinModel` and a model file give it back, to the last bit. */
export function writtenModel(model: SpinModel): WrittenModel {
  return { ...model, collective: writtenGroup(model.collective), local: writtenGroup(model.local) };
}

function writtenGroup({ jumps, ...rates }: SpinModel["local"]): WrittenDissipation {
  return jumps === undefined ? rates : { ...rates, jumps: jumps.map(writtenJump) };
}

function writtenJump({ rate, operator: { re, im } }: Jump): WrittenJump {
  const component = (k: 0 | 1 | 2): WrittenComponent => (im[k] === 0 ? re[k] : [re[k], im[k]]);
  return { rate, operator: [component(0), component(1), component(2)] };
}
