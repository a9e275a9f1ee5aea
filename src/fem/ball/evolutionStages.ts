import { ball } from "../../mesh/ball/build.ts";
import { inflateBall, refineBall } from "../../mesh/ball/refine.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { requireDomain } from "../../mesh/requireDomain.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { BandPair } from "../gaugeBand.ts";
import { DEFAULT_UNKNOWNS, type PairStage } from "../pairKind.ts";
import { ballPolynomialCount } from "./polynomials.ts";
import { ballUnknownCount } from "./space.ts";

export interface BallEvolutionStageOptions {
  readonly model: SpinModel;
  readonly mesh?: Mesh;
  readonly degree?: number;
  readonly band?: number | "none";
  readonly maximumUnknowns?: number;
}

type Pair = Pick<PairStage, "reported" | "compared">;

/** Highest degree of a band whose polynomials elements of the same degree hold: their matrices take a second on 20 cells. */
const HIGHEST_EXACT = 8;

/** Up to this N a band holds all degrees by default, 680 polynomials; their number goes up as N^3, the time as its square or cube. */
export const LARGEST_WHOLE_BAND = 14;

/**
 * Degrees without a band, the first that a given mesh affords. On 20 cells those of degree 6 know a purity better than those of degree 4 on 160, in
 * less time.
 */
const WHOLE_DEGREES = [6, 4, 2] as const;

/** A space that adds no error of its own is tried this often, each time with steps of an eighth of the tolerance. */
const TRIALS = 3;

const trials = (pair: Pair): Pair[] => Array<Pair>(TRIALS).fill(pair);

/**
 * Meshes and pairs of solutions in the order in which they are tried: those that add no error to the moments first, then finer ones up to the limit.
 * A given mesh is the only one.
 */
export function ballEvolutionStages(options: BallEvolutionStageOptions, band: BandPair | null): PairStage[] {
  const { mesh: given, degree, maximumUnknowns: limit = DEFAULT_UNKNOWNS } = options;
  if (given !== undefined) {
    requireDomain(given, "ball");
    const fits = (one: number): boolean => ballUnknownCount(given, one) <= limit;
    return pairsOn(options, band, "given", fits).map((pair) => ({ mesh: given, name: "the given mesh", ...pair }));
  }
  const levels = degree === undefined ? [0, 1, 2] : [1, 2];
  return levels.flatMap((level) => {
    const mesh = filledIcosahedron(level);
    const fits = (one: number, width: number | null): boolean => {
      const unknowns = ballUnknownCount(mesh, one);
      return unknowns <= limit && (width === null || ballPolynomialCount(width) < unknowns);
    };
    const name = `icosahedron in ${20 * 8 ** level} tetrahedra`;
    return pairsOn(options, band, level, fits).map((pair) => ({ mesh, name, ...pair }));
  });
}

/** What to try on a mesh, a given one or that of a level of refinement, as far as it `fits`. */
function pairsOn(
  options: BallEvolutionStageOptions,
  band: BandPair | null,
  level: number | "given",
  fits: (degree: number, band: number | null) => boolean,
): Pair[] {
  const fitting = ({ reported, compared }: Pair): boolean =>
    fits(reported.degree, reported.band) && fits(compared.degree, compared.band);
  if (band !== null) return bandPairs(options, band, level).filter(fitting);
  const { model, degree } = options;
  const pairs = (degree === undefined ? WHOLE_DEGREES : [degree]).map(wholePair).filter(fitting);
  if (pairs.length === 0) return [];
  const pair = pairs[0]!;
  if (!isParabolicInBall(model) || degree === 1) return [pair];
  // On a finer mesh the same moments would come out.
  if (level !== "given" && level > (degree === undefined ? 0 : 1)) return [];
  if (options.band === "none") return trials(pair);
  // Polynomials of degree <= n are mapped to such: what grows is what differs from cell to cell.
  const highest = degree ?? (level === "given" ? pair.reported.degree : HIGHEST_EXACT);
  return [...trials(pair), ...trials(smoothPair(Math.min(Math.max(2, model.spins), highest))).filter(fitting)];
}

function wholePair(degree: number): Pair {
  return {
    reported: { degree, band: null },
    compared: { degree: degree > 2 ? degree - 1 : degree + 1, band: null },
  };
}

/** Elements and band of one degree, so that nothing is interpolated; all observables are exact but for the steps where it is N. */
function smoothPair(degree: number): Pair {
  const other = degree > 2 ? degree - 1 : degree + 1;
  return { reported: { degree, band: degree }, compared: { degree: other, band: other } };
}

function bandPairs(
  { model, degree, band: asked }: BallEvolutionStageOptions,
  band: BandPair,
  level: number | "given",
): Pair[] {
  const pair = (high: number, low: number): Pair => ({
    reported: { degree: high, band: band.degree },
    compared: { degree: low, band: band.compared },
  });
  if (degree !== undefined) {
    const given = pair(degree, degree + 1);
    return band.compared <= degree ? trials(given) : [given];
  }
  if (asked === undefined && model.spins > LARGEST_WHOLE_BAND) return level === 0 ? [] : growingPairs(level);
  if (level === 1) return [pair(6, 5), pair(8, 7)];
  if (level === 2) return [pair(6, 5)];
  // Where no polynomial is interpolated only the steps are left to refine.
  const exact = Math.max(band.compared, 3);
  const best = exact <= HIGHEST_EXACT ? trials(pair(exact + 1, exact)) : [pair(9, 8), pair(10, 9)];
  return level === 0 ? best : [...[4, 6].filter((high) => high <= exact).map((high) => pair(high, high - 1)), ...best];
}

/** Bands below N: what the wider one adds tells the error of the narrower. */
function growingPairs(level: number | "given"): Pair[] {
  const pair = (degree: number, band: number): Pair => ({
    reported: { degree, band },
    compared: { degree: degree - 1, band: band - 2 },
  });
  return level === 2 ? [pair(6, 14)] : [pair(6, 12), pair(8, 14)];
}

/** The icosahedron in 20 8^level tetrahedra of about equal size, with the corners of its surface on the sphere. */
function filledIcosahedron(level: number): Mesh {
  let mesh = ball(0);
  for (let k = 0; k < level; k++) mesh = inflateBall(refineBall(mesh));
  return mesh;
}
