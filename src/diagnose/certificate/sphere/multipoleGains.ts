/**
 * 1/sqrt(g_l (2l + 1)), l = 0 .. degree, g_l = (N!)^2/((N - l)! (N + l + 1)!): from multipoles u_lm to sqrt(4 pi/(2l + 1)) int P Y_lm,
 * which a point of weight 1 has at most 1. They grow to 2^N: so much do errors of the highest multipoles.
 */
export function multipoleGains(spins: number, degree: number): Float64Array {
  const gains = new Float64Array(degree + 1);
  let weight = spins + 1;
  for (let l = 0; l <= degree; l++) {
    // 1/g_l = (N + l + 1)/(N - l + 1) of that of l - 1.
    if (l > 0) weight *= (spins + l + 1) / (spins - l + 1);
    gains[l] = Math.sqrt(weight / (2 * l + 1));
  }
  return gains;
}
