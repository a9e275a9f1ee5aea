import { describe, it } from "vitest";
import { litModels } from "../reference/correlations.ts";
import { expectLight } from "./roads.ts";

describe("light by finite elements", () => {
  it.each(litModels.filter(({ name }) => name.startsWith("dephasing")))("of $name", (lit) => {
    // g2 and counts depend on higher moments than the spectrum, which has 1e-7.
    expectLight(lit, "fem", 1e-6);
  });

  it.each(litModels.filter(({ name }) => name.startsWith("fluorescence N=")))("in a whole band of $name", (lit) => {
    expectLight(lit, "fem", 1e-10);
  });
});
