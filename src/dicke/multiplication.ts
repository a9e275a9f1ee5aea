import type { Multiplication } from "../light/operatorSpace.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import { assembled, type Packing } from "./generator/assemble.ts";
import type { Banded, BlockGenerator } from "./generator/blockGenerator.ts";
import { ladderElements } from "./spinOperators.ts";

/**
 * (l.J) rho on blocks of total spin N/2, N/2 - 1, ...: X rho + rho X^+ is twice its Hermitian part for X = l.J, and twice what i stands before for X = -i l.J.
 */
export function multiplicationOnBlocks(
  spins: number,
  blockCount: number,
  packing: Packing,
): (l: ComplexVector) => Multiplication {
  const matrix = (l: ComplexVector) =>
    assembled(
      Array.from({ length: blockCount }, (_, block) => halfOf(l, block, spins + 1 - 2 * block)),
      packing,
    );
  return ({ re, im }) => ({
    real: matrix({ re, im }),
    imaginary: matrix({ re: im, im: [-re[0], -re[1], -re[2]] }),
  });
}

/** X = (l.J)/2 = [ l_z J_z + (l_x - i l_y)/2 J_+ + (l_x + i l_y)/2 J_- ]/2. */
function halfOf({ re: [x, y, z], im: [u, v, w] }: ComplexVector, block: number, order: number): BlockGenerator {
  const drift: Banded = { re: new Float64Array(5 * order), im: new Float64Array(5 * order) };
  const ladder = ladderElements(order - 1);
  const spin = (order - 1) / 2;
  const put = (row: number, step: number, size: number, re: number, im: number): void => {
    drift.re[5 * row + step + 2] = size * re;
    drift.im[5 * row + step + 2] = size * im;
  };
  for (let a = 0; a < order; a++) {
    put(a, 0, (spin - a) / 2, z, w);
    if (a + 1 < order) put(a, 1, ladder[a + 1]! / 4, x + v, u - y);
    if (a > 0) put(a, -1, ladder[a]! / 4, x - v, u + y);
  }
  return { block, order, drift, gains: [], dephasing: () => 0 };
}
