import type { Vector3 } from "../../../src/state/moments.ts";
import { parts, type SpinEquation, type SpinOperator } from "../equation.ts";
import { complexTimes, conjugate, type FixedComplex, fixed, ONE, times, toNumber } from "./fixedPoint.ts";
import { addTo, type LinearEquation, type ReferenceState, type Row } from "./linearEquation.ts";

/*
 * The master equation of collective processes on rho = sum c_kl |k)(l|, |k) the sum of all basis states with k spins up. Counting spins gives
 *
 *     J_+ |k) = (k + 1) |k + 1),   J_- |k) = (N - k + 1) |k - 1),   J_z |k) = (k - N/2) |k),   (k|k) = N over k:
 *
 * each state with k + 1 spins up arises from k + 1 of those with k. No square root enters, and every number is exact.
 */

/** Entries row by row. A power of two, near the root of N over k, scales |k), so that no binomial is large. */
type Operator = readonly ReadonlyMap<number, FixedComplex>[];

const zero: FixedComplex = { re: 0n, im: 0n };
const sum = (a: FixedComplex, b: FixedComplex): FixedComplex => ({ re: a.re + b.re, im: a.im + b.im });
const scaled = ({ re, im }: FixedComplex, factor: bigint): FixedComplex => ({
  re: times(re, factor),
  im: times(im, factor),
});

function operatorOf(
  size: number,
  fill: (add: (row: number, column: number, value: FixedComplex) => void) => void,
): Operator {
  const rows = Array.from({ length: size }, () => new Map<number, FixedComplex>());
  fill((row, column, value) => rows[row]!.set(column, sum(rows[row]!.get(column) ?? zero, value)));
  return rows;
}

function product(a: Operator, b: Operator): Operator {
  return operatorOf(a.length, (add) => {
    for (const [i, row] of a.entries())
      for (const [k, left] of row) for (const [j, right] of b[k]!) add(i, j, complexTimes(left, right));
  });
}

const combination = (size: number, terms: readonly (readonly [FixedComplex, Operator])[]): Operator =>
  operatorOf(size, (add) => {
    for (const [factor, operator] of terms)
      for (const [i, row] of operator.entries()) for (const [j, value] of row) add(i, j, complexTimes(factor, value));
  });

function binomials(spins: number): bigint[] {
  const row = [1n];
  for (let k = 1; k <= spins; k++) row.push((row[k - 1]! * BigInt(spins - k + 1)) / BigInt(k));
  return row;
}

/** J_x, J_y, J_z on the scaled states. */
function spinOperators(spins: number, exponents: readonly number[]): readonly [Operator, Operator, Operator] {
  const size = spins + 1;
  const entry = (to: number, from: number, value: number): FixedComplex => ({
    re: fixed(value * 2 ** (exponents[to]! - exponents[from]!)),
    im: 0n,
  });
  const raising = operatorOf(size, (add) => {
    for (let k = 0; k < spins; k++) add(k + 1, k, entry(k + 1, k, k + 1));
  });
  const lowering = operatorOf(size, (add) => {
    for (let k = 1; k <= spins; k++) add(k - 1, k, entry(k - 1, k, spins - k + 1));
  });
  const z = operatorOf(size, (add) => {
    for (let k = 0; k <= spins; k++) add(k, k, entry(k, k, k - spins / 2));
  });
  const half: FixedComplex = { re: ONE / 2n, im: 0n };
  const minusHalfI: FixedComplex = { re: 0n, im: -ONE / 2n };
  const plusHalfI: FixedComplex = { re: 0n, im: ONE / 2n };
  return [
    combination(size, [
      [half, raising],
      [half, lowering],
    ]),
    combination(size, [
      [minusHalfI, raising],
      [plusHalfI, lowering],
    ]),
    z,
  ];
}

const complexOf = (operator: SpinOperator): FixedComplex[] =>
  operator.map((value) => {
    const [re, im] = parts(value);
    return { re: fixed(re), im: fixed(im) };
  });

/** What d rho/dt = K rho + rho K^+ + sum_j rate_j L_j rho L_j^+ consists of. */
interface Generator {
  readonly left: Operator;
  readonly jumps: readonly (readonly [rate: bigint, Operator])[];
}

function generatorOf(equation: SpinEquation, spin: readonly Operator[]): Generator {
  const { spins, field, interaction, collective } = equation;
  const size = spins + 1;
  const along = (components: readonly FixedComplex[]): Operator =>
    combination(
      size,
      components.map((value, axis) => [value, spin[axis]!] as const),
    );
  const minusI = (operator: Operator): readonly [FixedComplex, Operator] => [{ re: 0n, im: -ONE }, operator];
  const terms = [minusI(along(complexOf(field)))];
  interaction.forEach((row, a) => {
    const over = row.map((value) => ({ re: fixed(value) / BigInt(spins), im: 0n }));
    terms.push(minusI(product(spin[a]!, along(over))));
  });
  const jumps = collective.map(({ rate, operator }) => {
    const components = complexOf(operator);
    const strength = fixed(2 * rate) / BigInt(spins);
    // L^+ = conj(l) . J, for the components of J are Hermitian.
    const square = product(along(components.map(conjugate)), along(components));
    terms.push([{ re: -strength / 2n, im: 0n }, square]);
    return [strength, along(components)] as const;
  });
  return { left: combination(size, terms), jumps };
}

/** Places of the real unknowns: Re c_kl for k >= l and Im c_kl for k > l, coherences of one k - l together. */
function placesOf(spins: number): {
  readonly count: number;
  re(k: number, l: number): number;
  im(k: number, l: number): number;
} {
  const starts: number[] = [];
  let count = 0;
  for (let q = 0; q <= spins; q++) {
    starts.push(count);
    count += (q === 0 ? 1 : 2) * (spins + 1 - q);
  }
  const re = (k: number, l: number): number => starts[k - l]! + (k === l ? l : 2 * l);
  return { count, re, im: (k, l) => re(k, l) + 1 };
}

/** The equations of Re c_kl and Im c_kl, from the coefficients of all c. */
function realRows(
  places: ReturnType<typeof placesOf>,
  coefficients: Iterable<readonly [k: number, l: number, FixedComplex]>,
): { readonly re: Row; readonly im: Row } {
  const [re, im] = [new Map<number, bigint>(), new Map<number, bigint>()];
  for (const [k, l, value] of coefficients) {
    // c_lk is the conjugate of c_kl.
    const [upper, lower, sign] = k >= l ? [k, l, 1n] : [l, k, -1n];
    addTo(re, places.re(upper, lower), value.re);
    addTo(im, places.re(upper, lower), value.im);
    if (upper === lower) continue;
    addTo(re, places.im(upper, lower), -sign * value.im);
    addTo(im, places.im(upper, lower), sign * value.re);
  }
  return { re, im };
}

function* coefficientsOf({ left, jumps }: Generator, k: number, l: number): Coefficients {
  for (const [p, value] of left[k]!) yield [p, l, value];
  for (const [p, value] of left[l]!) yield [k, p, conjugate(value)];
  for (const [rate, jump] of jumps) {
    for (const [p, a] of jump[k]!)
      for (const [q, b] of jump[l]!) yield [p, q, scaled(complexTimes(a, conjugate(b)), rate)];
  }
}

type Coefficients = globalThis.Generator<readonly [number, number, FixedComplex]>;

export function symmetricSubspace(equation: SpinEquation): LinearEquation {
  if (equation.local.length > 0) throw new Error("local processes leave the symmetric subspace");
  const { spins } = equation;
  const weights = binomials(spins);
  // Powers of four next to the binomials: lengths are in digits of base two.
  const exponents = weights.map((weight) => Math.round(weight.toString(2).length / 2));
  const spin = spinOperators(spins, exponents);
  const generator = generatorOf(equation, spin);
  const places = placesOf(spins);
  const rows: Row[] = Array.from({ length: places.count });
  for (let k = 0; k <= spins; k++) {
    for (let l = 0; l <= k; l++) {
      const { re, im } = realRows(places, coefficientsOf(generator, k, l));
      rows[places.re(k, l)] = re;
      if (k > l) rows[places.im(k, l)] = im;
    }
  }
  // (k|k) of the scaled states.
  const norms = weights.map((weight, k) => (weight * ONE) >> BigInt(2 * exponents[k]!));
  return {
    rows,
    trace: new Map(norms.map((norm, k) => [places.re(k, k), norm])),
    redundant: 0,
    start: (direction) => startOf(spins, direction, exponents, places),
    read: (unknowns) => readSubspace(spins, spin, norms, places, unknowns),
  };
}

/** All spins along r: c_kl = a^k b^(N-k) conj(a^l b^(N-l)) with |a|^2 = (1 + z)/2 and a conj(b) = (x - i y)/2. */
function startOf(
  spins: number,
  [x, y, z]: Vector3,
  exponents: readonly number[],
  places: ReturnType<typeof placesOf>,
): bigint[] {
  const powers = (base: FixedComplex): FixedComplex[] => {
    const list: FixedComplex[] = [{ re: ONE, im: 0n }];
    for (let k = 1; k <= spins; k++) list.push(complexTimes(list[k - 1]!, base));
    return list;
  };
  const up = powers({ re: (ONE + fixed(z)) / 2n, im: 0n });
  const down = powers({ re: (ONE - fixed(z)) / 2n, im: 0n });
  const across = powers({ re: fixed(x) / 2n, im: -fixed(y) / 2n });
  const unknowns = new Array<bigint>(places.count).fill(0n);
  for (let k = 0; k <= spins; k++) {
    for (let l = 0; l <= k; l++) {
      const { re, im } = complexTimes(complexTimes(up[l]!, down[spins - k]!), across[k - l]!);
      const shift = BigInt(exponents[k]! + exponents[l]!);
      unknowns[places.re(k, l)] = re << shift;
      if (k > l) unknowns[places.im(k, l)] = im << shift;
    }
  }
  return unknowns;
}

function readSubspace(
  spins: number,
  spin: readonly Operator[],
  norms: readonly bigint[],
  places: ReturnType<typeof placesOf>,
  unknowns: readonly bigint[],
): ReferenceState {
  const entry = (k: number, l: number): FixedComplex => {
    if (k < l) return conjugate(entry(l, k));
    return { re: unknowns[places.re(k, l)]!, im: k === l ? 0n : unknowns[places.im(k, l)]! };
  };
  let purity = 0n;
  for (let k = 0; k <= spins; k++) {
    for (let l = 0; l <= spins; l++) {
      const { re, im } = entry(k, l);
      purity += times(times(re, re) + times(im, im), times(norms[k]!, norms[l]!));
    }
  }
  /** Re tr X rho = Re sum_k (k|k) sum_p X_kp c_pk. */
  const trace = (operator: Operator): bigint => {
    let total = 0n;
    for (const [k, row] of operator.entries()) {
      for (const [p, value] of row) total += times(norms[k]!, complexTimes(value, entry(p, k)).re);
    }
    return total;
  };
  const mean = (a: number): number => toNumber((2n * trace(spin[a]!)) / BigInt(spins));
  const second = (a: number, b: number): number => {
    const both = trace(product(spin[a]!, spin[b]!)) + trace(product(spin[b]!, spin[a]!));
    return toNumber((2n * both) / BigInt(spins ** 2));
  };
  return {
    mean: [mean(0), mean(1), mean(2)],
    square: [second(0, 0), second(1, 1), second(2, 2)],
    cross: [second(0, 1), second(0, 2), second(1, 2)],
    purity: toNumber(purity),
  };
}
