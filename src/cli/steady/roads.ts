import { ResourceLimitError } from "../../core/errors.ts";
import type { BallSteadyState } from "../../fem/ball/steadyState.ts";
import { defaultCoarseMesh } from "../../fem/fluxCorrection/meshPair.ts";
import { steadyPositiveDensity } from "../../fem/fluxCorrection/steady.ts";
import type { SteadyOptions, SteadyState } from "../../fem/steady.ts";
import { cellCount } from "../../mesh/mesh.ts";
import { meshSpecName } from "../../mesh/spec.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { nodePositions, steadyByElements } from "../elements.ts";
import { type BandOptions, dickeStates, steadyByDicke, steadyByHarmonics } from "../exactRoads.ts";
import type { MeshInput } from "../meshInput.ts";
import type { RoadReport } from "./report.ts";

/** P at the nodes of its space. */
export interface NodalDensity {
  /** x, y, z of each node, on the unit sphere or in the ball: 3 numbers a node. */
  readonly points: Float64Array;
  readonly values: Float64Array;
}

export interface RoadResult {
  readonly report: RoadReport;
  /** null where P is concentrated on a point, and for the roads without nodes. */
  readonly density: NodalDensity | null;
}

/** Finite elements; `input` is the mesh that the user named, null for one chosen by itself. Errors as `steadyByElements`. */
export function solveFem(model: SpinModel, input: MeshInput | null, options: SteadyOptions): RoadResult {
  const state = steadyByElements(model, input === null ? options : { ...options, mesh: input.mesh });
  const { space, density } = state;
  return {
    report: femReport(state, input),
    density: space === null || density === null ? null : { points: nodePositions(space), values: density },
  };
}

function femReport(state: SteadyState | BallSteadyState, input: MeshInput | null): RoadReport {
  const { space, summary } = state;
  return {
    method: "fem",
    space:
      space === null
        ? null
        : {
            mesh: input?.name ?? state.mesh,
            dimension: space.mesh.dimension,
            cells: cellCount(space.mesh),
            degree: space.element.degree,
            unknowns: space.unknowns,
            ...(state.band === null ? {} : { band: state.band }),
            ...(input?.repairs ? { repairs: input.repairs } : {}),
          },
    observables: state.observables,
    errorEstimate: state.errorEstimate,
    density: { ...summary, maximum: Number.isFinite(summary.maximum) ? summary.maximum : null },
    ...(state.point === null ? {} : { point: state.point }),
    residual: state.residual,
    seconds: { ...state.seconds },
  };
}

/** P that is nowhere negative, on the refinement of the mesh. Errors as `steadyPositiveDensity`. */
export function solvePositive(model: SpinModel, input: MeshInput | null): RoadResult {
  const start = performance.now();
  const found = steadyPositiveDensity(model, input === null ? {} : { mesh: input.mesh });
  const { space, density, mass, minimum, withheld, iterations, observables, errorEstimate, residual } = found;
  const name = input?.name ?? meshSpecName(defaultCoarseMesh(model));
  return {
    report: {
      method: "fem",
      space: {
        mesh: `${name} refined once`,
        dimension: space.mesh.dimension,
        cells: cellCount(space.mesh),
        degree: 1,
        unknowns: space.unknowns,
        fluxCorrection: { withheld, iterations },
        ...(input?.repairs ? { repairs: input.repairs } : {}),
      },
      observables,
      errorEstimate,
      density: { minimum, maximum: density.reduce((a, b) => Math.max(a, b)), negativeMass: 0, mass },
      residual,
      seconds: { total: (performance.now() - start) / 1000 },
    },
    density: { points: nodePositions(space), values: density },
  };
}

/** The moments of P up to a band. Errors as `steadyByHarmonics`. */
export function solveHarmonic(model: SpinModel, options: BandOptions): RoadReport {
  const start = performance.now();
  const { observables, errorEstimate, residual, unknowns, band } = steadyByHarmonics(model, options);
  return {
    method: "harmonic",
    space: { band, unknowns },
    observables,
    errorEstimate,
    density: null,
    residual,
    seconds: { total: (performance.now() - start) / 1000 },
  };
}

/** The density matrix. Errors as `steadyByDicke`; `remedy` is for models that are too large. */
export function solveDicke(model: SpinModel, remedy: string): RoadReport {
  const start = performance.now();
  try {
    const { observables, errorEstimate, residual, unknowns } = steadyByDicke(model);
    return {
      method: "dicke",
      space: { states: dickeStates(model), unknowns },
      observables,
      errorEstimate,
      density: null,
      residual,
      seconds: { total: (performance.now() - start) / 1000 },
    };
  } catch (error) {
    if (!(error instanceof ResourceLimitError)) throw error;
    const { what, value, limit } = error;
    throw new ResourceLimitError({ what: `the Dicke road is too large: ${what}`, remedy, value, limit });
  }
}
