import { InputError } from "../core/errors.ts";
import type { InitialState } from "../model/initialState.ts";
import {
  type Course,
  type Evolution,
  type EvolutionRequest,
  type EvolutionStream,
  type EvolvingState,
  followTimes,
} from "../state/evolution.ts";
import { requireAffordable } from "../state/evolutionCost.ts";
import { densityMover, type PackedEquation } from "./densityMover.ts";

export interface DensityRequest<Density> extends Omit<EvolutionRequest, "initial"> {
  /** A density matrix may take the place of a named state. */
  readonly initial: InitialState | Density;
  /** Default 1e-10: a looser one hardly saves time, since stability limits the steps. */
  readonly tolerance?: number;
  /** Whether to keep the state at each time; default false. */
  readonly keepStates?: boolean;
  /** Steps before giving up; default none. */
  readonly maximumSteps?: number;
  /** Memory that the working arrays and kept states may take; default 2^31 bytes. */
  readonly memoryLimit?: number;
}

export interface DensityEvolution<Density> extends Evolution {
  readonly method: "dicke";
  /** At each of `times` where `keepStates` was asked for, otherwise null. */
  readonly states: readonly Density[] | null;
  /** The state at the last time. */
  readonly final: Density;
  readonly acceptedSteps: number;
  readonly rejectedSteps: number;
}

/** Follows a checked request through its times. */
export function* followDensity<Density>(
  request: DensityRequest<Density>,
  course: Course,
  equation: PackedEquation<Density>,
): EvolutionStream<DensityEvolution<Density>> {
  const { model, times, resume, keepStates = false } = request;
  const { start, unpack } = equation;
  requireAffordable(request, course, { by: "explicit", degree: model.spins, unknowns: start.length });
  const mover = densityMover(equation, model, {
    end: times.at(-1)!,
    isConstant: course.moving === null,
    maximumSteps: request.maximumSteps ?? Number.POSITIVE_INFINITY,
  });
  const { integrator } = mover;
  if (resume !== undefined) integrator.restore(resume.snapshot);
  const states: Density[] = [];
  const evolving: EvolvingState = {
    *advance(_from, to) {
      for (const time of integrator.advance(to)) yield { kind: "move", time };
    },
    look: () => {
      const state = integrator.at(0);
      if (keepStates) states.push(unpack(state));
      const observables = equation.observables(state);
      return { observables, errorEstimate: equation.errors(mover.error(), observables.purity) };
    },
    leastPurity: equation.leastPurity,
    snapshot: () => integrator.pack(0),
  };
  return yield* followTimes(request, course, evolving, (followed) => {
    const { accepted, rejected } = integrator.steps();
    return {
      method: "dicke",
      ...followed,
      states: keepStates ? [...states] : null,
      final: unpack(integrator.at(0)),
      acceptedSteps: accepted,
      rejectedSteps: rejected,
    };
  });
}

/** How far the trace and the Hermiticity of an initial state may be off. */
const stateTolerance = 1e-10;

/** @throws InputError where an initial state is not Hermitian with trace 1 */
export function requireDensity(trace: number, hermiticityDefect: number): void {
  const defect = Math.max(Math.abs(trace - 1), hermiticityDefect);
  // A NaN fails the comparison as well.
  if (defect <= stateTolerance) return;
  throw new InputError({
    what: `the initial state misses trace 1 or Hermiticity by ${defect} (limit ${stateTolerance})`,
    remedy: "normalise it, or name it as a coherent, thermal or mixed state",
    value: defect,
    limit: stateTolerance,
  });
}
