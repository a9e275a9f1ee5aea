import { InputError, ResourceLimitError } from "../../core/errors.ts";
import { logDegeneracies } from "../../state/blocks/degeneracy.ts";
import { requireErrorBound } from "../requireErrorBound.ts";
import { type AnyDensity, blocksOf, type SpinBlocks } from "./blocksOf.ts";
import { coupling } from "./coupling.ts";
import { hermitianSpectrum } from "./hermitianSpectrum.ts";
import { type PartialTransposeBlock, partialTransposeBlock } from "./partialTransposeBlock.ts";
import { turnedReal } from "./realPhase.ts";
import { requireElements } from "./requireState.ts";

/** An eigenvector v of the partial transpose: with B transposed, v^+ rho^(T_B) v = tr rho W, W = (v v^+)^(T_B), is negative for no product state. */
export interface TransposeVector {
  readonly twiceA: number;
  readonly twiceB: number;
  /** Of length 1; entry a (2 jB + 1) + b stands for |jA, jA - a>|jB, jB - b>. */
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** The partial transpose across k | N - k spins. */
export interface CutNegativity {
  /** [k, N - k], k <= N - k. */
  readonly cut: readonly [number, number];
  /** Of the matrix of order 2^N on the spins that the state reaches: zeros elsewhere are not counted. */
  readonly leastEigenvalue: number;
  readonly errorBound: number;
  /** Sum of the magnitudes of all negative eigenvalues. */
  readonly negativity: number;
  readonly negativityError: number;
  /** Of `leastEigenvalue`. */
  readonly vector: TransposeVector;
}

export interface PartialTransposes {
  /** All cuts that were asked for, by rising k. */
  readonly cuts: readonly CutNegativity[];
  /** That with the least eigenvalue. */
  readonly strongest: CutNegativity;
}

export interface PartialTransposeOptions {
  /** Bound of the trace norm of what the density matrix is off by; default 0. */
  readonly error?: number;
  /** Sizes k of A; default 1 .. N/2. */
  readonly cuts?: readonly number[];
  /** Largest predicted number of multiplications; default 3e11, minutes. */
  readonly workLimit?: number;
}

const DEFAULT_WORK = 3e11;

/** Multiplications of all eigenvalues and vectors of a symmetric matrix, over its order cubed: reduction, iteration, their vectors. */
const EIGENVALUE_WORK = 9;

/**
 * Eigenvalues of the partial transposes of a permutation-symmetric state across all cuts: A. Peres, doi:10.1103/PhysRevLett.77.1413; negativity
 * of G. Vidal and R. F. Werner, doi:10.1103/PhysRevA.65.032314. An eigenvalue below -`errorBound` proves entanglement; none proves nothing.
 *
 * An error of rho with trace norm E is one of trace norm E / (dA dB) in each copy of a block, and the partial transpose keeps its
 * Hilbert-Schmidt norm, which is at most that and at least what an eigenvalue moves by. The trace norm of the partial transpose, 1 + 2 negativity,
 * is at most min(2 jA + 1, 2 jB + 1) times that of what is transposed.
 *
 * @throws InputError for a cut that does not exist, blocks that do not fit N, elements that are no numbers, an error that is no bound
 * @throws ResourceLimitError where the predicted work is above `workLimit`, before any of it
 */
export function partialTransposes(density: AnyDensity, options: PartialTransposeOptions = {}): PartialTransposes {
  const state = blocksOf(density);
  requireErrorBound(options.error ?? 0);
  requireElements(state.blocks);
  const { spins } = state;
  const turned = turnedReal(state.blocks);
  const error = (options.error ?? 0) + turned.dropped;
  const sizes = requireCuts(spins, options.cuts);
  const pairs = pairsOf(spins, state.blocks.length, sizes);
  requireWork(spins, pairs, isDiagonal(state), turned.isReal, options.workLimit ?? DEFAULT_WORK);
  const cuts = new Map<number, Mutable<CutNegativity>>();
  for (const { twiceA, twiceB, copies } of pairs) {
    const found = eigenvaluesOf({ ...state, blocks: turned.blocks }, twiceA, twiceB, turned.isReal);
    for (const [k, logCopies] of copies) {
      const scale = Math.exp(logCopies - found.logUnit);
      const cut = cuts.get(k) ?? emptyCut(spins, k);
      cuts.set(k, cut);
      cut.negativity += scale * found.negative;
      cut.negativityError += scale * found.negativeRounding;
      const value = found.least * Math.exp(-found.logUnit);
      if (value >= cut.leastEigenvalue) continue;
      cut.leastEigenvalue = value;
      cut.errorBound = found.rounding * Math.exp(-found.logUnit) + error * Math.exp(-logCopies);
      cut.vector = found.vector(turned.angle);
    }
  }
  const all = [...cuts.values()]
    .sort((a, b) => a.cut[0] - b.cut[0])
    .map((cut) => ({ ...cut, negativityError: cut.negativityError + ((cut.cut[0] + 1) / 2) * error }));
  return { cuts: all, strongest: all.reduce((best, cut) => (cut.leastEigenvalue < best.leastEigenvalue ? cut : best)) };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const emptyCut = (spins: number, k: number): Mutable<CutNegativity> => ({
  cut: [k, spins - k],
  leastEigenvalue: Number.POSITIVE_INFINITY,
  errorBound: 0,
  negativity: 0,
  negativityError: 0,
  vector: { twiceA: 0, twiceB: 0, real: new Float64Array(1), imaginary: new Float64Array(1) },
});

/** A pair of spins, and for each cut in which it occurs ln of how many copies there are of it. */
interface Pair {
  readonly twiceA: number;
  readonly twiceB: number;
  readonly copies: ReadonlyMap<number, number>;
}

/** Pairs jA <= jB: which of the two belongs to the smaller part changes the partial transpose by a transposition. */
function pairsOf(spins: number, blockCount: number, sizes: readonly number[]): Pair[] {
  const pairs: Pair[] = [];
  const logs = new Map<number, Float64Array>();
  const copiesOf = (size: number, twiceSpin: number): number => {
    const known = logs.get(size) ?? logDegeneracies(size);
    logs.set(size, known);
    return known[(size - twiceSpin) / 2]!;
  };
  const fits = (size: number, twiceSpin: number): boolean => twiceSpin <= size && (size - twiceSpin) % 2 === 0;
  // Below it rho has nothing on any j up to jA + jB.
  const leastSum = spins - 2 * (blockCount - 1);
  for (let sum = spins; sum >= leastSum; sum -= 2) {
    for (let twiceA = 0; 2 * twiceA <= sum; twiceA++) {
      const twiceB = sum - twiceA;
      const copies = new Map<number, number>();
      for (const k of sizes) {
        let log = Number.NEGATIVE_INFINITY;
        if (fits(k, twiceA) && fits(spins - k, twiceB)) log = copiesOf(k, twiceA) + copiesOf(spins - k, twiceB);
        if (twiceA !== twiceB && fits(k, twiceB) && fits(spins - k, twiceA))
          log = logOfSum(log, copiesOf(k, twiceB) + copiesOf(spins - k, twiceA));
        if (log > Number.NEGATIVE_INFINITY) copies.set(k, log);
      }
      if (copies.size > 0) pairs.push({ twiceA, twiceB, copies });
    }
  }
  return pairs;
}

const logOfSum = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));

interface BlockEigenvalues {
  readonly logUnit: number;
  /** All in units of exp(`logUnit`) times those of one copy. */
  readonly least: number;
  readonly rounding: number;
  readonly negative: number;
  readonly negativeRounding: number;
  vector(angle: number): TransposeVector;
}

function eigenvaluesOf(state: SpinBlocks, twiceA: number, twiceB: number, isReal: boolean): BlockEigenvalues {
  const first = (state.spins - twiceA - twiceB) / 2;
  const count = Math.min(twiceA, twiceB, state.blocks.length - 1 - first) + 1;
  const block = partialTransposeBlock(state, coupling(twiceA, twiceB, count), isReal);
  const { order } = block.matrix;
  const { values, real, imaginary } = hermitianSpectrum(block.matrix);
  const rounding = 2 * (order + 16) * Number.EPSILON * frobenius(block);
  let negative = 0;
  for (const value of values) negative -= Math.min(0, value);
  return {
    logUnit: block.logUnit,
    least: values[0]!,
    rounding,
    negative,
    negativeRounding: Math.sqrt(order) * rounding,
    vector: (angle) => turnBack({ twiceA, twiceB, real, imaginary }, angle),
  };
}

function frobenius({ matrix: { real, imaginary } }: PartialTransposeBlock): number {
  let sum = 0;
  for (const value of real) sum += value * value;
  if (imaginary !== null) for (const value of imaginary) sum += value * value;
  return Math.sqrt(sum);
}

/** The eigenvector before the turn about z: element (a, b; a', b') of the partial transpose turned by (a + b') - (a' + b) times the angle. */
function turnBack({ twiceA, twiceB, real, imaginary }: TransposeVector, angle: number): TransposeVector {
  const turned = { twiceA, twiceB, real: real.slice(), imaginary: imaginary.slice() };
  if (angle === 0) return turned;
  const width = twiceB + 1;
  for (const [at, value] of real.entries()) {
    const phase = (Math.floor(at / width) - (at % width)) * angle;
    const [cosine, sine] = [Math.cos(phase), Math.sin(phase)];
    turned.real[at] = cosine * value - sine * imaginary[at]!;
    turned.imaginary[at] = sine * value + cosine * imaginary[at]!;
  }
  return turned;
}

const isDiagonal = ({ blocks }: SpinBlocks): boolean =>
  blocks.every(({ spins, real, imaginary }) =>
    real.every((value, at) => at % (spins + 2) === 0 || (value === 0 && imaginary[at] === 0)),
  );

function requireCuts(spins: number, cuts: readonly number[] | undefined): readonly number[] {
  const largest = Math.floor(spins / 2);
  if (largest < 1) {
    throw new InputError({
      what: `${spins} spin cannot be cut in two`,
      remedy: "take a state of at least two spins",
      value: spins,
      limit: 2,
    });
  }
  if (cuts === undefined) return Array.from({ length: largest }, (_, k) => k + 1);
  if (cuts.length === 0) {
    throw new InputError({
      what: "the list of cuts is empty",
      remedy: `give sizes from 1 to ${largest}`,
      value: 0,
      limit: 1,
    });
  }
  const wrong = cuts.find((k) => !(Number.isInteger(k) && k >= 1 && k <= largest));
  if (wrong === undefined) return [...new Set(cuts)];
  throw new InputError({
    what: `a cut of ${spins} spins has ${wrong} of them on one side`,
    remedy: `give the size of the smaller side, a whole number from 1 to ${largest}`,
    value: wrong,
    limit: largest,
  });
}

/** Rows of a block that is written out: 100 MB and its copies. */
const LARGEST_ORDER = 3600;

function requireWork(spins: number, pairs: readonly Pair[], diagonal: boolean, isReal: boolean, limit: number): void {
  const order = Math.max(...pairs.map(({ twiceA, twiceB }) => (twiceA + 1) * (twiceB + 1)));
  if (order > LARGEST_ORDER) {
    throw new ResourceLimitError({
      what: `a partial transpose of ${spins} spins has a block of ${order} rows, above the limit ${LARGEST_ORDER}`,
      remedy: "ask for cuts with a smaller side, or use what first and second moments say",
      value: order,
      limit: LARGEST_ORDER,
    });
  }
  const work = pairs.reduce((sum, { twiceA, twiceB }) => {
    const [small, large] = [twiceA + 1, twiceB + 1];
    // mA - mB is conserved where rho is diagonal: at most jA + jB + 1 pieces of at most 2 jA + 1 rows.
    const cubes = diagonal ? (small + large) * small ** 3 : (small * large) ** 3;
    return sum + EIGENVALUE_WORK * cubes * (isReal ? 1 : 8);
  }, 0);
  if (work <= limit) return;
  throw new ResourceLimitError({
    what: `the partial transposes of ${spins} spins would take ${work.toExponential(1)} multiplications, above the limit ${limit.toExponential(1)}`,
    remedy: "ask for fewer cuts, or raise workLimit",
    value: work,
    limit,
  });
}
