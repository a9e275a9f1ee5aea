import { expect, it } from "vitest";
import exact from "./exact.json" with { type: "json" };
import general from "./general.json" with { type: "json" };
import { computed, type Problem } from "./make.ts";

const largest = ([...exact, ...general] as unknown as readonly Problem[]).filter(({ model }) => model.spins > 30);

it.each(largest.map((problem) => [JSON.stringify(problem.model), problem] as const))("in time, %s", (_, problem) => {
  expect(computed(problem)).toEqual(problem);
});
