import { ball } from "../../mesh/ball/build.ts";
import { refineBall } from "../../mesh/ball/refine.ts";
import { type BallRegion, meshRegion, wholeBall } from "../../mesh/ball/region.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { comparedBand } from "../gaugeBand.ts";
import type { Resolution, Rung } from "../steadyLadder.ts";
import { expectedRegion, movedInward, WIDEST_REGION } from "./expectedRegion.ts";

/** One mesh, and what to try on it. */
export interface BallStage {
  readonly mesh: () => Mesh;
  readonly name: string;
  readonly rungs: readonly Rung[];
  /** Where the mesh expects P; null for a mesh of the whole ball, or a given one. */
  readonly region: BallRegion | null;
}

export interface BallStageOptions {
  readonly mesh?: Mesh;
  readonly degree?: number;
  /** null for none, "grow" for bands of growing degree. */
  readonly band: number | null | "grow";
  /** Whether bands are tried where elements without one will not do: the purity of a nearly pure state takes moments of many degrees. */
  readonly mayFilter: boolean;
}

/**
 * Up to this N one solution on the whole ball is exact: elements of degree N have every polynomial that an observable depends on. Their matrices take
 * a tenth of a second at degree 5, one at 8, four at 10; up to the lower of the limits they are tried first.
 */
const HIGHEST_EXACT = 10;
const QUICKLY_EXACT = 8;

/** Bands that are tried with a given degree; the last have 455 and 680 polynomials. */
const BANDS = [4, 6, 8, 10, 12, 14];

/**
 * Meshes, degrees and bands in the order in which a steady density is looked for: around the fixed point of the mean field, then in the whole ball.
 *
 * A polynomial on a mesh of the whole ball cannot be narrow, and a band there has to be wide. On a mesh a few standard deviations across what a
 * band of degree n leaves out is of relative size N^(-n/2) or so, since every further degree of the moments is smaller by the width.
 */
export function* ballSteadyStages(model: SpinModel, options: BallStageOptions): Generator<BallStage> {
  const { spins } = model;
  const { mesh, band } = options;
  if (mesh !== undefined) {
    const degrees = options.degree === undefined ? [4, 6] : [options.degree];
    const rungs = degrees.flatMap((degree) => fixedDegree(degree, spins, band));
    yield { mesh: () => mesh, name: "the given mesh", rungs, region: null };
    return;
  }
  const exact = band !== null && options.degree === undefined ? exactRung(spins, band) : null;
  if (exact !== null && spins <= QUICKLY_EXACT) yield stage(0, null, [exact]);
  for (const region of regionsToTry(model)) {
    if (options.degree !== undefined) {
      const rungs = fixedDegree(options.degree, spins, band);
      for (const level of [1, 2, 3]) yield stage(level, region, rungs);
    } else if (band === null) {
      const rungs = [4, 5, 6].map((degree) => unfiltered(degree, degree + 1));
      yield stage(1, region, rungs);
      yield options.mayFilter ? stage(0, region, growing(spins)) : stage(2, region, rungs.slice(0, 2));
    } else {
      yield stage(0, region, band === "grow" ? growing(spins) : fixedBand(band, spins));
      if (exact !== null && spins > QUICKLY_EXACT) yield stage(0, null, [exact]);
    }
  }
}

/** Where P is expected; then a place twice as wide, for where linear noise is not all; null is the whole ball. */
function regionsToTry(model: SpinModel): readonly (BallRegion | null)[] {
  const expected = expectedRegion(model);
  if (expected === null) return [null];
  const radius = 2 * expected.radius;
  return [expected, radius < WIDEST_REGION ? movedInward(expected.centre, radius) : null];
}

/** Elements of degree N in a band N; null where that is too much, or not what was asked for. */
function exactRung(spins: number, band: number | "grow"): Rung | null {
  if (spins > HIGHEST_EXACT) return null;
  const degree = Math.max(2, spins);
  if (band !== "grow" && band !== degree) return null;
  return { degree, band: degree, compared: [{ degree, band: degree + 1 }] };
}

/** The icosahedron in 20 8^level tetrahedra of about equal size: layers would have needles at the centre. */
function stage(level: number, region: BallRegion | null, rungs: readonly Rung[]): BallStage {
  const shape = `icosahedron in ${20 * 8 ** level} tetrahedra`;
  const place =
    region === null
      ? ""
      : `, radius ${region.radius.toPrecision(3)} around (${region.centre.map((c) => c.toFixed(3)).join(", ")})`;
  const mesh = (): Mesh => {
    let whole = ball(0);
    for (let k = 0; k < level; k++) whole = refineBall(whole);
    return meshRegion(whole, region ?? wholeBall);
  };
  return { mesh, name: `${shape}${place}`, rungs, region };
}

const unfiltered = (degree: number, compared: number): Rung => ({
  degree,
  band: null,
  compared: [{ degree: compared, band: null }],
});

/** Bands below N, and N where it is not too large; those asked for. */
function bandsUpTo(spins: number, band: BallStageOptions["band"]): readonly (number | null)[] {
  if (band !== "grow") return [band];
  const below = BANDS.filter((degree) => degree < spins);
  return spins <= BANDS.at(-1)! ? [...below, Math.max(2, spins)] : below;
}

/** Both ways to be finer: where one reference happens to share the error, the other shows it. */
function fixedDegree(degree: number, spins: number, asked: BallStageOptions["band"]): Rung[] {
  const next = degree + 1;
  return bandsUpTo(spins, asked).map((band) =>
    band === null
      ? unfiltered(degree, next)
      : {
          degree,
          band,
          compared: [
            { degree: next, band },
            { degree: next, band: comparedBand(band) },
            ...(asked === "grow" ? [] : widerBands(band, spins).map((wider) => ({ degree: next, band: wider }))),
          ],
        },
  );
}

/**
 * Elements of at least the degree of the band, where no polynomial is interpolated, as far as these are affordable; a reference finer in degree and
 * band, where that is not. On 20 tetrahedra degree 10 is more accurate than degree 6 on 160, and no dearer.
 */
function growing(spins: number): readonly Rung[] {
  const bandLimit = Math.max(2, spins);
  const resolutions = [
    [4, 4],
    [6, 6],
    [8, 8],
    [8, 10],
    [10, 12],
    [10, 14],
  ] as const;
  const chain: Resolution[] = [];
  for (const [degree, band] of resolutions) {
    if (band - 2 < bandLimit) chain.push({ degree, band: Math.min(band, bandLimit) });
  }
  // Too few spins for two bands: one holds everything.
  if (chain.length < 2) return [exactRung(spins, "grow")!];
  const rungs: Rung[] = chain.slice(1).map((finer, k) => ({ ...chain[k]!, compared: [finer] }));
  const last = chain.at(-1)!;
  // A band N leaves nothing out, but polynomials are interpolated: a lower degree then tells an error that is too large.
  if (last.band === bandLimit && spins > HIGHEST_EXACT) rungs.push({ ...last, compared: [{ ...last, degree: 8 }] });
  return rungs;
}

function fixedBand(band: number, spins: number): readonly Rung[] {
  const degree = Math.min(Math.max(2, band), HIGHEST_EXACT);
  const wider = widerBands(band, spins).map((other) => ({
    degree: Math.max(degree, Math.min(other, QUICKLY_EXACT)),
    band: other,
  }));
  const compared = [{ degree, band: comparedBand(band) }, ...wider];
  return [{ degree: degree < band ? QUICKLY_EXACT : degree, band, compared }];
}

/** Degree of the least of them. */
const LEAST_WIDER = 8;

/**
 * Beside the next band, which may miss what a given one does: weakly damped moments that run into the cut come back, and nothing says that bands have begun to
 * converge there.
 */
function widerBands(band: number, spins: number): readonly number[] {
  const wider = Math.min(spins, BANDS.at(-1)!, Math.max(LEAST_WIDER, 2 * band));
  return wider > comparedBand(band) ? [wider] : [];
}
