import type { PointFunction } from "../../src/fem/projection.ts";
import type { Vector3 } from "../../src/state/moments.ts";

/**
 * The density C exp(kappa (c . r - 1)) on the unit sphere (von Mises and Fisher): a peak of width 1/sqrt(kappa) around c
 * whose moments and harmonics are known at any kappa.
 */
export interface VonMises {
  readonly density: PointFunction;
  /** 1 - int P c.r. */
  readonly shortfall: number;
  /** int P (1 - c.r)^2, and int P t^2 for a coordinate t across c. */
  readonly along: number;
  readonly across: number;
  /** a_l, l = 0..degree: int P Y_lm = a_l Y_lm(c). */
  readonly harmonics: (degree: number) => Float64Array;
}

export function vonMises(kappa: number, centre: Vector3): VonMises {
  const [a, b, c] = centre;
  const missing = Math.exp(-2 * kappa);
  const norm = kappa / (2 * Math.PI * (1 - missing));
  const shortfall = 1 / kappa - (2 * missing) / (1 - missing);
  return {
    // c . r - 1 = -|r - c|^2 / 2, which keeps its digits near c.
    density: (x, y, z) => norm * Math.exp((-kappa * ((x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2)) / 2),
    shortfall,
    along: 2 * shortfall - (2 * (1 - shortfall)) / kappa,
    across: (1 - shortfall) / kappa,
    harmonics: (degree) => {
      // Ratios of modified spherical Bessel functions, i_l / i_{l-1} = 1 / ((2l + 1)/kappa + i_{l+1} / i_l), from above.
      const result = new Float64Array(degree + 1);
      let ratio = 0;
      for (let l = degree + 60 + Math.ceil(12 * Math.sqrt(kappa)); l >= 1; l--) {
        ratio = 1 / ((2 * l + 1) / kappa + ratio);
        if (l <= degree) result[l] = ratio;
      }
      result[0] = 1;
      for (let l = 1; l <= degree; l++) result[l]! *= result[l - 1]!;
      return result;
    },
  };
}
