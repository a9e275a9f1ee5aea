import { once } from "../core/once.ts";
import { addScaled } from "../linalg/vectorKernels.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import { type Arithmetic, leastError, type Rounded, rounded } from "./arithmetic.ts";
import { type DirectSpectrum, directSpectrum, type EmittedLoad } from "./directSpectrum.ts";
import { type Emitter, emitterOf, steadyEmission } from "./emitted.ts";
import {
  type EmissionLine,
  type LinePlace,
  lineNumbers,
  listedLines,
  type ResolventPair,
  settledLines,
} from "./lines.ts";
import { krylovResolvent } from "./resolvent.ts";
import type { LightSystem } from "./system.ts";

/** An emission spectrum, with its errors. */
export interface SpectrumOfLight {
  readonly incoherent: Float64Array;
  readonly errorEstimate: Float64Array;
  readonly coherentWeight: number;
  readonly incoherentWeight: number;
  readonly intensity: number;
  /** Of the two weights. */
  readonly weightError: number;
  /** The slowest ones that are known. */
  readonly lines: readonly EmissionLine[];
  /** Dimensions of the Krylov spaces that all frequencies were computed in. */
  readonly dimension: number;
}

/** Vectors that are added before the spectrum is looked at again. */
const GROWTH = 12;

/** Of each Krylov space. Seen: 40 to 130. */
const MOST_VECTORS = 400;

/** Relative to the largest value of the spectrum, what more vectors may still change. */
const CONVERGED = 1e-13;

/** Frequencies that are looked at while the spaces grow. */
const WATCHED = 24;

/**
 * S(w) = 2 Re tr[ A^+ (i w - L)^{-1} (A - <A>) rho ], A = l.J, at all frequencies; and the weights |<A>|^2 of the elastic line and <A^+ A> - |<A>|^2 of
 * the rest. The error has what rounding does and what the last vectors of the Krylov spaces changed.
 */
export function spectrumOfLight(
  system: LightSystem,
  l: ComplexVector,
  frequencies: readonly number[],
): SpectrumOfLight {
  const emitter = emitterOf(system.space, l);
  const count = frequencies.length;
  let dimension = 0;
  let far: readonly number[] = [];
  const direct = once(() => directSpectrum(system, emitter.reader));
  const loads: EmittedLoad[] = [];
  let truncation = new Float64Array(count);
  let places: readonly LinePlace[] = [];
  let moved: readonly number[] = [];
  const found: Rounded = rounded(system, (arithmetic) => {
    const resolved = resolvents(arithmetic, emitter);
    loads.push(resolved.loads);
    const at = (w: number, order: number): number => spectrumAt(resolved.spaces, w, order);
    if (dimension === 0) {
      ({ dimension, far } = grownDimension(resolved.spaces, frequencies, system, direct));
      truncation = Float64Array.from(frequencies, (w) => changeOf(at, w, dimension, resolved.spaces));
      places = settledLines(resolved.spaces, dimension, GROWTH);
      moved = movesOf(resolved.spaces, dimension, places);
    } else for (const space of resolved.spaces) space.grow(dimension);
    const lines = lineNumbers(resolved.spaces, dimension, places);
    return Float64Array.of(...frequencies.map((w) => at(w, dimension)), ...resolved.weights, ...lines);
  });
  const { values, rounding } = found;
  for (const k of far) {
    const answer = direct().at(frequencies[k]!, loads);
    if (answer === null) continue;
    values[k] = answer.value;
    rounding[k] = answer.rounding;
    truncation[k] = 0;
  }
  const first = count + WEIGHTS;
  const least =
    leastError(system) * values.subarray(0, count).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    incoherent: values.slice(0, count),
    errorEstimate: truncation.map((change, k) => change + rounding[k]! + least),
    coherentWeight: values[count]!,
    intensity: values[count + 1]!,
    incoherentWeight: values[count + 2]!,
    weightError: Math.max(...rounding.subarray(count, first)) + leastError(system) * values[count + 1]!,
    lines: listedLines(
      values.subarray(first),
      moved.map((change, k) => change + rounding[first + k]! + leastError(system) * Math.abs(values[first + k]!)),
      values[count + 2]!,
    ),
    dimension,
  };
}

/** Numbers of the weights, between those of the spectrum and those of the lines. */
const WEIGHTS = 3;

interface Resolved {
  readonly loads: EmittedLoad;
  /** Of the two Hermitian parts of (A - <A>) rho. */
  readonly spaces: ResolventPair;
  readonly weights: readonly [coherent: number, intensity: number, incoherent: number];
}

function resolvents(arithmetic: Arithmetic, emitter: Emitter): Resolved {
  const { steady, solve, approximate, load } = arithmetic;
  const { emitted, amplitude, intensity } = steadyEmission(arithmetic, emitter);
  const own = load(steady);
  const apply = (x: Float64Array, y: Float64Array): void => y.set(approximate(load(x)));
  const spaces = emitted.map((part, k) => {
    addScaled(part, -amplitude[k]!, own);
    return krylovResolvent(apply, solve(part), "solution", emitter.reader);
  });
  const coherent = amplitude[0] ** 2 + amplitude[1] ** 2;
  return { loads: emitted, spaces: [spaces[0]!, spaces[1]!], weights: [coherent, intensity, intensity - coherent] };
}

/** 2 Re (reader_1 + i reader_2) . (z_1 + i z_2). */
function spectrumAt([first, second]: Resolved["spaces"], frequency: number, dimension: number): number {
  const [a, b] = [new Float64Array(4), new Float64Array(4)];
  first.evaluate(0, frequency, dimension, a);
  second.evaluate(0, frequency, dimension, b);
  return 2 * (a[0]! - a[3]! - b[1]! - b[2]!);
}

interface Grown {
  readonly dimension: number;
  /** Places of the frequencies that are to be asked for by factors of their own. */
  readonly far: readonly number[];
}

function grownDimension(
  spaces: Resolved["spaces"],
  frequencies: readonly number[],
  system: LightSystem,
  direct: () => DirectSpectrum,
): Grown {
  const step = Math.max(1, Math.floor(frequencies.length / WATCHED));
  const watched = frequencies.filter((_, k) => k % step === 0 || k === frequencies.length - 1);
  let before: readonly number[] = [];
  for (let dimension = GROWTH; ; dimension += GROWTH) {
    for (const space of spaces) space.grow(dimension);
    const values = watched.map((w) => spectrumAt(spaces, w, dimension));
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const unsettled =
      before.length === 0
        ? watched.length
        : values.filter((value, k) => !(Math.abs(value - before[k]!) <= CONVERGED * largest)).length;
    if (unsettled === 0 || dimension >= MOST_VECTORS || spaces.every((space) => space.isExhausted())) {
      return { dimension, far: [] };
    }
    const predicted = (unsettled / watched.length) * frequencies.length;
    if (dimension >= DIRECT_FROM && predicted * direct().operations < operationsOfMore(system, dimension)) {
      const at = (w: number, order: number): number => spectrumAt(spaces, w, order);
      const isFar = (w: number): boolean => w !== 0 && changeOf(at, w, dimension, spaces) > CONVERGED * largest;
      return { dimension, far: [...frequencies.keys()].filter((k) => isFar(frequencies[k]!)) };
    }
    before = values;
  }
}

/** Vectors by which most spectra have settled; from then on frequencies may be cheaper one by one. */
const DIRECT_FROM = 132;

/** Operations of a value of the factors in a substitution, and of one of a vector that is made orthogonal, both of them slow. */
const SUBSTITUTION = 20;
const ORTHOGONALISATION = 40;

/** What growing the spaces to their largest would take, in operations of a factorisation. */
function operationsOfMore({ factorization, samples, weights }: LightSystem, dimension: number): number {
  const vector =
    SUBSTITUTION * factorization.symbolic.factorSize +
    (ORTHOGONALISATION * weights.length * (dimension + MOST_VECTORS)) / 2;
  return 2 * (1 + samples) * (MOST_VECTORS - dimension) * vector;
}

/** How much the last vectors moved the lines. */
function movesOf(spaces: ResolventPair, dimension: number, places: readonly LinePlace[]): readonly number[] {
  const now = lineNumbers(spaces, dimension, places);
  const before = [GROWTH / 2, GROWTH].map((less) => lineNumbers(spaces, dimension, places, less));
  return now.map((value, k) => before.reduce((sum, numbers) => sum + Math.abs(value - numbers[k]!), 0));
}

/** How much the last vectors changed the spectrum, and those before them where that is more than a third of it: convergence may pause. */
function changeOf(
  at: (w: number, order: number) => number,
  w: number,
  dimension: number,
  spaces: Resolved["spaces"],
): number {
  if (spaces.every((space) => space.isExhausted() && space.dimension() <= dimension)) return 0;
  const value = at(w, dimension);
  return Math.abs(value - at(w, dimension - GROWTH / 2)) + Math.abs(value - at(w, dimension - GROWTH));
}
