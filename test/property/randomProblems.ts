import { createRandomStream, fillUniform } from "../../src/core/random.ts";
import type { InitialState } from "../../src/model/initialState.ts";
import { type Rates, type SpinModel, spinModel } from "../../src/model/spinModel.ts";

/** A model with an initial state and times to look at; `seed` and `index` make it again. */
export interface RandomProblem {
  readonly seed: number;
  readonly index: number;
  readonly model: SpinModel;
  readonly initial: InitialState;
  readonly times: readonly number[];
}

export const mostSpins = 12;
/** Rates lie between 10^-d and 10^d: a model of one time scale, of a few, of twelve orders of magnitude. */
const decades = [0.5, 2, 6] as const;

/**
 * Problem number `index` of a seed. Rates are absent often enough that every combination turns up, and so do fields along z,
 * across it and tilted, and equal pump and decay.
 */
export function randomProblem(seed: number, index: number): RandomProblem {
  const stream = createRandomStream(seed, index);
  const numbers = new Float64Array(1);
  const uniform = (): number => {
    fillUniform(stream, numbers);
    return numbers[0]!;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(uniform() * list.length)]!;
  const spins = 1 + Math.floor(uniform() * mostSpins);
  const spread = pick(decades);
  const size = (): number => Number((10 ** (spread * (2 * uniform() - 1))).toPrecision(3));
  const rate = (): number => (uniform() < 0.6 ? size() : 0);
  const rates = (): Rates => {
    const [dephasing, pump, decay] = [rate(), rate(), rate()];
    return { dephasing, pump, decay: uniform() < 0.15 ? pump : decay };
  };
  const collective = rates();
  const local = uniform() < 0.5 ? rates() : { dephasing: 0, pump: 0, decay: 0 };
  const component = (): number => size() * (uniform() < 0.5 ? -1 : 1);
  const field = pick([
    () => [0, 0, 0] as const,
    () => [0, 0, component()] as const,
    () => [component(), 0, 0] as const,
    () => [component(), component(), 0] as const,
    () => [component(), component(), component()] as const,
    () => [component(), component(), component()] as const,
  ])();
  const model = spinModel({ spins, field, collective, local });
  const initial = randomState(uniform);
  const fastest = Math.max(...field.map(Math.abs), ...Object.values(collective), ...Object.values(local), 1e-6);
  const last = Number((10 ** (1.5 * uniform()) / fastest).toPrecision(3));
  return { seed, index, model, initial, times: [last / 10, last] };
}

function randomState(uniform: () => number): InitialState {
  const kind = uniform();
  if (kind < 0.15) return { kind: "thermal", ratio: Number((3 * uniform()).toPrecision(3)) };
  if (kind < 0.3) return { kind: "coherent", direction: [0, 0, kind < 0.22 ? 1 : -1] };
  const z = 2 * uniform() - 1;
  const angle = 2 * Math.PI * uniform();
  const across = Math.sqrt(1 - z * z);
  return { kind: "coherent", direction: [across * Math.cos(angle), across * Math.sin(angle), z] };
}

/** The problem as a model file. */
export function modelFileOf({ seed, index, model, initial, times }: RandomProblem): string {
  const { spins, field, collective, local } = model;
  const flow = (rates: Rates) => `{ dephasing: ${rates.dephasing}, pump: ${rates.pump}, decay: ${rates.decay} }`;
  const state =
    initial.kind === "thermal"
      ? `{ thermal: { ratio: ${initial.ratio} } }`
      : `{ coherent: [${initial.kind === "coherent" ? initial.direction.join(", ") : ""}] }`;
  return [
    `# seed ${seed}, model ${index}; times ${times.join(", ")}`,
    `spins: ${spins}`,
    `field: [${field.join(", ")}]`,
    `collective: ${flow(collective)}`,
    `local: ${flow(local)}`,
    `initial: ${state}`,
    "",
  ].join("\n");
}
