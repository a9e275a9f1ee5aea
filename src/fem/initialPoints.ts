import { checkedInitialState, type InitialState, partsOf, type StatePart } from "../model/initialState.ts";
import { ballMomentsOnSphere } from "../state/ballMoments.ts";
import { dickeBlocks } from "../state/blocks/dickeBlocks.ts";
import { momentsOfBlocks } from "../state/blocks/momentBlocks.ts";
import { dickeMultipoles } from "../state/blocks/multipoles.ts";
import { momentPoints, type PointMasses } from "./momentPoints.ts";
import { gaussJacobi } from "./quadrature.ts";

/**
 * Point masses in the ball with the moments of an initial state for all polynomials of degree <= `exactness`: a product state is one
 * point, a thermal state a set of rings on the sphere, and what is known by its moments a set of weights of both signs.
 *
 * @throws InputError as `checkedInitialState` does
 * @throws ResourceLimitError for a Dicke state of j < N/2 of too many spins
 */
export function initialPoints(initial: InitialState, spins: number, exactness: number): PointMasses {
  const parts = partsOf(checkedInitialState(initial, spins)).map(({ weight, state }) => ({
    weight,
    own: pointsOfPart(state, spins, exactness),
  }));
  return {
    points: Float64Array.from(parts.flatMap(({ own }) => [...own.points])),
    weights: Float64Array.from(parts.flatMap(({ weight, own }) => Array.from(own.weights, (w) => w * weight))),
  };
}

function pointsOfPart(part: StatePart, spins: number, exactness: number): PointMasses {
  const band = Math.min(spins, exactness);
  switch (part.kind) {
    case "coherent":
      return { points: Float64Array.from(part.direction), weights: Float64Array.of(1) };
    case "product":
      return { points: Float64Array.from(part.vector), weights: Float64Array.of(1) };
    case "dicke":
      return momentPoints(
        2 * part.j! === spins
          ? ballMomentsOnSphere(spins, band, dickeMultipoles(spins, part.m, band))
          : momentsOfBlocks(dickeBlocks(spins, part.j!, part.m)),
        exactness,
      );
    case "moments":
      return momentPoints(
        part.domain === "ball" ? part : ballMomentsOnSphere(spins, Math.min(band, part.band), part.unknowns),
        exactness,
      );
    case "thermal":
      if (part.ratio === 0) return { points: Float64Array.of(0, 0, -1), weights: Float64Array.of(1) };
      if (part.ratio === Number.POSITIVE_INFINITY)
        return { points: Float64Array.of(0, 0, 1), weights: Float64Array.of(1) };
      return rings(thermalHeights(part.ratio, spins, exactness), exactness);
  }
}

/** Beyond exp(-45) a weight is lost among those of order 1. */
const LAST_EXPONENT = 45;

/**
 * Heights z and weights of P(z) ~ (s + d z)^-(N+2), s = 1 + ratio, d = 1 - ratio. In tau = |log(s + d z) - its value at the peak| the weight is
 * exp(-(N+1) tau) and z an exponential: entire functions both, so Gauss's rule converges faster than any power.
 */
function thermalHeights(ratio: number, spins: number, exactness: number): { z: Float64Array; weights: Float64Array } {
  const { points, weights } = gaussJacobi(40 + exactness, 0);
  const q = Math.min(ratio, 1 / ratio);
  const peak = ratio < 1 ? -1 : 1;
  const range = Math.min(-Math.log(q), LAST_EXPONENT / (spins + 1));
  const z = new Float64Array(points.length);
  const w = new Float64Array(points.length);
  let total = 0;
  for (let k = 0; k < points.length; k++) {
    const u = (points[k]! + 1) / 2;
    const tau = range * u;
    z[k] = q === 1 ? 1 - 2 * u : peak * (1 - ((2 * q) / (1 - q)) * Math.expm1(tau));
    w[k] = weights[k]! * Math.exp(-(spins + 1) * tau);
    total += w[k]!;
  }
  return { z, weights: w.map((value) => value / total) };
}

/** Equal masses round the z axis: exact for all exp(i m phi) with |m| <= exactness. */
function rings({ z, weights }: { z: Float64Array; weights: Float64Array }, exactness: number): PointMasses {
  const around = exactness + 1;
  const points = new Float64Array(3 * around * z.length);
  const masses = new Float64Array(around * z.length);
  for (let k = 0, at = 0; k < z.length; k++) {
    const s = Math.sqrt(Math.max(0, (1 - z[k]!) * (1 + z[k]!)));
    for (let a = 0; a < around; a++, at++) {
      const phi = (2 * Math.PI * a) / around;
      points[3 * at] = s * Math.cos(phi);
      points[3 * at + 1] = s * Math.sin(phi);
      points[3 * at + 2] = z[k]!;
      masses[at] = weights[k]! / around;
    }
  }
  return { points, weights: masses };
}
