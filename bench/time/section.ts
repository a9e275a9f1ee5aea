import type { Section } from "../section.ts";
import { evolutionTable } from "./evolution.ts";
import { densityTable, timeStepTable } from "./finiteElements.ts";
import { harmonicTable } from "./harmonic.ts";
import { spectrumTable } from "./spectrum.ts";
import { trajectoryTable } from "./trajectories.ts";

export const timeSection: Section = {
  name: "time",
  title: "Evolution, spectra, trajectories and harmonics",
  run: async (context) => [
    await evolutionTable(context),
    await densityTable(context),
    await timeStepTable(context),
    await spectrumTable(context),
    await trajectoryTable(context),
    await harmonicTable(context),
  ],
};
