import { elementOperators } from "../../fem/sphere/operators.ts";
import { sphereUnknownCount } from "../../fem/sphere/space.ts";
import { icosphere } from "../../mesh/icosphere.ts";
import { type InitialState, livesInBall } from "../../model/initialState.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import {
  bandStage,
  isInBand,
  LARGEST_BALL_BAND,
  type LightStage,
  MOST_UNKNOWNS,
  meshRefusal,
  PAIRS,
  rememberedEquations,
  stage,
} from "./elements.ts";

/*
 * Meshes for two times along an evolution. P may start as a point and be anywhere; what is read of it later is, as a function of where it starts, smooth, and
 * Galerkin's answer is as accurate as that function is approximated: the mesh is even.
 */

/**
 * Why elements do not say what light a model emits on its way; null where they do. On meshes of the ball diffusion is degenerate along the radius: nothing smooths what starts as a point, and
 * spaces of slow modes do not settle on it (seen: 1e-3 to 3e-2 at N = 6).
 */
export function movingRefusal(model: SpinModel, initial: InitialState): string | null {
  if (!livesInBall(model, initial)) return meshRefusal(model);
  if (!hasLocalRates(model))
    return "without local rates mixed spins keep their total spin, and slow modes have no single steady state to decay to";
  return model.spins <= LARGEST_BALL_BAND
    ? null
    : `nothing in the ball smooths what starts as a point, and N is above ${LARGEST_BALL_BAND}, up to which all polynomials that matter are taken`;
}

/** Refinements of the icosahedron. */
const LEVELS = [2, 3] as const;

/** Meshes and degrees in the order in which they are tried. */
export function* movingStages(model: SpinModel, initial: InitialState): Generator<LightStage> {
  const inBall = livesInBall(model, initial);
  if (inBall || isInBand(model)) {
    yield bandStage(model, inBall);
    return;
  }
  for (const level of LEVELS) {
    const mesh = icosphere(level);
    const equations = rememberedEquations(model, (degree) => elementOperators(model, mesh, degree));
    for (const [degree, compared] of PAIRS) {
      if (sphereUnknownCount(mesh, degree) > MOST_UNKNOWNS) break;
      yield stage(`icosphere:${level}`, degree, compared, equations);
    }
  }
}
