import { describe, it } from "vitest";
import { expectLight, modelsAbove } from "./roads.ts";

describe.each(["harmonic", "dicke"] as const)("light of 20 and 40 spins by %s", (method) => {
  it.each(modelsAbove(10))("of $name is that of the master equation", (lit) => {
    // As of fewer spins.
    expectLight(lit, method, 1e-10);
  });
});
