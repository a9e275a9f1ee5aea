import { ResourceLimitError } from "../../core/errors.ts";
import { nodePoints } from "../../fem/nodePoints.ts";
import { type SteadyOptions, type SteadyState, steadyState } from "../../fem/steady.ts";
import { cellCount } from "../../mesh/mesh.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { type BandOptions, dickeStates, steadyByDicke, steadyByHarmonics } from "../exactRoads.ts";
import type { MeshInput } from "../meshInput.ts";
import type { RoadReport } from "./report.ts";

/** P at the nodes of its space. */
export interface NodalDensity {
  /** x, y, z of each node on the unit sphere: 3 numbers a node. */
  readonly points: Float64Array;
  readonly values: Float64Array;
}

export interface RoadResult {
  readonly report: RoadReport;
  /** null where P is concentrated on a point, and for the roads without nodes. */
  readonly density: NodalDensity | null;
}

/** Finite elements; `input` is the mesh that the user named, null for one chosen by itself. Errors as `steadyState` of fem. */
export function solveFem(model: SpinModel, input: MeshInput | null, options: SteadyOptions): RoadResult {
  const state = steadyState(model, input === null ? options : { ...options, mesh: input.mesh });
  const { space, density } = state;
  return {
    report: femReport(state, input),
    density: space === null || density === null ? null : { points: nodePoints(space), values: density },
  };
}

function femReport(state: SteadyState, input: MeshInput | null): RoadReport {
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
