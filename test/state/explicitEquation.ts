import type { SpinModel } from "../../src/model/spinModel.ts";
import type { SpinMoments } from "../../src/state/moments.ts";

/*
 * The master equation itself, for N spins one half in all 2^N dimensions, written down from docs/physics.md, section 1, and stepped by the classical
 * Runge-Kutta method of order 4. It shares no code with the program, and is meant for N <= 3.
 */

/** Square complex matrices: real and imaginary entry in turn, row by row. */
type Complex = Float64Array;

interface Oracle {
  readonly moments: SpinMoments;
  readonly purity: number;
}

const zero = (n: number): Complex => new Float64Array(2 * n * n);

function product(n: number, a: Complex, b: Complex): Complex {
  const c = zero(n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const [re, im] = [a[2 * (i * n + k)]!, a[2 * (i * n + k) + 1]!];
      if (re === 0 && im === 0) continue;
      for (let j = 0; j < n; j++) {
        const [x, y] = [b[2 * (k * n + j)]!, b[2 * (k * n + j) + 1]!];
        c[2 * (i * n + j)]! += re * x - im * y;
        c[2 * (i * n + j) + 1]! += re * y + im * x;
      }
    }
  return c;
}

function adjoint(n: number, a: Complex): Complex {
  const c = zero(n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      c[2 * (j * n + i)] = a[2 * (i * n + j)]!;
      c[2 * (j * n + i) + 1] = -a[2 * (i * n + j) + 1]!;
    }
  return c;
}

/** sum of (factor, matrix), factors complex. */
function sum(n: number, terms: readonly (readonly [number, number, Complex])[]): Complex {
  const c = zero(n);
  for (const [re, im, a] of terms)
    for (let k = 0; k < n * n; k++) {
      c[2 * k]! += re * a[2 * k]! - im * a[2 * k + 1]!;
      c[2 * k + 1]! += re * a[2 * k + 1]! + im * a[2 * k]!;
    }
  return c;
}

/** A Pauli matrix of one spin: bit 0 of its place in the index is up. */
function pauli(spins: number, spin: number, axis: 0 | 1 | 2): Complex {
  const n = 2 ** spins;
  const c = zero(n);
  for (let i = 0; i < n; i++) {
    const down = (i >> spin) & 1;
    const flipped = i ^ (1 << spin);
    if (axis === 2) c[2 * (i * n + i)] = 1 - 2 * down;
    // sigma_x |i> = |flipped>, sigma_y |up> = i |down>, sigma_y |down> = -i |up>.
    else if (axis === 0) c[2 * (flipped * n + i)] = 1;
    else c[2 * (flipped * n + i) + 1] = 1 - 2 * down;
  }
  return c;
}

/** All spins along the unit vector `direction` at first, in the field B(t), to a time in equal steps. */
export function explicitEvolution(
  model: SpinModel,
  direction: readonly [number, number, number],
  field: (time: number) => readonly [number, number, number],
  { end, steps }: { readonly end: number; readonly steps: number },
): Oracle {
  const { spins } = model;
  const n = 2 ** spins;
  const one = sum(n, []);
  for (let i = 0; i < n; i++) one[2 * (i * n + i)] = 1;
  const each = Array.from({ length: spins }, (_, spin) => ([0, 1, 2] as const).map((axis) => pauli(spins, spin, axis)));
  const total = ([0, 1, 2] as const).map((axis) =>
    sum(
      n,
      each.map((own) => [0.5, 0, own[axis]!] as const),
    ),
  );
  const ladder = (x: Complex, y: Complex, sign: number): Complex =>
    sum(n, [
      [1, 0, x],
      [0, sign, y],
    ]);
  const jumps = (own: readonly Complex[]): Complex[] => [
    own[2]!,
    ladder(own[0]!, own[1]!, 1),
    ladder(own[0]!, own[1]!, -1),
  ];
  const rates = ({ dephasing, pump, decay }: SpinModel["local"]): number[] => [dephasing, pump, decay];
  const channels = [
    ...jumps(total).map((jump, k) => ({ jump, rate: (2 * rates(model.collective)[k]!) / spins })),
    ...each.flatMap((own) => jumps(own).map((jump, k) => ({ jump, rate: rates(model.local)[k]! / 2 }))),
  ].filter(({ rate }) => rate > 0);
  const dissipators = channels.map(({ jump, rate }) => {
    const back = adjoint(n, jump);
    return { jump, back, rate, square: product(n, back, jump) };
  });
  const derivative = (time: number, rho: Complex): Complex => {
    const hamiltonian = sum(
      n,
      field(time).map((value, k) => [value, 0, total[k]!] as const),
    );
    const terms: (readonly [number, number, Complex])[] = [
      [0, -1, product(n, hamiltonian, rho)],
      [0, 1, product(n, rho, hamiltonian)],
    ];
    for (const { jump, back, rate, square } of dissipators) {
      terms.push([rate, 0, product(n, product(n, jump, rho), back)]);
      terms.push([-rate / 2, 0, product(n, square, rho)], [-rate / 2, 0, product(n, rho, square)]);
    }
    return sum(n, terms);
  };
  let rho = one;
  for (const own of each)
    rho = product(n, rho, sum(n, [[0.5, 0, one], ...direction.map((r, k) => [r / 2, 0, own[k]!] as const)]));
  const h = end / steps;
  for (let step = 0; step < steps; step++) {
    const time = step * h;
    const k1 = derivative(time, rho);
    const k2 = derivative(
      time + h / 2,
      sum(n, [
        [1, 0, rho],
        [h / 2, 0, k1],
      ]),
    );
    const k3 = derivative(
      time + h / 2,
      sum(n, [
        [1, 0, rho],
        [h / 2, 0, k2],
      ]),
    );
    const k4 = derivative(
      time + h,
      sum(n, [
        [1, 0, rho],
        [h, 0, k3],
      ]),
    );
    rho = sum(n, [
      [1, 0, rho],
      [h / 6, 0, k1],
      [h / 3, 0, k2],
      [h / 3, 0, k3],
      [h / 6, 0, k4],
    ]);
  }
  const expected = (operator: Complex): number => {
    const found = product(n, operator, rho);
    let trace = 0;
    for (let i = 0; i < n; i++) trace += found[2 * (i * n + i)]!;
    return trace;
  };
  const pair = (k: number, l: number): number =>
    (2 * (expected(product(n, total[k]!, total[l]!)) + expected(product(n, total[l]!, total[k]!)))) / spins ** 2;
  const mean = (k: number): number => (2 * expected(total[k]!)) / spins;
  return {
    moments: {
      mean: [mean(0), mean(1), mean(2)],
      square: [pair(0, 0), pair(1, 1), pair(2, 2)],
      cross: [pair(0, 1), pair(0, 2), pair(1, 2)],
    },
    purity: expected(rho),
  };
}
