import { InputError } from "../core/errors.ts";
import { type Continuum, type FixedPoints, fixedPoints } from "./fixedPoints.ts";
import { withParameter } from "./parameters.ts";
import type { SpinModel } from "./spinModel.ts";
import type { Complex, FixedPointKind } from "./stability.ts";

/**
 * - stable: one stable fixed point; on the sphere every start but one ends there, in the ball a limit cycle beside it is
 *   not ruled out
 * - multistable: several stable fixed points, each with its basin
 * - closedOrbits: on the sphere, two centres; every orbit is closed and nothing is forgotten
 * - separatedOrbits: on the sphere, more centres, with saddles between them; each keeps the orbits around it
 * - mixed: on the sphere, centres with closed orbits around them beside stable fixed points
 * - oscillating: in the ball, no fixed point is stable; a limit cycle or something more complicated attracts
 * - continuum: fixed points that are not isolated (`continuum` says which)
 * - marginal: on the boundary between phases, to the accuracy of the fixed points
 */
export type PhaseLabel =
  | "stable"
  | "multistable"
  | "closedOrbits"
  | "separatedOrbits"
  | "mixed"
  | "oscillating"
  | "continuum"
  | "marginal";

export interface Phase {
  readonly label: PhaseLabel;
  /** Number of isolated fixed points of each kind. */
  readonly counts: Readonly<Record<FixedPointKind, number>>;
  /** How many of the stable ones are approached in a spiral (complex eigenvalues). */
  readonly spirals: number;
  readonly continuum: Continuum["kind"] | null;
}

export interface PhaseAxis {
  /** A parameter of the model: "spins", "field.0", "collective.pump", ... (MODEL_PARAMETERS). */
  readonly path: string;
  readonly values: ArrayLike<number>;
}

export interface PhaseDiagram {
  readonly axes: readonly [PhaseAxis, PhaseAxis];
  /** Row by row: the phase at values i of the first and j of the second axis is phases[i * (length of the second) + j]. */
  readonly phases: readonly Phase[];
}

/**
 * Phases of the mean field over two parameters of a model, the others as in `model`. Throws InputError for an unknown path,
 * one path given twice, an axis without values, or a value that the model does not allow.
 *
 * @param onRow called when all of the second axis is known at one more value of the first, with how many are
 */
export function scanPhases(
  model: SpinModel,
  axes: readonly [PhaseAxis, PhaseAxis],
  onRow: (done: number) => void = () => {},
): PhaseDiagram {
  const [first, second] = axes;
  for (const { path, values } of axes) {
    if (values.length > 0) continue;
    throw new InputError({ what: `the axis ${path} has 0 values`, remedy: "give at least 1", value: 0, limit: 1 });
  }
  if (first.path === second.path) {
    throw new InputError({
      what: `both axes are ${first.path}`,
      remedy: "vary two different parameters",
      value: first.path,
    });
  }
  const phases: Phase[] = [];
  for (let i = 0; i < first.values.length; i++) {
    const row = withParameter(model, first.path, first.values[i]!);
    for (let j = 0; j < second.values.length; j++) {
      phases.push(phaseOf(fixedPoints(withParameter(row, second.path, second.values[j]!))));
    }
    onRow(i + 1);
  }
  return { axes, phases };
}

/** The phase that a set of fixed points stands for. */
export function phaseOf(found: FixedPoints): Phase {
  const counts = { stable: 0, unstable: 0, saddle: 0, centre: 0, degenerate: 0 };
  let spirals = 0;
  for (const { kind, eigenvalues } of found.points) {
    counts[kind]++;
    if (kind === "stable" && eigenvalues.some(turns)) spirals++;
  }
  return { label: labelOf(found, counts), counts, spirals, continuum: found.continuum?.kind ?? null };
}

/** A double real eigenvalue comes with imaginary parts of the square root of rounding; that is no spiral. */
const turns = ({ real, imaginary }: Complex): boolean => Math.abs(imaginary) > 1e-6 * Math.abs(real);

function labelOf({ domain, continuum }: FixedPoints, counts: Phase["counts"]): PhaseLabel {
  if (continuum !== null) return "continuum";
  if (counts.degenerate > 0) return "marginal";
  // A centre of the linearised flow in the ball is a Hopf bifurcation; on the sphere orbits around it are closed.
  if (counts.centre > 0) return domain === "sphere" ? orbitsLabel(counts) : "marginal";
  if (counts.stable === 0) return "oscillating";
  return counts.stable === 1 ? "stable" : "multistable";
}

function orbitsLabel({ centre, stable, unstable, saddle }: Phase["counts"]): PhaseLabel {
  if (stable + unstable > 0) return "mixed";
  return centre === 2 && saddle === 0 ? "closedOrbits" : "separatedOrbits";
}
