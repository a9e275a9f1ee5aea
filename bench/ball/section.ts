import type { Section } from "../section.ts";
import { ballSpacesTable } from "./large.ts";
import { ballSteadyTable } from "./steady.ts";

export const ballSection: Section = {
  name: "ball",
  title: "Local rates: the steady state in the Bloch ball",
  run: async (context) => [await ballSteadyTable(context), await ballSpacesTable(context)],
};
