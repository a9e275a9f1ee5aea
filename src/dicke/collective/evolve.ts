import { ResourceLimitError } from "../../core/errors.ts";
import { finished } from "../../core/finished.ts";
import type { Rates } from "../../model/spinModel.ts";
import { courseOf } from "../../state/course.ts";
import { type DensityMatrix, hermiticityDefect, requireShape, trace } from "../../state/densityMatrix.ts";
import { densityTolerance, errorsFromDensity, leastPurity } from "../../state/errorEstimate.ts";
import type { EvolutionStream } from "../../state/evolution.ts";
import { requireTolerance } from "../../state/tolerance.ts";
import { type DensityEvolution, type DensityRequest, followDensity, requireDensity } from "../evolveDensity.ts";
import { initialDensity } from "../initialDensity.ts";
import { defaultMemoryLimit } from "../memory.ts";
import { requireSameSpins } from "../requireSameSpins.ts";
import { applyCollective, collectiveAction } from "./action.ts";
import { requireCollective } from "./checks.ts";
import { frobeniusNorm, pack, unpack } from "./coherences.ts";
import { collectiveObservables } from "./moments.ts";

/** Density matrices are those of the Dicke basis, 16 (N + 1)^2 bytes each. */
export type DickeRequest = DensityRequest<DensityMatrix>;
export type DickeEvolution = DensityEvolution<DensityMatrix>;

/** Twelve stages, the state, the trial state and a scratch vector of the integrator; a snapshot; input and output matrices. */
const workingVectors = 20;

/**
 * Solves the master equation of docs/physics.md, section 1 without local processes in the spin-N/2 space.
 *
 * Trace and Hermiticity are kept to rounding by construction. The error estimate adds up the estimates of all steps, as if
 * nothing were forgotten: see `errorsFromDensity`.
 *
 * @throws InputError for local rates, a state of another N, a state that is not Hermitian with trace 1, times that do not
 *   ascend, a field that is not finite, a snapshot of another problem
 * @throws ResourceLimitError where the arrays would exceed the memory limit
 * @throws ConvergenceError where the steps run out or shrink to nothing
 */
export const evolveDicke = (request: DickeRequest): DickeEvolution => finished(followDicke(request));

/** The same, time by time. */
export function followDicke(request: DickeRequest): EvolutionStream<DickeEvolution> {
  const { model, initial, times, keepStates = false } = request;
  const { spins } = model;
  requireCollective(model);
  const course = courseOf(request);
  requireMemory(spins, keepStates ? times.length : 0, request.memoryLimit ?? defaultMemoryLimit);
  const tolerance = densityTolerance(spins, requireTolerance(request.tolerance ?? 1e-10));
  const field = course.field ?? course.constantField;
  const start = "kind" in initial ? initialDensity(spins, initial) : initial;
  requireSameSpins(spins, start.spins);
  requireShape(start);
  requireDensity(trace(start), hermiticityDefect(start));
  const action = collectiveAction(spins, model.collective);
  return followDensity(request, course, {
    start: pack(start),
    rate: (time, density, derivative) => applyCollective(action, field(time), density, derivative),
    norm: (packed) => frobeniusNorm(spins, packed),
    damping: () => dissipationBound(spins, model.collective),
    frobeniusNorms: 1,
    tolerance,
    unpack: (packed) => unpack(spins, packed),
    observables: (packed) => collectiveObservables(unpack(spins, packed)),
    errors: (error, purity) => errorsFromDensity(spins, error, purity),
    leastPurity: leastPurity(spins, false),
  });
}

/** Of norms: dephasing k_z (m - m')^2/N of an element, and 2 k/N (|A|^2 + |A^+ A|) with A = J_+-, |A|^2 <= (N/2)(N/2 + 1). */
const dissipationBound = (spins: number, { dephasing, pump, decay }: Rates): number =>
  spins * dephasing + (spins + 2) * (pump + decay);

function requireMemory(spins: number, keptStates: number, limit: number): void {
  const bytes = (workingVectors + 2 * keptStates) * 8 * (spins + 1) ** 2;
  if (bytes <= limit) return;
  throw new ResourceLimitError({
    what: `the evolution of ${spins} spins with ${keptStates} kept states needs about ${bytes} bytes, above the limit of ${limit}`,
    remedy: "keep fewer states, raise memoryLimit, or take fewer spins",
    value: bytes,
    limit,
  });
}
