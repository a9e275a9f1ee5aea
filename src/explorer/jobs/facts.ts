import type { Continuum } from "../../model/fixedPoints.ts";
import { fixedPoints } from "../../model/fixedPoints.ts";
import { drift } from "../../model/kramersMoyal.ts";
import { meanFieldDomain, meanFieldLimit } from "../../model/meanField.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { meanFieldTrajectory } from "../../model/trajectory.ts";
import { unitOfRates } from "../../model/turnedField.ts";
import { type DiagnosedParabolicity, diagnosedParabolicity } from "../../roads/diagnose/parabolicity.ts";
import type { FactsAnswer, Quality, Verdict } from "../protocol.ts";
import type { Vector } from "../state.ts";
import type { Answered } from "./answered.ts";

/** Where the equation is parabolic, and the mean field. */
export function factsOf(model: SpinModel, quality: Quality): Answered<FactsAnswer> {
  const domain = meanFieldDomain(model);
  const found = diagnosedParabolicity(model, domain === "ball");
  const { points, continuum } = fixedPoints(model);
  return {
    kind: "facts",
    verdict: verdictOf(found),
    parabolic: found.parabolic,
    domain,
    areaFraction: found.areaFraction,
    outlines: found.regions.map((curve) => Float32Array.from(curve)),
    fixedPoints: points.map(({ position, kind, eigenvalues }) => ({
      position: [position[0], position[1], position[2]],
      kind,
      eigenvalues: eigenvalues.map(({ real, imaginary }) => [real, imaginary]),
    })),
    continuum: continuum === null ? null : CONTINUA[continuum.kind],
    flow: flowOf(model, quality === "fast" ? FEW : MANY),
  };
}

const CONTINUA: Readonly<Record<Continuum["kind"], string>> = {
  everywhere: "nothing moves: every point is fixed",
  axis: "every point of an axis is fixed",
  circle: "the points of a circle are fixed",
  ring: "the points of a circle are fixed",
  segment: "the points of a line are fixed",
  curve: "the points of a curve are fixed",
};

const digits = (value: number): string => Number(value.toPrecision(2)).toFixed(value >= 10 ? 0 : 2);

export function verdictOf({
  domain,
  parabolic,
  areaFraction,
  requiredDephasing,
  requiredIsotropic,
}: Pick<
  DiagnosedParabolicity,
  "domain" | "parabolic" | "areaFraction" | "requiredDephasing" | "requiredIsotropic"
>): Verdict {
  if (parabolic)
    return { tone: "good", text: `Parabolic everywhere in the ${domain}`.replace("in the sphere", "on the sphere") };
  if (domain === "ball") {
    return {
      tone: "warning",
      text: "Not parabolic in the ball: P need not be positive; parabolic where collective pump and decay are equal and spins do not interact",
    };
  }
  const share = 100 * areaFraction!;
  const where = share < 1 ? "less than 1 %" : share > 99.5 ? "all" : `${share.toFixed(0)} %`;
  const cure =
    requiredDephasing !== null
      ? `parabolic from k_z = ${digits(requiredDephasing)} on`
      : requiredIsotropic !== null
        ? `parabolic with dephasing ${digits(requiredIsotropic)} more about every axis`
        : "no dephasing makes it so";
  return { tone: "warning", text: `Not parabolic on ${where} of the sphere, hatched; ${cure}` };
}

/** Pieces of the flow, and points on each. */
const FEW = 40;
const MANY = 80;
const POINTS = 24;

/** How long a piece is, in angle, and in time where the flow is slow, in units of the inverse of all rates. */
const LENGTH = 0.7;
const LONGEST = 2.5;

/** Of a picture. */
const TOLERANCE = 1e-4;

/** Pieces of the mean-field flow from points that are spread evenly over the sphere, each in equal times. */
function flowOf(model: SpinModel, count: number): Float32Array[] {
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  const limit = meanFieldLimit(model);
  const unit = unitOfRates(model);
  const velocity = new Float64Array(3);
  const pieces: Float32Array[] = [];
  for (let k = 0; k < count; k++) {
    const z = 1 - (2 * k + 1) / count;
    const radius = Math.sqrt((1 - z) * (1 + z));
    const start: Vector = [radius * Math.cos(k * goldenAngle), radius * Math.sin(k * goldenAngle), z];
    drift(limit, start, velocity);
    const speed = Math.hypot(...velocity);
    if (!(speed > STILL * unit)) continue;
    const last = Math.min(LENGTH / speed, LONGEST / unit);
    const times = Float64Array.from({ length: POINTS }, (_, i) => (last * i) / (POINTS - 1));
    const { positions } = meanFieldTrajectory(model, start, times, { tolerance: TOLERANCE / last });
    pieces.push(Float32Array.from(positions));
  }
  return pieces;
}

/** What is slower than this share of all rates does not move. */
const STILL = 1e-9;
