/** Number of polynomials u^a z^b with 2 a + b <= degree: what the polynomials of a degree in space are all around the axis. */
export const halfDiskCount = (degree: number): number =>
  (Math.floor(degree / 2) + 1) * (Math.floor((degree + 1) / 2) + 1);

/** Place of the polynomial that begins with u^a z^b: degrees 2 a + b follow one another. */
export const halfDiskPlace = (a: number, b: number): number => halfDiskCount(2 * a + b - 1) + a;

/** Writes the polynomials of a degree, and their derivatives by u and z, at a point, one number each. */
export type HalfDiskBasis = (u: number, z: number, values: Float64Array, byU: Float64Array, byZ: Float64Array) => void;

/**
 * The polynomials of u and z that are orthonormal on 0 <= u <= 1 - z^2 with the volume element pi du dz,
 *
 *     phi_ab = sqrt((2a + 1)/pi) t^a P_a(2u/t - 1) p_b(z),   t = 1 - z^2,
 *
 * p_b orthonormal for the weight t^(2a + 1) (T. Koornwinder, "Two-variable analogues of the classical orthogonal polynomials", 1975).
 */
export function halfDiskPolynomials(degree: number): HalfDiskBasis {
  const highest = Math.floor(degree / 2);
  const starts = startingValues(highest);
  return (u, z, values, byU, byZ) => {
    const t = 1 - z * z;
    const x = 2 * u - t;
    // q_a = t^a P_a(x / t) with its derivatives, and q_{a-1}.
    let [q, qu, qz] = [1, 0, 0];
    let [below, belowU, belowZ] = [0, 0, 0];
    for (let a = 0; a <= highest; a++) {
      const power = 2 * a + 1;
      let [p, pz] = [starts[a]!, 0];
      let [under, underZ] = [0, 0];
      let beta = 0;
      for (let b = 0; 2 * a + b <= degree; b++) {
        const at = halfDiskPlace(a, b);
        values[at] = q * p;
        byU[at] = qu * p;
        byZ[at] = qz * p + q * pz;
        const next = ladder(b + 1, power);
        const after = (z * p - beta * under) / next;
        const afterZ = (p + z * pz - beta * underZ) / next;
        [under, underZ, p, pz, beta] = [p, pz, after, afterZ, next];
      }
      const [rise, fall] = [power / (a + 1), a / (a + 1)];
      const above = rise * x * q - fall * t * t * below;
      const aboveU = rise * (2 * q + x * qu) - fall * t * t * belowU;
      const aboveZ = rise * (2 * z * q + x * qz) - fall * (t * t * belowZ - 4 * z * t * below);
      [below, belowU, belowZ, q, qu, qz] = [q, qu, qz, above, aboveU, aboveZ];
    }
  };
}

/** Coefficient of the recurrence z p_{k-1} = ladder_k p_k + ladder_{k-1} p_{k-2} for the weight (1 - z^2)^power. */
const ladder = (k: number, power: number): number =>
  Math.sqrt((k * (k + 2 * power)) / ((2 * k + 2 * power + 1) * (2 * k + 2 * power - 1)));

/** sqrt((2a + 1)/pi) p_0: one over the root of the integral of (1 - z^2)^(2a + 1), which is 4/3 for a = 0. */
function startingValues(highest: number): Float64Array {
  const starts = new Float64Array(highest + 1);
  let integral = 4 / 3;
  for (let a = 0; a <= highest; a++) {
    starts[a] = Math.sqrt((2 * a + 1) / (Math.PI * integral));
    // Each power k of the weight takes a factor 2k / (2k + 1).
    const k = 2 * a + 2;
    integral *= ((2 * k) / (2 * k + 1)) * ((2 * k + 2) / (2 * k + 3));
  }
  return starts;
}

/** int P u, int P z and int P z^2 from the integrals of the polynomials, the first of which says that int P = 1. */
export function lowIntegrals(integrals: Float64Array): { readonly u: number; readonly z: number; readonly zz: number } {
  const [first] = startingValues(0) as unknown as [number];
  const steps = [ladder(1, 1), ladder(2, 1)] as const;
  const z = (steps[0] * integrals[halfDiskPlace(0, 1)]!) / first;
  const zz = (steps[0] * steps[1] * integrals[halfDiskPlace(0, 2)]!) / first + steps[0] ** 2;
  // phi_10 = start_1 (2 u - 1 + z^2).
  const u = (integrals[halfDiskPlace(1, 0)]! / startingValues(1)[1]! + 1 - zz) / 2;
  return { u, z, zz };
}
