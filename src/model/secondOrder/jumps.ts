import { InputError } from "../../core/errors.ts";
import { type ComplexNumber, complex, divideComplex, multiplyComplex } from "../operator/linearForm.ts";
import type { Jump, Kossakowski } from "./coefficients.ts";

/** Roundings of the entries of K, relative to the largest: what is smaller is no process. */
const ROUNDING = 16 * Number.EPSILON;

/**
 * Jumps with this Kossakowski matrix, at most three: K = sum rate l l^+ by Cholesky's elimination with the largest diagonal entry as
 * pivot, which is 1 in its l. Decay alone comes back as one jump along (1, -i, 0). Any other set of jumps with the same K
 * stands for the same equation.
 *
 * @throws InputError where K has a negative eigenvalue beyond rounding: no process has such a matrix
 */
export function jumpsOf(matrix: Kossakowski): readonly Jump[] {
  const k = entries(matrix);
  const size = Math.max(...[0, 1, 2].map((a) => k[a]![a]!.re), 0);
  const jumps: Jump[] = [];
  for (let count = 0; count < 3; count++) {
    const pivot = [0, 1, 2].reduce((one, other) => (k[other]![other]!.re > k[one]![one]!.re ? other : one));
    const rate = k[pivot]![pivot]!.re;
    if (!(rate > ROUNDING * size)) break;
    const column = [0, 1, 2].map((a) => divideComplex(k[a]![pivot]!, complex(rate)));
    const [x, y, z] = column as [ComplexNumber, ComplexNumber, ComplexNumber];
    jumps.push({ rate, operator: { re: [x.re, y.re, z.re], im: [x.im, y.im, z.im] } });
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) {
        const { re, im } = multiplyComplex(k[a]![pivot]!, complex(column[b]!.re, -column[b]!.im));
        if (a !== pivot && b !== pivot) k[a]![b] = complex(k[a]![b]!.re - re, k[a]![b]!.im - im);
      }
    }
    for (let a = 0; a < 3; a++) k[a]![pivot] = k[pivot]![a] = complex(0);
  }
  const left = k.flat().reduce((most, { re, im }) => Math.max(most, Math.hypot(re, im)), 0);
  if (left <= ROUNDING * size) return jumps;
  throw new InputError({
    what: `the matrix of the rates has a negative eigenvalue: ${left} is left where positive processes leave 0`,
    remedy: "give jumps with rates >= 0",
    value: left,
    limit: ROUNDING * size,
  });
}

/** K_ab = S_ab + i sum_c eps_abc w_c, row by row. */
function entries({ symmetric, skew }: Kossakowski): ComplexNumber[][] {
  const [xx, yy, zz, xy, xz, yz] = symmetric;
  const [x, y, z] = skew;
  return [
    [complex(xx), complex(xy, z), complex(xz, -y)],
    [complex(xy, -z), complex(yy), complex(yz, x)],
    [complex(xz, y), complex(yz, -x), complex(zz)],
  ];
}
