/**
 * Clebsch-Gordan coefficients <J -M; K M'|l, M' - M> for all l at once, 2J, 2K, 2M, 2M' given as whole numbers: a unit vector in l, written
 * to `out[l]` from the l that is returned up to J + K; what stands at other l is left as it was.
 *
 * They are the eigenvector of the tridiagonal matrix of J_z - K_z in the basis |l, M' - M> at the eigenvalue -M - M'. Its three-term
 * recursion runs upwards from the lowest l as long as values grow, downwards from the highest l for the rest, and the two are joined: each
 * is stable where it is used (Schulten and Gordon, doi:10.1063/1.522426). Sign: positive at l = J + K (Condon and Shortley).
 */
export function couplingVector(
  twiceJ: number,
  twiceK: number,
  twiceM: number,
  twiceN: number,
  out: Float64Array,
): number {
  const m = (twiceN - twiceM) / 2;
  const difference = Math.abs(twiceJ - twiceK) / 2;
  const sum = (twiceJ + twiceK) / 2;
  const lowest = Math.max(difference, Math.abs(m));
  out[sum] = 1;
  if (lowest === sum) return lowest;
  // 4 (J(J + 1) - K(K + 1)) m and the eigenvalue.
  const tilt = ((twiceJ * (twiceJ + 2) - twiceK * (twiceK + 2)) * m) / 4;
  const eigenvalue = -(twiceM + twiceN) / 2;
  const reach = (sum + 1) * (sum + 1);
  const least = difference * difference;
  const order = m * m;

  out[lowest] = 1;
  let turn = lowest;
  let link = 0;
  for (let l = lowest; l < sum; l++) {
    const square = (l + 1) * (l + 1);
    const next = Math.sqrt(((square - least) * (reach - square) * (square - order)) / (4 * square - 1)) / (l + 1);
    const diagonal = l === 0 ? 0 : tilt / (l * (l + 1));
    const value = ((eigenvalue - diagonal) * out[l]! - (l === lowest ? 0 : link * out[l - 1]!)) / next;
    link = next;
    if (Math.abs(value) < Math.abs(out[l]!)) break;
    out[l + 1] = value;
    turn = l + 1;
  }
  if (turn < sum) joinFromAbove(lowest, turn, sum, { tilt, eigenvalue, reach, least, order }, out);
  let squares = 0;
  for (let l = lowest; l <= sum; l++) squares += out[l]! * out[l]!;
  const scale = (out[sum]! < 0 ? -1 : 1) / Math.sqrt(squares);
  for (let l = lowest; l <= sum; l++) out[l]! *= scale;
  return lowest;
}

interface Recursion {
  readonly tilt: number;
  readonly eigenvalue: number;
  readonly reach: number;
  readonly least: number;
  readonly order: number;
}

/** Fills l > turn downwards from the highest and scales what stands up to `turn`, where the function has an extremum and so no zero. */
function joinFromAbove(lowest: number, turn: number, sum: number, recursion: Recursion, out: Float64Array): void {
  const { tilt, eigenvalue, reach, least, order } = recursion;
  const fromBelow = out[turn]!;
  out[sum] = 1;
  let link = 0;
  for (let l = sum; l > turn; l--) {
    const square = l * l;
    const next = Math.sqrt(((square - least) * (reach - square) * (square - order)) / (4 * square - 1)) / l;
    const value = ((eigenvalue - tilt / (l * (l + 1))) * out[l]! - (l === sum ? 0 : link * out[l + 1]!)) / next;
    link = next;
    out[l - 1] = value;
  }
  const scale = out[turn]! / fromBelow;
  for (let l = lowest; l < turn; l++) out[l]! *= scale;
}
