import { SYMMETRIC_PAIRS } from "../../../core/symmetricPairs.ts";
import type { Coefficients, SymmetricSix } from "../../../model/secondOrder/coefficients.ts";
import { type Cubic, constant, product, sumOf } from "./polynomial.ts";

type Three<T> = readonly [T, T, T];

/** Drift a and diffusion D (docs/physics.md, section 8) as polynomials: xx, yy, zz, xy, xz, yz. */
export interface KramersMoyalPolynomials {
  readonly drift: Three<Cubic>;
  readonly diffusion: readonly [Cubic, Cubic, Cubic, Cubic, Cubic, Cubic];
}

const AXES = [0, 1, 2] as const;

const dotted = (weights: Three<number>, [x, y, z]: Three<Cubic>): Cubic =>
  sumOf([weights[0], x], [weights[1], y], [weights[2], z]);

const rowsOf = ([xx, yy, zz, xy, xz, yz]: SymmetricSix): Three<Three<number>> => [
  [xx, xy, xz],
  [xy, yy, yz],
  [xz, yz, zz],
];

const crossed = (a: Three<Cubic>, b: Three<Cubic>): Three<Cubic> => {
  const component = (k: 0 | 1 | 2, l: 0 | 1 | 2): Cubic => sumOf([1, product(a[k], b[l])], [-1, product(a[l], b[k])]);
  return [component(1, 2), component(2, 0), component(0, 1)];
};

/**
 * The equation in other variables: `position` is x, y and z as linear functions of them.
 *
 *     a = B x r + (1 - 1/N) [ (chi r) x r + (w.r) r - r^2 w ] - (tr S - S) r / N - 2 w / N - (tr S' - S') r - 2 w'
 *     D = 2 sum_ab S_ab L_a L_b^T + 2 (w.r)(1 - r r^T) - (1 - r^2)(w r^T + r w^T) + M + M^T,   L_a = e_a x r,
 *     M = sum_ab chi_ab (e_a - r_a r)(e_b x r)^T
 */
export function kramersMoyalIn(coefficients: Coefficients, position: Three<Cubic>): KramersMoyalPolynomials {
  const { spins, field, interaction, collective, local } = coefficients;
  const share = 1 / spins;
  const many = 1 - share;
  const chi = rowsOf(interaction);
  const w = collective.skew;
  const along = dotted(w, position);
  const square = AXES.map((k) => product(position[k], position[k])).reduce((a, b) => sumOf([1, a], [1, b]));
  const turning = AXES.map((k) =>
    sumOf([1, constant(field[k])], [many, dotted(chi[k], position)]),
  ) as unknown as Three<Cubic>;
  const turned = crossed(turning, position);
  const [s, t] = [rowsOf(collective.symmetric), rowsOf(local.symmetric)];
  const trace = (rows: Three<Three<number>>, k: 0 | 1 | 2): number =>
    rows[(k + 1) % 3]![(k + 1) % 3]! + rows[(k + 2) % 3]![(k + 2) % 3]!;
  const drift = AXES.map((k) => {
    const damping = AXES.map((l) =>
      k === l ? -share * trace(s, k) - trace(t, k) : share * s[k][l] + t[k][l],
    ) as unknown as Three<number>;
    return sumOf(
      [1, turned[k]],
      [many, product(along, position[k])],
      [-many * w[k], square],
      [1, dotted(damping, position)],
      [-2 * share * w[k] - 2 * local.skew[k], constant(1)],
    );
  }) as unknown as Three<Cubic>;
  return { drift, diffusion: diffusionIn(s, w, chi, position, along, square) };
}

function diffusionIn(
  s: Three<Three<number>>,
  w: Three<number>,
  chi: Three<Three<number>>,
  position: Three<Cubic>,
  along: Cubic,
  square: Cubic,
): KramersMoyalPolynomials["diffusion"] {
  const one = constant(1);
  const inside = sumOf([1, one], [-1, square]);
  // Component i of L_a = e_a x r.
  const turns = AXES.map((a) =>
    crossed(AXES.map((k) => constant(k === a ? 1 : 0)) as unknown as Three<Cubic>, position),
  );
  const twisted = AXES.map((a) => dotted(chi[a], position)) as unknown as Three<Cubic>;
  const pulled = crossed(twisted, position);
  // Row i, column j of M: column i of chi crossed with r, less r_i (chi r) x r.
  const rows = AXES.map((i) => crossed(chi[i].map(constant) as unknown as Three<Cubic>, position));
  return SYMMETRIC_PAIRS.map(([i, j]) => {
    const rotational = AXES.flatMap((a) =>
      AXES.map((b): readonly [number, Cubic] => [2 * s[a][b], product(turns[a]![i], turns[b]![j])]),
    );
    return sumOf(
      ...rotational,
      [i === j ? 2 : 0, along],
      [-2, product(along, product(position[i], position[j]))],
      [-w[i], product(inside, position[j])],
      [-w[j], product(inside, position[i])],
      [1, rows[i]![j]],
      [1, rows[j]![i]],
      [-1, product(position[i], pulled[j])],
      [-1, product(position[j], pulled[i])],
    );
  }) as unknown as KramersMoyalPolynomials["diffusion"];
}
