import { type ExactModel, exactModels } from "../reference/exact.ts";
import { putFile } from "./capture.ts";

/** A model file with the initial state of the reference. */
export const putModel = (folder: string, { model, evolution }: ExactModel): string =>
  putFile(
    folder,
    `${model.spins}-${model.field[0]}-${model.local.pump}.json`,
    JSON.stringify({ ...model, initial: { coherent: evolution!.initial } }),
  );

export const localModels = exactModels.filter(({ collectiveOnly }) => !collectiveOnly);

const find = (spins: number, field: number): ExactModel =>
  localModels.find(({ model }) => model.spins === spins && model.field[0] === field)!;

/** Collective pump and decay differ. */
export const driven = find(4, 1.5);

/** They are equal, so that there are trajectories. */
export const balanced = find(4, 1);

/** Ten spins with collective decay alone. */
export const decaying = exactModels.find(({ model }) => model.spins === 10 && model.collective.decay === 1)!;
