import { InputError } from "../../core/errors.ts";
import type { Channel } from "../../light/channel.ts";
import type { CostLimits } from "../choice.ts";
import { inCode, type Named, selectRoads } from "../selectRoads.ts";

/**
 * The roads to what light tells.
 *
 * @inline
 */
export type LightMethod = "fem" | "harmonic" | "dicke";

/**
 * What every question about light takes.
 *
 * @inline
 */
export interface LightOptions {
  /** What is recorded: "decay" (J_-, the default, also where its rate is 0), "pump" (J_+), or an operator such as "Jx + 0.6i*Jy". */
  readonly channel?: Channel;
  /** The road; by default the one that is predicted to be cheapest, and the next where it fails. */
  readonly method?: "auto" | LightMethod;
  /** Harmonics l <= band, in the ball moments up to that degree; chosen where absent. Selects the method harmonic. */
  readonly band?: number;
  /** Largest accepted error estimate, relative to the largest value that the question can have or has; default 1e-6. */
  readonly tolerance?: number;
  /** What one road may be predicted to take; default 120 s of processor time and 2 GiB. */
  readonly limits?: Partial<CostLimits>;
  /** Asks all roads that apply and compares them: the answer is that of the one with the smallest errors, with the comparison as its `check`. */
  readonly check?: boolean;
  /** Called where a road begins. */
  readonly onProgress?: (method: LightMethod) => void;
}

/** Relative to the largest value. */
export const LIGHT_TOLERANCE = 1e-6;

/** Roads that look at an option. */
const OPTION_ROADS = { band: ["harmonic"] } as const satisfies Readonly<Record<string, readonly LightMethod[]>>;

/** The roads that look at every option that is given. Throws InputError for options of different methods, and for a comparison of a single one. */
export function lightRoads(options: LightOptions, named: Named = inCode): readonly LightMethod[] {
  const roads = selectRoads<LightMethod>(["fem", "harmonic", "dicke"], OPTION_ROADS, { ...options }, named);
  if (options.check !== true || roads.length > 1) return roads;
  const by = options.band === undefined ? "method" : "band";
  throw new InputError({
    what: `${named("check")} compares all methods, and ${named(by)} leaves one of them`,
    remedy: `leave ${named("check")} or ${named(by)} out`,
    value: options[by],
  });
}

/** @throws InputError where there are none, or one is not finite */
export function requireFrequencies(frequencies: readonly number[]): void {
  const wrong = frequencies.find((frequency) => !Number.isFinite(frequency));
  if (frequencies.length > 0 && wrong === undefined) return;
  throw new InputError({
    what: wrong === undefined ? "no frequencies are asked for" : `the frequency ${wrong} is no finite number`,
    remedy: "give one or more, such as [0, 0.5, 1]",
    value: wrong ?? frequencies,
  });
}

/** The first of two times. Throws InputError for what is no time. */
export function requireFirstTime(at: number, named: Named = inCode): void {
  if (at >= 0 && at < Number.POSITIVE_INFINITY) return;
  throw new InputError({
    what: `${named("at")}, the first of the two times, is ${at}, not a finite number from 0 on`,
    remedy: "give a time >= 0",
    value: at,
    limit: 0,
  });
}

/** The order of a correlation function. Throws InputError for what is neither 1 nor 2. */
export function checkedOrder(order: unknown): 1 | 2 {
  if (order === 1 || order === 2) return order;
  throw new InputError({
    what: `the order of the correlation function is ${JSON.stringify(order)}, neither 1 nor 2`,
    remedy: "give 1 for g1, the field, or 2 for g2, the intensity",
    value: order,
  });
}
