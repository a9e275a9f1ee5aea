import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { NotUniqueError, SingularMatrixError } from "../../src/core/errors.ts";
import { slowestQuantity } from "../../src/model/slowestQuantity.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import {
  blameSlowness,
  notUniqueInPractice,
  requireUniqueSteadyState,
  steadyStateKind,
} from "../../src/model/uniqueness.ts";

/** A complex matrix. Everything below is built from Pauli matrices and the master equation alone. */
interface Operator {
  readonly re: Matrix;
  readonly im: Matrix;
}

const operator = (re: number[][], im: number[][] = re.map((row) => row.map(() => 0))): Operator => ({
  re: new Matrix(re),
  im: new Matrix(im),
});
const times = (a: Operator, b: Operator): Operator => ({
  re: Matrix.sub(a.re.mmul(b.re), a.im.mmul(b.im)),
  im: Matrix.add(a.re.mmul(b.im), a.im.mmul(b.re)),
});
const plus = (a: Operator, b: Operator): Operator => ({ re: Matrix.add(a.re, b.re), im: Matrix.add(a.im, b.im) });
const scaled = (a: Operator, re: number, im = 0): Operator => ({
  re: Matrix.sub(Matrix.mul(a.re, re), Matrix.mul(a.im, im)),
  im: Matrix.add(Matrix.mul(a.re, im), Matrix.mul(a.im, re)),
});
const adjoint = (a: Operator): Operator => ({ re: a.re.transpose(), im: a.im.transpose().mul(-1) });
const kron = (a: Operator, b: Operator): Operator => ({
  re: Matrix.sub(a.re.kroneckerProduct(b.re), a.im.kroneckerProduct(b.im)),
  im: Matrix.add(a.re.kroneckerProduct(b.im), a.im.kroneckerProduct(b.re)),
});
/** Real part of tr(a b). */
const traceOf = (a: Operator, b: Operator) => times(a, b).re.trace();

type Superoperator = (rho: Operator) => Operator;
const commutator =
  (h: Operator): Superoperator =>
  (rho) =>
    scaled(plus(times(h, rho), scaled(times(rho, h), -1)), 0, -1);
const dissipator =
  (jump: Operator): Superoperator =>
  (rho) => {
    const square = times(adjoint(jump), jump);
    const loss = plus(times(square, rho), times(rho, square));
    return plus(times(times(jump, rho), adjoint(jump)), scaled(loss, -0.5));
  };

const ONE = operator([
  [1, 0],
  [0, 1],
]);
const SIGMA = {
  x: operator([
    [0, 1],
    [1, 0],
  ]),
  y: operator(
    [
      [0, 0],
      [0, 0],
    ],
    [
      [0, -1],
      [1, 0],
    ],
  ),
  z: operator([
    [1, 0],
    [0, -1],
  ]),
};
const RAISE = operator([
  [0, 2],
  [0, 0],
]);
const LOWER = operator([
  [0, 0],
  [2, 0],
]);

const onSite = (count: number, site: number, single: Operator): Operator =>
  Array.from({ length: count }, (_, n) => (n === site ? single : ONE)).reduce(kron);
const sites = (count: number) => Array.from({ length: count }, (_, n) => n);
const total = (count: number, single: Operator): Operator =>
  sites(count)
    .map((site) => onSite(count, site, single))
    .reduce(plus);

const PARAMETERS = ["across", "along", "kz", "k+", "k-", "gz", "g+", "g-"] as const;

interface Ladder {
  /** Hermitian, mutually orthogonal operators that span the states. */
  readonly basis: readonly Operator[];
  /** One real matrix a parameter: the master equation is their sum weighted with the parameters. */
  readonly generators: readonly Matrix[];
  readonly jz: Operator;
}

function ladder(basis: readonly Operator[], parts: readonly Superoperator[][], jz: Operator): Ladder {
  const generators = parts.map((terms) => {
    const matrix = Matrix.zeros(basis.length, basis.length);
    basis.forEach((element, j) => {
      for (const term of terms) {
        const image = term(element);
        basis.forEach((test, i) => {
          matrix.set(i, j, matrix.get(i, j) + traceOf(test, image) / traceOf(test, test));
        });
      }
    });
    return matrix;
  });
  return { basis, generators, jz };
}

/** The full 2^N dimensions, restricted to operators that are symmetric under exchange of spins. */
function exchangeSymmetric(count: number): Ladder {
  const letters = [ONE, SIGMA.x, SIGMA.y, SIGMA.z];
  const byContent = new Map<string, Operator>();
  for (let word = 0; word < 4 ** count; word++) {
    const digits = sites(count).map((n) => Math.floor(word / 4 ** n) % 4);
    const key = [...digits].sort().join("");
    const product = digits.map((digit) => letters[digit]!).reduce(kron);
    const previous = byContent.get(key);
    byContent.set(key, previous === undefined ? product : plus(previous, product));
  }
  const half = (single: Operator) => scaled(total(count, single), 0.5);
  const collective = (jump: Operator) => [dissipator(scaled(jump, Math.sqrt(2 / count)))];
  const local = (single: Operator) =>
    sites(count).map((n) => dissipator(scaled(onSite(count, n, single), Math.SQRT1_2)));
  const parts = [
    [commutator(half(SIGMA.x))],
    [commutator(half(SIGMA.z))],
    ...[half(SIGMA.z), half(RAISE), half(LOWER)].map(collective),
    ...[SIGMA.z, RAISE, LOWER].map(local),
  ];
  return ladder([...byContent.values()], parts, half(SIGMA.z));
}

/** The symmetric subspace: a single spin N/2. Only the first five parameters exist. */
function symmetricSubspace(count: number): Ladder {
  const size = count + 1;
  const j = count / 2;
  const empty = () => Matrix.zeros(size, size);
  const jz = { re: Matrix.diag(Array.from({ length: size }, (_, k) => j - k)), im: empty() };
  const jp = { re: empty(), im: empty() };
  for (let k = 1; k < size; k++) jp.re.set(k - 1, k, Math.sqrt(j * (j + 1) - (j - k) * (j - k + 1)));
  const jm = adjoint(jp);
  const basis: Operator[] = [];
  for (let p = 0; p < size; p++) {
    for (let q = 0; q < size; q++) {
      const element = { re: empty(), im: empty() };
      if (p <= q) element.re.set(p, q, 1).set(q, p, 1);
      else element.im.set(p, q, 1).set(q, p, -1);
      basis.push(element);
    }
  }
  const jx = scaled(plus(jp, jm), 0.5);
  const parts = [
    [commutator(jx)],
    [commutator(jz)],
    ...[jz, jp, jm].map((jump) => [dissipator(scaled(jump, Math.sqrt(2 / count)))]),
  ];
  return ladder(basis, parts, jz);
}

/** Values of the parameters that are present: of order one and in no simple ratio. */
const VALUES = [0.8, 0.37, 0.9, 1.3, 0.7, 0.55, 0.45, 1.1];

function checkAll(count: number, { basis, generators, jz }: Ladder) {
  const local = generators.length > 5;
  for (let bits = 0; bits < 2 ** generators.length; bits++) {
    const weights = PARAMETERS.map((_, k) => ((bits >> k) & 1) * VALUES[k]!);
    const [across, along, kz, kp, km, gz, gp, gm] = weights as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    // Without local processes the states of the full space split into total spins, and the question is another one.
    if (local && gz + gp + gm === 0) continue;
    const model = spinModel({
      spins: count,
      field: [across, 0, along],
      collective: { dephasing: kz, pump: kp, decay: km },
      local: { dephasing: gz, pump: gp, decay: gm },
    });
    const liouvillian = generators.reduce(
      (sum, matrix, k) => sum.add(Matrix.mul(matrix, weights[k]!)),
      Matrix.zeros(basis.length, basis.length),
    );
    const { diagonal, rightSingularVectors } = new SingularValueDecomposition(liouvillian);
    // Nonzero singular values here are above 1e-3, zero ones are rounding of numbers up to 100.
    const kernel = diagonal.filter((value) => value < 1e-10).length;
    expect(diagonal.some((value) => value > 1e-10 && value < 1e-3)).toBe(false);
    const found = steadyStateKind(model);
    const name = `N = ${count}, ${PARAMETERS.filter((_, k) => weights[k]! > 0).join(" ")}`;
    if (found.kind === "notUnique") {
      const expected = found.conserved === "every observable" ? basis.length : count + 1;
      expect([name, kernel]).toEqual([name, expected]);
      // A conserved quantity Q: tr(Q L rho) = 0 for every rho.
      if (found.conserved === "J_z") {
        const row = Matrix.rowVector(basis.map((element) => traceOf(jz, element)));
        expect(row.mmul(liouvillian).norm()).toBeLessThan(1e-12);
      }
      continue;
    }
    expect([name, kernel]).toEqual([name, 1]);
    const state = rightSingularVectors.getColumn(basis.length - 1);
    const expectation = (q: Operator) => basis.reduce((sum, element, i) => sum + state[i]! * traceOf(q, element), 0);
    const identity = { re: Matrix.eye(jz.re.rows), im: Matrix.zeros(jz.re.rows, jz.re.rows) };
    const height = (2 * expectation(jz)) / expectation(identity) / count;
    // Only the product states along +-z have |2 <J_z> / N| = 1.
    if (found.kind === "point") expect([name, height]).toEqual([name, expect.closeTo(found.direction[2], 10)]);
    else expect([name, Math.abs(height) < 1 - 1e-6]).toEqual([name, true]);
  }
}

describe("steadyStateKind", () => {
  it.each([1, 2, 3])("is the kernel of the Liouvillian for every combination of collective terms, N = %i", (count) => {
    checkAll(count, symmetricSubspace(count));
  });

  it.each([1, 2, 3])("is the kernel of the Liouvillian for every combination with local terms, N = %i", (count) => {
    checkAll(count, exchangeSymmetric(count));
  });

  it("names what is conserved", () => {
    const kind = (input: object) => steadyStateKind(spinModel({ spins: 5, ...input }));
    expect(kind({})).toEqual({ kind: "notUnique", conserved: "every observable" });
    expect(kind({ field: [0, 1, 0] })).toEqual({ kind: "notUnique", conserved: "B.J" });
    expect(kind({ field: [0, 0, 1] })).toEqual({ kind: "notUnique", conserved: "J_z" });
    expect(kind({ field: [0, 0, 1], collective: { dephasing: 1 } })).toEqual({ kind: "notUnique", conserved: "J_z" });
    expect(kind({ collective: { pump: 1 } })).toEqual({ kind: "point", direction: [0, 0, 1] });
    expect(kind({ field: [0, 1, 0], collective: { dephasing: 1 } })).toEqual({ kind: "unique" });
  });

  it("goes by exact zeros, however small the rest", () => {
    const tiny = spinModel({ spins: 5, field: [1e-14, 0, 0], collective: { decay: 1 } });
    expect(steadyStateKind(tiny)).toEqual({ kind: "unique" });
    const nearlyEqual = spinModel({ spins: 5, collective: { pump: 1e-12, decay: 1 } });
    expect(steadyStateKind(nearlyEqual)).toEqual({ kind: "unique" });
  });
});

describe("a quantity that is nearly conserved", () => {
  const tilted = (across: number, z: number, rates: object) => spinModel({ spins: 8, field: [across, 0, z], ...rates });

  it("is named, with what lifts it and the rate: the field across z", () => {
    // b^2 G/(G^2 + B_z^2), G = k_z/N: degenerate perturbation theory.
    const slow = slowestQuantity(tilted(1e-9, 0.5, { collective: { dephasing: 1 } }))!;
    expect(slow.quantity).toBe("J_z");
    expect(slow.lifter).toBe("the field across z, 1e-9");
    expect(slow.rate).toBeCloseTo((1e-18 * 0.125) / (0.125 ** 2 + 0.25), 22);
  });

  it.each<[string, string, string, number]>([
    ["weak decay", "J_z", "pump and decay", 1e-12],
    ["weak dephasing", "B.J", "dephasing", 1e-12 / 8],
    ["weak local rates", "J^2", "local rates", 1e-12],
  ])("%s", (name, quantity, lifter, rate) => {
    const model = {
      "weak decay": spinModel({ spins: 8, collective: { dephasing: 1, decay: 1e-12 } }),
      "weak dephasing": tilted(1, 0, { collective: { dephasing: 1e-12 } }),
      "weak local rates": tilted(1, 0, { collective: { decay: 1 }, local: { dephasing: 1e-12 } }),
    }[name]!;
    const slow = slowestQuantity(model)!;
    expect(slow.quantity).toMatch(quantity);
    expect(slow.lifter).toMatch(lifter);
    expect(slow.rate).toBeCloseTo(rate, 20);
  });

  it("is refused alike where its rate is lost among the roundings of the model's numbers", () => {
    expect(() => requireUniqueSteadyState(tilted(1e-9, 0.5, { collective: { dephasing: 1 } }))).toThrow(
      /J_z is nearly conserved. Only the field across z, 1e-9 changes it, at a rate of about 4.7e-19/,
    );
    expect(() => requireUniqueSteadyState(tilted(1e-3, 0.5, { collective: { dephasing: 1 } }))).not.toThrow();
    // Along z populations alone are solved for, without subtractions.
    expect(() => requireUniqueSteadyState(tilted(0, 0, { collective: { dephasing: 1, decay: 1e-14 } }))).not.toThrow();
  });

  it("is no excuse for equations that are singular for another reason", () => {
    const model = spinModel({ spins: 8, collective: { decay: 1 }, local: { pump: 1 } });
    expect(notUniqueInPractice(model, "pivot", 0, 0)).toBeInstanceOf(SingularMatrixError);
    expect(notUniqueInPractice(model, "pivot", 0, 0).message).toMatch(/though the model conserves nothing/);
  });
});

describe("the advice where a quantity is nearly conserved", () => {
  it("is a larger tolerance where some digits are left, and only there", () => {
    const some = spinModel({
      spins: 7,
      field: [0.6, 0.1, 0],
      collective: { pump: 1, dephasing: 0.3 },
      local: { pump: 1e-9 },
    });
    expect(blameSlowness(some, 1e-8)?.remedy).toContain("ask for a larger tolerance");
    expect(blameSlowness(some, 1e-3)).toBeNull();
    const none = spinModel({ spins: 6, field: [1e-9, 0, 0.5], collective: { dephasing: 1 } });
    for (const error of [blameSlowness(none, 1e-8), notUniqueInPractice(none, "pivot", 1e-17, 1e-15)]) {
      expect((error as NotUniqueError).remedy).toBe("raise what changes it, or evolve an initial state in time");
    }
  });
});

describe("requireUniqueSteadyState", () => {
  it("throws what is conserved", () => {
    expect(() => requireUniqueSteadyState(spinModel({ spins: 5, field: [1, 0, 0] }))).toThrow(NotUniqueError);
    expect(() => requireUniqueSteadyState(spinModel({ spins: 5, field: [1, 0, 0] }))).toThrow(
      "the steady state is not unique: B.J is conserved; add pump or decay",
    );
    expect(() => requireUniqueSteadyState(spinModel({ spins: 5, collective: { decay: 1 } }))).not.toThrow();
  });
});
