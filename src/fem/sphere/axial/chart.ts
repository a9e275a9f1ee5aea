import { accumulateHarmonics } from "../../../core/harmonicAnalysis.ts";
import { harmonicCount } from "../../../core/sphericalHarmonics.ts";
import { multipolesOfHarmonics } from "../../../state/blocks/multipoles.ts";
import type { MomentFunctionals } from "../../functionals.ts";
import type { BandPair } from "../../gaugeBand.ts";
import type { DensityPurity } from "../../steadySystem.ts";
import { axialPurity } from "./axialHarmonics.ts";
import { boostedValues, planeValues } from "./axialValues.ts";
import { boostedFunctionals } from "./boostedMoments.ts";
import { type BoostedSphere, boostedBasis } from "./boostedSphere.ts";
import type { AxialBasis } from "./expansion.ts";
import { formalGaussian } from "./formalGaussian.ts";
import { planeMultipoles } from "./planeMultipoles.ts";
import { planePurity } from "./planePurity.ts";
import { combine, type Frame } from "./rings.ts";
import { planeBasis, planeFunctionals, type TangentPlane } from "./tangentPlane.ts";

/** Functions around an axis in which P is sought, and what P is asked for by its coefficients. */
export interface AxialChart {
  readonly functions: NonNullable<BandPair["functions"]>;
  readonly frame: Frame;
  readonly basis: AxialBasis;
  readonly functionals: MomentFunctionals;
  /** P at points of the sphere, 3 numbers each. */
  readonly values: (coefficients: Float64Array, points: Float64Array) => Float64Array;
  /** tr rho^2, and what the way to it leaves out. */
  readonly purity: (coefficients: Float64Array, spins: number) => DensityPurity;
  /** Multipoles of rho, layout of state/blocks/multipoles.ts. */
  readonly multipoles: (coefficients: Float64Array, spins: number) => Float64Array;
}

/** The harmonics of a sphere that a Moebius map has shifted along the third vector of the frame. */
export function boostedChart(sphere: BoostedSphere, frame: Frame): AxialChart {
  const finer = (band: number): AxialBasis => boostedBasis(sphere, ringsFor(sphere, band));
  return {
    functions: "shiftedSphere",
    frame,
    basis: boostedBasis(sphere),
    functionals: boostedFunctionals(sphere, frame),
    values: (coefficients, points) => boostedValues(sphere, frame, coefficients, points),
    purity: (coefficients, spins) => ({ purity: axialPurity(finer, coefficients, spins).purity, error: 0 }),
    multipoles: (coefficients, spins) => {
      const { band } = axialPurity(finer, coefficients, spins);
      return sampledMultipoles(finer(band), frame, coefficients, spins, band);
    },
  };
}

/** Rings that resolve harmonics of the sphere itself, which turn faster by the scale where the map shrinks. */
const ringsFor = ({ scale, degree }: BoostedSphere, band: number): number =>
  Math.ceil((degree + band * scale) / 2) + 30;

function sampledMultipoles(
  { rings, pairs }: AxialBasis,
  frame: Frame,
  coefficients: Float64Array,
  spins: number,
  band: number,
): Float64Array {
  const count = rings.weights.length;
  const samples = pairs.length + band + 1;
  const points = new Float64Array(3 * count);
  const weights = new Float64Array(count);
  const [real, imaginary] = [new Float64Array(harmonicCount(band)), new Float64Array(harmonicCount(band))];
  for (let sample = 0; sample < samples; sample++) {
    const phi = (2 * Math.PI * sample) / samples;
    weights.fill(0);
    for (const [m, column] of pairs.entries()) {
      const [c, s] = [(m === 0 ? 1 : Math.SQRT2) * Math.cos(m * phi), Math.SQRT2 * Math.sin(m * phi)];
      for (const { place, trial } of column) {
        const factor = c * coefficients[place]! + (m === 0 ? 0 : s * coefficients[place + 1]!);
        for (let k = 0; k < count; k++) weights[k]! += factor * trial[k]!;
      }
    }
    for (let k = 0; k < count; k++) {
      weights[k]! *= rings.weights[k]! / samples;
      points.set(
        combine(frame, rings.sine[k]! * Math.cos(phi), rings.sine[k]! * Math.sin(phi), rings.cosine[k]!),
        3 * k,
      );
    }
    accumulateHarmonics(band, points, weights, real, imaginary);
  }
  return multipolesOfHarmonics(spins, band, real, imaginary);
}

/** Order of the formal Gaussian that multipoles are computed with: see `planePurity`. */
const MULTIPOLE_ORDER = 6;

/** Gaussians times polynomials in the plane that touches the sphere at the third vector of the frame. */
export function planeChart(plane: TangentPlane, frame: Frame): AxialChart {
  const basis = planeBasis(plane);
  const { width } = plane;
  return {
    functions: "tangentPlane",
    frame,
    basis,
    functionals: planeFunctionals(basis, frame),
    values: (coefficients, points) => planeValues(plane, frame, coefficients, points),
    purity: (coefficients, spins) => planePurity(basis, width, coefficients, spins),
    multipoles: (coefficients, spins) =>
      planeMultipoles(
        formalGaussian(basis, coefficients, Math.min(MULTIPOLE_ORDER, plane.degree)),
        width,
        frame,
        spins,
      ),
  };
}
