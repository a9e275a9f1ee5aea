import { BlochfemError } from "../../core/errors.ts";
import { cellMasses } from "../../fem/cellMasses.ts";
import { sampleDensity } from "../../fem/density.ts";
import { chiSquare, totalVariation } from "../../sde/histogram.ts";
import { isInBall } from "../domain.ts";
import type { Attempt, DensityAnswer } from "./answers.ts";
import type { Histogram } from "./report.ts";

/** Mass of one cell from which on the others together may not have the counts that a test needs. */
const LARGEST_CELL = 0.9;

/** How far an error of P may shift chi-square, in units of its standard deviation. */
const LARGEST_SHIFT = 0.1;

/**
 * The trajectories in the cells against P by finite elements, or why they are not compared.
 *
 * Where there are trajectories P is a density: what its solution has below 0, a mass v, is an error, and about as much is too
 * high elsewhere. Since its moments are right whatever the mesh, a peak narrower than a cell shows in it. Errors d of the masses
 * m of cells shift chi-square of n counts by n sum d^2/m, which is about 2 n v where none is larger than its m.
 */
export function histogramOf({ space, density }: DensityAnswer, counts: Uint32Array): Attempt<Histogram> {
  const masses = cellMasses(space, density);
  const largest = masses.reduce((most, mass) => Math.max(most, mass), 0);
  if (largest > LARGEST_CELL)
    return notCompared(`${percent(largest)} of P lie in one cell of the mesh, which does not resolve it`);
  try {
    const distance = totalVariation(counts, masses);
    // In the ball P has exact moments, but not cell by cell.
    if (isInBall(space)) return { answer: { chiSquare: null, totalVariation: distance }, reason: null };
    const { measure, values } = sampleDensity(space, density);
    const negative = values.reduce((sum, value, i) => sum - measure[i]! * Math.min(0, value), 0);
    const samples = counts.reduce((sum, count) => sum + count, 0);
    const isResolvedFor = (groups: number): boolean => 2 * samples * negative <= LARGEST_SHIFT * Math.sqrt(2 * groups);
    // There are no more groups than cells; with masses far below 0 a test has no meaning.
    const test = isResolvedFor(counts.length) ? chiSquare(counts, masses) : null;
    if (test !== null && isResolvedFor(test.degreesOfFreedom))
      return { answer: { chiSquare: test, totalVariation: distance }, reason: null };
    return notCompared(
      `P by finite elements has ${percent(negative)} of its mass below 0, so that it does not resolve what ${samples} trajectories do`,
    );
  } catch (error) {
    // Too few counts for a test, or a mass that is not 1: nothing is wrong with what was asked.
    if (!(error instanceof BlochfemError)) throw error;
    return notCompared(error.what);
  }
}

const notCompared = (reason: string): Attempt<Histogram> => ({ answer: null, reason });

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
