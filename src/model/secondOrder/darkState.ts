import type { ComplexVector } from "../operator/linearForm.ts";
import type { SpinModel } from "../spinModel.ts";
import {
  type Coefficients,
  coefficientsOf,
  dot,
  length,
  type SymmetricSix,
  scaled,
  type Triple,
  timesVector,
} from "./coefficients.ts";

/** What rounding leaves of a zero, in units of the largest coefficient. */
const ROUNDINGS = 64;

const NOTHING: SymmetricSix = [0, 0, 0, 0, 0, 0];

/** Below it l.l is a rounding of 0, as it is for J_x + i J_y. */
const NILPOTENT = 1e-12;

/**
 * Where a model leaves the product state with every spin along n as it is: P is a delta function at n then. The Dicke basis uses this, so
 * that nothing here comes from the equation for P.
 *
 * Such a state is an eigenvector of every l.J, so that n is among the directions of the eigenvectors of one l.sigma.
 */
export function darkDirections(model: SpinModel): readonly Triple[] {
  const operator = someOperator(model);
  if (operator === null) return [];
  const all = coefficientsOf(model);
  // The squares of the components of one spin are numbers.
  const coefficients = model.spins === 1 ? { ...all, interaction: NOTHING } : all;
  return eigendirections(operator).filter((n) => staysAt(coefficients, n));
}

function someOperator({ collective, local }: SpinModel): ComplexVector | null {
  const present = [collective, local].flatMap(({ dephasing, pump, decay, jumps = [] }) => [
    { rate: decay, operator: { re: [1, 0, 0], im: [0, -1, 0] } as const },
    { rate: pump, operator: { re: [1, 0, 0], im: [0, 1, 0] } as const },
    { rate: dephasing, operator: { re: [0, 0, 1], im: [0, 0, 0] } as const },
    ...jumps,
  ]);
  return (
    present.find(({ rate, operator: { re, im } }) => rate > 0 && [...re, ...im].some((x) => x !== 0))?.operator ?? null
  );
}

/** Bloch vectors of the eigenvectors of l.sigma, whose eigenvalues are +- the root of l.l. */
function eigendirections({ re, im }: ComplexVector): readonly Triple[] {
  const size = length(re) ** 2 + length(im) ** 2;
  const square = [
    re[0] ** 2 + re[1] ** 2 + re[2] ** 2 - im[0] ** 2 - im[1] ** 2 - im[2] ** 2,
    2 * (re[0] * im[0] + re[1] * im[1] + re[2] * im[2]),
  ] as const;
  const modulus = Math.hypot(...square);
  if (modulus <= NILPOTENT * size) return [blochVector(re, im, 0, 0)];
  const root = Math.sqrt(modulus);
  const half = Math.atan2(square[1], square[0]) / 2;
  const [c, s] = [root * Math.cos(half), root * Math.sin(half)];
  return [blochVector(re, im, c, s), blochVector(re, im, -c, -s)];
}

/** Of the eigenvector (l_x - i l_y, e - l_z), or, parallel to it, (e + l_z, l_x + i l_y), with the eigenvalue e: of the longer one. */
function blochVector(re: Triple, im: Triple, eRe: number, eIm: number): Triple {
  const first = [re[0] + im[1], im[0] - re[1], eRe - re[2], eIm - im[2]] as const;
  const second = [eRe + re[2], eIm + im[2], re[0] - im[1], im[0] + re[1]] as const;
  const [a, b, c, d] = Math.hypot(...first) > Math.hypot(...second) ? first : second;
  const norm = a * a + b * b + c * c + d * d;
  // conj(a + i b) (c + i d).
  const n: Triple = [
    (2 * (a * c + b * d)) / norm,
    (2 * (a * d - b * c)) / norm,
    (a * a + b * b - c * c - d * d) / norm,
  ];
  const size = length(n);
  return [n[0] / size + 0, n[1] / size + 0, n[2] / size + 0];
}

/**
 * With m = u + i v, u x v = n, that is m.J |n> = 0, and K of all processes: no l.J leads out of |n> if m.K conj(m) = 0, no pair of spins is turned
 * over by the interaction if m.chi m = 0, and no single spin by all together if i m.(B + (1 - 1/N) chi n) + n.K m / 2 = 0.
 */
function staysAt({ spins, field, interaction, collective, local }: Coefficients, n: Triple): boolean {
  const parts = [field, interaction, collective.symmetric, collective.skew, local.symmetric, local.skew].flat();
  const limit = ROUNDINGS * Number.EPSILON * Math.max(...parts.map(Math.abs));
  const [u, v] = frameAround(n);
  const rows = (matrix: SymmetricSix): [Triple, Triple] => [timesVector(matrix, u), timesVector(matrix, v)];
  const [chiU, chiV] = rows(interaction);
  const leaving = [collective, local].map(({ symmetric, skew }) => {
    const [su, sv] = rows(symmetric);
    return {
      out: dot(u, su) + dot(v, sv) + 2 * dot(skew, n),
      re: dot(n, su) + dot(skew, u),
      im: dot(n, sv) + dot(skew, v),
    };
  });
  const share = 1 - 1 / spins;
  const re = leaving.reduce((sum, part) => sum + part.re / 2, -dot(v, field) - share * dot(n, chiV));
  const im = leaving.reduce((sum, part) => sum + part.im / 2, dot(u, field) + share * dot(n, chiU));
  const left = [...leaving.map(({ out }) => out), dot(u, chiU) - dot(v, chiV), 2 * dot(u, chiV), re, im];
  return left.every((value) => Math.abs(value) <= limit);
}

/** Unit vectors u, v with u x v = n. */
function frameAround(n: Triple): [Triple, Triple] {
  const least = n.reduce((at, value, k) => (Math.abs(value) < Math.abs(n[at]!) ? k : at), 0);
  const across = n.map((value, k) => (k === least ? 1 : 0) - n[least]! * value) as unknown as Triple;
  const u = scaled(across, 1 / length(across));
  return [u, [n[1] * u[2] - n[2] * u[1], n[2] * u[0] - n[0] * u[2], n[0] * u[1] - n[1] * u[0]]];
}
