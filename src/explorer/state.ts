import type { Interaction } from "../model/secondOrder/coefficients.ts";
import type { Rates } from "../model/spinModel.ts";

/*
 * What a page of the explorer shows, as plain data. All of it stands in the hash of the address (`hash.ts`), so that a link is the page.
 */

export type Vector = readonly [x: number, y: number, z: number];

/** A jump as it is typed: "Jx + 0.6i*Jy", of one spin "sx + 0.6i*sy". */
export interface ExplorerJump {
  readonly rate: number;
  readonly operator: string;
}

export interface ExplorerProcesses extends Rates {
  readonly jumps: readonly ExplorerJump[];
}

/** What `spinModel` takes, with nothing left out. Whether it is a model is for the library to say. */
export interface ExplorerModel {
  readonly spins: number;
  readonly field: Vector;
  readonly interaction: Interaction;
  readonly collective: ExplorerProcesses;
  readonly local: ExplorerProcesses;
}

/** The function on the sphere: P, <n|rho|n>, or the symbol of a witness that proves entanglement. */
export const SHOWN_FUNCTIONS = ["P", "Q", "witness"] as const;
export type ShownFunction = (typeof SHOWN_FUNCTIONS)[number];

/** What is drawn on top of it, or beside it. */
export const LAYERS = ["contours", "flow", "fixedPoints", "region", "farSide"] as const;
export type Layer = (typeof LAYERS)[number];

/** From where the sphere is seen, in degrees; 1 shows all of it. */
export interface View {
  readonly azimuth: number;
  readonly elevation: number;
  readonly zoom: number;
}

export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export interface ExplorerState {
  readonly model: ExplorerModel;
  readonly shown: ShownFunction;
  readonly layers: Readonly<Record<Layer, boolean>>;
  /** All spins along this direction at time 0. */
  readonly start: Vector;
  /** How long the evolution is followed, in the inverse unit of the rates. */
  readonly until: number;
  /** The time that is shown; null for the steady state. */
  readonly time: number | null;
  /** In the ball: slices hold this axis, or lie across it. */
  readonly axis: Vector;
  readonly view: View;
  /** null as the system has it. */
  readonly theme: Theme | null;
}

const NO_PROCESSES: ExplorerProcesses = { dephasing: 0, pump: 0, decay: 0, jumps: [] };

/** The model of README: what an address without a hash shows. */
export const DEFAULT_MODEL: ExplorerModel = {
  spins: 40,
  field: [0.5, 0, 0],
  interaction: { xx: 0, yy: 0, zz: 0, xy: 0, xz: 0, yz: 0 },
  collective: { ...NO_PROCESSES, dephasing: 1, pump: 1 },
  local: NO_PROCESSES,
};

export const DEFAULT_STATE: ExplorerState = {
  model: DEFAULT_MODEL,
  shown: "P",
  layers: { contours: true, flow: true, fixedPoints: true, region: true, farSide: true },
  start: [1, 0, 0],
  until: 10,
  time: null,
  axis: [0, 0, 1],
  view: { azimuth: -60, elevation: 22, zoom: 1 },
  theme: null,
};
