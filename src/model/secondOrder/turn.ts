import type { Coefficients, Kossakowski, SymmetricSix, Triple } from "./coefficients.ts";

/** An orthogonal 3 x 3 matrix, row by row. */
export type Orthogonal = readonly [Triple, Triple, Triple];

/**
 * The model whose P is that of the given one turned by R, P'(R r) = P(r) for all times: S' = R S R^T and w' = R w, and the same for what
 * is local. B and chi come from the Hamiltonian and are axial: for a reflection, det R = -1, they change their sign besides,
 * which is how a mirror symmetry is told from the coefficients.
 */
export function turned(coefficients: Coefficients, rotation: Orthogonal): Coefficients {
  const sign = Math.sign(determinant(rotation));
  const axial = (values: Triple): Triple => [sign * values[0], sign * values[1], sign * values[2]];
  const chi = turnedMatrix(coefficients.interaction, rotation);
  return {
    spins: coefficients.spins,
    field: axial(turnedVector(coefficients.field, rotation)),
    interaction: chi.map((value) => sign * value) as unknown as SymmetricSix,
    collective: turnedKossakowski(coefficients.collective, rotation),
    local: turnedKossakowski(coefficients.local, rotation),
  };
}

const turnedKossakowski = ({ symmetric, skew }: Kossakowski, rotation: Orthogonal): Kossakowski => ({
  symmetric: turnedMatrix(symmetric, rotation),
  skew: turnedVector(skew, rotation),
});

/** R v. */
export function turnedVector([x, y, z]: Triple, rotation: Orthogonal): Triple {
  const along = ([a, b, c]: Triple): number => a * x + b * y + c * z;
  return [along(rotation[0]), along(rotation[1]), along(rotation[2])];
}

/** R^T, which turns back. */
export const transposed = ([[a, b, c], [d, e, f], [g, h, i]]: Orthogonal): Orthogonal => [
  [a, d, g],
  [b, e, h],
  [c, f, i],
];

/** R M R^T. */
function turnedMatrix([xx, yy, zz, xy, xz, yz]: SymmetricSix, rotation: Orthogonal): SymmetricSix {
  const between = ([a, b, c]: Triple, [d, e, f]: Triple): number =>
    a * (xx * d + xy * e + xz * f) + b * (xy * d + yy * e + yz * f) + c * (xz * d + yz * e + zz * f);
  const [p, q, r] = rotation;
  return [between(p, p), between(q, q), between(r, r), between(p, q), between(p, r), between(q, r)];
}

const determinant = ([[a, b, c], [d, e, f], [g, h, i]]: Orthogonal): number =>
  a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
