import { InputError } from "../core/errors.ts";
import type { InputIssue } from "./issues.ts";
import type { OperatorInput } from "./operator/operator.ts";
import type { Dissipation, Interaction, Jump } from "./secondOrder/coefficients.ts";
import { checkInput } from "./shapes.ts";
import { wholeModel } from "./spinModelShape.ts";

/** Rates in one inverse time unit, hbar = 1. */
export interface Rates {
  /** k_z (collective) or g_z (local). */
  readonly dephasing: number;
  /** k_+ or g_+. */
  readonly pump: number;
  /** k_- or g_-. */
  readonly decay: number;
}

/** N two-level systems in a field, interacting, with collective and local dissipation: docs/physics.md, sections 1 and 8. */
export interface SpinModel {
  /** N, a positive integer. */
  readonly spins: number;
  /** B, the drive: H = B . J. */
  readonly field: readonly [number, number, number];
  /** chi: H += (1/N) sum_ab chi_ab J_a J_b. Left out where there is none. */
  readonly interaction?: Interaction;
  readonly collective: Dissipation;
  readonly local: Dissipation;
}

/** What `spinModel` takes: a model of which all but `spins` may be left out, and is then 0. */
export interface SpinModelInput {
  /** N, a whole number from 1 to 2^53. */
  readonly spins: number;
  /** B, of H = B . J: finite, up to 1e50. */
  readonly field?: readonly [number, number, number] | undefined;
  /** chi, of H += (1/N) sum_ab chi_ab J_a J_b, where xy stands for chi_xy = chi_yx. */
  readonly interaction?: InteractionInput | undefined;
  /** k_z, k_+, k_-: at least 0; and jumps (2 rate / N) D[l . J]. */
  readonly collective?: DissipationInput | undefined;
  /** g_z, g_+, g_-: at least 0; and jumps (rate / 2) sum_n D[l . sigma_n]. */
  readonly local?: DissipationInput | undefined;
}

/** Coefficients of which any may be left out, and is then 0. */
export type InteractionInput = { readonly [Name in keyof Interaction]?: number | undefined };

/** Rates of which any may be left out, and is then 0, and jumps of any operator that is linear in the spin. */
export type DissipationInput = { readonly [Name in keyof Rates]?: number | undefined } & {
  readonly jumps?: readonly JumpInput[] | undefined;
};

export interface JumpInput {
  /** At least 0. */
  readonly rate: number;
  readonly operator: OperatorInput;
}

export type SpinModelResult =
  | { readonly model: SpinModel; readonly issues: null }
  | { readonly model: null; readonly issues: readonly InputIssue[] };

/** The model, or everything that is wrong with `input`, each with its path, causes before consequences. Never throws. */
export function checkSpinModel(input: unknown): SpinModelResult {
  const { value, issues } = checkInput(wholeModel, input, "the model");
  return value === null ? { model: null, issues } : { model: freezeModel(value), issues: null };
}

/**
 * Validated and deeply frozen model. `spins` is required; the field and every rate default to 0.
 * Throws InputError, naming the path of the field, for an unknown key, a wrong type, a rate that is negative or not
 * finite, a field that is not finite, coefficients above 1e50 or further apart than 1e15, and spins that are not a whole number from 1 to 2^53.
 */
export function spinModel(input: SpinModelInput): SpinModel {
  const { model, issues } = checkSpinModel(input);
  if (model !== null) return model;
  throw new InputError(issues[0]!);
}

/** A deeply frozen copy with the fields of a model and no others. */
export function freezeModel(model: SpinModel): SpinModel {
  const [x, y, z] = model.field;
  const field = Object.freeze([x, y, z] as const);
  return Object.freeze({
    spins: model.spins,
    field,
    ...freezeInteraction(model.interaction),
    collective: freezeDissipation(model.collective),
    local: freezeDissipation(model.local),
  });
}

function freezeInteraction(interaction: Interaction | undefined): Pick<SpinModel, "interaction"> {
  if (interaction === undefined || !interacts({ interaction })) return {};
  const { xx, yy, zz, xy, xz, yz } = interaction;
  return { interaction: Object.freeze({ xx, yy, zz, xy, xz, yz }) };
}

function freezeDissipation({ dephasing, pump, decay, jumps = [] }: Dissipation): Dissipation {
  const rates = { dephasing, pump, decay };
  return Object.freeze(jumps.length === 0 ? rates : { ...rates, jumps: Object.freeze(jumps.map(freezeJump)) });
}

function freezeJump({ rate, operator: { re, im } }: Jump): Jump {
  const [a, b, c] = re;
  const [x, y, z] = im;
  return Object.freeze({
    rate,
    operator: Object.freeze({ re: Object.freeze([a, b, c] as const), im: Object.freeze([x, y, z] as const) }),
  });
}

/** Processes of which the rates alone are asked for. */
export type Processes = Rates & { readonly jumps?: readonly Pick<Jump, "rate">[] };

/** Whether any local rate is positive: then P lives in the ball, otherwise (from a symmetric state) on the sphere. */
export const hasLocalRates = ({ local }: { readonly local: Processes }): boolean => isActive(local);

/** Whether any coefficient of the interaction is not 0. */
export const interacts = ({ interaction }: Pick<SpinModel, "interaction">): boolean =>
  interaction !== undefined && Object.values(interaction).some((value) => value !== 0);

/** Whether any process of a group has a positive rate. */
export const isActive = ({ dephasing, pump, decay, jumps = [] }: Processes): boolean =>
  dephasing > 0 || pump > 0 || decay > 0 || jumps.some(({ rate }) => rate > 0);

/** @throws InputError where local rates are not zero: P then leaves the sphere */
export function requireCollective(model: SpinModel): void {
  if (!hasLocalRates(model)) return;
  const { dephasing, pump, decay, jumps = [] } = model.local;
  const others = jumps.length === 0 ? "" : `, jumps ${jumps.length}`;
  throw new InputError({
    what: `the model has local rates (dephasing ${dephasing}, pump ${pump}, decay ${decay}${others}), which take P off the sphere into the ball`,
    remedy: "set local.dephasing, local.pump and local.decay to 0, and leave local.jumps out",
    value: Math.max(dephasing, pump, decay, ...jumps.map(({ rate }) => rate)),
    limit: 0,
  });
}
