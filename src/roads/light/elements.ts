import { ballElementOperators } from "../../fem/ball/operators.ts";
import { gradingScale } from "../../fem/sphere/expectedPeak.ts";
import { elementOperators } from "../../fem/sphere/operators.ts";
import { sphereUnknownCount } from "../../fem/sphere/space.ts";
import { steadyStages } from "../../fem/sphere/steadyStages.ts";
import { type LightSystem, lightSystem } from "../../light/system.ts";
import { ball } from "../../mesh/ball/build.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";

/** The equations on one mesh, for elements of a degree. */
export interface LightMesh {
  readonly name: string;
  readonly degree: number;
  /** Of the lower degree that tells the error. */
  readonly compared: number;
  readonly system: (degree: number, samples: number) => LightSystem;
}

/** Why finite elements do not say what light a model emits; null where they do. */
export function elementRefusal(model: SpinModel): string | null {
  if (hasLocalRates(model)) {
    return isParabolicInBall(model) || model.spins <= EXACT
      ? null
      : `D is negative somewhere in the ball, and N is above ${EXACT}, up to which elements have all polynomials that matter`;
  }
  return isParabolicOnSphere(model)
    ? null
    : "the equation of P is not parabolic, and what elements add to P would grow";
}

/** Up to this N all polynomials that matter are elements on a small mesh of the ball. */
const EXACT = 6;

/** Even degrees are more accurate than the pattern of odd ones. */
const PAIRS = [
  [6, 4],
  [8, 6],
] as const;

/** Where a mesh is graded by more, far cells are so large beside near ones that degree 4 is off by percents there. */
const NARROW = 10;

/** Unknowns of one factorisation: some 10 s with all that is solved with it. */
const MOST_UNKNOWNS = 45_000;

/**
 * Meshes and degrees in the order in which they are tried. On the sphere those of steady states; the ball takes one that is exact: with the boundary term moments up to the degree of the
 * elements obey their own equations, which close for equal collective pump and decay, and at N.
 */
export function* lightMeshes(model: SpinModel, moments: number): Generator<LightMesh> {
  if (hasLocalRates(model)) {
    const mesh = ball(0);
    const exact = isParabolicInBall(model) ? moments : Math.max(2, model.spins);
    const system = (degree: number, samples: number): LightSystem =>
      lightSystem(model, ballElementOperators(model, mesh, degree), samples);
    yield { name: "ball:0", degree: exact + 1, compared: exact, system };
    return;
  }
  for (const { mesh: make, name, peak } of steadyStages(model, { maximumUnknowns: MOST_UNKNOWNS })) {
    const mesh = make();
    const known = new Map<number, LightSystem>();
    const isNarrow = peak !== null && gradingScale(peak) > NARROW;
    for (const [degree, compared] of isNarrow ? PAIRS.slice(1) : PAIRS) {
      if (sphereUnknownCount(mesh, degree) > MOST_UNKNOWNS) break;
      const system = (asked: number, samples: number): LightSystem => {
        const found = known.get(asked) ?? lightSystem(model, elementOperators(model, mesh, asked, peak?.centre));
        known.set(asked, found);
        return { ...found, samples };
      };
      yield { name, degree, compared, system };
    }
  }
}
