import { InputError } from "../core/errors.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import { type OperatorInput, operatorOf } from "../model/operator/operator.ts";
import type { Dissipation, Jump } from "../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../model/spinModel.ts";

/**
 * What is recorded: the light of decay, A = J_-, or of pump, A = J_+, or of any other operator l.J, such as "Jx + 0.6i*Jy".
 *
 * @inline
 */
export type Channel = "decay" | "pump" | OperatorInput;

const NAMED: Readonly<Record<string, ComplexVector>> = {
  decay: { re: [1, 0, 0], im: [0, -1, 0] },
  pump: { re: [1, 0, 0], im: [0, 1, 0] },
  dephasing: { re: [0, 0, 1], im: [0, 0, 0] },
};

/** l of a channel. Throws InputError for what is neither a name nor an operator. */
export function channelOperator(channel: Channel): ComplexVector {
  if (typeof channel === "string" && Object.hasOwn(NAMED, channel)) return NAMED[channel]!;
  return operatorOf(channel as OperatorInput, "collective");
}

/** A channel of which the photons are counted: l, and the rate of its jumps (2 rate / N) A rho A^+. */
export interface CountedChannel {
  readonly operator: ComplexVector;
  readonly rate: number;
}

/**
 * The channel with all that the collective processes of a model emit by it.
 *
 * @throws InputError where they emit nothing by it: the message names the channels that emit
 */
export function countedChannel(model: SpinModel, channel: Channel): CountedChannel {
  const operator = channelOperator(channel);
  const jumps = collectiveJumps(model.collective);
  const rate = jumps.reduce((sum, jump) => sum + jump.rate * shareOf(jump.operator, operator), 0);
  if (rate > 0) return { operator, rate };
  const name = typeof channel === "string" ? channel : JSON.stringify(channel);
  const emitting = jumps.filter((jump) => jump.rate > 0).map(({ name: of }) => of);
  throw new InputError({
    what: `the channel ${name} has no collective rate, so that there is nothing to count`,
    remedy:
      emitting.length === 0
        ? "give the model a collective rate"
        : `count ${emitting.length === 1 ? "the channel that emits" : "one of the channels that emit"}: ${emitting.join(", ")}`,
    value: channel,
    limit: emitting,
  });
}

interface NamedJump extends Jump {
  readonly name: string;
}

function collectiveJumps({ dephasing, pump, decay, jumps = [] }: Dissipation): readonly NamedJump[] {
  const rates = Object.entries({ decay, pump, dephasing }).map(([name, rate]) => ({
    name,
    rate,
    operator: NAMED[name]!,
  }));
  return [...rates, ...jumps.map((jump) => ({ ...jump, name: nameOf(jump.operator) }))];
}

const nameOf = ({ re, im }: ComplexVector): string =>
  `[${re.map((value, k) => (im[k] === 0 ? `${value}` : `${value}${im[k]! < 0 ? "-" : "+"}${Math.abs(im[k]!)}i`)).join(", ")}]`;

/** Roundings of components that are written with 16 digits. */
const PARALLEL = 16 * Number.EPSILON;

/** |c|^2 where l = c m; 0 where it is not a multiple of m. */
function shareOf(l: ComplexVector, m: ComplexVector): number {
  const size = squared(m);
  let [re, im] = [0, 0];
  for (let a = 0; a < 3; a++) {
    re += m.re[a]! * l.re[a]! + m.im[a]! * l.im[a]!;
    im += m.re[a]! * l.im[a]! - m.im[a]! * l.re[a]!;
  }
  const share = (re * re + im * im) / size ** 2;
  return squared(l) - share * size <= PARALLEL * squared(l) ? share : 0;
}

const squared = ({ re, im }: ComplexVector): number => [...re, ...im].reduce((sum, value) => sum + value * value, 0);
