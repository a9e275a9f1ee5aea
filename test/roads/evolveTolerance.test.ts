import { evolve, InputError, spinModel, ToleranceError } from "blochfem";
import { describe, expect, it } from "vitest";

describe("the tolerance of an evolution", () => {
  const model = spinModel({ spins: 2, field: [1, 0.3, 0], collective: { dephasing: 0.4 } });
  const run = (method: "harmonic" | "dicke", tolerance: number): unknown =>
    evolve(model, { method, tolerance, initial: { kind: "coherent", direction: [0, 0, 1] }, times: [0, 1] }).result();

  it.each(["harmonic", "dicke"] as const)("may be the least there is: %s says what it reaches instead", (method) => {
    expect(() => run(method, 1e-14)).toThrow(ToleranceError);
    expect(() => run(method, 1e-14)).toThrow(/error estimate of the moments is .* above the tolerance 1e-14/);
    expect(() => run(method, 0.9e-14)).toThrow(InputError);
  });
});
