import type { Vector3 } from "../../../src/state/moments.ts";
import { parts, type SpinEquation, type SpinOperator } from "../equation.ts";
import {
  absolute,
  BITS,
  complexTimes,
  conjugate,
  type FixedComplex,
  fixed,
  ONE,
  times,
  toNumber,
} from "./fixedPoint.ts";
import { addTo, type LinearEquation, type ReferenceState, type Row } from "./linearEquation.ts";

/*
 * The master equation for the expectation values of Pauli strings, d<P>/dt = <L^+ P>. Permutation-invariant states have one value for all
 * strings with the same number of letters x, y and z. L^+ acts on one string of each kind by the products of Pauli matrices alone, each term as
 * often as there are spins, or pairs of them, with the same letters.
 */

type Letter = 0 | 1 | 2 | 3;
/** i^phase times a letter; 0 is the identity. */
type Product = readonly [phase: number, letter: Letter];

const letters = [0, 1, 2, 3] as const;
const axes = [1, 2, 3] as const;

/** sigma_a sigma_b. */
function product(a: Letter, b: Letter): Product {
  if (a === 0 || b === 0) return [0, (a + b) as Letter];
  if (a === b) return [0, 0];
  // sigma_x sigma_y = i sigma_z and cyclic.
  return [(b - a + 3) % 3 === 1 ? 1 : 3, (6 - a - b) as Letter];
}

/** What stands left and right of P on one spin. */
interface Factors {
  readonly left: readonly Letter[];
  readonly right: readonly Letter[];
}

function dressed({ left, right }: Factors, letter: Letter): Product {
  return [...left, letter, ...right].reduce<Product>(
    ([phase, done], next) => {
      const [turn, result] = product(done, next);
      return [(phase + turn) % 4, result];
    },
    [0, 0],
  );
}

/** How many letters x, y, z a string has; the rest of its N letters are identities. */
type Content = readonly [x: number, y: number, z: number];

const powerOfI = ({ re, im }: FixedComplex, phase: number): FixedComplex =>
  [
    { re, im },
    { re: -im, im: re },
    { re: -re, im: -im },
    { re: im, im: -re },
  ][phase]!;

/** All contents of N letters, the identity first, and the place of each. */
function contentsOf(spins: number): { readonly contents: Content[]; place(content: Content): number } {
  const contents: Content[] = [];
  const places = new Map<string, number>();
  for (let x = 0; x <= spins; x++) {
    for (let y = 0; x + y <= spins; y++) {
      for (let z = 0; x + y + z <= spins; z++) {
        places.set(`${x},${y},${z}`, contents.length);
        contents.push([x, y, z]);
      }
    }
  }
  return { contents, place: (content) => places.get(content.join(","))! };
}

/** A term of L^+: the same factors on every spin, or, of two, on every ordered pair of different spins. */
interface Term {
  readonly value: FixedComplex;
  readonly factors: readonly [Factors] | readonly [Factors, Factors];
}

const onLeft = (...left: Letter[]): Factors => ({ left, right: [] });
const onRight = (...right: Letter[]): Factors => ({ left: [], right });
const scaled = ({ re, im }: FixedComplex, factor: bigint): FixedComplex => ({
  re: times(re, factor),
  im: times(im, factor),
});

/** i [H, P]. */
function hamiltonianTerms({ spins, field, interaction }: SpinEquation): Term[] {
  const commutator = (strength: bigint, factors: (side: typeof onLeft) => Term["factors"]): Term[] => [
    { value: { re: 0n, im: strength }, factors: factors(onLeft) },
    { value: { re: 0n, im: -strength }, factors: factors(onRight) },
  ];
  return axes.flatMap((a) => [
    ...commutator(fixed(field[a - 1]!) / 2n, (side) => [side(a)]),
    ...axes.flatMap((b) => {
      const strength = fixed(interaction[a - 1]![b - 1]!) / BigInt(4 * spins);
      return [...commutator(strength, (side) => [side(a), side(b)]), ...commutator(strength, (side) => [side(a, b)])];
    }),
  ]);
}

/** A^+ P A - 1/2 {A^+ A, P} for A = l . sigma of each spin, or of their sum. */
function dissipatorTerms(rate: bigint, operator: SpinOperator, ofSum: boolean): Term[] {
  const component = (axis: 1 | 2 | 3): FixedComplex => {
    const [re, im] = parts(operator[axis - 1]!);
    return { re: fixed(re), im: fixed(im) };
  };
  const pairs = axes.flatMap((a) => axes.map((b) => [a, b] as const));
  return pairs.flatMap(([a, b]) => {
    const value = scaled(complexTimes(conjugate(component(a)), component(b)), rate);
    const loss = scaled(value, -ONE / 2n);
    const sameSpin: Term[] = [
      { value, factors: [{ left: [a], right: [b] }] },
      { value: loss, factors: [onLeft(a, b)] },
      { value: loss, factors: [onRight(a, b)] },
    ];
    const twoSpins: Term[] = [
      { value, factors: [onLeft(a), onRight(b)] },
      { value: loss, factors: [onLeft(a), onLeft(b)] },
      { value: loss, factors: [onRight(a), onRight(b)] },
    ];
    return ofSum ? [...sameSpin, ...twoSpins] : sameSpin;
  });
}

function allTerms(equation: SpinEquation): Term[] {
  const { spins, collective, local } = equation;
  const terms = [
    ...hamiltonianTerms(equation),
    // J is half the sum of all sigma, and a collective process has 2 rate/N.
    ...collective.flatMap(({ rate, operator }) => dissipatorTerms(fixed(rate) / BigInt(2 * spins), operator, true)),
    ...local.flatMap(({ rate, operator }) => dissipatorTerms(fixed(rate) / 2n, operator, false)),
  ];
  return terms.filter(({ value }) => value.re !== 0n || value.im !== 0n);
}

/** L^+ of a string: how much of each other string it holds. */
function rowOf(spins: number, content: Content, terms: readonly Term[], place: (content: Content) => number): Row {
  const row = new Map<number, bigint>();
  const rest = new Map<number, bigint>();
  const counts = [spins - content[0] - content[1] - content[2], ...content];
  const add = (factors: Term["factors"], value: FixedComplex, old: readonly Letter[], often: number): void => {
    if (often === 0) return;
    const results = factors.map((factor, k) => dressed(factor, old[k]!));
    const next = [...counts];
    for (const letter of old) next[letter]!--;
    for (const [, letter] of results) next[letter]!++;
    const phase = results.reduce((total, [turn]) => total + turn, 0) % 4;
    const { re, im } = powerOfI(value, phase);
    const target = place([next[1]!, next[2]!, next[3]!]);
    addTo(row, target, re * BigInt(often));
    addTo(rest, target, im * BigInt(often));
  };
  for (const { value, factors } of terms) {
    for (const p of letters) {
      if (factors.length === 1) add(factors, value, [p], counts[p]!);
      else for (const q of letters) add(factors, value, [p, q], counts[p]! * (counts[q]! - (p === q ? 1 : 0)));
    }
  }
  // L^+ of a Hermitian operator is Hermitian: imaginary parts cancel but for the last digits of their terms.
  for (const value of rest.values()) {
    if (absolute(value) > 1n << (BITS / 2n)) throw new Error("L^+ of a Pauli string is not Hermitian");
  }
  return row;
}

const power = (base: bigint, exponent: number): bigint =>
  Array.from({ length: exponent }, () => base).reduce(times, ONE);

export function permutationSymmetric(equation: SpinEquation): LinearEquation {
  const { spins } = equation;
  const terms = allTerms(equation);
  const { contents, place } = contentsOf(spins);
  const start = (direction: Vector3): bigint[] => {
    const [x, y, z] = direction.map(fixed) as [bigint, bigint, bigint];
    return contents.map(([i, j, k]) => [power(x, i), power(y, j), power(z, k)].reduce(times));
  };
  return {
    rows: contents.map((content) => rowOf(spins, content, terms, place)),
    trace: new Map([[0, ONE]]),
    redundant: 0,
    start,
    read: (unknowns) => readStrings(spins, contents, place, unknowns),
  };
}

function readStrings(
  spins: number,
  contents: readonly Content[],
  place: (content: Content) => number,
  unknowns: readonly bigint[],
): ReferenceState {
  const value = (...content: Content): bigint =>
    content[0] + content[1] + content[2] > spins ? 0n : unknowns[place(content)]!;
  // 4 J_k J_l summed over pairs of spins: N (N - 1) different ones, and N times the identity where k = l.
  const second = (same: bigint, moment: bigint): number =>
    toNumber((same + BigInt(spins - 1) * moment) / BigInt(spins));
  // rho = 2^-N sum <P> P over all strings, and tr P^2 = 2^N.
  let purity = 0n;
  for (const [index, content] of contents.entries()) {
    purity += stringsOf(spins, content) * times(unknowns[index]!, unknowns[index]!);
  }
  return {
    mean: [toNumber(value(1, 0, 0)), toNumber(value(0, 1, 0)), toNumber(value(0, 0, 1))],
    square: [second(ONE, value(2, 0, 0)), second(ONE, value(0, 2, 0)), second(ONE, value(0, 0, 2))],
    cross: [second(0n, value(1, 1, 0)), second(0n, value(1, 0, 1)), second(0n, value(0, 1, 1))],
    purity: toNumber(purity >> BigInt(spins)),
  };
}

/** How many strings have these letters: N! / (x! y! z! rest!). */
function stringsOf(spins: number, content: Content): bigint {
  let free = spins;
  let count = 1n;
  for (const letter of content) {
    for (let k = 1; k <= letter; k++) count = (count * BigInt(free--)) / BigInt(k);
  }
  return count;
}
