import { ResourceLimitError } from "../../core/errors.ts";
import { finished } from "../../core/finished.ts";
import { multiply } from "../../linalg/sparse.ts";
import { addScaled } from "../../linalg/vectorKernels.ts";
import { isFieldUnit, type MovingModel, partsOfModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { courseOf } from "../../state/course.ts";
import { type DensityMatrix, hermiticityDefect, requireShape, trace } from "../../state/densityMatrix.ts";
import { densityTolerance, errorsFromDensity, leastPurity } from "../../state/errorEstimate.ts";
import type { EvolutionStream } from "../../state/evolution.ts";
import type { Vector3 } from "../../state/moments.ts";
import { requireTolerance } from "../../state/tolerance.ts";
import { type DensityEvolution, type DensityRequest, followDensity, requireDensity } from "../evolveDensity.ts";
import { initialDensity } from "../initialDensity.ts";
import { collectiveBytes } from "../matrixBytes.ts";
import { defaultMemoryLimit } from "../memory.ts";
import { type LinearRate, movingParts } from "../movingParts.ts";
import { asRateModel } from "../processMatrix.ts";
import { requireSameSpins } from "../requireSameSpins.ts";
import { applyCollective, collectiveAction } from "./action.ts";
import { requireCollective } from "./checks.ts";
import { frobeniusNorm, pack, unpack } from "./coherences.ts";
import { collectiveLiouvillian } from "./liouvillian.ts";
import { collectiveObservables } from "./moments.ts";

/** Density matrices are those of the Dicke basis, 16 (N + 1)^2 bytes each. */
export type DickeRequest = DensityRequest<DensityMatrix>;
export type DickeEvolution = DensityEvolution<DensityMatrix>;

/** Twelve stages, the state, the trial state and a scratch vector of the integrator; a snapshot; input and output matrices. */
const workingVectors = 20;

/**
 * Solves the master equation of docs/physics.md, sections 1 and 8 without local processes, in the spin-N/2 space.
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
export function followDicke(asked: DickeRequest): EvolutionStream<DickeEvolution> {
  const course = courseOf(asked);
  const { model, moving } = course;
  const request = { ...asked, model };
  const { initial, times, keepStates = false } = request;
  const { spins } = model;
  requireCollective(model);
  requireMemory(model, moving, keepStates ? times.length : 0, request.memoryLimit ?? defaultMemoryLimit);
  const tolerance = densityTolerance(spins, requireTolerance(request.tolerance ?? 1e-10));
  const start = "kind" in initial ? initialDensity(spins, initial) : initial;
  requireSameSpins(spins, start.spins);
  requireShape(start);
  requireDensity(trace(start), hermiticityDefect(start));
  return followDensity(request, course, {
    start: pack(start),
    rate:
      moving === null || moving.isField
        ? rightHandSide(model, course.field ?? course.constantField)
        : movingRightHandSide(moving),
    norm: (packed) => frobeniusNorm(spins, packed),
    damping: () => dissipationBound(model),
    frobeniusNorms: 1,
    tolerance,
    unpack: (packed) => unpack(spins, packed),
    observables: (packed) => collectiveObservables(unpack(spins, packed)),
    errors: (error, purity) => errorsFromDensity(spins, error, purity),
    leastPurity: leastPurity(spins, false),
  });
}

/** Of rates alone without a matrix, of anything else from that of interaction and dissipation; the field, which may change, without one. */
function rightHandSide(model: SpinModel, field: (time: number) => Vector3): LinearRate {
  const { spins } = model;
  const rates = asRateModel(model);
  if (rates !== null) {
    const action = collectiveAction(spins, rates.collective);
    return (time, density, derivative) => applyCollective(action, field(time), density, derivative);
  }
  const fieldless = collectiveLiouvillian(model, [0, 0, 0]);
  const turn = collectiveAction(spins, { dephasing: 0, pump: 0, decay: 0 });
  const turned = new Float64Array((spins + 1) ** 2);
  return (time, density, derivative) => {
    multiply(fieldless, density, derivative);
    const now = field(time);
    if (now.every((value) => value === 0)) return;
    applyCollective(turn, now, density, turned);
    addScaled(derivative, 1, turned);
  };
}

/** Of rates alone without a matrix; of anything else from one for each coefficient that moves, besides the field. */
function movingRightHandSide(moving: MovingModel): LinearRate {
  const { still, at } = moving;
  const { spins } = still;
  if (hasRatesAtAllTimes(moving)) {
    const { collective } = asRateModel(still)!;
    const action = collectiveAction(spins, collective);
    return (time, density, derivative) => {
      const now = at(time);
      applyCollective({ ...action, rates: asRateModel(now)!.collective }, now.field, density, derivative);
    };
  }
  const constant = rightHandSide(still, (time) => at(time).field);
  const addParts = movingParts(moving, collectiveLiouvillian);
  return (time, density, derivative) => {
    constant(time, density, derivative);
    addParts(time, density, derivative);
  };
}

/** Whether there is nothing but a field and rates about z, whatever the time: neither an interaction nor jumps about other axes move. */
const hasRatesAtAllTimes = ({ still, units }: MovingModel): boolean =>
  [still, ...units].every((part) => asRateModel(part) !== null);

/**
 * Of norms: dephasing k_z (m - m')^2/N of an element, and 2 k/N (|A|^2 + |A^+ A|) with A = l.J. A^+ A is a form in J with the real part of l l^+, of
 * which J^2 = (N/2)(N/2 + 1) times the largest eigenvalue is a bound, and a component of J, at most N/2, times |l_re x l_im|. For J_+- alone
 * |A|^2 <= (N/2)(N/2 + 1).
 */
function dissipationBound({ spins, collective }: SpinModel): number {
  const { dephasing, pump, decay, jumps = [] } = collective;
  const ofJumps = jumps.map(({ rate, operator: { re, im } }) => {
    const product = (u: Vector3, v: Vector3): number => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
    const [p, q, r] = [product(re, re), product(im, im), product(re, im)];
    const largest = (p + q + Math.hypot(p - q, 2 * r)) / 2;
    return rate * ((spins + 2) * largest + 2 * Math.sqrt(Math.max(0, p * q - r * r)));
  });
  return spins * dephasing + (spins + 2) * (pump + decay) + ofJumps.reduce((sum, bound) => sum + bound, 0);
}

function requireMemory(model: SpinModel, moving: MovingModel | null, keptStates: number, limit: number): void {
  const { spins } = model;
  const parts = partsOfModel(model, moving).filter((part, k) => k === 0 || !isFieldUnit(part));
  const isOfRates = parts.every((part) => asRateModel(part) !== null);
  const matrix = isOfRates ? 0 : parts.reduce((sum, part) => sum + collectiveBytes(part), 0);
  const bytes = (workingVectors + 2 * keptStates) * 8 * (spins + 1) ** 2 + matrix;
  if (bytes <= limit) return;
  throw new ResourceLimitError({
    what: `the evolution of ${spins} spins with ${keptStates} kept states needs about ${bytes} bytes, above the limit of ${limit}`,
    remedy: "keep fewer states, raise memoryLimit, or take fewer spins",
    value: bytes,
    limit,
  });
}
