import { InputError } from "../../core/errors.ts";
import { gradeMesh } from "../grade.ts";
import { icosphere } from "../icosphere.ts";
import type { Mesh } from "../mesh.ts";
import { layeredBall } from "./layers.ts";

/** Highest level: 1,925,120 tetrahedra with the default layers. */
export const maximumBallLevel = 5;
export const maximumBallLayers = 256;

/** Layers of cells about as high as they are wide at the surface: the edges of an icosphere are about 1.1 / 2^level. */
export const defaultBallLayers = (level: number): number => 2 ** level;

/**
 * The ball: layers of equal thickness under an icosphere, 20 4^level (3 layers - 2) tetrahedra.
 * Throws InputError for a level that is not an integer from 0 to 5, or layers not from 1 to 256.
 */
export function ball(level: number, layers: number = defaultBallLayers(level)): Mesh {
  checkCount("ball level", level, 0, maximumBallLevel);
  checkCount("the number of layers", layers, 1, maximumBallLayers);
  return layeredBall(
    icosphere(level),
    Float64Array.from({ length: layers }, (_, k) => (k + 1) / layers),
  );
}

/** Where a density is expected, and how wide. */
export interface BallPeak {
  /** A point inside the ball, |centre| <= 0.99. */
  readonly centre: readonly [number, number, number];
  /** Distance from the centre, in (0, 1), within which the density varies; the ball's radius is 1. */
  readonly width: number;
}

/** Beyond it the cells between the centre and the sphere become flat. */
export const largestCentreRadius = 0.99;

/**
 * The ball, graded around a point inside: cells are about h `width` high at the centre, h = 1.1 / 2^level, and grow in proportion to the distance from it.
 * Rays from the centre to the sphere carry the layers; the sphere itself is an icosphere under the Moebius map that belongs to the hyperbolic
 * translation (Klein model) of the origin to the centre, so that the rays leave the centre in all directions about equally.
 * The number of layers is about log(2 / width) / h: few for any width.
 * Throws InputError for a level, centre or width outside these ranges.
 */
export function gradedBall(level: number, { centre, width }: BallPeak): Mesh {
  checkCount("ball level", level, 0, maximumBallLevel);
  const radius = Math.hypot(...centre);
  if (!(radius <= largestCentreRadius)) {
    throw new InputError({
      what: `the centre (${centre.join(", ")}) of the grading has radius ${radius}, not at most ${largestCentreRadius}`,
      remedy: "move it inward: cells are graded on both sides of it",
      value: radius,
      limit: largestCentreRadius,
    });
  }
  if (!(width > 0 && width < 1)) {
    throw new InputError({
      what: `the width at the centre is ${width}, not between 0 and 1`,
      remedy: "give it as a fraction of the ball's radius, about 1/sqrt(N)",
      value: width,
      limit: 1,
    });
  }
  const sphere = icosphere(level);
  const surface = radius === 0 ? sphere : gradeMesh(sphere, centre, Math.sqrt((1 + radius) / (1 - radius)));
  return layeredBall(surface, gradedFractions(level, width), centre);
}

/**
 * Fractions s = w sinh(u) of the way from the centre to the sphere at equal steps of u: their differences are h sqrt(w^2 + s^2), so that
 * cells of angular size h keep their shape where s > w.
 */
function gradedFractions(level: number, width: number): Float64Array {
  const rise = Math.asinh(1 / width);
  const layers = Math.max(1, Math.ceil((rise * 2 ** level) / 1.1));
  const fractions = Float64Array.from({ length: layers }, (_, k) => width * Math.sinh((rise * (k + 1)) / layers));
  fractions[layers - 1] = 1;
  return fractions;
}

function checkCount(name: string, value: number, lowest: number, highest: number): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  throw new InputError({
    what: `${name} ${value} is not an integer from ${lowest} to ${highest}`,
    remedy: "level 2 with 4 layers has 3,200 tetrahedra, and each level more has about eight times as many",
    value,
    limit: highest,
  });
}
