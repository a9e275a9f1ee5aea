import { BlochfemError, NotUniqueError, ResourceLimitError } from "../../core/errors.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { meanFieldTrajectory } from "../../model/trajectory.ts";
import type { Evolved } from "../../roads/evolve/answer.ts";
import type { EvolveOptions } from "../../roads/evolve/options.ts";
import { evolve } from "../../roads/evolve.ts";
import type { State } from "../../roads/state.ts";
import type { EvolutionAnswer, EvolutionWanted } from "../protocol.ts";
import type { Vector } from "../state.ts";
import type { Answered } from "./answered.ts";

/** An evolution with the state at each of its times. */
export interface Followed {
  readonly answer: Answered<EvolutionAnswer>;
  /** @throws ResourceLimitError where the mean field stands in */
  readonly stateAt: (index: number) => State;
}

/** How it is followed, the first that has an answer; the errors of all are bounds, which are drawn and listed. */
const WAYS: readonly Omit<EvolveOptions, "initial">[] = [
  // The quickest where the moments are few.
  { method: "harmonic", tolerance: 1e-7, maximumSeconds: 8 },
  { tolerance: 1e-6, maximumSeconds: 15 },
  // As good as means that are drawn have to be.
  { method: "harmonic", tolerance: 0.01, band: 64, maximumSeconds: 15 },
  { method: "harmonic", tolerance: 0.01, band: 16, maximumSeconds: 15 },
];

/** All spins along a direction, followed by the road that knows most; the mean field stands in where none has an answer in time. */
export function followed(model: SpinModel, wanted: EvolutionWanted): Followed {
  const { until, steps } = wanted;
  const times = Array.from({ length: steps + 1 }, (_, k) => (until * k) / steps);
  let refusal: BlochfemError | null = null;
  for (const way of WAYS) {
    if (typeof way.band === "number" && way.band >= model.spins) continue;
    try {
      return byRoad(model, times, wanted, way);
    } catch (error) {
      if (!(error instanceof BlochfemError) || error instanceof NotUniqueError) throw error;
      // What the choice of roads says tells most.
      if (refusal === null || way.method === undefined) refusal = error;
    }
  }
  return byMeanField(model, times, wanted, refusal!);
}

function byRoad(
  model: SpinModel,
  times: readonly number[],
  wanted: EvolutionWanted,
  way: Omit<EvolveOptions, "initial">,
): Followed {
  const initial = { coherent: unitVector(wanted.start) };
  const states: (State | null)[] = [];
  const run = evolve(model, { ...way, initial, times });
  // What elements know of a state takes a while to be written down, and most times are not looked at.
  for (const step of run) states.push(step.method === "fem" ? null : step.state());
  const { observables, errorEstimate } = run.result();
  return {
    answer: {
      kind: "evolution",
      wanted,
      times: Float64Array.from(times),
      means: Float64Array.from(observables.flatMap(({ mean }) => mean)),
      meanErrors: Float64Array.from(errorEstimate, ({ mean }) => Math.max(...mean)),
      purities: Float64Array.from(observables, ({ purity }) => purity),
      purityErrors: Float64Array.from(errorEstimate, ({ purity }) => purity),
      method: methodOf(model, run.result()),
      note: null,
    },
    stateAt: (index) =>
      (states[index] ??= evolve(model, { ...way, method: "fem", initial, times: [times[index]!] }).final()),
  };
}

function methodOf({ spins }: SpinModel, found: Evolved): string {
  if (found.method === "harmonic") return `Moments of P${found.band < spins ? ` up to degree ${found.band}` : ""}`;
  if (found.method === "dicke") return found.rho === null ? "Populations of J_z" : "Density matrix in the Dicke basis";
  if (found.method === "fem" && found.scheme === "galerkin") return `Finite elements: ${found.solution.mesh}`;
  return "Finite elements";
}

function byMeanField(
  model: SpinModel,
  times: readonly number[],
  wanted: EvolutionWanted,
  refusal: BlochfemError,
): Followed {
  const { positions } = meanFieldTrajectory(model, unitVector(wanted.start), times, { tolerance: 1e-7 });
  const note = `the state of ${model.spins} spins is not followed here (${refusal.what}): the curves are those of the mean field, the limit of many spins`;
  return {
    answer: {
      kind: "evolution",
      wanted,
      times: Float64Array.from(times),
      means: positions,
      meanErrors: null,
      purities: null,
      purityErrors: null,
      method: "Mean field",
      note,
    },
    stateAt: () => {
      throw new ResourceLimitError({
        what: `the state of ${model.spins} spins in time is not followed here: ${refusal.what}`,
        remedy: "take fewer spins or a shorter time; the steady state is there",
        value: model.spins,
      });
    },
  };
}

function unitVector(vector: Vector): [number, number, number] {
  const length = Math.hypot(...vector);
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}
