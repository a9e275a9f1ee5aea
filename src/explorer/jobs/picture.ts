import { witnessFunction } from "../../diagnose/certificate/witnessFunction.ts";
import { isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import { sampleTangent, tangentDiffusion, tangentSample } from "../../model/secondOrder/parabolic/tangentDiffusion.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { drawnHusimi, drawnState } from "../../plot/drawnState.ts";
import type { Certificate } from "../../roads/diagnose/certificate.ts";
import type { PointsFunction } from "../../roads/knownFunction.ts";
import type { State } from "../../roads/state.ts";
import type { Vector3 } from "../../state/moments.ts";
import { errorText, plainText } from "../format.ts";
import type { PictureAnswer, Quality } from "../protocol.ts";
import type { ShownFunction } from "../state.ts";
import type { Answered } from "./answered.ts";
import { ballDensity } from "./ballDensity.ts";
import { pictureMesh } from "./pictureMesh.ts";

/** What a picture is wanted of. */
export interface PictureSource {
  readonly state: State;
  /** The index in time; null for the steady state. */
  readonly index: number | null;
  /** Of this state, where a witness may be in; null where none was sought yet. */
  readonly certificate: Certificate | null;
}

/** What is shown, and why it is not what was wanted. */
interface Shown {
  readonly shown: ShownFunction;
  readonly evaluate: PointsFunction;
  readonly band: string | null;
  readonly note: string | null;
}

/** A function of a state on the sphere; null where there is none that the method knows. */
export function pictureOf(
  source: PictureSource,
  wanted: ShownFunction,
  quality: Quality,
): Answered<PictureAnswer> | null {
  const { state, index } = source;
  const { model, observables, errorEstimate, point } = state;
  const { mean } = observables;
  const found = shownOf(source, wanted, quality);
  if (found === null) return null;
  const { points, triangles } = pictureMesh(mean, widthOf(mean, model.spins));
  const values = new Float64Array(points.length / 3);
  found.evaluate(points, values);
  const { shown, band, note } = found;
  const margins = state.domain === "ball" || isParabolicOnSphere(model) ? null : marginsOf(model, points);
  const [least, greatest] = extremes(values);
  return {
    kind: "picture",
    shown,
    index,
    positions: Float32Array.from(points),
    triangles: triangles.slice(),
    values: Float32Array.from(values),
    least,
    greatest,
    margins,
    band,
    point,
    mean,
    meanError: Math.max(...errorEstimate.mean),
    note,
  };
}

/**
 * Standard deviation of P as an angle, on the sphere where <r^2> = 1, and at least what is narrow for N spins: all along one direction, as at a start, P is a
 * point and Q is as wide as their noise.
 */
export const widthOf = (mean: Vector3, spins: number): number =>
  Math.sqrt(Math.max(0.1 / spins, (1 - Math.hypot(...mean) ** 2) / 2));

/** Above it the Husimi function of elements takes longer than a picture may. */
const MOST_SPINS_AT_ONCE = 100;

function shownOf({ state, index, certificate }: PictureSource, wanted: ShownFunction, quality: Quality): Shown | null {
  if (wanted === "witness")
    return (
      witnessOf(certificate) ??
      noted(functionOf(state, quality), withoutWitness(certificate, index !== null && quality === "slow"))
    );
  if (wanted === "Q" && !(quality === "fast" && isDear(state))) return husimiShown(state, null);
  const found = functionOf(state, quality);
  return wanted === "Q" ? noted(found, LATER) : found;
}

const isDear = (state: State): boolean => state.method === "fem" && state.model.spins > MOST_SPINS_AT_ONCE;

/** Why there is none to be seen. */
function withoutWitness(certificate: Certificate | null, wasSought: boolean): string {
  if (certificate === null)
    return wasSought ? "no witness is sought without all moments of P" : "a witness is sought when the model rests";
  return certificate.outcome === "entangled"
    ? "what proves entanglement is no function on the sphere"
    : "no witness: nothing proves entanglement here";
}

const LATER = "Q of so many spins follows when the model rests";

const noted = (found: Shown | null, note: string): Shown | null => found && { ...found, note };

const IN_SLICES = "P is in the ball, where slices show it";
const NO_FUNCTION = "P is in the ball, and the method does not know it as a function";

/** P, or Q where P is no function that is looked at. */
function functionOf(state: State, quality: Quality): Shown | null {
  if (state.point !== null) return husimiShown(state, "all of P is at one point");
  if (state.domain === "ball") {
    if (quality === "fast") return isDear(state) ? null : husimiShown(state, IN_SLICES);
    return husimiShown(state, ballDensity(state) !== null ? IN_SLICES : NO_FUNCTION);
  }
  const drawn = drawnState(state);
  if (drawn === null) return null;
  const isP = drawn.symbol === "*P*";
  return {
    shown: isP ? "P" : "Q",
    evaluate: drawn.evaluate,
    band: drawn.fact?.replaceAll("*", "") ?? null,
    note: isP ? null : "P of so many spins has harmonics of a degree that hides all others",
  };
}

function husimiShown(state: State, note: string | null): Shown | null {
  const drawn = drawnHusimi(state);
  return drawn === null ? null : { shown: "Q", evaluate: drawn.evaluate, band: null, note };
}

/** T >= 0 with int P T < 0. */
function witnessOf(certificate: Certificate | null): Shown | null {
  if (certificate?.outcome !== "entangled" || !("visibility" in certificate)) return null;
  const { witness, value, errorBound } = certificate;
  return {
    shown: "witness",
    evaluate: witnessFunction(witness).fill,
    band: `*T* ≥ 0 of degree ${witness.degree}, ∫*P T* = ${plainText(value, 3)} ± ${errorText(errorBound)}`,
    note: null,
  };
}

/** The least eigenvalue of D over the largest coefficient. */
function marginsOf(model: SpinModel, points: Float64Array): Float32Array {
  const diffusion = tangentDiffusion(coefficientsOf(model));
  const sample = tangentSample();
  return Float32Array.from(
    { length: points.length / 3 },
    (_, k) => sampleTangent(diffusion, points.subarray(3 * k, 3 * k + 3), sample) / diffusion.scale,
  );
}

/** Least and greatest, but for NaN. */
export function extremes(values: Float64Array): readonly [number, number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}
