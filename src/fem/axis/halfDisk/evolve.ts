import { InputError } from "../../../core/errors.ts";
import { finished } from "../../../core/finished.ts";
import { once } from "../../../core/once.ts";
import { solveDense } from "../../../linalg/dense/solve.ts";
import { norm } from "../../../linalg/vectorKernels.ts";
import { checkedInitialState, type InitialState, livesInBall, partsOf } from "../../../model/initialState.ts";
import { type AxialModel, aroundAxis, toAxis } from "../../../model/secondOrder/axis.ts";
import { coefficientsOf, dot, type Triple } from "../../../model/secondOrder/coefficients.ts";
import { transposed } from "../../../model/secondOrder/turn.ts";
import type { SpinModel } from "../../../model/spinModel.ts";
import { explicitIntegrator } from "../../../ode/explicit/integrator.ts";
import type { Integrator } from "../../../ode/integrator.ts";
import { joinedSnapshot, partOfSnapshot } from "../../../ode/snapshot.ts";
import { type BallMoments, correlationStrengths, purityOfStrengths } from "../../../state/ballMoments.ts";
import { courseOf } from "../../../state/course.ts";
import { leastPurity, raiseErrors, withinPurities } from "../../../state/errorEstimate.ts";
import {
  type Evolution,
  type EvolutionRequest,
  type EvolutionStream,
  type EvolvingState,
  followTimes,
  type Look,
} from "../../../state/evolution.ts";
import { requireAffordable } from "../../../state/evolutionCost.ts";
import { turned } from "../../../state/rotatingFrame.ts";
import { requireTolerance } from "../../../state/tolerance.ts";
import { axisObservables } from "../observables.ts";
import type { AxisProfile } from "../profile.ts";
import type { HalfDiskForms } from "./forms.ts";
import { ballMomentsOf } from "./moments.ts";
import { halfDiskCount, halfDiskPolynomials, lowIntegrals } from "./polynomials.ts";
import { elementProfile } from "./profile.ts";
import { formsInBand, times } from "./solve.ts";

/** P of a model with a rotation axis in time, on elements that fill the half disk beside the axis. */
export interface HalfDiskEvolution extends Evolution {
  readonly method: "fem";
  readonly axis: Triple;
  /** How the mesh is called, and the degree of its elements. */
  readonly mesh: string;
  readonly degree: number;
  /** Degree of the polynomials, N, and their number. */
  readonly band: number;
  readonly unknowns: number;
  /** At the last time, around z: the axis is turned there. */
  readonly moments: BallMoments;
  readonly profile: () => AxisProfile;
}

/** N from which on elements fill the half disk, and up to which the polynomials of all degrees take seconds. */
export const FEWEST_BESIDE_AXIS = 9;
export const MOST_BESIDE_AXIS = 46;

/** A point of the axis where P is a delta, with its weight. */
interface Start {
  readonly weight: number;
  readonly height: number;
}

/** Roundings of a direction along the axis. */
const ROUNDING = 16 * Number.EPSILON;

/** Where on the axis a state starts; null where it does elsewhere, or on no points. */
function startsOnAxis(axis: Triple, initial: InitialState): readonly Start[] | null {
  const starts: Start[] = [];
  for (const { weight, state } of partsOf(initial)) {
    if (state.kind !== "coherent" && state.kind !== "product") return null;
    const place = state.kind === "coherent" ? state.direction : state.vector;
    const height = dot(place, axis);
    const beside = Math.hypot(...place.map((value, k) => value - height * axis[k]!));
    if (beside > ROUNDING * Math.hypot(...place)) return null;
    starts.push({ weight, height });
  }
  return starts;
}

interface Problem {
  readonly axial: AxialModel;
  readonly starts: readonly Start[];
}

/** The axis of a model in the ball with what starts on it; null where there is none, or too many or few spins. */
function problemOf(model: SpinModel, initial: InitialState): Problem | null {
  const { spins } = model;
  if (spins < FEWEST_BESIDE_AXIS || spins > MOST_BESIDE_AXIS) return null;
  if (!livesInBall(model, initial)) return null;
  const axial = aroundAxis(coefficientsOf(model));
  const starts = axial === null ? null : startsOnAxis(axial.axis, initial);
  return axial === null || starts === null ? null : { axial, starts };
}

/** Whether `followOnHalfDisk` follows an evolution with constant coefficients. */
export const isBesideAxis = (model: SpinModel, initial: InitialState): boolean => problemOf(model, initial) !== null;

/** Default of the tolerance. */
const TOLERANCE = 1e-7;
/** Of it, what each of the steps of a solution may cause. */
const STEPS_SHARE = 1 / 16;
/** The difference of the two solutions is multiplied by this. */
const SAFETY = 4;
/** Roundings of the integrals over the half disk, in each of which as many terms cancel as there are polynomials. */
const INTEGRAL_ROUNDINGS = 64;
/** Roundings of the coefficients about another axis than z, a unit of the fastest rate and of time. */
const AXIS_ROUNDINGS = 64 * Number.EPSILON;

/**
 * P in time from points of the axis: d/dt int P phi_k = sum_l G_kl c_l with the weak form of `forms.ts`, int P phi = M c, and the polynomials of all degrees up to N, in which the
 * equation closes. Steps are explicit, of order 8. Two solutions, on meshes of elements of different degrees and with different steps, are compared.
 *
 * @throws InputError where the model has no axis, its coefficients change in time, P starts beside the axis, or N is not between 9 and 46
 */
export const evolveOnHalfDisk = (request: EvolutionRequest): HalfDiskEvolution => finished(followOnHalfDisk(request));

/** The same, time by time. */
export function* followOnHalfDisk(asked: EvolutionRequest): EvolutionStream<HalfDiskEvolution> {
  const course = courseOf(asked);
  const { model } = course;
  const { spins } = model;
  const problem = course.moving === null ? problemOf(model, checkedInitialState(asked.initial, spins)) : null;
  if (problem === null) throw notBesideAxis(spins);
  const { axial, starts } = problem;
  requireAffordable(asked, course, { by: "explicit", degree: spins, unknowns: halfDiskCount(spins) ** 2 / 8 });
  const tolerance = requireTolerance(asked.tolerance ?? TOLERANCE);
  const end = asked.times.at(-1)!;
  const load = loadOf(spins, starts);
  const pair = ([0, 1] as const).map((choice) => {
    const forms = formsInBand(axial, spins, choice);
    const tolerancePerTime = (tolerance * STEPS_SHARE * (choice === 0 ? 1 / 8 : 1)) / (end || 1);
    return { forms, integrator: integratorOf(generatorOf(forms), load, tolerancePerTime) };
  }) as [Solution, Solution];
  const { resume } = asked;
  if (resume !== undefined) {
    for (const [k, { integrator }] of pair.entries()) integrator.restore(partOfSnapshot(resume.snapshot, String(k)));
  }
  const isTurned = axial.axis[2] !== 1;
  let time = resume === undefined ? 0 : asked.times[resume.index]!;
  const state: EvolvingState = {
    *advance(_from, to) {
      for (const { integrator } of pair)
        for (const reached of integrator.advance(to)) yield { kind: "move", time: Math.min(reached, to) };
      time = to;
    },
    look: () => {
      const seen = lookAt(spins, pair);
      if (!isTurned) return seen;
      const rounding = AXIS_ROUNDINGS * (1 + time * fastest(axial));
      return turned(
        seen.observables,
        raiseErrors(seen.errorEstimate, rounding, rounding),
        transposed(toAxis(axial.axis)),
      );
    },
    leastPurity: leastPurity(spins, true),
    snapshot: () =>
      joinedSnapshot(Object.fromEntries(pair.map(({ integrator }, k) => [String(k), integrator.pack(0)]))),
  };
  const [{ forms, integrator }] = pair;
  return yield* followTimes(asked, course, state, (followed) => {
    const integrals = integrator.at(0).slice();
    return {
      method: "fem",
      ...followed,
      axis: axial.axis,
      mesh: forms.mesh.name,
      degree: forms.degree,
      band: spins,
      unknowns: forms.size,
      moments: ballMomentsOf(spins, spins, integrals),
      profile: once(() => elementProfile(forms, solveDense(forms.size, forms.mass, 1, integrals))),
    };
  });
}

/** Integrals of the polynomials on one mesh on their way. */
interface Solution {
  readonly forms: HalfDiskForms;
  readonly integrator: Integrator;
}

/** phi_k at the points where P starts. */
function loadOf(spins: number, starts: readonly Start[]): Float64Array {
  const size = halfDiskCount(spins);
  const evaluate = halfDiskPolynomials(spins);
  const [load, values, byU, byZ] = [0, 1, 2, 3].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (const { weight, height } of starts) {
    evaluate(0, height, values, byU, byZ);
    for (let k = 0; k < size; k++) load[k]! += weight * values[k]!;
  }
  return load;
}

/** G M^-1, row by row, which takes the integrals to their rates of change. */
function generatorOf({ size, generator, mass }: HalfDiskForms): Float64Array {
  const transposedProduct = solveDense(size, transposedOf(mass, size), size, transposedOf(generator, size));
  return transposedOf(transposedProduct, size);
}

function transposedOf(matrix: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let k = 0; k < size; k++) for (let l = 0; l < size; l++) result[l * size + k] = matrix[k * size + l]!;
  return result;
}

function integratorOf(matrix: Float64Array, start: Float64Array, tolerancePerTime: number): Integrator {
  const size = start.length;
  return explicitIntegrator(start, (_time, integrals, derivative) => derivative.set(times(matrix, size, integrals)), {
    tolerancePerTime,
    maximumSteps: Number.POSITIVE_INFINITY,
    norm,
  });
}

function lookAt(spins: number, pair: readonly [Solution, Solution]): Look {
  const [one, other] = pair.map(({ integrator }) => valuesOf(spins, integrator.at(0))) as [Values, Values];
  const steps = Math.max(...pair.map(({ integrator }) => integrator.error()));
  const rounding = INTEGRAL_ROUNDINGS * Number.EPSILON;
  const errors = ([0, 1, 2] as const).map(
    (k) => SAFETY * Math.abs(one.low[k] - other.low[k]) + steps + rounding,
  ) as unknown as readonly [number, number, number];
  const [u, z, zz] = one.low;
  const purity = withinPurities(
    one.purity,
    SAFETY * Math.abs(one.purity - other.purity) + INTEGRAL_ROUNDINGS * (steps + rounding),
    leastPurity(spins, true),
  );
  return axisObservables(spins, { u, z, uu: 0, uz: 0, zz: zz - z * z }, errors, purity);
}

interface Values {
  /** <u>, <z> and <z^2> of P. */
  readonly low: readonly [number, number, number];
  readonly purity: number;
}

function valuesOf(spins: number, integrals: Float64Array): Values {
  const { u, z, zz } = lowIntegrals(integrals);
  const strengths = correlationStrengths(ballMomentsOf(spins, spins, integrals));
  return { low: [u, z, zz], purity: purityOfStrengths(spins, strengths) };
}

/** At least the fastest rate of the moments. */
const fastest = ({ spins, collective, local }: AxialModel): number =>
  2 * spins * [collective, local].reduce((sum, { across, along, pull }) => sum + across + along + Math.abs(pull), 0);

const notBesideAxis = (spins: number): InputError =>
  new InputError({
    what: `elements beside an axis follow constant models with one, of ${FEWEST_BESIDE_AXIS} to ${MOST_BESIDE_AXIS} spins in the ball, from points of it: not this one`,
    remedy: "use the method dicke, or start from all spins along the axis",
    value: spins,
  });
