/** Place of (J, M), given as whole 2J and 2M: J ascending in steps of 1 from s on, M = -J .. J. */
export const rotationIndex = (twiceJ: number, twiceM: number): number =>
  twiceJ % 2 === 0 ? (twiceJ * (twiceJ + 2) + 2 * twiceM) / 4 : (twiceJ * twiceJ - 1 + 2 * (twiceJ + twiceM)) / 4;

/**
 * sqrt(2J + 1) d^J_{M s}(theta) of all J <= highest, s = 0 or 1/2 (2J and 2s as whole numbers), from cos(theta/2) and sin(theta/2) into
 * `out`, place `rotationIndex`. Upwards in J from J = max(|M|, s), where it is a product of powers: a recursion that is stable.
 */
export function rotationFunctions(
  twiceHighest: number,
  twiceS: 0 | 1,
  cosine: number,
  sine: number,
  out: Float64Array,
): void {
  const s = twiceS / 2;
  const z = (cosine - sine) * (cosine + sine);
  for (let twiceM = -twiceHighest; twiceM <= twiceHighest; twiceM += 2) {
    const m = twiceM / 2;
    const first = Math.max(Math.abs(twiceM), twiceS);
    let below = 0;
    let value = edge(first, twiceM, twiceS, cosine, sine);
    for (let twiceJ = first; ; twiceJ += 2) {
      out[rotationIndex(twiceJ, twiceM)] = Math.sqrt(twiceJ + 1) * value;
      if (twiceJ + 2 > twiceHighest) break;
      const j = twiceJ / 2;
      const next =
        j === 0
          ? z
          : ((2 * j + 1) * (j * (j + 1) * z - m * s) * value -
              (j + 1) * Math.sqrt((j * j - m * m) * (j * j - s * s)) * below) /
            (j * Math.sqrt(((j + 1) ** 2 - m * m) * ((j + 1) ** 2 - s * s)));
      below = value;
      value = next;
    }
  }
}

/** d^J_{M s} for J = |M|: sqrt of a binomial coefficient times powers of cosine and sine; for M = 0 = s it is 1. */
function edge(twiceJ: number, twiceM: number, twiceS: number, cosine: number, sine: number): number {
  const cosines = twiceM > 0 ? (twiceJ + twiceS) / 2 : (twiceJ - twiceS) / 2;
  const sines = twiceJ - cosines;
  // Factor by factor, so that no part leaves the range of doubles before the product does.
  let value = 1;
  let used = 0;
  for (let k = 1; k <= sines; k++) {
    value *= sine * Math.sqrt((twiceJ - sines + k) / k);
    for (; used < Math.floor((k * cosines) / sines); used++) value *= cosine;
  }
  for (; used < cosines; used++) value *= cosine;
  return twiceM > 0 && sines % 2 !== 0 ? -value : value;
}
