import { InputError } from "../../core/errors.ts";
import { negativeSet, type SphereValues } from "../../diagnose/levelSet/negativeSet.ts";
import { bandNegativity } from "../../diagnose/negativity/bandNegativity.ts";
import { sampleDensity, summarizeDensity } from "../../fem/density.ts";
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
 * @throws InputError for values on a mesh that are no P
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

/** How far int P may be from 1. */
const MASS = 1e-6;

/** @throws InputError for values that are no P: of another mesh, not finite, or not normalised */
function requireDensity({ space, values }: StateDensity): void {
  const wrong = values.find((value) => !Number.isFinite(value));
  if (values.length !== space.unknowns) {
    throw new InputError({
      what: `P has ${values.length} values, and its mesh ${space.unknowns} nodes: they belong to another mesh`,
      remedy: "give the values at the nodes of the mesh that stands beside them",
      value: values.length,
      limit: space.unknowns,
    });
  }
  if (wrong !== undefined) {
    throw new InputError({ what: `P has a value ${wrong}`, remedy: "give finite numbers", value: wrong });
  }
  const { mass } = summarizeDensity(sampleDensity(space, values), values);
  if (Math.abs(mass - 1) <= MASS) return;
  throw new InputError({
    what: `P is not normalised: its integral is ${mass}`,
    remedy: "divide it by its integral",
    value: mass,
    limit: 1,
  });
}

function ofMesh(density: StateDensity, { domain, isSteady }: Subject, parabolic: boolean): DiagnosedNegativity {
  requireDensity(density);
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
