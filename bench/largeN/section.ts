import type { Section } from "../section.ts";
import { commandTable, headlineTable } from "./command.ts";
import { dickeTable } from "./dicke.ts";
import { processTable } from "./process.ts";
import { steadyTable } from "./steady.ts";

export const largeNSection: Section = {
  name: "large-n",
  title: "The steady state as N grows",
  run: async (context) => [
    await headlineTable(context),
    await commandTable(context),
    await processTable(context),
    await steadyTable(context),
    await dickeTable(context),
  ],
};
