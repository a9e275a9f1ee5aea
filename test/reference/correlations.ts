import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import data from "./correlations.json" with { type: "json" };

/** Light of a steady state by column-stacked Liouvillians: conventions in correlations.json. */
export interface LitModel {
  readonly name: string;
  readonly model: SpinModel;
  readonly coherentWeight: number;
  readonly incoherentWeight: number;
  /** At `delays`. */
  readonly g1: readonly (readonly [number, number])[];
  readonly g2: readonly number[];
  /** Emission, at `frequencies`. */
  readonly spectrum: readonly number[];
  /** By channel. */
  readonly counting: Readonly<Record<string, Cumulants>>;
  /** d (2<J_k>/N) by parameter. */
  readonly sensitivity: Readonly<Record<string, readonly number[]>>;
  /** Quantum Fisher information matrix of rotations. */
  readonly fisher: readonly (readonly number[])[];
}

export interface Cumulants {
  readonly rate: number;
  readonly variance: number;
  readonly third: number;
  readonly fano: number;
}

export const delays: readonly number[] = data.conventions.tau;
export const frequencies: readonly number[] = data.conventions.omega;

/** Relative to the largest entry of a list; of spectra and weights 1e-14 (N/2)^2 besides. */
export const REFERENCE_ERROR = 1e-12;

type Entry = (typeof data.models)[number];

const litModel = (entry: Entry): LitModel => {
  const { name, model, coherentWeight, incoherentWeight, g1, g2, S_minus, counting, sensitivity, qfi } = entry;
  return {
    name,
    model: spinModel(model as unknown as Parameters<typeof spinModel>[0]),
    coherentWeight,
    incoherentWeight,
    g1: g1 as unknown as LitModel["g1"],
    g2,
    spectrum: S_minus,
    counting: counting as unknown as LitModel["counting"],
    sensitivity: sensitivity as unknown as LitModel["sensitivity"],
    fisher: qfi,
  };
};

/** 18 models: collective processes up to 40 spins, local ones of 4 and 10. */
export const litModels: readonly LitModel[] = data.models.map(litModel);
