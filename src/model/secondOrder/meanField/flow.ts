import { type Coefficients, isAbsent, type Triple, withoutTrace } from "../coefficients.ts";

/**
 * The mean field of the second-order class, N -> infinity (docs/physics.md, section 8):
 *
 *     dr/dt = (B + A r) x r - (tr S' - S') r - 2 w',   A r = chi r + w x r,
 *
 * a quadratic vector field. Without local processes it keeps |r| and is studied on the sphere, with them in the ball. S does not move
 * it, nor does the trace of chi.
 */
export type FlowDomain = "sphere" | "ball";

export interface Flow {
  readonly domain: FlowDomain;
  /** What moves the mean field, at N = Infinity, over `rate`; chi without its trace. */
  readonly coefficients: Coefficients;
  /** The largest coefficient, in the unit of the model; 0 where nothing moves. */
  readonly rate: number;
}

/** Rounding error of one evaluation of a flow whose coefficients are at most 1: some 40 operations on terms up to 2. */
export const FLOW_ROUNDING = 32 * Number.EPSILON;

export function meanFieldFlow({ field, interaction, collective, local }: Coefficients): Flow {
  const domain = isAbsent(local) ? "sphere" : "ball";
  const chi = withoutTrace(interaction);
  const moving = [field, chi, collective.skew, local.symmetric, local.skew];
  const rate = Math.max(...moving.flat().map(Math.abs));
  const over = <T extends readonly number[]>(values: T): T =>
    values.map((value) => (rate === 0 ? 0 : value / rate)) as unknown as T;
  const coefficients: Coefficients = {
    spins: Number.POSITIVE_INFINITY,
    field: over(field),
    interaction: over(chi),
    collective: { symmetric: [0, 0, 0, 0, 0, 0], skew: over(collective.skew) },
    local: { symmetric: over(local.symmetric), skew: over(local.skew) },
  };
  return { domain, coefficients, rate };
}

/** A = chi + [w x], row by row. */
export function pullMatrix({ interaction, collective }: Coefficients): readonly [Triple, Triple, Triple] {
  const [xx, yy, zz, xy, xz, yz] = interaction;
  const [x, y, z] = collective.skew;
  return [
    [xx, xy - z, xz + y],
    [xy + z, yy, yz - x],
    [xz - y, yz + x, zz],
  ];
}

/** A bound of |J(r) - J(r')| / |r - r'|, J the Jacobian, and on the sphere of what the turning of the tangent plane adds. */
export function jacobianSlope({ domain, coefficients }: Flow): number {
  const norm = Math.hypot(...pullMatrix(coefficients).flat());
  return 2 * norm + (domain === "sphere" ? Math.hypot(...coefficients.field) + norm : 0);
}
