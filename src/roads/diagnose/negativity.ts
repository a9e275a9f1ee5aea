import { negativeSet, type SphereValues } from "../../diagnose/levelSet/negativeSet.ts";
import { bandNegativity } from "../../diagnose/negativity/bandNegativity.ts";
import type { Vector3 } from "../../state/moments.ts";
import type { StateDensity } from "../stateDensity.ts";
import type { Subject } from "./subject.ts";

/** The negative part of a P that was computed, and what it is worth. */
export interface DiagnosedNegativity {
  /** Whether P is a sum of harmonics up to `band`, or that of a mesh. */
  readonly gauge: "harmonics" | "mesh";
  readonly band: number | null;
  readonly minimum: number;
  readonly minimumAt: Vector3;
  /** int max(-P, 0). */
  readonly negativeMass: number;
  /** What of it errors may account for: it shrinks where the state is computed to more digits, or on a finer mesh. null where that is not known. */
  readonly numerical: number | null;
  /** The rest, which the exact P of this gauge has. null where `numerical` is. */
  readonly inBand: number | null;
  /** Bounds of the least negative mass of any P with these moments, which no gauge removes; null where they were not asked for, or not found. */
  readonly inEveryGauge: readonly [number, number] | null;
  /** Share of the sphere's area where P < 0; null in the ball. */
  readonly areaFraction: number | null;
  /** Closed curves P = 0, x, y, z of point after point, the negative region to their left; none in the ball. */
  readonly regions: readonly Float64Array[];
  /** P on the sphere, a function; null in the ball. */
  readonly values: SphereValues | null;
  /** What the split rests on, in a sentence. */
  readonly explanation: string;
}

/** Halvings of an icosahedron for P of a mesh. */
const MESH_LEVELS = 5;

/**
 * @param parabolic whether the equation is: its steady P, and one that starts without negative values, has none
 * @param band that of the harmonics; chosen where absent
 * @returns null where there is no P as a function
 */
export function diagnosedNegativity(subject: Subject, parabolic: boolean, band?: number): DiagnosedNegativity | null {
  const { moments, density, banded, domain } = subject;
  if (density !== null && !(banded && domain === "sphere")) return ofMesh(density, subject, parabolic);
  if (moments === null || domain === "ball") return null;
  const { spins, band: known, unknowns: multipoles, error } = moments;
  const found = bandNegativity({ spins, band: known, multipoles, error }, band);
  const numerical = Math.min(found.negativeMass, found.massError);
  const gauge =
    found.band < spins
      ? `of P with harmonics up to ${found.band}, which leaves out those up to N = ${spins} that observables depend on`
      : `of P with harmonics up to N = ${spins}, all that observables depend on`;
  return {
    gauge: "harmonics",
    band: found.band,
    minimum: found.minimum,
    minimumAt: found.minimumAt,
    negativeMass: found.negativeMass,
    numerical,
    inBand: found.negativeMass - numerical,
    inEveryGauge: null,
    areaFraction: found.areaFraction,
    regions: found.regions,
    values: found.values,
    explanation: `${gauge}; numerical is what the errors of the state and of the quadrature may account for`,
  };
}

function ofMesh(density: StateDensity, { domain, isSteady }: Subject, parabolic: boolean): DiagnosedNegativity {
  const { minimum, negativeMass } = density.summary;
  const nodes = density.nodes();
  let lowest = 0;
  for (let k = 1; k < density.values.length; k++) if (density.values[k]! < density.values[lowest]!) lowest = k;
  const minimumAt: Vector3 = [nodes[3 * lowest]!, nodes[3 * lowest + 1]!, nodes[3 * lowest + 2]!];
  const values: SphereValues | null =
    domain === "sphere" ? { at: (r) => density.at(r), fill: (points, out) => out.set(density.at(points)) } : null;
  const set = values === null ? null : negativeSet(values, MESH_LEVELS);
  const known = parabolic && isSteady;
  return {
    gauge: "mesh",
    band: null,
    minimum,
    minimumAt,
    negativeMass,
    numerical: known ? negativeMass : null,
    inBand: known ? 0 : null,
    inEveryGauge: null,
    areaFraction: set?.areaFraction ?? null,
    regions: set?.curves ?? [],
    values,
    explanation: known
      ? "the equation is parabolic, so that its steady P is nowhere negative: all of it is error of the mesh"
      : "of P on a mesh, whose part above the moments of the state is left to the mesh: how much of it is error is not known",
  };
}
