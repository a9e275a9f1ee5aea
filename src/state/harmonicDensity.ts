import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../core/sphericalHarmonics.ts";
import { multipoleIndex, multipoleScales } from "./blocks/multipoles.ts";

/** Packed p_lm = int P Y_lm, m >= 0, as in core/sphericalHarmonics.ts. */
export interface PackedHarmonics {
  readonly degree: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** p_lm up to `band` from the scaled unknowns of a state on the sphere (layout of blocks/multipoles.ts). */
export function packedHarmonics(spins: number, band: number, unknowns: Float64Array): PackedHarmonics {
  const scales = multipoleScales(spins, band);
  const real = new Float64Array(harmonicCount(band));
  const imaginary = new Float64Array(harmonicCount(band));
  for (let l = 0; l <= band; l++) {
    real[harmonicIndex(l, 0)] = unknowns[multipoleIndex(l, 0)]! / scales[l]!;
    for (let m = 1; m <= l; m++) {
      const at = multipoleIndex(l, m);
      real[harmonicIndex(l, m)] = unknowns[at]! / (Math.SQRT2 * scales[l]!);
      imaginary[harmonicIndex(l, m)] = unknowns[at + 1]! / (Math.SQRT2 * scales[l]!);
    }
  }
  return { degree: band, real, imaginary };
}

/** L2 norm of the density with these harmonics. */
export function densityNorm({ degree, real, imaginary }: PackedHarmonics): number {
  let sum = 0;
  for (let l = 0; l <= degree; l++) {
    for (let m = 0; m <= l; m++) {
      const at = harmonicIndex(l, m);
      sum += (m === 0 ? 1 : 2) * (real[at]! ** 2 + imaginary[at]! ** 2);
    }
  }
  return Math.sqrt(sum);
}

/** P at points of the unit sphere from its harmonics. The returned function uses its scratch arrays again. */
export function harmonicDensity({
  degree,
  real,
  imaginary,
}: PackedHarmonics): (x: number, y: number, z: number) => number {
  const [re, im] = [new Float64Array(real.length), new Float64Array(real.length)];
  return (x, y, z) => {
    evaluateHarmonics(degree, x, y, z, re, im);
    let axial = 0;
    let rest = 0;
    for (let l = 0; l <= degree; l++) {
      const row = harmonicIndex(l, 0);
      axial += real[row]! * re[row]!;
      for (let at = row + 1; at <= row + l; at++) rest += real[at]! * re[at]! + imaginary[at]! * im[at]!;
    }
    return axial + 2 * rest;
  };
}
