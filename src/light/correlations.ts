import { addScaled } from "../linalg/vectorKernels.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import { type Arithmetic, leastError, rounded } from "./arithmetic.ts";
import { type Emitter, emitterOf, intensityReader, type StateEmission, steadyEmission } from "./emitted.ts";
import { follower } from "./follow.ts";
import type { LightSystem } from "./system.ts";

/** A correlation function at some times. */
export interface CorrelationCourse {
  /** [re, im]. */
  readonly values: readonly (readonly [number, number])[];
  readonly errorEstimate: readonly number[];
  /** <A>* <A>, or for the second order <A^+ A>^2: what it tends to. */
  readonly coherent: number;
  /** <A^+ A>. */
  readonly intensity: number;
  readonly intensityError: number;
}

/**
 * g1(t) = tr[A^+ e^{L t} (A rho)] or g2(t) = tr[A^+ A e^{L t} (A rho A^+)] in the steady state, A = l.J. What is followed in time is the part of trace 0.
 *
 * @param times ascending, from 0 on
 */
export function correlationCourse(
  system: LightSystem,
  l: ComplexVector,
  order: 1 | 2,
  times: readonly number[],
): CorrelationCourse {
  const emitter = emitterOf(system.space, l);
  const count = times.length;
  const bounds = new Float64Array(count);
  const { follow } = follower();
  const { values, rounding } = rounded(system, (arithmetic) => {
    const steady = steadyEmission(arithmetic, emitter);
    const { starts, readers, limit } =
      order === 1 ? firstOrder(arithmetic, emitter, steady) : secondOrder(arithmetic, emitter, steady);
    const answer = new Float64Array(2 * count + 2);
    const { values: found, errors } = follow(arithmetic, starts, readers, times);
    for (const [index, read] of found.entries()) {
      const [re, im] = combined(read);
      answer[2 * index] = limit + re;
      answer[2 * index + 1] = im;
      bounds[index] = Math.max(bounds[index]!, readers.length * starts.length * errors[index]!);
    }
    answer[2 * count] = limit;
    answer[2 * count + 1] = steady.intensity;
    return answer;
  });
  const least = leastError(system) * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    values: times.map((_, k) => [values[2 * k]!, values[2 * k + 1]!]),
    errorEstimate: times.map((_, k) => bounds[k]! + least + Math.hypot(rounding[2 * k]!, rounding[2 * k + 1]!)),
    coherent: values[2 * count]!,
    intensity: values[2 * count + 1]!,
    intensityError: rounding[2 * count + 1]! + leastError(system) * Math.abs(values[2 * count + 1]!),
  };
}

interface Followed {
  /** Of trace 0. */
  readonly starts: readonly Float64Array[];
  readonly readers: readonly Float64Array[];
  readonly limit: number;
}

function firstOrder(arithmetic: Arithmetic, emitter: Emitter, { emitted, amplitude }: StateEmission): Followed {
  const starts = emitted.map((part, k) => without(part, amplitude[k]!, arithmetic));
  return { starts, readers: emitter.reader, limit: amplitude[0] ** 2 + amplitude[1] ** 2 };
}

function secondOrder(arithmetic: Arithmetic, emitter: Emitter, { both, intensity }: StateEmission): Followed {
  return {
    starts: [without(both, intensity, arithmetic)],
    readers: [intensityReader(arithmetic.system.space, emitter)],
    limit: intensity ** 2,
  };
}

/** A load less its trace times the steady state. */
function without(load: Float64Array, trace: number, arithmetic: Arithmetic): Float64Array {
  const rest = load.slice();
  addScaled(rest, -trace, arithmetic.load(arithmetic.steady));
  return rest;
}

/** (r_1 + i r_2) . (x_1 + i x_2), or r . x, of what the readers say of each operator. */
function combined([first, second]: readonly (readonly number[])[]): readonly [number, number] {
  if (second === undefined) return [first![0]!, 0];
  return [first![0]! - second[1]!, first![1]! + second[0]!];
}
