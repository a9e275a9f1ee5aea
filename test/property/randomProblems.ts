import { type InitialState, type Rates, type SpinModel, spinModel } from "blochfem";
import { hasLocalRates, type JumpInput, writtenModel } from "blochfem/model";
import { createRandomStream, fillUniform } from "../../src/core/random.ts";

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
  const last = Number((10 ** (1.5 * uniform()) / fastestOf(model)).toPrecision(3));
  return { seed, index, model, initial, times: [last / 10, last] };
}

/** The same problem with an interaction, with collective jumps, with local jumps where it has local rates, or with some of these. */
export function generalProblem(seed: number, index: number): RandomProblem {
  const { model, initial } = randomProblem(seed, index);
  const stream = createRandomStream(seed + 1, index);
  const numbers = new Float64Array(1);
  const uniform = (): number => {
    fillUniform(stream, numbers);
    return numbers[0]!;
  };
  const rounded = (value: number): number => Number(value.toPrecision(3));
  const size = (): number => rounded(10 ** (2 * uniform() - 1));
  const component = (): number => (uniform() < 0.3 ? 0 : rounded(2 * uniform() - 1));
  const real = uniform() < 0.3;
  const jump = (): JumpInput => {
    const component3 = (): [number, number] => [component(), real ? 0 : component()];
    // Never 0.
    return { rate: size(), operator: [[1, real ? 0 : component()], component3(), component3()] };
  };
  const jumps = (): JumpInput[] => Array.from({ length: Math.floor(3 * uniform()) }, jump);
  const coefficient = (): number => (uniform() < 0.5 ? 0 : size() * (uniform() < 0.5 ? -1 : 1));
  const [xx, yy, zz, xy, xz, yz] = Array.from({ length: 6 }, coefficient);
  const general = spinModel({
    ...model,
    ...(uniform() < 0.75 && { interaction: { xx, yy, zz, xy, xz, yz } }),
    collective: { ...model.collective, jumps: jumps() },
    local: hasLocalRates(model) ? { ...model.local, jumps: jumps() } : model.local,
  });
  const last = rounded(10 ** uniform() / fastestOf(general));
  return { seed, index, model: general, initial, times: [last / 10, last] };
}

function fastestOf({ field, interaction, collective, local }: SpinModel): number {
  const rates = [collective, local].flatMap(({ jumps = [], ...plain }) => [
    ...Object.values(plain),
    ...jumps.map(({ rate, operator: { re, im } }) => rate * Math.hypot(...re, ...im) ** 2),
  ]);
  return Math.max(...[...field, ...Object.values({ ...interaction })].map(Math.abs), ...rates, 1e-6);
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
  const { spins, field, interaction, collective, local } = writtenModel(model);
  const state =
    initial.kind === "thermal"
      ? `{ thermal: { ratio: ${initial.ratio} } }`
      : `{ coherent: [${initial.kind === "coherent" ? initial.direction.join(", ") : ""}] }`;
  return [
    `# seed ${seed}, model ${index}; times ${times.join(", ")}`,
    `spins: ${spins}`,
    `field: [${field.join(", ")}]`,
    ...(interaction === undefined ? [] : [`interaction: ${JSON.stringify(interaction)}`]),
    `collective: ${JSON.stringify(collective)}`,
    `local: ${JSON.stringify(local)}`,
    `initial: ${state}`,
    "",
  ].join("\n");
}
